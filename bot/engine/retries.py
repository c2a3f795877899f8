"""Events whose listener failed: kept, and tried again with the event's own instant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import to_micros
from bot.core.cog import ListenSpec
from bot.core.events import Event, event_to_json
from bot.core.ids import Ids
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Transaction

# Minutes before the second, third … try; after the last the event is set aside.
WAITS_MIN: Final = (1, 5, 30, 120, 720)


async def keep(
    tx: Transaction, ids: Ids, listener: ListenSpec, event: Event, now: datetime
) -> None:
    """The listener will hear the event later."""
    await tx.execute(
        "INSERT INTO event_retries (id, listener, event, body, state, tries, next_at, error)"
        " VALUES (?, ?, ?, ?, 'waiting', 1, ?, '')",
        ids.new(),
        listener.name,
        type(event).__name__,
        event_to_json(event),
        to_micros(now + timedelta(minutes=WAITS_MIN[0])),
    )


async def due(read: Reader, now: datetime, limit: int) -> list[tuple[str, str, str, int]]:
    """What is to be tried now, as (id, listener, event as JSON, tries), the oldest first."""
    rows = await read.fetch_all(
        "SELECT id, listener, body, tries FROM event_retries"
        " WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT ?",
        to_micros(now),
        limit,
    )
    return [(str(r[0]), str(r[1]), str(r[2]), int(r[3] or 0)) for r in rows]


async def next_due(read: Reader) -> int | None:
    """The instant of the earliest retry in microseconds, None when there is none."""
    row = await read.fetch_one("SELECT min(next_at) FROM event_retries WHERE state = 'waiting'")
    return None if row is None or row[0] is None else int(row[0])


async def done(tx: Transaction, retry: str) -> bool:
    """The event was heard; False when it was heard before."""
    return bool(await tx.execute("DELETE FROM event_retries WHERE id = ?", retry))


async def forget_account(
    tx: Transaction, account: AccountId, communities: Sequence[CommunityId] | None
) -> None:
    """No listener hears later what the account did, in these communities or, None, anywhere."""
    rows = await tx.fetch_all(
        "SELECT id, body FROM event_retries WHERE body LIKE ? ORDER BY id", f"%{account}%"
    )
    for retry, body in rows:
        told = json.loads(str(body))
        if communities is None or told.get("community") in communities:
            await done(tx, str(retry))


async def failed(tx: Transaction, retry: str, tries: int, error: str, now: datetime) -> bool:
    """One more try has failed. Returns whether it was the last one and the event is set aside."""
    over = tries >= len(WAITS_MIN)
    wait = timedelta(minutes=WAITS_MIN[min(tries, len(WAITS_MIN) - 1)])
    await tx.execute(
        "UPDATE event_retries SET state = ?, tries = ?, next_at = ?, error = ? WHERE id = ?",
        "set_aside" if over else "waiting",
        tries + 1,
        to_micros(now + wait),
        error,
        retry,
    )
    return over
