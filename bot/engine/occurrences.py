"""The occurrences' rows: a job happens once, claimed by an UPDATE, with its cursor in the row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.jobs import Due
from bot.core.model import CommunityId
from bot.core.ports import Reader, Row, Transaction

OPEN: Final = "state IN ('due', 'running')"
_KEY: Final = "community = ? AND job = ? AND zone = ? AND period = ?"
_COLUMNS: Final = "community, job, zone, period, due_at, state, cursor, held_until, tries"
_PLAN: Final = (
    f"INSERT INTO occurrences ({_COLUMNS}, at, error)"
    " VALUES (?, ?, ?, ?, ?, 'due', '', 0, 0, ?, '')"
    " ON CONFLICT (community, job, zone, period) DO NOTHING"
)
# The latest ones count: those that wait since long have their rows already.
_MOST_OPEN: Final = 50_000
_MOST_AHEAD: Final = 2_000
LONGEST_HOLD: Final = timedelta(hours=3)
"""Nobody holds an occurrence for longer: what is held until later was held by another clock."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An occurrence as its row says it. ``spot`` is where and at which chosen time it is."""

    community: CommunityId
    job: str
    spot: str
    period: str
    due: datetime
    state: str = "due"
    cursor: str = ""
    held_until: int = 0
    tries: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What there is one of."""
        return (self.community, self.job, self.spot, self.period)

    @property
    def zone(self) -> str:
        """The zone in which it is due."""
        return self.spot.partition(" ")[0]

    @property
    def at(self) -> str:
        """The "HH:MM" that members chose, "" for a job without ``times``."""
        return self.spot.partition(" ")[2]


def spot_of(zone: str, at: str) -> str:
    """The zone and the time that was chosen in it, as rows have them."""
    return f"{zone} {at}" if at else zone


async def plan(
    tx: Transaction, community: CommunityId, job: str, spot: str, dues: Iterable[Due], now: datetime
) -> None:
    """These occurrences are there; those that were there stay as they are."""
    await plan_all(tx, [(community, job, spot, due) for due in dues], now)


async def plan_all(
    tx: Transaction, dues: Iterable[tuple[CommunityId, str, str, Due]], now: datetime
) -> None:
    """The same for many: each with its community, job and spot."""
    await tx.execute_many(
        _PLAN,
        [(*place, due.period, to_micros(due.at), to_micros(now)) for *place, due in dues],
    )


async def withdraw(tx: Transaction, planned: Planned) -> None:
    """It is not planned any more, unless somebody has begun it."""
    await tx.execute(
        f"DELETE FROM occurrences WHERE {_KEY} AND state = 'due' AND due_at = ?",
        *planned.key,
        to_micros(planned.due),
    )


async def open_of(read: Reader, jobs: Sequence[str]) -> list[Planned]:
    """What is planned or begun of these jobs, everywhere, the latest first."""
    names = ", ".join("?" * len(jobs))
    rows = await read.fetch_all(
        f"SELECT {_COLUMNS} FROM occurrences WHERE {OPEN} AND job IN ({names})"
        f" ORDER BY due_at DESC LIMIT {_MOST_OPEN}",
        *jobs,
    )
    return [_planned(row) for row in rows]


async def states_since(
    read: Reader, community: CommunityId, job: str, spot: str, period: str
) -> dict[str, str]:
    """The states of the job's occurrences in this spot, from this period on."""
    rows = await read.fetch_all(
        "SELECT period, state FROM occurrences WHERE community = ? AND job = ? AND zone = ?"
        f" AND period >= ? ORDER BY period LIMIT {_MOST_AHEAD}",
        community,
        job,
        spot,
        period,
    )
    return {str(period): str(state) for period, state in rows}


async def done_before(read: Reader, planned: Planned) -> str:
    """The period of the last occurrence before this one that was done, "" for none."""
    row = await read.fetch_one(
        "SELECT max(period) FROM occurrences WHERE community = ? AND job = ? AND zone = ?"
        " AND period < ? AND state = 'done'",
        *planned.key,
    )
    return "" if row is None else str(row[0] or "")


