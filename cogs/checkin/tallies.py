"""The tallies of check-in, and what they are for a streak."""

from __future__ import annotations

from bot.core.context import Tally
from cogs.checkin.rules import Streak

LONGEST = Tally("longest")
STREAK = Tally("streak", peak=LONGEST.name)
ACTIVE_DAYS = Tally("active_days")
LAST_DAY = Tally("last_day")


def of_streak(streak: Streak) -> dict[Tally, int]:
    """The numbers that follow from the kept streak; the last day as its proleptic ordinal."""
    numbers = {STREAK: streak.current_length, LONGEST: streak.longest}
    if streak.last_counted is not None:
        numbers[LAST_DAY] = streak.last_counted.toordinal()
    return numbers
