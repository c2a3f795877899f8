"""The day sheet: for each date the rule that joined or broke the run.

It is what ``/explain`` prints for moderators (docs/features/checkin.md §3).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cogs.checkin.rules.streak import PLAIN, Day, DayKind, Joining, arrived

_ONE_DAY = timedelta(days=1)


class SheetRule(StrEnum):
    """What a date did to the run."""

    STARTED = "started"
    COUNTED = "counted"
    JOINED_FREEZE = "joined_freeze"
    JOINED_LEAVE = "joined_leave"
    JOINED_OUTAGE = "joined_outage"
    JOINED_REST = "joined_rest"
    JOINED_TRAVEL = "joined_travel"
    NEVER_WAS = "never_was"
    BROKE = "broke"
    MISSED = "missed"
    PLANNED = "planned"
    NOT_YET = "not_yet"


_JOINED = {
    DayKind.FREEZE: SheetRule.JOINED_FREEZE,
    DayKind.LEAVE: SheetRule.JOINED_LEAVE,
    DayKind.OUTAGE: SheetRule.JOINED_OUTAGE,
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One date, how it is covered if it is, and its rule."""

    day: date
    kind: DayKind | None
    rule: SheetRule


def day_sheet(
    days: Iterable[Day], first: date, last: date, today: date, joining: Joining = PLAIN
) -> list[SheetLine]:
    """A line for each date from ``first`` to ``last``, both included.

    ``days`` are all stored days of the member: what lies before ``first`` says whether a run
    was going on. ``broke`` is the date that ended a run, ``missed`` one without a run to end.
    """
    stored = list(days)
    planned = {day.day: day for day in stored if not day.kind.counts and day.day > today}
    covered = arrived(stored, today)
    running = _running_after(covered, joining)
    dates = [day.day for day in covered]
    lines = []
    for number in range((last - first).days + 1):
        day = first + number * _ONE_DAY
        place = bisect_left(dates, day)
        if place < len(dates) and dates[place] == day:
            lines.append(_covered_line(covered, running, place, joining))
        elif day in planned:
            lines.append(SheetLine(day, planned[day].kind, SheetRule.PLANNED))
        else:
            lines.append(
                SheetLine(day, None, _gap_rule(covered, running, place, day, today, joining))
            )
    return lines


def _running_after(covered: list[Day], joining: Joining) -> list[bool]:
    """For each covered day whether a run of at least 1 goes on after it."""
    running: list[bool] = []
    for place, day in enumerate(covered):
        goes_on = place > 0 and running[-1] and joining.joins(covered[place - 1], day)
        running.append(day.kind.counts or goes_on)
    return running


def _covered_line(
    covered: list[Day], running: list[bool], place: int, joining: Joining
) -> SheetLine:
    day = covered[place]
    if not day.kind.counts:
        return SheetLine(day.day, day.kind, _JOINED[day.kind])
    goes_on = place > 0 and running[place - 1] and joining.joins(covered[place - 1], day)
    return SheetLine(day.day, day.kind, SheetRule.COUNTED if goes_on else SheetRule.STARTED)


def _gap_rule(
    covered: list[Day], running: list[bool], place: int, day: date, today: date, joining: Joining
) -> SheetRule:
    """The rule of a date that nothing covers; ``place`` is that of the next covered day."""
    if joining.rest(day):
        return SheetRule.JOINED_REST
    if not joining.existed(day):
        return SheetRule.NEVER_WAS
    before = covered[place - 1] if place > 0 else None
    if before and place < len(covered) and joining.joins(before, covered[place]):
        return SheetRule.JOINED_TRAVEL
    if day >= today:
        return SheetRule.NOT_YET
    ends_a_run = before and running[place - 1] and joining.bridged(before.day, day)
    return SheetRule.BROKE if ends_a_run else SheetRule.MISSED
