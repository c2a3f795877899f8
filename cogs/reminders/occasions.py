"""On which days festivals and birthdays fall (``docs/features/reminders.md`` §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bot.core.lunar import LunarDay, is_new_years_eve, kept_on, term_on
from bot.core.setting_mistakes import Words

_A_LEAP_YEAR: Final = 2000
_ONE_DAY: Final = timedelta(days=1)
_FURTHEST: Final = 400


@dataclass(frozen=True, slots=True)
class SolarDay:
    """A date of every year; 29 February is kept on the 28th where there is none.

    Raises ValueError for a date that no year has.
    """

    month: int
    day: int

    def __post_init__(self) -> None:
        date(_A_LEAP_YEAR, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Term:
    """The day on which a solar term begins."""

    name: str


@dataclass(frozen=True, slots=True)
class Eve:
    """The day before the first of the first lunar month."""


When = SolarDay | LunarDay | Term | Eve

KNOWN: Final[Mapping[str, When]] = MappingProxyType(
    {
        "new_year": SolarDay(1, 1),
        "laba": LunarDay(12, 8),
        "new_years_eve": Eve(),
        "spring_festival": LunarDay(1, 1),
        "lantern": LunarDay(1, 15),
        "valentines": SolarDay(2, 14),
        "womens_day": SolarDay(3, 8),
        "qingming": Term("qingming"),
        "labour_day": SolarDay(5, 1),
        "dragon_boat": LunarDay(5, 5),
        "childrens_day": SolarDay(6, 1),
        "qixi": LunarDay(7, 7),
        "mid_autumn": LunarDay(8, 15),
        "teachers_day": SolarDay(9, 10),
        "double_ninth": LunarDay(9, 9),
        "national_day": SolarDay(10, 1),
        "halloween": SolarDay(10, 31),
        "winter_solstice": Term("winter_solstice"),
        "christmas": SolarDay(12, 25),
    }
)
"""The festivals that have a name here, and when they are."""


_NO_NAMES: Final = Words("", "")


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival: a known one by its ``key``, or one of the community's own, with its names."""

    when: When
    key: str = ""
    names: Words = _NO_NAMES


def falls_on(when: When, day: date) -> bool:
    """Whether the festival is on this day."""
    match when:
        case SolarDay():
            return when in solar_days_of(day)
        case LunarDay():
            return when in kept_on(day)
        case Term():
            return term_on(day) == when.name
        case Eve():
            return is_new_years_eve(day)


def solar_days_of(day: date) -> tuple[SolarDay, ...]:
    """The dates of every year that are kept on this day."""
    own = SolarDay(day.month, day.day)
    if (day.month, day.day) == (2, 28) and (day + _ONE_DAY).day == 1:
        return own, SolarDay(2, 29)
    return (own,)


@lru_cache(maxsize=256)
def next_festival(festivals: tuple[Festival, ...], after: date) -> date | None:
    """The first day behind ``after`` on which one of them is; None for none within a year."""
    for days in range(1, _FURTHEST):
        day = after + days * _ONE_DAY
        if any(falls_on(each.when, day) for each in festivals):
            return day
    return None


def written(when: SolarDay | LunarDay) -> str:
    """The date as it is kept: ``11-23``, ``lunar 08-15``, ``leap 06-15``."""
    plain = f"{when.month:02}-{when.day:02}"
    if isinstance(when, SolarDay):
        return plain
    return f"{'leap' if when.leap else 'lunar'} {plain}"


def kept_as(day: date) -> list[str]:
    """How the dates are written that are kept on this day."""
    return sorted([*map(written, solar_days_of(day)), *map(written, kept_on(day))])


def anniversary_of(joined: date, day: date) -> int:
    """How many years it is on this day since somebody joined, 0 when it is no anniversary."""
    years = day.year - joined.year
    same = SolarDay(joined.month, joined.day) in solar_days_of(day)
    return years if same and years > 0 else 0
