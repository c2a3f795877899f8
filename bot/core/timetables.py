"""Schedules that say a local time of day: what members chose, or what a setting's text says.

"20:00" is every day, "mon 09:00" every week, "1 09:00" every month (31 is the last day of a
shorter one), "01-01 10:00" every year (02-29 is 02-28 in plain years), "" never. A local time
that does not exist is the next instant that does, one that comes twice is the first.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from bot.core.jobs import Due, Where
from bot.core.schedule import clock_instant, day_exists, parse_clock_time, zone_of

if TYPE_CHECKING:
    from bot.core.cog import SettingsOf

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)

Dates = Iterator[tuple[str, date]]
"""Periods in their order, each with the date on which it is due."""


@dataclass(frozen=True, slots=True)
class Timed:
    """When the setting's text says. The period is the local date, week, month or year.

    Periods are written 2026-11-23, 2026-W48, 2026-11 and 2026.
    """

    read: Callable[[SettingsOf], str]

    def next_due(self, after: datetime, where: Where) -> Due | None:
        """The first one behind ``after``, None while the text is empty."""
        return next_by(self.read(where.settings), after, where.zone)


@dataclass(frozen=True, slots=True)
class AtChosenTime:
    """Every day at the time that members chose; the period is the local date."""

    def next_due(self, after: datetime, where: Where) -> Due | None:
        """The first one behind ``after``, None where no time was chosen."""
        return next_by(where.at, after, where.zone)


def next_by(text: str, after: datetime, zone: str) -> Due | None:
    """The first instant behind ``after`` that the text names in the zone, None for "".

    Raises ValueError for what is no such text.
    """
    if not text:
        return None
    day, _, clock = text.rpartition(" ")
    at = parse_clock_time(clock)
    dates = _dates(day, after.astimezone(zone_of(zone)).date(), zone)
    return next(due for due in _dues(dates, at, zone) if due.at > after)


def _dues(dates: Dates, at: time, zone: str) -> Iterator[Due]:
    for period, day in dates:
        yield Due(period, clock_instant(day, at, zone))


def _dates(day: str, today: date, zone: str) -> Dates:
    """Of the period before today's on: in a skipped hour its time may lie in this one."""
    if not day:
        return _days(today, zone)
    if day in WEEKDAYS:
        return _weeks(today, WEEKDAYS.index(day))
    if "-" in day:
        month, of_month = day.split("-")
        return _years(today, int(month), int(of_month))
    return _months(today, int(day))


def _days(today: date, zone: str) -> Dates:
    day = today - _DAY
    while True:
        if day_exists(day, zone):
            yield day.isoformat(), day
        day += _DAY


def _weeks(today: date, weekday: int) -> Dates:
    day = today + (weekday - today.weekday()) * _DAY - _WEEK
    while True:
        year, week, _ = day.isocalendar()
        yield f"{year:04}-W{week:02}", day
        day += _WEEK


def _months(today: date, of_month: int) -> Dates:
    first = (today.replace(day=1) - _DAY).replace(day=1)
    while True:
        yield f"{first:%Y-%m}", _in_month(first.year, first.month, of_month)
        first = (first.replace(day=28) + 4 * _DAY).replace(day=1)


def _years(today: date, month: int, of_month: int) -> Dates:
    year = today.year - 1
    while True:
        yield f"{year:04}", _in_month(year, month, of_month)
        year += 1


def _in_month(year: int, month: int, of_month: int) -> date:
    return date(year, month, min(of_month, monthrange(year, month)[1]))
