"""The Chinese calendar: lunar dates, leap months, the eve of New Year, solar terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.lunar import LunarDay, is_new_years_eve, kept_on, lunar_of, term_on


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(2025, 1, 29), LunarDay(1, 1)),
        (date(2026, 2, 17), LunarDay(1, 1)),
        (date(2026, 3, 3), LunarDay(1, 15)),
        (date(2025, 5, 31), LunarDay(5, 5)),
        (date(2025, 10, 6), LunarDay(8, 15)),
        (date(2026, 9, 25), LunarDay(8, 15)),
        (date(2025, 6, 25), LunarDay(6, 1)),
        (date(2025, 7, 25), LunarDay(6, 1, leap=True)),
        (date(2025, 8, 23), LunarDay(7, 1)),
        (date(2033, 11, 22), LunarDay(11, 1)),
        (date(2033, 12, 22), LunarDay(11, 1, leap=True)),
        (date(2034, 1, 20), LunarDay(12, 1)),
        (date(1900, 1, 31), LunarDay(1, 1)),
        (date(1900, 1, 30), None),
        (date(2101, 1, 29), None),
    ],
)
def test_days_have_their_lunar_dates(day: date, lunar: LunarDay | None) -> None:
    assert lunar_of(day) == lunar


@pytest.mark.parametrize(
    ("day", "is_eve"),
    [
        (date(2025, 1, 28), True),
        (date(2026, 2, 16), True),
        (date(2024, 2, 9), True),
        (date(2026, 2, 15), False),
        (date(2026, 2, 17), False),
        (date(2101, 1, 28), False),
    ],
)
def test_the_eve_is_new_year_minus_one_day_whether_the_month_has_29_days_or_30(
    day: date, is_eve: bool
) -> None:
    assert is_new_years_eve(day) == is_eve


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2025, 4, 4), "qingming"),
        (date(2026, 4, 5), "qingming"),
        (date(2026, 4, 4), None),
        (date(2021, 12, 21), "winter_solstice"),
        (date(2026, 12, 22), "winter_solstice"),
        (date(2026, 2, 4), "start_of_spring"),
        (date(1899, 4, 5), None),
        (date(2102, 4, 5), None),
    ],
)
def test_solar_terms_begin_on_their_days(day: date, term: str | None) -> None:
    assert term_on(day) == term


def test_the_30th_of_a_short_month_is_kept_on_the_29th() -> None:
    # The twelfth month that ends in February 2026 has 29 days.
    assert LunarDay(12, 30) in kept_on(date(2026, 2, 16))
    assert LunarDay(12, 30) not in kept_on(date(2026, 2, 15))


def test_a_date_of_a_leap_month_that_is_not_there_is_kept_in_the_plain_one() -> None:
    leap = LunarDay(6, 15, leap=True)
    assert [day for day in _days(2025) if leap in kept_on(day)] == [date(2025, 8, 8)]
    assert [day for day in _days(2026) if leap in kept_on(day)] == [date(2026, 7, 28)]


def test_a_plain_date_is_not_kept_again_in_the_leap_month() -> None:
    assert [day for day in _days(2025) if LunarDay(6, 15) in kept_on(day)] == [date(2025, 7, 9)]


@pytest.mark.parametrize(("month", "day"), [(13, 1), (0, 1), (1, 31), (1, 0)])
def test_what_no_lunar_year_has_is_no_lunar_date(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="no lunar date"):
        LunarDay(month, day)


@given(
    lunar=st.builds(LunarDay, st.integers(1, 12), st.integers(1, 30), st.booleans()),
    year=st.integers(1901, 2099),
)
def test_every_date_is_kept_exactly_once_in_every_lunar_year(lunar: LunarDay, year: int) -> None:
    first = next(d for d in _days(year) if lunar_of(d) == LunarDay(1, 1))
    last = next(d for d in _days(year + 1) if lunar_of(d) == LunarDay(1, 1))
    days = [first + timedelta(n) for n in range((last - first).days)]
    assert sum(lunar in kept_on(day) for day in days) == 1


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
