"""Jobs: what the bot does by itself at its time, for a community, in slices.

    async def find_hungry(looking: Looking) -> Page: ...

    @job("feed", EndOfDay(), find=find_hungry)
    async def feed(ctx: JobContext, members: Sequence[str]) -> None: ...

An occurrence of a job is a row: it happens once, whatever is restarted or whoever else runs.
``docs/architecture.md``, "Jobs".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from bot.core.model import Community
from bot.core.ports import Reader
from bot.core.schedule import day_bounds, local_day

if TYPE_CHECKING:
    from bot.core.cog import SettingsOf
    from bot.core.context import House


class Due(NamedTuple):
    """One occurrence: the name of its period, and when it is due. Periods sort as they follow."""

    period: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Where:
    """Where a schedule is read, and by which settings.

    ``day_start`` is when local days begin there. ``at`` is the "HH:MM" that members chose, for a
    job with ``times``, else "".
    """

    zone: str
    day_start: time
    settings: SettingsOf
    at: str = ""


class Schedule(Protocol):
    """When a job is due; ``bot/core/timetables.py`` has those that say a time of day."""

    def next_due(self, after: datetime, where: Where) -> Due | None:
        """The first occurrence that is due behind ``after``, None when it is switched off."""
        ...


@dataclass(frozen=True, slots=True)
class EndOfDay:
    """At the end of every local day, which is the period."""

    def next_due(self, after: datetime, where: Where) -> Due:
        day = local_day(after, where.zone, where.day_start)
        return Due(day.isoformat(), day_bounds(day, where.zone, where.day_start)[1])


class CatchUp(StrEnum):
    """What becomes of occurrences that fell due while the bot was off or the clock jumped.

    SKIP: none of them happens. RUN_ONCE: the latest happens, for all. RUN_ALL: each happens.
    """

    SKIP = "skip"
    RUN_ONCE = "run_once"
    RUN_ALL = "run_all"


LATE: Final = "late"
LATER_ONE: Final = "later_one"
GONE: Final = "gone"
"""Why an occurrence was skipped: its time was over, a later one was done for all that were
missed, or there is no such job or community any more."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a job is due in a community and zone.

    ``previous`` is the period of the last one before it that was done, "" for none. ``at`` is
    the "HH:MM" that members chose, for a job with ``times``.
    """

    job: str
    zone: str
    period: str
    due: datetime
    previous: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """What a job's ``find`` knows: it reads what was committed, outside of any turn.

    ``cursor`` is where the page before ended, "" for the first one.
    """

    read: Reader
    community: Community
    settings: SettingsOf
    now: datetime
    occurrence: Occurrence
    cursor: str
    house: House


@dataclass(frozen=True, slots=True)
class Page:
    """The keys of one slice, in order; ``cursor`` is None when no other page follows."""

    keys: Sequence[str]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one occurrence, and since when; ``reason`` of what was skipped or failed."""

    zone: str
    at: str
    period: str
    state: str
    since: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A zone, or a time ``at`` that members chose in it, with the next times of the job there."""

    zone: str
    at: str
    dues: Sequence[Due]


@dataclass(frozen=True, slots=True)
class JobView:
    """A job of a community as it is shown: when it is due next, and how it went of late.

    One that is switched off has no ``spots``; ``is_chosen`` says that members choose its times.
    """

    name: str
    catch_up: CatchUp
    late_s: int
    until_day_ends: bool
    is_chosen: bool
    spots: Sequence[Spot]
    outcomes: Sequence[Outcome]
