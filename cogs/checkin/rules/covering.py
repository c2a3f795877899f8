"""What covers a missed day, and how far that carries a streak.

The rules are those of docs/features/checkin.md §5 and §6. A missed day is covered by the first
that applies: leave, outage, freeze. At the first day that nothing covers the streak ends there,
without looking ahead. The walks below are generators: they ask for each missed day what covers
it, so that the same rule serves those who read the answer from a database and those who know it.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cogs.checkin.rules.streak import (
    PLAIN,
    Day,
    DayKind,
    Joining,
    Streak,
    arrived,
    extend,
    streak_of,
    travelled,
)

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Settlement:
    """The streak behind a walk, and the days that were covered on the way."""

    streak: Streak
    made: tuple[Day, ...] = ()


Walk = Generator[date, DayKind | None, Settlement]
"""Yields each missed day, is sent what covers it, None for nothing."""


def cover_of(*, on_leave: bool, was_deaf: bool, freezes: int) -> DayKind | None:
    """What covers a missed day: the cheapest for the member first.

    ``freezes`` is how many the member held when the day ended.
    """
    if on_leave:
        return DayKind.LEAVE
    if was_deaf:
        return DayKind.OUTAGE
    return DayKind.FREEZE if freezes > 0 else None


def settling(streak: Streak, until: date, joining: Joining = PLAIN) -> Walk:
    """Walks over the missed days behind the streak and before ``until``, all of which have ended.

    A streak of no days that count is none that could be kept.
    """
    made: list[Day] = []
    day = streak.last_covered
    if day is None or not streak.current_length:
        return Settlement(streak)
    while (day := day + _ONE_DAY) < until:
        if joining.excused(day):
            continue
        kind = yield day
        if kind is None:
            break
        covered = Day(day, kind)
        streak = extend(streak, covered, joining) or streak
        made.append(covered)
    return Settlement(streak, tuple(made))


def resettling(
    days: Iterable[Day], since: date, until: date, joining: Joining = PLAIN, *, tail: bool = True
) -> Walk:
    """Walks once more over every gap from ``since`` on, since a day there is covered anew.

    ``days`` are all of the member's. Days before ``since`` stay as they are. Without ``tail``
    the gap behind the last day is left alone.
    """
    stored = arrived(days, until)
    streak = streak_of([day for day in stored if day.day < since], until, joining)
    made: list[Day] = []
    for day in stored:
        if day.day < since:
            continue
        if not travelled(streak.last_at, streak.last_zone, *day.checked_in):
            settled = yield from settling(streak, day.day, joining)
            streak = settled.streak
            made += settled.made
        streak = extend(streak, day, joining) or streak
    if not tail:
        return Settlement(streak, tuple(made))
    settled = yield from settling(streak, until, joining)
    return Settlement(settled.streak, (*made, *settled.made))
