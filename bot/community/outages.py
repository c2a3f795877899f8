"""When the bot was deaf: each platform for itself, by the last instant at which it was heard.

A platform is deaf while the process is dead or its adapter cannot reach it. A heartbeat says
until when it was heard, an outage the span that has ended. See ``docs/features/checkin.md`` §6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.clock import from_micros, to_micros
from bot.core.ports import Reader, Row, Transaction

_MINUTE = 60_000_000
# No local day holds more outages than this.
_MOST = 10_000

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outage:
    """A span in which nothing was heard of a platform, its end left out."""

    platform: str
    began: datetime
    ended: datetime


async def beat(tx: Transaction, platforms: Iterable[str], now: datetime) -> None:
    """These platforms are heard now."""
    await tx.execute_many(
        "INSERT INTO heartbeats (platform, at, is_up) VALUES (?, ?, 1)"
        " ON CONFLICT (platform) DO UPDATE SET at = excluded.at, is_up = 1",
        [(platform, to_micros(now)) for platform in sorted(platforms)],
    )


async def fall_silent(tx: Transaction, platforms: Iterable[str], now: datetime) -> None:
    """These platforms were heard until now, and are not any more."""
    await tx.execute_many(
        "UPDATE heartbeats SET at = ?, is_up = 0 WHERE platform = ? AND is_up = 1",
        [(to_micros(now), platform) for platform in sorted(platforms)],
    )


async def lose(tx: Transaction, platform: str) -> None:
    """The platform is not heard any more; it was until its last heartbeat."""
    await tx.execute("UPDATE heartbeats SET is_up = 0 WHERE platform = ?", platform)


async def nothing_is_heard(tx: Transaction) -> None:
    """A process begins: whatever was heard by one that died counts until its last heartbeat."""
    await tx.execute("UPDATE heartbeats SET is_up = 0 WHERE is_up = 1")


async def hear(tx: Transaction, platform: str, now: datetime) -> Outage | None:
    """The platform is heard from now on; the outage that this ends is kept and returned.

    None when it was heard before, for a platform that was never heard, and where the wall clock
    went back over the last heartbeat.
    """
    await tx.lock(f"heartbeat:{platform}")
    row = await tx.fetch_one("SELECT at, is_up FROM heartbeats WHERE platform = ?", platform)
    await beat(tx, (platform,), now)
    if row is None or row[1] or int(row[0] or 0) >= to_micros(now):
        return None
    began = int(row[0] or 0)
    await tx.execute(
        "INSERT INTO outages (platform, began_at, ended_at) VALUES (?, ?, ?)"
        " ON CONFLICT (platform, began_at) DO UPDATE SET ended_at = excluded.ended_at"
        " WHERE outages.ended_at < excluded.ended_at",
        platform,
        began,
        to_micros(now),
    )
    return Outage(platform, from_micros(began), now)


async def same_as(
    read: Reader, platforms: Iterable[str], began: datetime, slack: timedelta
) -> list[Outage]:
    """The outages of these platforms that have ended and began within ``slack`` of the instant.

    When a process dies, its platforms were last heard one after the other.
    """
    names = sorted(set(platforms))
    places = ", ".join("?" * len(names))
    rows = await read.fetch_all(
        "SELECT platform, began_at, ended_at FROM outages"
        f" WHERE platform IN ({places}) AND began_at BETWEEN ? AND ? ORDER BY platform, began_at",
        *names,
        to_micros(began - slack),
        to_micros(began + slack),
    )
    return [
        Outage(str(platform), from_micros(int(first or 0)), from_micros(int(last or 0)))
        for platform, first, last in rows
    ]


async def down_minutes(
    read: Reader, platforms: Iterable[str], start: datetime, end: datetime
) -> float:
    """The minutes from ``start`` to ``end`` in which all these platforms were down at once.

    What is still down counts up to ``end``, which is not after now. No platforms were never down.
    """
    common: Spans | None = None
    for platform in sorted(set(platforms)):
        spans = await _spans(read, platform, to_micros(start), to_micros(end))
        common = spans if common is None else _both(common, spans)
        if not common:
            return 0.0
    return sum(last - first for first, last in common or ()) / _MINUTE


async def _spans(read: Reader, platform: str, start: int, end: int) -> Spans:
    """What lies of the platform's outages in the window, in order and apart from each other."""
    rows = await read.fetch_all(
        "SELECT began_at, ended_at FROM outages"
        " WHERE platform = ? AND ended_at > ? AND began_at < ? ORDER BY ended_at LIMIT ?",
        platform,
        start,
        end,
        _MOST,
    )
    silent = await read.fetch_one(
        "SELECT at FROM heartbeats WHERE platform = ? AND is_up = 0 AND at < ?", platform, end
    )
    if silent is not None:
        rows.append((int(silent[0] or 0), end))
    return _apart(rows, start, end)


def _apart(rows: Iterable[Row], start: int, end: int) -> Spans:
    spans: Spans = []
    clipped = [(max(int(row[0] or 0), start), min(int(row[1] or 0), end)) for row in rows]
    for first, last in sorted(clipped):
        begin = max(first, spans[-1][1]) if spans else first
        if begin < last:
            spans.append((begin, last))
    return spans


def _both(one: Spans, other: Spans) -> Spans:
    """Where the two overlap."""
    found = []
    for first, last in one:
        for begin, end in other:
            if (start := max(first, begin)) < (stop := min(last, end)):
                found.append((start, stop))
    return sorted(found)
