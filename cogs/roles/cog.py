"""Roles follow what members come to, and what the platforms say to them."""

from __future__ import annotations

from datetime import datetime

from bot.community import people
from bot.community.events import AccountsLinked, AccountsUnlinked, PrivilegeChanged
from bot.community.people import Known
from bot.core.cog import listen, offers
from bot.core.context import Context
from bot.core.events import Event, MemberEvent
from bot.core.model import CommunityId
from bot.core.outgoing import Act, Doing
from bot.core.ports import Transaction
from cogs.levels.events import LevelLost, LevelReached, TierChanged
from cogs.roles import store
from cogs.roles.events import RoleRefused
from cogs.roles.rules import Role
from cogs.roles.settings import role_name
from cogs.roles.settling import settle
from cogs.roles.store import Wish, WishState


@listen(LevelReached)
@listen(LevelLost)
@listen(TierChanged)
@listen(PrivilegeChanged)
@listen(AccountsLinked)
@listen(AccountsUnlinked)
async def follow(ctx: Context, event: MemberEvent) -> None:
    """The member's roles are those of what they have come to."""
    await settle(ctx, event.member)


@offers("deed", Doing.GIVE_ROLE)
async def note_given(
    tx: Transaction, community: CommunityId, act: Act, error: str, now: datetime
) -> tuple[Event, ...]:
    """The role is given, or the platform has refused: then it is asked again another day."""
    known = await people.find(tx, community, act.platform, act.user)
    if known is None:
        return ()
    wish = _wish(known, act, WishState.REFUSED if error else WishState.GIVEN)
    if not await store.note(tx, community, wish, WishState.ASKED, now):
        await store.note(tx, community, wish, WishState.AGAIN, now)
    elif error and known.member:
        return (RoleRefused(community, known.member, known.account.id, now, wish.role, error),)
    return ()


@offers("deed", Doing.TAKE_ROLE)
async def note_taken(
    tx: Transaction, community: CommunityId, act: Act, error: str, now: datetime
) -> None:
    """The role is taken and nothing left of it, or the platform has refused to take it."""
    known = await people.find(tx, community, act.platform, act.user)
    if known is None:
        return
    wish = _wish(known, act, WishState.STUCK)
    if error:
        await store.note(tx, community, wish, WishState.TAKING, now)
    else:
        await store.forget(tx, community, wish, WishState.TAKING)


def _wish(known: Known, act: Act, state: WishState) -> Wish:
    """The wish that the act was for."""
    role = Role(act.platform, act.chat.partition("/")[0], act.role)
    return Wish(known.account.id, role_name(role), state)
