"""The Chinese calendar: lunar dates with leap months, solar terms, the eve of New Year.

The library ``borax`` knows the years 1900 to 2100; it is loaded when a date is first asked for.
In other years no lunar date and no solar term falls on any day.

A lunar date that a year does not have is kept on the nearest that it has: the 30th of a month of
29 days on the 29th, a date of a leap month that is not there on the same date of the plain month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
LONGEST_MONTH: Final = 30
_FIRST_DAY: Final = date(1900, 1, 31)
_LAST_DAY: Final = date(2101, 1, 28)
_ONE_DAY: Final = timedelta(days=1)

TERMS: Final = (
    "minor_cold", "major_cold", "start_of_spring", "rain_water", "awakening_of_insects",
    "spring_equinox", "qingming", "grain_rain", "start_of_summer", "grain_buds", "grain_in_ear",
    "summer_solstice", "minor_heat", "major_heat", "start_of_autumn", "end_of_heat", "white_dew",
    "autumn_equinox", "cold_dew", "frost_descent", "start_of_winter", "minor_snow", "major_snow",
    "winter_solstice",
)  # fmt: skip
"""The solar terms in the order of the solar year."""


@dataclass(frozen=True, slots=True, order=True)
class LunarDay:
    """A day of every lunar year, of a month or of its leap month. Raises ValueError for none."""

    month: int
    day: int
    leap: bool = False

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.day <= LONGEST_MONTH):
            raise ValueError(f"no lunar date: {self.month}-{self.day}")


@lru_cache(maxsize=4096)
def lunar_of(day: date) -> LunarDay | None:
    """The lunar date of the day; None beyond the known years."""
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return None
    from borax.calendars.lunardate import LunarDate

    found = LunarDate.from_solar(day)
    return LunarDay(found.month, found.day, bool(found.leap))


@lru_cache(maxsize=4096)
def kept_on(day: date) -> frozenset[LunarDay]:
    """All lunar dates that are kept on this day: its own, and those that its year does not have."""
    own = lunar_of(day)
    if own is None:
        return frozenset()
    kept = {own}
    tomorrow = lunar_of(day + _ONE_DAY)
    if own.day == LONGEST_MONTH - 1 and tomorrow is not None and tomorrow.day == 1:
        kept.add(LunarDay(own.month, LONGEST_MONTH, own.leap))
    if not own.leap and _leap_month(_lunar_year(day)) != own.month:
        kept |= {LunarDay(each.month, each.day, leap=True) for each in kept}
    return frozenset(kept)


def is_new_years_eve(day: date) -> bool:
    """Whether the day after it is the first of the first month."""
    return day < _LAST_DAY and lunar_of(day + _ONE_DAY) == LunarDay(1, 1)


@lru_cache(maxsize=4096)
def term_on(day: date) -> str | None:
    """The solar term that begins on the day in China, None for none."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    from borax.calendars.lunardate import TermUtils

    first = (day.month - 1) * 2
    for index in (first, first + 1):
        if TermUtils.nth_term_day(day.year, term_index=index) == day:
            return TERMS[index]
    return None


def _lunar_year(day: date) -> int:
    from borax.calendars.lunardate import LunarDate

    return int(LunarDate.from_solar(day).year)


@lru_cache(maxsize=256)
def _leap_month(year: int) -> int:
    from borax.calendars.lunardate import LCalendars

    return int(LCalendars.leap_month(year))
