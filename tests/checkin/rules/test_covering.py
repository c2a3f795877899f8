"""What covers missed days: the first that applies, without looking ahead, whenever it is done."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.checkin.rules import (
    NO_STREAK,
    PLAIN,
    Day,
    DayKind,
    Joining,
    Settlement,
    Streak,
    cover_of,
    extend,
    resettling,
    rest_on,
    settling,
    streak_of,
)

T = TypeVar("T")
# 2026-06-01 is a Monday.
MONDAY = date(2026, 6, 1)
DAY = timedelta(days=1)
LETTERS = {"r": DayKind.REAL, "f": DayKind.FREEZE, "l": DayKind.LEAVE, "o": DayKind.OUTAGE}


def on(number: int) -> date:
    return MONDAY + (number - 1) * DAY


def history(letters: str) -> list[Day]:
    """A day for each letter from the first of June on, none for a dot."""
    return [
        Day(on(number), LETTERS[letter])
        for number, letter in enumerate(letters, start=1)
        if letter != "."
    ]


def drive(walk: Generator[date, DayKind | None, T], cover: Callable[[date], DayKind | None]) -> T:
    try:
        day = next(walk)
        while True:
            day = walk.send(cover(day))
    except StopIteration as end:
        outcome: T = end.value
        return outcome


def settled(letters: str, covers: str, until: int, joining: Joining = PLAIN) -> str:
    """What is made of the history when each day could be covered as the letter in ``covers``."""
    streak = streak_of(history(letters), on(until), joining)

    def cover(day: date) -> DayKind | None:
        return LETTERS.get(covers[(day - MONDAY).days])

    settlement = drive(settling(streak, on(until), joining), cover)
    found = {day.day: day.kind for day in settlement.made}
    names = {kind: letter for letter, kind in LETTERS.items()}
    return "".join(names.get(found.get(on(number + 1)), ".") for number in range(until - 1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on_leave", "was_deaf", "freezes", "expected"),
    [
        (True, True, 2, DayKind.LEAVE),
        (False, True, 2, DayKind.OUTAGE),
        (False, False, 2, DayKind.FREEZE),
        (False, False, 0, None),
        (True, False, 0, DayKind.LEAVE),
    ],
)
def test_the_cheapest_for_the_member_comes_first(
    on_leave: bool, was_deaf: bool, freezes: int, expected: DayKind | None
) -> None:
    assert cover_of(on_leave=on_leave, was_deaf=was_deaf, freezes=freezes) is expected


@pytest.mark.parametrize(
    ("letters", "covers", "until", "expected"),
    [
        # Until is the day that has not ended.
        ("rr", "..f", 3, ".."),
        ("rr", "..f", 4, "..f"),
        ("rr", "..fl", 5, "..fl"),
        # At the first day that nothing covers it ends, whatever would come behind.
        ("rr", "...ff", 6, "....."),
        ("rr", "..f.f", 6, "..f.."),
        # Without a streak of one there is nothing to keep.
        ("", "ffff", 5, "...."),
        ("ll", "..ff", 5, "...."),
        ("rr", "....", 5, "...."),
    ],
)
def test_missed_days_are_covered_one_by_one(
    letters: str, covers: str, until: int, expected: str
) -> None:
    assert settled(letters, covers, until) == expected


def test_rest_days_need_no_cover() -> None:
    weekend = Joining(rest=rest_on(("sat", "sun")))
    assert settled("rrrrr", ".......f", 9, weekend) == ".......f"


def test_a_covered_day_joins_and_does_not_count() -> None:
    streak = streak_of(history("rr"), on(4))
    settlement = drive(settling(streak, on(5)), lambda _: DayKind.FREEZE)
    assert settlement == Settlement(
        Streak(on(1), 2, on(4), on(2), 2),
        (Day(on(3), DayKind.FREEZE), Day(on(4), DayKind.FREEZE)),
    )


def test_a_late_day_lets_what_was_due_behind_it_happen() -> None:
    days = history("r.r.r")
    days.insert(1, Day(on(2), DayKind.REAL))
    settlement = drive(resettling(days, on(2), on(6)), lambda day: DayKind.FREEZE)
    assert settlement.made == (Day(on(4), DayKind.FREEZE),)
    assert settlement.streak.current_length == 4


@dataclass
class Member:
    """A member of plain values: what check-in keeps of them, and what could cover a day."""

    leave: frozenset[int]
    deaf: frozenset[int]
    got: tuple[int, ...]
    streak: Streak = NO_STREAK
    days: dict[int, DayKind] = field(default_factory=dict)

    def cover(self, day: date) -> DayKind | None:
        number = (day - MONDAY).days
        frozen = [each for each, kind in self.days.items() if kind is DayKind.FREEZE]
        by_then = sum(got <= number for got in self.got) - sum(each <= number for each in frozen)
        held = min(by_then, len(self.got) - len(frozen)) - self._using
        kind = cover_of(on_leave=number in self.leave, was_deaf=number in self.deaf, freezes=held)
        self._using += kind is DayKind.FREEZE
        return kind

    def settle(self, until: int) -> None:
        self._using = 0
        self._keep(drive(settling(self.streak, MONDAY + until * DAY), self.cover))

    def check_in(self, number: int, now: int) -> None:
        """A check-in of the day arrives, also behind later ones."""
        day = Day(MONDAY + number * DAY, DayKind.REAL)
        self.settle(number)
        self.days[number] = DayKind.REAL
        grown = extend(self.streak, day)
        if grown is not None:
            self.streak = grown
            return
        self._using = 0
        known = [Day(MONDAY + each * DAY, kind) for each, kind in self.days.items()]
        until = MONDAY + now * DAY
        self._keep(drive(resettling(known, day.day, until, tail=False), self.cover))

    def _keep(self, settlement: Settlement) -> None:
        self.streak = settlement.streak
        self.days |= {(each.day - MONDAY).days: each.kind for each in settlement.made}

    _using: int = field(default=0, compare=False)


LENGTH = 16
some_days = st.frozensets(st.integers(0, LENGTH - 1), max_size=6)
members = st.builds(
    Member,
    some_days,
    some_days,
    st.lists(st.integers(0, LENGTH - 1), max_size=4).map(lambda got: tuple(sorted(got))),
)
check_ins = st.frozensets(st.integers(0, LENGTH - 1))


def lived(
    member: Member, written: frozenset[int], late: dict[int, int], settle_on: set[int]
) -> Member:
    """The member's days, each check-in arriving so many days late, settled at these days' ends."""
    for now in range(LENGTH + 3):
        for number in sorted(written, reverse=True):
            if number + late.get(number, 0) == now:
                member.check_in(number, now)
        if now in settle_on:
            member.settle(now + 1)
    member.settle(LENGTH)
    return member


@given(members, check_ins, st.sets(st.integers(0, LENGTH - 1)))
def test_settled_once_is_settled_day_by_day(
    member: Member, written: frozenset[int], settle_on: set[int]
) -> None:
    daily = Member(member.leave, member.deaf, member.got)
    lived(daily, written, {}, set(range(LENGTH)))
    lived(member, written, {}, settle_on)
    assert member == daily


@given(
    members,
    check_ins,
    st.dictionaries(st.integers(0, LENGTH - 1), st.integers(0, 2)),
)
def test_days_that_come_late_leave_the_same_as_days_in_time(
    member: Member, written: frozenset[int], late: dict[int, int]
) -> None:
    in_time = Member(member.leave, member.deaf, member.got)
    lived(in_time, written, {}, set(range(LENGTH)))
    lived(member, written, late, set(range(LENGTH)))
    assert (member.days, member.streak) == (in_time.days, in_time.streak)


@given(members, check_ins)
def test_settling_again_changes_nothing(member: Member, written: frozenset[int]) -> None:
    lived(member, written, {}, set())
    days, streak = dict(member.days), member.streak
    member.settle(LENGTH)
    assert (member.days, member.streak) == (days, streak)
