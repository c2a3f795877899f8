"""Events whose listener failed: kept, and tried again with the event's own instant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.cog import ListenSpec
from bot.core.context import Context
from bot.core.events import Event, event_to_json
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Transaction

# Minutes before the second, third … try; after the last the event is set aside.
WAITS_MIN: Final = (1, 5, 30, 120, 720)


@dataclass(frozen=True, slots=True)
class Kept:
    """An event that waits for its listener, as JSON; ``account`` acted when it was told."""

    id: str
    listener: str
    body: str
    tries: int
    account: AccountId
    told_at: datetime


async def keep(ctx: Context, listener: ListenSpec, event: Event) -> None:
    """The listener will hear the event later, as in this turn."""
    await ctx.tx.execute(
        "INSERT INTO event_retries"
        " (id, listener, event, body, state, tries, next_at, error, account, told_at)"
        " VALUES (?, ?, ?, ?, 'waiting', 1, ?, '', ?, ?)",
        ctx.ids.new(),
        listener.name,
        type(event).__name__,
        event_to_json(event),
        to_micros(ctx.now + timedelta(minutes=WAITS_MIN[0])),
        ctx.account.id,
        to_micros(ctx.now),
    )


async def due(read: Reader, now: datetime, limit: int) -> list[Kept]:
    """What is to be tried now, the oldest first."""
    rows = await read.fetch_all(
        "SELECT id, listener, body, tries, account, told_at FROM event_retries"
        " WHERE state = 'waiting' AND next_at <= ? ORDER BY next_at, id LIMIT ?",
        to_micros(now),
        limit,
    )
    return [
        Kept(str(id_), str(listener), str(body), int(tries or 0), AccountId(str(account)),
             from_micros(int(told_at or 0)))
        for id_, listener, body, tries, account, told_at in rows
    ]  # fmt: skip


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
        "SELECT id, body FROM event_retries WHERE account = ? OR body LIKE ? ORDER BY id",
        account,
        f"%{account}%",
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
