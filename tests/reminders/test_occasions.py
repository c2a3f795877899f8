"""On which days festivals, birthdays and anniversaries are."""

from __future__ import annotations

from datetime import date

import pytest

from cogs.reminders.occasions import (
    KNOWN,
    Festival,
    SolarDay,
    anniversary_of,
    falls_on,
    kept_as,
    next_festival,
)


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("new_year", date(2026, 1, 1)),
        ("laba", date(2026, 1, 26)),
        ("new_years_eve", date(2026, 2, 16)),
        ("spring_festival", date(2026, 2, 17)),
        ("lantern", date(2026, 3, 3)),
        ("qingming", date(2026, 4, 5)),
        ("dragon_boat", date(2026, 6, 19)),
        ("qixi", date(2026, 8, 19)),
        ("mid_autumn", date(2026, 9, 25)),
        ("double_ninth", date(2026, 10, 18)),
        ("winter_solstice", date(2026, 12, 22)),
        ("christmas", date(2026, 12, 25)),
    ],
)
def test_festivals_fall_on_one_day_of_2026(key: str, day: date) -> None:
    year = [date.fromordinal(n) for n in range(date(2026, 1, 1).toordinal(), 740_000)][:365]
    assert [each for each in year if falls_on(KNOWN[key], each)] == [day]


def test_the_next_festival_is_the_first_of_those_chosen() -> None:
    chosen = tuple(Festival(KNOWN[key], key) for key in ("christmas", "spring_festival"))
    assert next_festival(chosen, date(2026, 11, 23)) == date(2026, 12, 25)
    assert next_festival(chosen, date(2026, 12, 25)) == date(2027, 2, 6)
    assert next_festival((), date(2026, 12, 25)) is None


def test_a_day_is_known_by_all_dates_that_are_kept_on_it() -> None:
    assert kept_as(date(2026, 9, 25)) == ["09-25", "leap 08-15", "lunar 08-15"]
    assert kept_as(date(2027, 2, 28))[:2] == ["02-28", "02-29"]
    assert kept_as(date(2028, 2, 28))[:1] == ["02-28"]
    assert kept_as(date(2200, 2, 27)) == ["02-27"]


@pytest.mark.parametrize(
    ("joined", "day", "years"),
    [
        (date(2025, 11, 23), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2024, 2, 29), date(2026, 2, 28), 2),
        (date(2024, 2, 29), date(2028, 2, 29), 4),
        (date(2024, 2, 29), date(2028, 2, 28), 0),
        (date(2025, 11, 23), date(2026, 11, 24), 0),
    ],
)
def test_anniversaries_are_on_the_day_of_joining(joined: date, day: date, years: int) -> None:
    assert anniversary_of(joined, day) == years


def test_a_date_that_no_year_has_is_none() -> None:
    with pytest.raises(ValueError, match="day"):
        SolarDay(2, 30)
