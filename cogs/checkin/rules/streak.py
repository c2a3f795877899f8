"""The streak as a pure function of the stored days (docs/features/checkin.md §2 and §3).

Two stored days that follow each other belong to one run when nothing between them was missed:
no date lies between, or each one is a rest day or never existed for the member, or the member
travelled (both are check-ins, read in different zones, at most 36 hours apart).
``real`` ``makeup`` ``import`` count 1; ``freeze`` ``leave`` ``outage`` join without counting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

TRAVEL = timedelta(hours=36)
_ONE_DAY = timedelta(days=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class DayKind(StrEnum):
    """How a local day came to be covered."""

    REAL = "real"
    MAKEUP = "makeup"
    FREEZE = "freeze"
    LEAVE = "leave"
    OUTAGE = "outage"
    IMPORT = "import"

    @property
    def counts(self) -> bool:
        """Whether the day adds 1 to the streak; the others only join."""
        return self in _COUNTING


_COUNTING = frozenset({DayKind.REAL, DayKind.MAKEUP, DayKind.IMPORT})


@dataclass(frozen=True, slots=True)
class Day:
    """One covered local day; ``at`` and ``zone`` say when and in which zone it was read."""

    day: date
    kind: DayKind
    at: datetime | None = None
    zone: str = ""

    @property
    def checked_in(self) -> tuple[datetime | None, str]:
        """What travel looks at: the instant and zone of a check-in, nothing for another kind."""
        return (self.at, self.zone) if self.kind is DayKind.REAL else (None, "")


def no_rest(_day: date) -> bool:
    """No day is a rest day."""
    return False


def always_existed(_day: date) -> bool:
    """Every date existed for the member: the zone was never moved across the date line."""
    return True


def rest_on(weekdays: Iterable[str]) -> Callable[[date], bool]:
    """Which dates are rest days when these weekdays are (``sat``, ``sun``)."""
    resting = frozenset(map(_WEEKDAYS.index, weekdays))
    return lambda day: day.weekday() in resting


@dataclass(frozen=True, slots=True)
class Joining:
    """What joins two days for one member: the rest days, and the dates that the member had."""

    rest: Callable[[date], bool] = no_rest
    existed: Callable[[date], bool] = always_existed

    def joins(self, earlier: Day, later: Day) -> bool:
        """Whether the two stored days, with none stored between them, belong to one run."""
        at, zone = earlier.checked_in
        return self.bridged(earlier.day, later.day) or travelled(at, zone, *later.checked_in)

    def bridged(self, first: date, last: date) -> bool:
        """Whether no date between the two, both left out, was missed."""
        day = first + _ONE_DAY
        while day < last:
            if not self.excused(day):
                return False
            day += _ONE_DAY
        return True

    def excused(self, day: date) -> bool:
        """Whether the date needs no check-in: a rest day, or a date that never was."""
        return self.rest(day) or not self.existed(day)


PLAIN = Joining()


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken run, named by its first day that counts; ``length`` in days that count."""

    first: date
    last: date
    length: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the stored days say on a day; ``run_first`` is None where ``current`` is 0."""

    current: int
    longest: int
    last_day: date | None
    run_first: date | None


@dataclass(frozen=True, slots=True)
class Streak:
    """The kept form of a history: enough to add the next day without reading the others.

    ``last_at`` and ``last_zone`` are those of the last covered day when it is a check-in.
    """

    current_first: date | None = None
    current_length: int = 0
    last_covered: date | None = None
    last_counted: date | None = None
    longest: int = 0
    last_at: datetime | None = None
    last_zone: str = ""


NO_STREAK = Streak()


def travelled(
    earlier_at: datetime | None, earlier_zone: str, later_at: datetime | None, later_zone: str
) -> bool:
    """Whether two check-ins were read in different zones and lie at most 36 hours apart."""
    if earlier_at is None or later_at is None or earlier_zone == later_zone:
        return False
    return abs(later_at - earlier_at) <= TRAVEL


def runs(days: Iterable[Day], joins: Callable[[Day, Day], bool]) -> list[Run]:
    """All runs of the history, the earliest first; days that only join make none."""
    return [run for group in _groups(days, joins) if (run := _run_of(group)) is not None]


def standing(
    days: Iterable[Day],
    today: date,
    joining: Joining = PLAIN,
    now: datetime | None = None,
    zone: str = "",
) -> Standing:
    """Current and longest streak on ``today``; ``now`` and ``zone`` let a traveller's live on.

    The current one is alive when its last day is today or yesterday, or every day since is
    joined; it is 0 once a day was missed. Planned days of leave do not count before they come.
    """
    groups = _groups(arrived(days, today), joining.joins)
    found = [run for group in groups if (run := _run_of(group)) is not None]
    longest = max((run.length for run in found), default=0)
    last_day = found[-1].last if found else None
    current = _run_of(groups[-1]) if groups else None
    if current is None or not _lives(groups[-1][-1], today, joining, now, zone):
        return Standing(0, longest, last_day, None)
    return Standing(current.length, longest, last_day, current.first)


def arrived(days: Iterable[Day], today: date) -> list[Day]:
    """The days in their order, one for each date, without planned ones after today.

    A day that counts stays also after today: who travels west meets a date again.
    """
    found = {day.day: day for day in days if day.kind.counts or day.day <= today}
    return [found[day] for day in sorted(found)]


def extend(streak: Streak, day: Day, joining: Joining = PLAIN) -> Streak | None:
    """The streak with one later day; None when the day is not after all others.

    Then the caller takes ``streak_of`` all stored days.
    """
    last = streak.last_covered
    if last is not None and day.day <= last:
        return None
    at, zone = day.checked_in
    joined = last is not None and (
        joining.bridged(last, day.day) or travelled(streak.last_at, streak.last_zone, at, zone)
    )
    first, length = (streak.current_first, streak.current_length) if joined else (None, 0)
    counted = streak.last_counted
    if day.kind.counts:
        first, length, counted = first or day.day, length + 1, day.day
    return Streak(first, length, day.day, counted, max(streak.longest, length), at, zone)


def streak_of(days: Iterable[Day], today: date, joining: Joining = PLAIN) -> Streak:
    """The kept form of all stored days."""
    streak = NO_STREAK
    for day in arrived(days, today):
        streak = extend(streak, day, joining) or streak
    return streak


def alive(
    streak: Streak,
    today: date,
    joining: Joining = PLAIN,
    now: datetime | None = None,
    zone: str = "",
) -> int:
    """The current streak on ``today``, 0 once a day was missed; as ``standing`` says."""
    if streak.last_covered is None:
        return 0
    lives = joining.bridged(streak.last_covered, today) or travelled(
        streak.last_at, streak.last_zone, now, zone
    )
    return streak.current_length if lives else 0


def milestones_reached(before: int, now: int, milestones: Iterable[int]) -> list[int]:
    """The milestones that a streak passes or meets as it grows from ``before`` to ``now``."""
    return sorted(mark for mark in set(milestones) if before < mark <= now)


def _groups(days: Iterable[Day], joins: Callable[[Day, Day], bool]) -> list[list[Day]]:
    groups: list[list[Day]] = []
    for day in sorted(days, key=lambda day: day.day):
        if groups and joins(groups[-1][-1], day):
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def _run_of(group: Sequence[Day]) -> Run | None:
    counted = [day.day for day in group if day.kind.counts]
    return Run(counted[0], counted[-1], len(counted)) if counted else None


def _lives(last: Day, today: date, joining: Joining, now: datetime | None, zone: str) -> bool:
    at, last_zone = last.checked_in
    return joining.bridged(last.day, today) or travelled(at, last_zone, now, zone)
