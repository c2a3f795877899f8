"""The occurrences' rows: a job happens once, claimed by an UPDATE, with its cursor in the row."""

from __future__ import annotations

from collections.abc import Iterable
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
    tx: Transaction, community: CommunityId, job: str, zone: str, dues: Iterable[Due], now: datetime
) -> None:
    """These occurrences are there; those that were there stay as they are."""
    await tx.execute_many(
        f"INSERT INTO occurrences ({_COLUMNS}, at, error)"
        " VALUES (?, ?, ?, ?, ?, 'due', '', 0, 0, ?, '')"
        " ON CONFLICT (community, job, zone, period) DO NOTHING",
        [(community, job, zone, due.period, to_micros(due.at), to_micros(now)) for due in dues],
    )


async def latest(
    read: Reader, community: CommunityId, job: str, zone: str, now: datetime
) -> Planned | None:
    """The latest occurrence of the job in this zone that is not ahead, None before the first."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM occurrences WHERE community = ? AND job = ? AND zone = ?"
        " AND due_at <= ? ORDER BY period DESC LIMIT 1",
        community,
        job,
        zone,
        to_micros(now),
    )
    return None if row is None else _planned(row)


async def state_of(
    read: Reader, community: CommunityId, job: str, zone: str, period: str
) -> str | None:
    """The state of the occurrence, None where it has no row."""
    row = await read.fetch_one(
        f"SELECT state FROM occurrences WHERE {_KEY}", community, job, zone, period
    )
    return None if row is None else str(row[0])


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
        f"SELECT {_COLUMNS} FROM occurrences WHERE {OPEN} AND due_at <= ? AND held_until <= ?"
        " ORDER BY due_at, community, job, zone, period LIMIT 1",
        to_micros(now),
        to_micros(now),
    )
    return None if row is None else _planned(row)


async def next_at(read: Reader) -> int | None:
    """The instant of the next work in microseconds, None when nothing is planned."""
    row = await read.fetch_one(
        "SELECT min(CASE WHEN held_until > due_at THEN held_until ELSE due_at END)"
        f" FROM occurrences WHERE {OPEN}"
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
