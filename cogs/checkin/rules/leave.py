"""Leave: a planned range of days in which nobody need check in (docs/features/checkin.md §5).

It begins today at the earliest, and a change of it changes only what is to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_ONE_DAY = timedelta(days=1)
LONGEST_LEAVE = 366
FURTHEST_AHEAD = 366


@dataclass(frozen=True, slots=True)
class Leave:
    """From the first day to the last one, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


class LeaveProblem(StrEnum):
    """Why a leave cannot be planned so."""

    BACKWARDS = "backwards"
    PAST = "past"
    TOO_LONG = "long"
    TOO_FAR = "far"


@dataclass(frozen=True, slots=True)
class LeavePlan:
    """What to do: ``ends`` end with the day before ``leave``, which is new.

    ``leave`` is None where all of the range is leave already and nothing changes.
    """

    leave: Leave | None
    ends: tuple[Leave, ...] = ()


def merged(leaves: Iterable[Leave]) -> list[Leave]:
    """The same days as ranges that neither overlap nor touch, the earliest first."""
    found: list[Leave] = []
    for each in sorted(leaves, key=lambda leave: leave.first):
        if found and each.first <= found[-1].last + _ONE_DAY:
            found[-1] = Leave(found[-1].first, max(found[-1].last, each.last))
        else:
            found.append(each)
    return found


def plan_leave(
    existing: Sequence[Leave], first: date, last: date, today: date
) -> LeavePlan | LeaveProblem:
    """What a member means who asks for leave from ``first`` to ``last``.

    Who names the first day of a leave again, or today while one runs, makes that one shorter or
    longer. Every other range adds to what there is.
    """
    if last < first:
        return LeaveProblem.BACKWARDS
    ranges = merged(existing)
    begun = any(each.first == first and each.covers(today) for each in ranges)
    if last < today or (first < today and not begun):
        return LeaveProblem.PAST
    asked = Leave(max(first, today), last)
    if asked.length > LONGEST_LEAVE:
        return LeaveProblem.TOO_LONG
    if (asked.first - today).days > FURTHEST_AHEAD:
        return LeaveProblem.TOO_FAR
    same = next((each for each in ranges if max(each.first, today) == asked.first), None)
    if same is None:
        known = any(each.first <= asked.first and asked.last <= each.last for each in ranges)
        return LeavePlan(None if known else asked)
    if same.last == asked.last:
        return LeavePlan(None)
    ends = (each for each in existing if asked.first <= each.last and each.first <= same.last)
    return LeavePlan(asked, tuple(ends))


def cancelled_on(today: date) -> date:
    """The last day of a leave that is cancelled today."""
    return today - _ONE_DAY
