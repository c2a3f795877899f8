"""Periods, and places that are shared by whoever has the same."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.ranks.rules import (
    Kind,
    Period,
    Row,
    period_at,
    period_before,
    places_around,
    places_down,
)

QUARTERS: Final = ("01-01", "04-01", "07-01", "10-01")


@pytest.mark.parametrize(
    ("kind", "day", "seasons", "first", "last"),
    [
        (Kind.WEEK, "2026-11-23", QUARTERS, "2026-11-23", "2026-11-29"),
        (Kind.WEEK, "2026-11-29", QUARTERS, "2026-11-23", "2026-11-29"),
        (Kind.WEEK, "2027-01-01", QUARTERS, "2026-12-28", "2027-01-03"),
        (Kind.MONTH, "2026-11-30", QUARTERS, "2026-11-01", "2026-11-30"),
        (Kind.MONTH, "2026-12-31", QUARTERS, "2026-12-01", "2026-12-31"),
        (Kind.MONTH, "2028-02-10", QUARTERS, "2028-02-01", "2028-02-29"),
        (Kind.SEASON, "2026-10-01", QUARTERS, "2026-10-01", "2026-12-31"),
        (Kind.SEASON, "2026-09-30", QUARTERS, "2026-07-01", "2026-09-30"),
        (Kind.SEASON, "2026-02-01", ("03-01", "09-01"), "2025-09-01", "2026-02-28"),
        (Kind.SEASON, "2026-12-24", ("03-01", "09-01"), "2026-09-01", "2027-02-28"),
        (Kind.SEASON, "2026-12-24", ("12-24",), "2026-12-24", "2027-12-23"),
    ],
)
def test_a_day_is_in_one_period_of_each_kind(
    kind: Kind, day: str, seasons: tuple[str, ...], first: str, last: str
) -> None:
    period = Period(kind, date.fromisoformat(first), date.fromisoformat(last))
    assert period_at(kind, date.fromisoformat(day), seasons) == period


@pytest.mark.parametrize(("kind", "seasons"), [(Kind.ALL, QUARTERS), (Kind.SEASON, ())])
def test_what_has_no_periods_has_none(kind: Kind, seasons: tuple[str, ...]) -> None:
    assert period_at(kind, date(2026, 11, 23), seasons) is None


@given(
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    kind=st.sampled_from([Kind.WEEK, Kind.MONTH, Kind.SEASON]),
    seasons=st.sets(st.dates(date(2001, 1, 1), date(2001, 12, 31)), min_size=1, max_size=12),
)
def test_periods_follow_each_other_without_a_gap(day: date, kind: Kind, seasons: set[date]) -> None:
    starts = sorted(each.strftime("%m-%d") for each in seasons)
    period = period_at(kind, day, starts)
    assert period is not None
    assert period.first <= day <= period.last
    before = period_before(period, starts)
    assert before is not None
    assert (period.first - before.last).days == 1
    assert period_at(kind, period.first, starts) == period == period_at(kind, period.last, starts)


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([], []),
        ([5], [1]),
        ([9, 9, 4, 4, 4, 1], [1, 1, 3, 3, 3, 6]),
        ([9, 7, 7, 3], [1, 2, 2, 4]),
    ],
)
def test_the_same_number_is_the_same_place(values: list[int], places: list[int]) -> None:
    assert places_down([Row(str(n), value) for n, value in enumerate(values)]) == places


@given(values=st.lists(st.integers(1, 9), min_size=1, max_size=30), data=st.data())
def test_places_around_somebody_are_those_of_the_whole_board(
    values: list[int], data: st.DataObject
) -> None:
    rows = [Row(str(n), value) for n, value in enumerate(sorted(values, reverse=True))]
    whole = dict(zip([row.member for row in rows], places_down(rows), strict=True))
    number = data.draw(st.integers(0, len(rows) - 1))
    near = rows[max(number - 3, 0) : number + 4]
    counts = Counter(values)
    found = places_around(near, rows[number], whole[rows[number].member], counts)
    assert found == {row.member: whole[row.member] for row in near}
