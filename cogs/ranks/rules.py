"""Periods, and places that are shared (``docs/features/ranks.md`` §1).

Pure functions of plain values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

ALL: Final = "all"
STREAK: Final = "streak"
NEWCOMERS: Final = "newcomers"
"""Boards that are always open; the others are named by their period."""

_ONE_DAY: Final = timedelta(days=1)


class Kind(StrEnum):
    """How long a board counts."""

    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    ALL = "all"


class What(StrEnum):
    """By what members are ranked."""

    POINTS = "points"
    STREAK = "streak"


class Shown(StrEnum):
    """How a member wants to be on boards; the later ones tell less."""

    OPEN = "open"
    ANONYMOUS = "anonymous"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from ``first`` to ``last``, both included."""

    kind: Kind
    first: date
    last: date

    @property
    def board(self) -> str:
        """The name of its board."""
        return f"{self.kind}/{self.first.isoformat()}"


@dataclass(frozen=True, slots=True)
class Row:
    """A member with a value, in points or days."""

    member: str
    value: int


def period_at(kind: Kind, day: date, seasons: Sequence[str]) -> Period | None:
    """The period that the day is in; None for ``all``, and for a season where there are none.

    Weeks begin on Monday. ``seasons`` are the days on which one begins each year, as ``MM-DD``.
    """
    match kind:
        case Kind.WEEK:
            first = day - timedelta(days=day.weekday())
            return Period(kind, first, first + timedelta(days=6))
        case Kind.MONTH:
            first = day.replace(day=1)
            return Period(kind, first, (first + timedelta(days=31)).replace(day=1) - _ONE_DAY)
        case Kind.SEASON if seasons:
            starts = sorted(
                date.fromisoformat(f"{year:04d}-{start}")
                for year in (day.year - 1, day.year, day.year + 1)
                for start in seasons
            )
            place = sum(start <= day for start in starts)
            return Period(kind, starts[place - 1], starts[place] - _ONE_DAY)
    return None


def period_before(period: Period, seasons: Sequence[str]) -> Period | None:
    """The period that ended when this one began."""
    return period_at(period.kind, period.first - _ONE_DAY, seasons)


def places_down(rows: Sequence[Row]) -> list[int]:
    """The places of the first rows of a board: who has the same value shares the place."""
    places: list[int] = []
    for number, row in enumerate(rows):
        shares = number > 0 and rows[number - 1].value == row.value
        places.append(places[-1] if shares else number + 1)
    return places


def places_around(
    rows: Sequence[Row], own: Row, place: int, counts: Mapping[int, int]
) -> dict[str, int]:
    """The places of rows that follow each other, among them ``own``, which has this place.

    ``counts`` say how many have each of the values.
    """
    by_value = {own.value: place}
    values = sorted({row.value for row in rows})
    at = values.index(own.value)
    for higher in values[at + 1 :]:
        place -= counts.get(higher, 0)
        by_value[higher] = place
    place = by_value[own.value]
    for number in range(at, 0, -1):
        place += counts.get(values[number], 0)
        by_value[values[number - 1]] = place
    return {row.member: by_value[row.value] for row in rows}
