"""What becomes of members who leave: ``on_leave`` (``docs/features/people.md``, "Leaving")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.community import erasing, ledger, linking, memberships
from bot.core.cog import SettingsOf, job, listen
from bot.core.context import Context, JobContext
from bot.core.events import Left
from bot.core.jobs import EndOfDay, Looking, Page
from bot.core.model import PersonId
from bot.core.setting_tables import WhenGone
from cogs.checkin.settings import CheckinSettings

_PAGE: Final = 20


@listen(Left)
async def erase_who_left(ctx: Context, event: Left) -> None:
    """Where the community wants it so, who has left its last chat is forgotten there."""
    if not event.member or _policy(ctx.settings).what != "erase":
        return
    person = await linking.holder_of(ctx.tx, event.account)
    if person is not None:
        await _forget_if_gone(ctx, person, timedelta(0))


async def find_expired(looking: Looking) -> Page:
    """Persons who have been gone for as long as the community keeps them."""
    policy = _policy(looking.settings)
    if policy.what != "expire":
        return Page((), None)
    before = looking.now - timedelta(days=policy.after_days)
    found = await memberships.gone_before(
        looking.read, looking.community.id, before, looking.cursor, _PAGE
    )
    persons = [person for person, _ in found]
    return Page(persons, persons[-1] if len(persons) == _PAGE else None)


@job("leave_expiry", EndOfDay(), find=find_expired, internal=True)
async def expire(ctx: JobContext, persons: Sequence[str]) -> None:
    """Nothing is left of them in the community."""
    after = timedelta(days=_policy(ctx.settings).after_days)
    for person in persons:
        await _forget_if_gone(ctx, PersonId(person), after)


async def _forget_if_gone(ctx: Context, person: PersonId, after: timedelta) -> None:
    """Whoever has come back meanwhile, or is there with another account, stays."""
    accounts = await linking.accounts_of(ctx.tx, person)
    if not accounts:
        return
    held = await linking.locked(ctx.tx, accounts[0].id)
    gone = await memberships.gone_since(ctx.tx, ctx.community.id, held[0].person)
    if gone is None or gone + after > ctx.now:
        return
    await erasing.forget(
        ctx.tx,
        ctx.house,
        ctx.ids,
        account=held[0].id,
        community=ctx.community.id,
        by=ledger.SYSTEM,
        now=ctx.now,
    )
    ctx.forgets = True


def _policy(settings: SettingsOf) -> WhenGone:
    return settings(CheckinSettings).on_leave
