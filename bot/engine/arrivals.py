"""The inbox's rows: an update is stored once, and what became of it is known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from bot.core.batches import SomeKnown, cut, places
from bot.core.clock import to_micros
from bot.core.model import Incoming
from bot.core.ports import Database, Reader, Transaction, Value
from bot.engine.encoder import incoming_from_json, incoming_to_json

MOST_TRIES = 5
Key = tuple[str, str, str]

_ROW = "platform, bot, update_id, chat, at, seq, state, tries, body, error"
_INSERT = (
    f"INSERT INTO inbox ({_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (platform, bot, update_id) DO NOTHING"
)
_KEY = "platform = ? AND bot = ? AND update_id = ?"


class Over(NamedTuple):
    """An update that waits no more, where it came from, and what is kept of it if set aside."""

    key: Key
    chat: str
    kept: str


def key_of(incoming: Incoming) -> Key:
    """What identifies the update."""
    return (incoming.platform, incoming.bot, incoming.update_id)


async def claim(tx: Transaction, incoming: Incoming, *, stored: bool) -> bool:
    """The update is done when this turn is committed; False when it was done before.

    ``stored``: it lies in the inbox as pending.
    """
    if stored:
        changed = await tx.execute(
            f"UPDATE inbox SET state = 'done', body = '' WHERE {_KEY} AND state = 'pending'",
            incoming.platform,
            incoming.bot,
            incoming.update_id,
        )
    else:
        changed = await tx.execute(
            _INSERT,
            incoming.platform,
            incoming.bot,
            incoming.update_id,
            incoming.chat,
            to_micros(incoming.at),
            0,
            "done",
            0,
            "",
            "",
        )
    return bool(changed)


async def claim_all(tx: Transaction, incomings: Sequence[Incoming]) -> None:
    """As ``claim`` for updates that do not lie in the inbox. Raises SomeKnown."""
    claimed = 0
    for piece in cut(incomings):
        values: list[Value] = []
        for each in piece:
            values += (each.platform, each.bot, each.update_id, each.chat, to_micros(each.at))
        claimed += await tx.execute(_insert_done(len(piece)), *values)
    if claimed < len(incomings):
        raise SomeKnown


async def store(tx: Transaction, incoming: Incoming, seq: int, tries: int = 0) -> bool:
    """The update lies in the inbox as pending, ``seq`` its place in line; False for a known one."""
    return bool(
        await tx.execute(
            _INSERT,
            incoming.platform,
            incoming.bot,
            incoming.update_id,
            incoming.chat,
            to_micros(incoming.at),
            seq,
            "pending",
            tries,
            incoming_to_json(incoming),
            "",
        )
    )


async def reopen(tx: Transaction, incoming: Incoming, seq: int) -> None:
    """The update, claimed in this transaction, waits again: its answer takes longer.

    One that had a place in line keeps it; what was stored behind it stays behind.
    """
    await tx.execute(
        "UPDATE inbox SET state = 'pending', body = ?,"
        f" seq = CASE WHEN seq = 0 THEN ? ELSE seq END WHERE {_KEY}",
        incoming_to_json(incoming),
        seq,
        incoming.platform,
        incoming.bot,
        incoming.update_id,
    )


async def count_try(tx: Transaction, incoming: Incoming) -> None:
    """One more try is written down, before it is made."""
    await tx.execute(
        f"UPDATE inbox SET tries = tries + 1 WHERE {_KEY} AND state = 'pending'",
        incoming.platform,
        incoming.bot,
        incoming.update_id,
    )


async def set_aside(tx: Transaction, incoming: Incoming, tries: int, error: str) -> None:
    """The update is kept for the operators with the reason, and tried no more."""
    await tx.execute(
        f"INSERT INTO inbox ({_ROW}) VALUES (?, ?, ?, ?, ?, 0, 'set_aside', ?, ?, ?)"
        " ON CONFLICT (platform, bot, update_id) DO UPDATE"
        " SET state = 'set_aside', tries = excluded.tries, body = excluded.body,"
        " error = excluded.error",
        incoming.platform,
        incoming.bot,
        incoming.update_id,
        incoming.chat,
        to_micros(incoming.at),
        tries,
        incoming_to_json(incoming),
        error,
    )


async def pending_after(
    read: Reader, seq: int, limit: int, platform: str = ""
) -> list[tuple[int, int, Incoming]]:
    """A page of what waits, as (place in line, tries, update); "" for all platforms."""
    rows = await read.fetch_all(
        "SELECT seq, tries, body FROM inbox WHERE state = 'pending' AND seq > ?"
        " AND (? = '' OR platform = ?) ORDER BY seq LIMIT ?",
        seq,
        platform,
        platform,
        limit,
    )
    return [(int(r[0] or 0), int(r[1] or 0), incoming_from_json(str(r[2]))) for r in rows]


async def page_after(read: Reader, key: Key, limit: int) -> list[tuple[Key, int, bool]]:
    """A page of updates behind ``key``, as (key, instant, whether it is over)."""
    rows = await read.fetch_all(
        "SELECT platform, bot, update_id, at, state FROM inbox"
        " WHERE (platform, bot, update_id) > (?, ?, ?) ORDER BY platform, bot, update_id LIMIT ?",
        *key,
        limit,
    )
    return [
        ((str(row[0]), str(row[1]), str(row[2])), int(row[3] or 0), row[4] != "pending")
        for row in rows
    ]


async def newest_before(
    database: Database, platform: str, bot: str, update_id: str
) -> list[tuple[str, str]]:
    """Up to 500 updates of a bot account, by id downwards from ``update_id``: id and chat.

    That is the newest first where ids grow and are equally long, as those of Discord.
    """
    async with database.read() as read:
        rows = await read.fetch_all(
            "SELECT update_id, chat FROM inbox WHERE platform = ? AND bot = ? AND update_id < ?"
            " ORDER BY platform DESC, bot DESC, update_id DESC LIMIT 500",
            platform,
            bot,
            update_id,
        )
    return [(str(row[0]), str(row[1])) for row in rows]


async def over_after(read: Reader, key: Key, limit: int) -> list[Over]:
    """A page of updates behind ``key`` that wait no more."""
    rows = await read.fetch_all(
        "SELECT platform, bot, update_id, chat, body || error FROM inbox"
        " WHERE (platform, bot, update_id) > (?, ?, ?) AND state <> 'pending'"
        " ORDER BY platform, bot, update_id LIMIT ?",
        *key,
        limit,
    )
    return [Over((str(row[0]), str(row[1]), str(row[2])), str(row[3]), str(row[4])) for row in rows]


async def erase(tx: Transaction, keys: Sequence[Key]) -> None:
    """Nothing of what these updates said is kept, nor why they were set aside."""
    await tx.execute_many(f"UPDATE inbox SET body = '', error = '' WHERE {_KEY}", keys)


async def unname(tx: Transaction, keys: Sequence[Key]) -> None:
    """Nothing says any more from which chat these updates came."""
    await tx.execute_many(f"UPDATE inbox SET chat = '' WHERE {_KEY}", keys)


async def empty(tx: Transaction, keys: Sequence[Key]) -> None:
    """The bodies of these updates are gone."""
    await tx.execute_many(f"UPDATE inbox SET body = '' WHERE {_KEY} AND body <> ''", keys)


async def drop(tx: Transaction, keys: Sequence[Key]) -> None:
    """Nothing is left of these updates."""
    await tx.execute_many(f"DELETE FROM inbox WHERE {_KEY}", keys)


@cache
def _insert_done(count: int) -> str:
    return (
        f"INSERT INTO inbox ({_ROW}) VALUES "
        + places("(?, ?, ?, ?, ?, 0, 'done', 0, '', '')", count)
        + " ON CONFLICT (platform, bot, update_id) DO NOTHING"
    )
