"""Recaps: the spans of days that they tell of, and what cogs bring to them.

    @offers("recap", "cheers")
    async def tell_cheers(telling: Telling) -> Section | None: ...

    @offers("recap own", "cheers")
    async def tell_own_cheers(read: Reader, member: ExportMember, span: Span) -> OwnSection: ...

The key of a ``recap`` is also that of its sentences ``recap.name.cheers`` and
``recap.why.cheers``, what ``/recap why cheers`` answers (``docs/features/recaps.md`` §5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from bot.core.cog import SettingsOf
from bot.core.context import House
from bot.core.model import AccountId, Community, MemberId
from bot.core.ports import Reader
from bot.core.text import Text

SECTIONS: Final = "recap"
OWN: Final = "recap own"
NAMELESS: Final = "nameless"
"""The room whose offers ``(read, community, members)`` say which members are not to be named."""

_ONE_DAY: Final = timedelta(days=1)
_WEEK: Final = 7


class Scope(StrEnum):
    """How long a recap looks back."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """Local days from ``first`` to ``last``, both included: a day, an ISO week, a month, a year."""

    scope: Scope
    first: date
    last: date

    @property
    def name(self) -> str:
        """2026-11-23, 2026-W48, 2026-11 or 2026."""
        match self.scope:
            case Scope.DAY:
                return self.first.isoformat()
            case Scope.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year:04}-W{week:02}"
            case Scope.MONTH:
                return f"{self.first:%Y-%m}"
        return f"{self.first:%Y}"

    @property
    def before(self) -> Span:
        """The span that ended when this one began."""
        return span_of(self.scope, self.first - _ONE_DAY)

    @property
    def days(self) -> Iterator[date]:
        """Each of its days, in order."""
        count = (self.last - self.first).days + 1
        return (self.first + timedelta(days=number) for number in range(count))


def span_of(scope: Scope, day: date) -> Span:
    """The span of this length that the day is in; weeks begin on Monday."""
    match scope:
        case Scope.DAY:
            return Span(scope, day, day)
        case Scope.WEEK:
            first = day - timedelta(days=day.weekday())
            return Span(scope, first, first + timedelta(days=_WEEK - 1))
        case Scope.MONTH:
            first = day.replace(day=1)
            return Span(scope, first, (first + timedelta(days=31)).replace(day=1) - _ONE_DAY)
    return Span(scope, date(day.year, 1, 1), date(day.year, 12, 31))


class Figure(NamedTuple):
    """A number of a span, and the same of the span before it, None where there is none."""

    key: str
    value: int
    before: int | None = None


class Best(NamedTuple):
    """Somebody who may be named, with what they have reached."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Section:
    """What one cog says in a recap; those with a lower ``place`` stand before others.

    ``figures`` are kept as they were told, and compared later. ``days`` are numbers of each day
    and ``best`` are members, for the picture. A section that tells of nothing is None instead.
    """

    place: int
    texts: tuple[Text, ...]
    figures: tuple[Figure, ...] = ()
    days: tuple[int, ...] = ()
    best: tuple[Best, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnSection:
    """What one cog says in a member's own recap."""

    place: int
    texts: tuple[Text, ...]


class Moment(NamedTuple):
    """Something that happened to a member: ``value`` is the badge, the level or the tier."""

    account: AccountId
    value: str
    at: datetime


class Telling(Protocol):
    """What a section knows of the recap that it stands in. It reads what was committed.

    ``running`` says that the span goes on still, so that its last days are to come.
    """

    @property
    def read(self) -> Reader: ...
    @property
    def community(self) -> Community: ...
    @property
    def settings(self) -> SettingsOf: ...
    @property
    def house(self) -> House: ...
    @property
    def span(self) -> Span: ...
    @property
    def now(self) -> datetime: ...
    @property
    def running(self) -> bool: ...

    async def names(self, members: Sequence[MemberId]) -> Mapping[MemberId, str]:
        """How those of these members are called who may be named; cut to a sane length."""
        ...

    async def members(self, accounts: Sequence[AccountId]) -> Mapping[AccountId, MemberId]:
        """Who holds these accounts now; those of nobody are left out."""
        ...

    async def count(self, what: str) -> Mapping[str, int]:
        """How many members had a moment of this kind in the span, by its value."""
        ...

    async def moments(self, what: str, value: str, limit: int) -> Sequence[Moment]:
        """The first moments of this kind and value in the span."""
        ...
