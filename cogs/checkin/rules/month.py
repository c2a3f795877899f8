"""A month of a member's days: the mark of each date.

It is what ``/calendar`` shows (docs/features/checkin.md §8).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cogs.checkin.rules.sheet import SheetLine, SheetRule
from cogs.checkin.rules.streak import DayKind

_DAYS_OF_A_WEEK = 7


class Mark(StrEnum):
    """What a date shows."""

    REAL = "real"
    MAKEUP = "makeup"
    IMPORT = "import"
    FREEZE = "freeze"
    LEAVE = "leave"
    OUTAGE = "outage"
    REST = "rest"
    TRAVEL = "travel"
    MISSED = "missed"
    TODAY = "today"
    NOTHING = "nothing"
    OUTSIDE = "outside"


_OF_RULE = {
    SheetRule.JOINED_REST: Mark.REST,
    SheetRule.JOINED_TRAVEL: Mark.TRAVEL,
    SheetRule.NEVER_WAS: Mark.TRAVEL,
    SheetRule.BROKE: Mark.MISSED,
    SheetRule.MISSED: Mark.MISSED,
}


@dataclass(frozen=True, slots=True)
class Week:
    """The marks from Monday to Sunday, and the first and last date of the month among them."""

    marks: tuple[Mark, ...]
    first: date
    last: date


def month_of(day: date) -> tuple[date, date]:
    """The first and the last date of the day's month."""
    first = day.replace(day=1)
    return first, first + timedelta(days=monthrange(day.year, day.month)[1] - 1)


def weeks_of(
    lines: Iterable[SheetLine], today: date, begins: date, on_leave: Callable[[date], bool]
) -> list[Week]:
    """The weeks of a month whose dates have these lines.

    Before ``begins`` nothing was missed, and neither was a day of leave.
    """
    weeks: list[Week] = []
    for line in lines:
        mark = mark_of(line, today, begins, on_leave)
        if not weeks or line.day.weekday() == 0:
            before = (Mark.OUTSIDE,) * line.day.weekday()
            weeks.append(Week((*before, mark), line.day, line.day))
        else:
            week = weeks[-1]
            weeks[-1] = Week((*week.marks, mark), week.first, line.day)
    if weeks:
        last = weeks[-1]
        behind = (Mark.OUTSIDE,) * (_DAYS_OF_A_WEEK - len(last.marks))
        weeks[-1] = Week((*last.marks, *behind), last.first, last.last)
    return weeks


def mark_of(line: SheetLine, today: date, begins: date, on_leave: Callable[[date], bool]) -> Mark:
    """What the date of the line shows, as in ``weeks_of``."""
    if line.kind is not None:
        return Mark(DayKind(line.kind).value)
    if line.day >= today and on_leave(line.day):
        return Mark.LEAVE
    mark = _OF_RULE.get(line.rule, Mark.NOTHING)
    if mark is Mark.MISSED and on_leave(line.day):
        return Mark.LEAVE
    if mark is Mark.MISSED and line.day < begins:
        return Mark.NOTHING
    return Mark.TODAY if line.day == today and mark is Mark.NOTHING else mark
