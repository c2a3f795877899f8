"""Gives and takes roles until members have those that they are to have."""

from __future__ import annotations

from collections.abc import Sequence

from bot.community import people, privileges, tallies
from bot.core.context import Context
from bot.core.model import Account, MemberId
from bot.core.outgoing import Act, Doing
from bot.core.text import Text
from cogs.roles import store
from cogs.roles.rules import Ground, Has, Role, RoleRule, roles_for
from cogs.roles.settings import role_from, role_name, rules_of
from cogs.roles.store import Wish, WishState

_NUMBERS = (Ground.LEVEL.value, Ground.TIER.value)


async def settle(ctx: Context, member: MemberId) -> None:
    """The platforms are asked for the roles that the member's accounts lack, and to take others.

    What was given is never given again: a role taken by hand stays taken until it is lost and
    reached anew. What was refused is asked for again.
    """
    rules = rules_of(ctx.settings)
    accounts = await people.accounts_of(ctx.tx, ctx.community.id, member)
    if not accounts:
        return
    wishes = await store.wishes_of(ctx.tx, ctx.community.id, [each.id for each in accounts])
    if not rules and not wishes:
        return
    wanted = roles_for(await _has(ctx, member, rules), rules)
    for account in accounts:
        theirs = {role_name(role): role for role in wanted if role.platform == account.platform}
        for wish in wishes:
            if wish.account == account.id and wish.role not in theirs:
                await _take(ctx, account, wish)
        for name, role in theirs.items():
            await _give(ctx, account, name, role)


async def _has(ctx: Context, member: MemberId, rules: Sequence[RoleRule]) -> Has:
    numbers = await tallies.several(ctx.tx, ctx.community.id, member, _NUMBERS)
    unlocked: list[str] = []
    if any(rule.ground is Ground.PRIVILEGE for rule in rules):
        unlocked = await privileges.privileges_of(ctx.tx, ctx.community.id, member)
    return Has({Ground(name): number for name, number in numbers.items()}, unlocked)


async def _give(ctx: Context, account: Account, name: str, role: Role) -> None:
    wish = Wish(account.id, name, WishState.ASKED)
    if await store.ask(ctx.tx, ctx.community.id, wish, ctx.now):
        _do(ctx, Doing.GIVE_ROLE, account, name, role)


async def _take(ctx: Context, account: Account, wish: Wish) -> None:
    if await store.ask_back(ctx.tx, ctx.community.id, wish, ctx.now):
        _do(ctx, Doing.TAKE_ROLE, account, wish.role, role_from(wish.role))


def _do(ctx: Context, doing: Doing, account: Account, name: str, role: Role) -> None:
    """What was wanted before and still waits is not done any more."""
    key = f"role:{ctx.community.id}:{account.id}:{name}"
    ctx.cancel(key)
    ctx.do(
        Act(
            doing,
            role.platform,
            _chat_in(ctx, role),
            user=account.user,
            role=role.role,
            reason=Text("roles.reason"),
            cancel_key=key,
        )
    )


def _chat_in(ctx: Context, role: Role) -> str:
    """A chat of the role's server, where what cannot be done is told; else the server."""
    chats = [
        chat
        for platform, chat in ctx.house.chats_of(ctx.community.id)
        if platform == role.platform and chat.partition("/")[0] == role.place
    ]
    return next((chat for chat in chats if "/" in chat), role.place)
