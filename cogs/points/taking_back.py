"""Takes back what a day had earned that counts no more, by entries that name what they reverse."""

from __future__ import annotations

from datetime import date

from bot.community import ledger, people
from bot.core.cog import listen
from bot.core.context import Context
from bot.core.events import Stage
from cogs.checkin.events import CheckInTakenBack, MakeupTakenBack
from cogs.points import store
from cogs.points.earning import earn


@listen(CheckInTakenBack, Stage.EARNING)
async def take_back_day(ctx: Context, event: CheckInTakenBack) -> None:
    """The points of the day go, and those of milestones that the run does not reach any more."""
    entry = f"checkin:{event.account}:{event.day.isoformat()}"
    await _take_back(ctx, event, entry, event.day)
    await _take_back_milestones(ctx, event)


@listen(MakeupTakenBack, Stage.EARNING)
async def take_back_run(ctx: Context, event: MakeupTakenBack) -> None:
    """The points of milestones go that the run does not reach without its made-up days."""
    await _take_back_milestones(ctx, event)


async def _take_back_milestones(ctx: Context, event: CheckInTakenBack | MakeupTakenBack) -> None:
    """A milestone that the rest of the run reaches is paid for that, whatever joins it later."""
    accounts = await people.accounts_of(ctx.tx, event.community, event.member)
    for mark in await store.marks_of(ctx.tx, event.community, [each.id for each in accounts]):
        if not event.first <= mark.run_day <= event.last:
            continue
        if mark.days <= event.length:
            left = (mark.account, mark.days, event.left, mark.entry)
            await store.mark_milestone(ctx.tx, event.community, *left)
            continue
        paid = await ledger.find(ctx.tx, event.community, mark.entry)
        if paid is not None:
            await _take_back(ctx, event, mark.entry, date.fromisoformat(paid.day))


async def _take_back(
    ctx: Context, event: CheckInTakenBack | MakeupTakenBack, entry: str, day: date
) -> None:
    moved = await ledger.take_back(ctx.tx, event.community, event.member, entry, event.at)
    if moved is not None:
        earn(ctx, event.member, moved, day)
