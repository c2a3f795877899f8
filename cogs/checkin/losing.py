"""What is left of a run once days of it count no more, and the numbers that follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.community import tallies
from bot.core.context import Context
from bot.core.model import MemberId
from cogs.checkin import store
from cogs.checkin.rules import Run
from cogs.checkin.settling import Resettled
from cogs.checkin.tallies import ACTIVE_DAYS, LAST_DAY, LONGEST, STREAK


def run_around(found: Sequence[Run], day: date) -> Run:
    """The run that the counted day is in."""
    return next(run for run in found if run.first <= day <= run.last)


def left_of(before: Run, after: Sequence[Run]) -> list[Run]:
    """Those of the runs after that were part of the one before, or of which it is part."""
    return [run for run in after if run.first <= before.last and before.first <= run.last]


def longest_of(before: Run, left: Sequence[Run]) -> Run:
    """The longest of what is left; where that is nothing, one of no days in the place before."""
    nothing = Run(before.first, before.last, 0)
    return max(left, key=lambda run: run.length, default=nothing)


async def keep_numbers(ctx: Context, member: MemberId, anew: Resettled, fewer: int) -> None:
    """The tallies are those of the days that are left; of no days no streak is kept.

    ``fewer`` days count no more than did.
    """
    community = ctx.community.id
    if fewer:
        ctx.add_tally(ACTIVE_DAYS, member, -fewer)
    if anew.streak.last_counted is None:
        await tallies.clear(ctx.tx, community, member, (LAST_DAY.name,))
    if not anew.days:
        await store.forget_streak(ctx.tx, community, member)
        # Set, not cleared: whoever follows them is told.
        ctx.tally_adds.pop((member, ACTIVE_DAYS.name, ""), None)
        for each in (STREAK, LONGEST, ACTIVE_DAYS):
            ctx.set_tally(each, member, 0)
