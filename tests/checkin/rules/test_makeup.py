"""A make-up fills days that join the streak, all of them or none; a card is never wasted."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.checkin.rules import (
    PLAIN,
    Day,
    DayKind,
    Joining,
    MakeupPlan,
    MakeupProblem,
    MakeupRefused,
    Settlement,
    Standpoint,
    latest_missed,
    planning,
    rest_on,
    runs,
    standing,
    streak_of,
)

T = TypeVar("T")
# 2026-06-01 is a Monday.
MONDAY = date(2026, 6, 1)
DAY = timedelta(days=1)
LETTERS = {
    "r": DayKind.REAL,
    "m": DayKind.MAKEUP,
    "f": DayKind.FREEZE,
    "l": DayKind.LEAVE,
    "o": DayKind.OUTAGE,
}


def on(number: int) -> date:
    return MONDAY + (number - 1) * DAY


def history(letters: str) -> list[Day]:
    """A day for each letter from the first of June on, none for a dot."""
    return [
        Day(on(number), LETTERS[letter])
        for number, letter in enumerate(letters, start=1)
        if letter != "."
    ]


def here(
    today: int, *, joined: int = 1, window: int = 30, pending: tuple[int, ...] = ()
) -> Standpoint:
    return Standpoint(on(today), on(joined), window, frozenset(map(on, pending)))


def drive(walk: Generator[date, DayKind | None, T], cover: Callable[[date], DayKind | None]) -> T:
    try:
        day = next(walk)
        while True:
            day = walk.send(cover(day))
    except StopIteration as end:
        outcome: T = end.value
        return outcome


def planned(
    letters: str, asked: tuple[int, ...], at: Standpoint, joining: Joining = PLAIN, leave: str = ""
) -> MakeupPlan | MakeupRefused:
    days = history(letters)

    def cover(day: date) -> DayKind | None:
        number = (day - MONDAY).days
        return DayKind.LEAVE if leave[number : number + 1] == "l" else None

    return drive(planning(days, [on(number) for number in asked], at, joining), cover)


@pytest.mark.parametrize(
    ("letters", "asked", "today", "before", "after"),
    [
        # Yesterday, before and after today's check-in.
        ("rr.", (3,), 4, 2, 3),
        ("rr.r", (3,), 4, 2, 4),
        # Several at once, over what was covered in between.
        ("rrr..", (4, 5), 6, 3, 5),
        ("rrr..r", (4, 5), 6, 3, 6),
        ("rr.r.r", (3, 5), 6, 2, 6),
        # The longest run that is joined, though the current one is shorter.
        ("rrrrr.rr", (6,), 8, 5, 8),
        # In front of the first check-in.
        ("..rr", (2,), 4, 2, 3),
        ("..rr", (1, 2), 4, 2, 4),
        # A frozen day, in the current run.
        ("rrfrr", (3,), 5, 4, 5),
    ],
)
def test_a_make_up_shows_from_where_to_where_the_streak_grows(
    letters: str, asked: tuple[int, ...], today: int, before: int, after: int
) -> None:
    plan = planned(letters, asked, here(today))
    assert isinstance(plan, MakeupPlan)
    assert (plan.days, plan.before, plan.after) == (tuple(map(on, asked)), before, after)


def test_a_frozen_day_is_named_and_what_leave_covers_behind_it() -> None:
    assert planned("rrf.", (3, 4), here(5)) == MakeupPlan(
        (on(3), on(4)), (on(3),), 2, 4, on(1), on(4),
        Settlement(streak_of(history("rrmm"), on(5))),
    )  # fmt: skip
    # The streak ended before the leave, so no day of it was kept; now it is.
    plan = planned("rr...", (3,), here(6), leave="...ll")
    assert isinstance(plan, MakeupPlan)
    assert [(day.day, day.kind) for day in plan.settlement.made] == [
        (on(4), DayKind.LEAVE),
        (on(5), DayKind.LEAVE),
    ]
    assert (plan.before, plan.after) == (2, 3)


P = MakeupProblem


@pytest.mark.parametrize(
    ("letters", "asked", "at", "expected"),
    [
        ("rr.", (5,), here(4), MakeupRefused(P.FUTURE, on(5))),
        ("rr.", (4,), here(4), MakeupRefused(P.TODAY, on(4))),
        ("rr.r", (4,), here(4), MakeupRefused(P.COVERED, on(4), DayKind.REAL)),
        ("..rr", (1,), here(5, joined=2), MakeupRefused(P.BEFORE_JOINING, on(1))),
        ("rr.", (1,), here(4), MakeupRefused(P.COVERED, on(1), DayKind.REAL)),
        ("rl.", (2,), here(4), MakeupRefused(P.COVERED, on(2), DayKind.LEAVE)),
        ("ro.", (2,), here(4), MakeupRefused(P.COVERED, on(2), DayKind.OUTAGE)),
        ("rm.", (2,), here(4), MakeupRefused(P.COVERED, on(2), DayKind.MAKEUP)),
        (".......r", (1,), here(9, window=7), MakeupRefused(P.TOO_OLD, on(1))),
        ("rr.", (3,), here(4, pending=(3,)), MakeupRefused(P.PENDING, on(3))),
        # Alone it would not reach today: nothing is done, the others are named.
        (
            "rr..",
            (3,),
            here(5),
            MakeupRefused(P.NOT_CONNECTED, on(3), lacking=(on(4),), asked=(on(3),)),
        ),
        # It would join nothing: the streak would be what the card has bought.
        (
            "rr..",
            (4,),
            here(5),
            MakeupRefused(P.NOT_CONNECTED, on(4), lacking=(on(3),), asked=(on(4),)),
        ),
        (
            "r....",
            (4, 5),
            here(6),
            MakeupRefused(P.NOT_CONNECTED, on(4), lacking=(on(2), on(3)), asked=(on(4), on(5))),
        ),
        # What joins it to today alone would join nothing.
        (
            "rr....",
            (4,),
            here(7),
            MakeupRefused(P.NOT_CONNECTED, on(4), lacking=(on(3), on(5), on(6)), asked=(on(4),)),
        ),
        ("....", (4,), here(5), MakeupRefused(P.NOT_CONNECTED, on(4), asked=(on(4),))),
        # One good day does not help a bad one.
        (
            "r.r.r",
            (2, 4),
            here(8),
            MakeupRefused(P.NOT_CONNECTED, on(2), lacking=(on(6), on(7)), asked=(on(2), on(4))),
        ),
        (
            "rr...r",
            (3, 5),
            here(6),
            MakeupRefused(P.NOT_CONNECTED, on(3), lacking=(on(4),), asked=(on(3), on(5))),
        ),
    ],
)
def test_what_would_waste_a_card_is_refused(
    letters: str, asked: tuple[int, ...], at: Standpoint, expected: MakeupRefused
) -> None:
    assert planned(letters, asked, at) == expected


@given(
    st.text("rrr..fmo", min_size=1, max_size=12),
    st.sets(st.integers(1, 12), min_size=1, max_size=4),
)
def test_what_is_said_to_be_lacking_makes_it_right(letters: str, asked: set[int]) -> None:
    at = here(len(letters) + 1, window=30)
    missed = tuple(day for day in sorted(asked) if letters[day - 1 : day] == ".")
    refused = planned(letters, missed, at) if missed else None
    if isinstance(refused, MakeupRefused) and refused.problem is P.NOT_CONNECTED:
        whole = sorted((*missed, *(day.day for day in refused.lacking)))
        assert isinstance(planned(letters, tuple(whole), at), MakeupPlan) is bool(refused.lacking)


def test_a_date_that_never_was_is_refused() -> None:
    joining = Joining(existed=lambda day: day != on(3))
    assert planned("rr.r", (3,), here(4), joining) == MakeupRefused(P.NEVER_WAS, on(3))


def test_a_day_at_the_edge_of_the_window_may_be_filled() -> None:
    assert isinstance(planned("r......r", (2, 3, 4, 5, 6, 7), here(9, window=7)), MakeupPlan)


def test_a_month_and_a_year_may_end_in_between() -> None:
    days = [Day(date(2026, 12, 30), DayKind.REAL), Day(date(2027, 1, 2), DayKind.REAL)]
    asked = [date(2026, 12, 31), date(2027, 1, 1)]
    at = Standpoint(date(2027, 1, 2), date(2026, 12, 1), 7)
    plan = drive(planning(days, asked, at), lambda _: None)
    assert isinstance(plan, MakeupPlan)
    assert (plan.first, plan.last, plan.after) == (days[0].day, days[1].day, 4)


@pytest.mark.parametrize(
    ("letters", "count", "at", "expected"),
    [
        ("rr.r.r", 1, here(6), [on(5)]),
        ("rr.r.r", 2, here(6), [on(3), on(5)]),
        ("rr.r.r", 3, here(6), MakeupRefused(P.TOO_FEW_MISSED, on(1), lacking=(on(3), on(5)))),
        ("rrr", 1, here(3), MakeupRefused(P.NOTHING_MISSED, on(1))),
        ("r.f.r", 2, here(5), [on(2), on(4)]),
        ("r....r", 2, here(6, window=2), [on(4), on(5)]),
        ("r....r", 2, here(6, pending=(5,)), [on(3), on(4)]),
    ],
)
def test_the_latest_missed_days_are_found(
    letters: str, count: int, at: Standpoint, expected: list[date] | MakeupRefused
) -> None:
    assert latest_missed(history(letters), count, at) == expected


def test_rest_days_and_journeys_are_not_missed() -> None:
    weekend = Joining(rest=rest_on(("sat", "sun")))
    assert latest_missed(history("rrrr...r"), 1, here(8), weekend) == [on(5)]


def test_a_card_is_not_spent_on_a_rest_day() -> None:
    weekend = Joining(rest=rest_on(("sat", "sun")))
    refused = MakeupRefused(P.REST, on(6))
    assert planned("rrrrr..", (6,), here(8), weekend) == refused
    # On the missed Friday it is, and not on the Saturday besides.
    assert planned("rrrr...", (5, 6), here(8), weekend) == refused
    plan = planned("rrrr...", (5,), here(8), weekend)
    assert isinstance(plan, MakeupPlan)
    assert (plan.before, plan.after) == (4, 5)


def test_a_card_is_not_spent_on_a_date_that_a_journey_joins() -> None:
    east = Day(on(1), DayKind.REAL, datetime(2026, 6, 1, 12, tzinfo=UTC), "Asia/Shanghai")
    west = Day(on(3), DayKind.REAL, datetime(2026, 6, 2, 20, tzinfo=UTC), "Pacific/Auckland")
    walk = planning([east, west], [on(2)], here(3))
    assert drive(walk, lambda _: None) == MakeupRefused(P.TRAVELLED, on(2))


letters = st.text("r.ml.fo.", max_size=12)


@given(letters, st.sets(st.integers(1, 14), min_size=1, max_size=4), st.integers(1, 14))
def test_every_card_has_an_effect(found: str, asked: set[int], today: int) -> None:
    found = found[: today - 1]
    plan = planned(found, tuple(sorted(asked)), here(today))
    before = standing(history(found), on(today))
    if isinstance(plan, MakeupRefused):
        return
    days = {day.day: day for day in history(found)}
    filled = days | {on(number): Day(on(number), DayKind.MAKEUP) for number in asked}
    after = standing(filled.values(), on(today))
    assert (after.current, after.run_first) == (plan.after, plan.first)
    assert plan.after >= max(plan.before, before.current) + len(asked)
    current = runs(filled.values(), PLAIN.joins)[-1]
    for number in asked:
        assert current.first <= on(number) <= current.last
        without = {day: each for day, each in filled.items() if day != on(number)} | {
            day: each for day, each in days.items() if day == on(number)
        }
        assert standing(without.values(), on(today)).current < plan.after


@given(letters, st.sets(st.integers(1, 12), min_size=1, max_size=3))
def test_filling_one_by_one_or_all_at_once_is_the_same(found: str, asked: set[int]) -> None:
    """Whatever is granted at once leaves what one make-up for each day leaves, latest first."""
    today = 13
    at_once = planned(found, tuple(sorted(asked)), here(today))
    if isinstance(at_once, MakeupRefused):
        return
    days = {day.day: day for day in history(found)}
    for number in sorted(asked, reverse=True):
        plan = drive(planning(list(days.values()), [on(number)], here(today)), lambda _: None)
        if isinstance(plan, MakeupRefused):
            assert plan.problem is P.NOT_CONNECTED
            return
        days[on(number)] = Day(on(number), DayKind.MAKEUP)
    assert standing(days.values(), on(today)).current == at_once.after
