"""Which days a make-up may fill (docs/features/checkin.md §4).

A card is never wasted: every asked day is part of the current streak afterwards, or nothing is
done. Days are local days of the member; all of them are filled, or none.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from cogs.checkin.rules.covering import Settlement, resettling
from cogs.checkin.rules.streak import PLAIN, Day, DayKind, Joining, alive, runs

_ONE_DAY = timedelta(days=1)


class MakeupProblem(StrEnum):
    """Why a make-up is refused; the day that it is about is named with it."""

    FUTURE = "future"
    TODAY = "today"
    NEVER_WAS = "never_was"
    BEFORE_JOINING = "before_joining"
    TOO_OLD = "too_old"
    COVERED = "covered"
    REST = "rest"
    TRAVELLED = "travelled"
    PENDING = "pending"
    NOTHING_MISSED = "nothing_missed"
    TOO_FEW_MISSED = "too_few_missed"
    NOT_CONNECTED = "not_connected"


@dataclass(frozen=True, slots=True)
class MakeupRefused:
    """Why not. ``lacking`` are days that were missed as well and would have to be asked for too."""

    problem: MakeupProblem
    day: date
    kind: DayKind | None = None
    lacking: tuple[date, ...] = ()
    asked: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeupPlan:
    """What the make-up would do: the streak grows from ``before`` to ``after`` days.

    ``frozen`` are the asked days whose freeze comes back; ``settlement`` says what leave and
    outages cover besides. ``before`` is the length of the longest run that it joins; ``first``
    and ``last`` are the days that count of the run that comes of it.
    """

    days: tuple[date, ...]
    frozen: tuple[date, ...]
    before: int
    after: int
    first: date
    last: date
    settlement: Settlement


@dataclass(frozen=True, slots=True)
class Standpoint:
    """From where a member asks.

    ``joined`` is their first day, ``window`` how many days back a make-up may reach;
    ``pending`` are days that wait for a decision already. ``now`` and ``zone`` let the streak
    of a traveller live on.
    """

    today: date
    joined: date
    window: int
    pending: frozenset[date] = frozenset()
    now: datetime | None = None
    zone: str = ""


Planning = Generator[date, DayKind | None, MakeupPlan | MakeupRefused]
"""Yields each day that would be missed still, is sent what covers it without a cost."""


def latest_missed(
    days: Iterable[Day], count: int, here: Standpoint, joining: Joining = PLAIN
) -> list[date] | MakeupRefused:
    """The latest ``count`` days before today that nothing covers, the earliest first.

    Rest days are none, nor what a journey joins, nor days that no make-up may fill.
    """
    covered = sorted(days, key=lambda day: day.day)
    known = {day.day for day in covered} | here.pending | _on_journeys(covered, joining)
    found: list[date] = []
    day, earliest = here.today - _ONE_DAY, _earliest(here)
    while len(found) < count and day >= earliest:
        if day not in known and not joining.excused(day):
            found.append(day)
        day -= _ONE_DAY
    if not found:
        return MakeupRefused(MakeupProblem.NOTHING_MISSED, earliest)
    if len(found) < count:
        return MakeupRefused(MakeupProblem.TOO_FEW_MISSED, earliest, lacking=tuple(found[::-1]))
    return found[::-1]


def planning(
    days: Sequence[Day], asked: Collection[date], here: Standpoint, joining: Joining = PLAIN
) -> Planning:
    """Whether the asked days may be made up, and what that would do."""
    covered = {day.day: day for day in days}
    journeys = _on_journeys(sorted(days, key=lambda day: day.day), joining)
    for day in sorted(asked):
        refused = _refused(day, covered.get(day), here, joining)
        if refused is None and day in journeys:
            refused = MakeupRefused(MakeupProblem.TRAVELLED, day)
        if refused is not None:
            return refused
    wanted = tuple(sorted(asked))
    filled = covered | {day: Day(day, DayKind.MAKEUP) for day in wanted}
    settlement = yield from resettling(filled.values(), wanted[0], here.today, joining)
    after = [*filled.values(), *settlement.made]
    streak = settlement.streak
    if not alive(streak, here.today, joining, here.now, here.zone):
        return _not_connected(after, wanted, here, joining)
    current = runs(after, joining.joins)[-1]
    if not all(current.first <= day <= current.last for day in wanted):
        return _not_connected(after, wanted, here, joining)
    if current.length == len(wanted):  # they would join each other and nothing else
        return _not_connected(after, wanted, here, joining)
    return MakeupPlan(
        wanted,
        tuple(day for day in wanted if day in covered),
        max(
            (run.length for run in runs(days, joining.joins) if run.first >= current.first),
            default=0,
        ),
        current.length,
        current.first,
        current.last,
        settlement,
    )


def _refused(
    day: date, known: Day | None, here: Standpoint, joining: Joining
) -> MakeupRefused | None:
    if day > here.today:
        return MakeupRefused(MakeupProblem.FUTURE, day)
    if known is not None and known.kind is not DayKind.FREEZE:
        return MakeupRefused(MakeupProblem.COVERED, day, known.kind)
    if day == here.today:
        return MakeupRefused(MakeupProblem.TODAY, day)
    if day < here.joined:
        return MakeupRefused(MakeupProblem.BEFORE_JOINING, day)
    if not joining.existed(day):
        return MakeupRefused(MakeupProblem.NEVER_WAS, day)
    if known is None and joining.rest(day):
        return MakeupRefused(MakeupProblem.REST, day)
    if (here.today - day).days > here.window:
        return MakeupRefused(MakeupProblem.TOO_OLD, day)
    if day in here.pending:
        return MakeupRefused(MakeupProblem.PENDING, day)
    return None


def _not_connected(
    after: Iterable[Day], wanted: Sequence[date], here: Standpoint, joining: Joining
) -> MakeupRefused:
    """The first asked day with what else was missed between it and today.

    As well as before it, where it would join nothing else.
    """
    covered = sorted(after, key=lambda day: day.day)
    known = {day.day for day in covered} | _on_journeys(covered, joining)
    first = start = wanted[0]
    if not any(
        each.kind.counts and each.day > first and each.day not in wanted for each in covered
    ):
        before = (day.day for day in covered if day.kind.counts and day.day < first)
        start = max(before, default=None) or first
        if start == first:
            return MakeupRefused(MakeupProblem.NOT_CONNECTED, first, asked=tuple(wanted))
    between = (start + number * _ONE_DAY for number in range(1, (here.today - start).days))
    lacking = tuple(day for day in between if day not in known and not joining.excused(day))
    return MakeupRefused(MakeupProblem.NOT_CONNECTED, first, lacking=lacking, asked=tuple(wanted))


def _earliest(here: Standpoint) -> date:
    return max(here.joined, here.today - here.window * _ONE_DAY)


def _on_journeys(covered: Sequence[Day], joining: Joining) -> frozenset[date]:
    """The dates between two check-ins that nothing but a journey joins."""
    return frozenset(
        earlier.day + number * _ONE_DAY
        for earlier, later in pairwise(covered)
        if joining.joins(earlier, later) and not joining.bridged(earlier.day, later.day)
        for number in range(1, (later.day - earlier.day).days)
    )
