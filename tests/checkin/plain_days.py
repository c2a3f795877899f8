"""Local days, runs and the fairness of zones once more, in the plainest way that can be written.

What the machine compares the bot with: nothing here is shared with the rules under test. All
zones that occur change their clocks on quarter hours, so a quarter hour is as fine as it gets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

QUARTER: Final = timedelta(minutes=15)
ONE_DAY: Final = timedelta(days=1)
TRAVEL: Final = timedelta(hours=36)
WATCHED: Final = timedelta(days=7)
SINCE_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
COUNTING: Final = ("real", "makeup")
# No zone is further from UTC, with any start of day that occurs.
_FURTHEST: Final = timedelta(hours=20)
_FOLD: Final = timedelta(hours=3)


def shown(instant: datetime, zone: str, start: time) -> date:
    """The date on the wall; while the wall shows a time before ``start``, the one before."""
    wall = instant.astimezone(ZoneInfo(zone))
    return wall.date() if wall.time() >= start else wall.date() - ONE_DAY


def day_of(instant: datetime, zone: str, start: time) -> date:
    """The local day: the latest that has begun, since one that has begun is not left again."""
    quarter = instant - (instant - SINCE_EVER) % QUARTER
    return _day_of(quarter, zone, start)


@lru_cache(maxsize=65536)
def _day_of(quarter: datetime, zone: str, start: time) -> date:
    before = [quarter - number * QUARTER for number in range(_FOLD // QUARTER + 1)]
    return max(shown(each, zone, start) for each in before)


@lru_cache(maxsize=4096)
def beginning_of(day: date, zone: str, start: time) -> datetime:
    """The first instant of the day, or of the first one behind it that there is."""
    at = datetime.combine(day, time(), UTC) - _FURTHEST
    while day_of(at, zone, start) < day:
        at += QUARTER
    return at


@dataclass(frozen=True)
class Calendar:
    """From when on which zone holds for somebody, the earliest first."""

    zones: tuple[tuple[datetime, str], ...]
    start: time

    @classmethod
    def of(cls, home: str, start: time, choices: Iterable[tuple[datetime, str]]) -> Calendar:
        """Each choice counts from the end of the day in which it was made, as that day was read."""
        calendar = cls(((SINCE_EVER, home),), start)
        for at, zone in sorted(choices):
            ends = beginning_of(calendar.day_of(at) + ONE_DAY, calendar.zone_at(at), start)
            calendar = cls((*calendar.zones, (ends, zone)), start)
        return calendar

    def zone_at(self, instant: datetime) -> str:
        """The zone that holds then."""
        return [zone for since, zone in self.zones if since <= instant][-1]

    def day_of(self, instant: datetime) -> date:
        """The day that it is then."""
        return day_of(instant, self.zone_at(instant), self.start)

    def turn(self, instant: datetime) -> datetime:
        """The next instant at which it is another day."""
        today, at = self.day_of(instant), instant - (instant - SINCE_EVER) % QUARTER
        while self.day_of(at) == today:
            at += QUARTER
        return at

    def quarters_of(self, day: date) -> list[datetime]:
        """The quarter hours that belong to the day; none for one that never was."""
        return _quarters_of(self, day)

    def existed(self, day: date) -> bool:
        """Whether any instant belonged to it."""
        return bool(self.quarters_of(day))


@lru_cache(maxsize=8192)
def _quarters_of(calendar: Calendar, day: date) -> list[datetime]:
    at, found = datetime.combine(day, time(), UTC) - _FURTHEST, []
    end = at + ONE_DAY + 2 * _FURTHEST
    while at < end:
        if calendar.day_of(at) == day:
            found.append(at)
        at += QUARTER
    return found


@dataclass(frozen=True)
class Covered:
    """What a local day is covered by; ``at`` and ``zone`` are those of a check-in."""

    kind: str
    at: datetime
    zone: str


@dataclass(frozen=True)
class Run:
    """Covered days with nothing missed between; ``counted`` are those that count."""

    days: tuple[date, ...]
    counted: tuple[date, ...]


def runs_of(
    days: Mapping[date, Covered], calendar: Calendar, rests: Callable[[date], bool]
) -> list[Run]:
    """The runs of the days, the earliest first, also those in which no day counts."""
    groups: list[list[date]] = []
    for day in sorted(days):
        if groups and (
            not missed_between(groups[-1][-1], day, calendar, rests)
            or _travelled(days[groups[-1][-1]], days[day])
        ):
            groups[-1].append(day)
        else:
            groups.append([day])
    return [
        Run(tuple(group), tuple(day for day in group if days[day].kind in COUNTING))
        for group in groups
    ]


def missed_between(
    first: date, last: date, calendar: Calendar, rests: Callable[[date], bool]
) -> list[date]:
    """The dates between the two that somebody had and did not rest on."""
    between = [first + number * ONE_DAY for number in range(1, (last - first).days)]
    return [day for day in between if not rests(day) and calendar.existed(day)]


def may_still_travel(last: Covered, now: datetime, zone: str) -> bool:
    """Whether a check-in now would join the last one as on a journey."""
    return _travelled(last, Covered("real", now, zone))


def breaks_fairness(since: datetime, credits: Iterable[datetime], at: datetime) -> bool:
    """Whether one more credit at ``at`` passes the periods of 24 hours begun since, plus one.

    So it does when that holds at its own instant, or at one of a later credit.
    """
    for number, instant in enumerate(sorted([*credits, at]), start=1):
        begun = (instant - since) // ONE_DAY + 1
        if instant >= at and number > begun + 1:
            return True
    return False


def _travelled(earlier: Covered, later: Covered) -> bool:
    both = earlier.kind == later.kind == "real"
    return both and earlier.zone != later.zone and abs(later.at - earlier.at) <= TRAVEL