async def first_due(read: Reader, now: datetime) -> Planned | None:
    """What is to be worked on now: the earliest due, of several by community, job and zone."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM occurrences WHERE {OPEN} AND due_at <= ?"
        " AND (held_until <= ? OR held_until > ?)"
        " ORDER BY due_at, community, job, zone, period LIMIT 1",
        to_micros(now),
        to_micros(now),
        to_micros(now + LONGEST_HOLD),
    )
    return None if row is None else _planned(row)


async def next_at(read: Reader, now: datetime) -> int | None:
    """The instant of the next work in microseconds, None when nothing is planned."""
    row = await read.fetch_one(
        "SELECT min(CASE WHEN held_until > due_at AND held_until <= ? THEN held_until"
        f" ELSE due_at END) FROM occurrences WHERE {OPEN}",
        to_micros(now + LONGEST_HOLD),
    )
    return None if row is None or row[0] is None else int(row[0])


async def open_again(tx: Transaction) -> None:
    """The process that worked is gone: what it held is free."""
    await tx.execute("UPDATE occurrences SET held_until = 0 WHERE state = 'running'")


async def claim(tx: Transaction, planned: Planned, now: datetime, lease: timedelta) -> bool:
    """It is ours for the time of the lease, one more try; False when another was first."""
    changed = await tx.execute(
        "UPDATE occurrences SET state = 'running', held_until = ?, tries = tries + 1, at = ?"
        f" WHERE {_KEY} AND state = ? AND held_until = ? AND tries = ?",
        to_micros(now + lease),
        to_micros(now),
        *planned.key,
        planned.state,
        planned.held_until,
        planned.tries,
    )
    return bool(changed)


async def advance(
    tx: Transaction, planned: Planned, cursor: str, now: datetime, lease: timedelta
) -> bool:
    """The slice up to ``cursor`` is done; False when another did it, or the whole, meanwhile."""
    changed = await tx.execute(
        "UPDATE occurrences SET cursor = ?, held_until = ?, tries = 0"
        f" WHERE {_KEY} AND state = 'running' AND cursor = ?",
        cursor,
        to_micros(now + lease),
        *planned.key,
        planned.cursor,
    )
    return bool(changed)


async def finish(
    tx: Transaction, planned: Planned, state: str, now: datetime, error: str = ""
) -> bool:
    """It is over: ``done``, ``skipped`` or ``failed`` with the reason. False when it was."""
    changed = await tx.execute(
        f"UPDATE occurrences SET state = ?, at = ?, error = ? WHERE {_KEY} AND {OPEN}",
        state,
        to_micros(now),
        error,
        *planned.key,
    )
    return bool(changed)


async def give_up(tx: Transaction, planned: Planned, now: datetime) -> None:
    """It was begun and its time is over: it has failed, by what stopped it last."""
    await tx.execute(
        "UPDATE occurrences SET state = 'failed', at = ?,"
        " error = CASE WHEN error = '' THEN 'its time was over before it was done' ELSE error END"
        f" WHERE {_KEY} AND state = 'running'",
        to_micros(now),
        *planned.key,
    )


async def put_off(tx: Transaction, planned: Planned, until: datetime, error: str) -> None:
    """Its slice failed; it is tried again at this time."""
    await tx.execute(
        f"UPDATE occurrences SET held_until = ?, error = ? WHERE {_KEY} AND state = 'running'",
        to_micros(until),
        error,
        *planned.key,
    )


async def page(
    read: Reader, community: CommunityId, after: tuple[str, str, str], limit: int
) -> list[tuple[Planned, datetime]]:
    """The community's occurrences behind (job, zone, period), with since when they are so."""
    rows = await read.fetch_all(
        f"SELECT {_COLUMNS}, at FROM occurrences"
        " WHERE community = ? AND (job, zone, period) > (?, ?, ?)"
        " ORDER BY job, zone, period LIMIT ?",
        community,
        *after,
        limit,
    )
    return [(_planned(row[:9]), from_micros(int(row[9] or 0))) for row in rows]


async def latest_of(
    read: Reader, community: CommunityId, job: str, limit: int
) -> list[tuple[Planned, datetime, str]]:
    """What became of the job last, the latest first: since when it is so, and the reason."""
    rows = await read.fetch_all(
        f"SELECT {_COLUMNS}, at, error FROM occurrences"
        " WHERE community = ? AND job = ? AND state IN ('done', 'skipped', 'failed')"
        " ORDER BY at DESC, period DESC, zone LIMIT ?",
        community,
        job,
        limit,
    )
    return [(_planned(row[:9]), from_micros(int(row[9] or 0)), str(row[10])) for row in rows]


async def forget(tx: Transaction, before: int) -> None:
    """What was over before this instant (microseconds) is gone."""
    await tx.execute(
        "DELETE FROM occurrences WHERE at < ? AND state IN ('done', 'skipped', 'failed')", before
    )


def _planned(row: Row) -> Planned:
    community, job, zone, period, due, state, cursor, held, tries = row
    return Planned(
        CommunityId(str(community)),
        str(job),
        str(zone),
        str(period),
        from_micros(int(due or 0)),
        str(state),
        str(cursor),
        int(held or 0),
        int(tries or 0),
    )
