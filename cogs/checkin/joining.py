"""What joins a member's days, by the community's settings and the member's own calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from bot.core import calendars
from bot.core.calendars import Calendar, Mark
from bot.core.cog import SettingsOf
from bot.core.schedule import DayRule, day_existed
from cogs.checkin.rules import Joining, rest_on
from cogs.checkin.settings import CheckinSettings


def joining_of(settings: SettingsOf, rules: Sequence[DayRule]) -> Joining:
    """Rest days are those of the community, dates those that the member had."""
    return Joining(rest_of(settings), lambda day: day_existed(day, rules))


def rest_of(settings: SettingsOf) -> Callable[[date], bool]:
    """Which dates are rest days in the community."""
    ours = settings(CheckinSettings)
    return _rest(ours.rest_days, ours.calendars)


def edition_of(settings: SettingsOf) -> str:
    """By what rest days are told: kept streaks that were counted by something else are stale."""
    ours = settings(CheckinSettings)
    weekdays = sorted(ours.rest_days)
    named = sorted(ours.calendars)
    return " ".join([*weekdays, *named, *([calendars.edition()] if named else [])])


@lru_cache(maxsize=64)
def _rest(weekdays: tuple[str, ...], codes: tuple[str, ...]) -> Callable[[date], bool]:
    plain = rest_on(weekdays)
    if not codes:
        return plain
    known = [Calendar(code) for code in codes]

    @lru_cache(maxsize=4096)
    def rests(day: date) -> bool:
        marks = {calendar.mark(day) for calendar in known}
        if Mark.HOLIDAY in marks:
            return True
        return plain(day) and Mark.WORKING_WEEKEND not in marks

    return rests
