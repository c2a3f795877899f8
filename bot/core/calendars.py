"""Public holidays of a country, and the weekend days on which it works instead.

The library ``holidays`` knows them; it is loaded when a community names a calendar. China
publishes each year's days off, and the weekends that are worked for them (调休), in the autumn
before: a year that the library does not know yet has none, its days are plain ones. It publishes
whole spans, from the first day off to the last: a weekend in the middle of one, of which the
library says nothing, is part of the holiday.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache
from typing import Final

CODE: Final = "[A-Z]{2}(-[A-Z0-9]{1,3})?"
"""A country, or a part of one: ``CN``, ``US-CA``."""
# Nothing follows from a rule here: every year is published by itself.
_PUBLISHED_YEARLY: Final = ("CN",)
_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
# What follows from the days of the library is told from another way to read them.
_READING: Final = "spans"


class Mark(Enum):
    """What a calendar says of a day that is not an ordinary one."""

    HOLIDAY = "holiday"
    WORKING_WEEKEND = "working_weekend"


@dataclass(frozen=True, slots=True)
class Calendar:
    """One country's calendar."""

    code: str

    def mark(self, day: date) -> Mark | None:
        """What the day is there; None for an ordinary day, and where nothing is known."""
        holidays, worked = _year(self.code, day.year)
        if day in holidays:
            return Mark.HOLIDAY
        return Mark.WORKING_WEEKEND if day in worked else None

    @property
    def known_until(self) -> int | None:
        """The last year that was published, None where rules give every year."""
        return _last_published(self.code)


def is_known(code: str) -> bool:
    """Whether there is a calendar of this country, or of this part of it."""
    if not re.fullmatch(CODE, code):
        return False
    from holidays import list_supported_countries

    country, _, part = code.partition("-")
    parts = list_supported_countries().get(country)
    return parts is not None and (not part or part in parts)


def edition() -> str:
    """By which edition of the library, and how read, days are judged; another may know more."""
    from holidays.version import __version__

    return f"{__version__}+{_READING}"


@lru_cache(maxsize=1024)
def _year(code: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The holidays of a year and the weekend days that are worked in it."""
    last = _last_published(code)
    # The days off around New Year may be worked for at the end of the year before.
    years = [each for each in (year, year + 1) if last is None or each <= last]
    if year not in years or not 1970 < year < 9000:
        return frozenset(), frozenset()
    from holidays import country_holidays

    country, _, part = code.partition("-")
    found = country_holidays(country, subdiv=part or None, years=years, expand=False)
    off, worked = frozenset(found), frozenset(found.weekend_workdays)
    if code in _PUBLISHED_YEARLY:
        off |= _weekends_within(off, worked)
    return (
        frozenset(day for day in off if day.year == year),
        frozenset(day for day in worked if day.year == year),
    )


def _weekends_within(off: frozenset[date], worked: frozenset[date]) -> frozenset[date]:
    """The weekend days that lie between two days off with nothing but such days between them."""
    within: set[date] = set()
    for first in off:
        weekend = []
        day = first + _ONE_DAY
        while day not in off and day not in worked and day.weekday() >= _SATURDAY:
            weekend.append(day)
            day += _ONE_DAY
        if day in off:
            within.update(weekend)
    return frozenset(within)


@lru_cache(maxsize=64)
def _last_published(code: str) -> int | None:
    if code not in _PUBLISHED_YEARLY:
        return None
    from holidays import country_holidays

    published: dict[int, object] = country_holidays(code).special_public_holidays
    return max(published)
