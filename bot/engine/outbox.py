"""The outbox's rows: what was decided to be said or done, kept until a platform has taken it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.core.batches import padded, places
from bot.core.ports import Reader, Row, Transaction, Value
from bot.engine.encoder import dumps

_FIELDS = "platform, chat, cause, body, at, not_before, not_after, cancel_key, dedupe_key"
_INSERT = (
    f"INSERT INTO outbox ({_FIELDS}, state, tries, parts_sent, message_id, error)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, 0, '', '')"
)
_PAGE = 1_000
# The messages that are answered, shown anew, deleted or reacted to.
_OF_THE_CHAT = ("in_reply_to", "replaces", "message")
_PUT = _INSERT + " RETURNING seq"
_PUT_ONCE = (
    _INSERT + " ON CONFLICT (dedupe_key) WHERE dedupe_key IS NOT NULL DO NOTHING RETURNING seq"
)


@dataclass(slots=True)
class Waiting:
    """A message that waits to be sent, or an act (``bot/engine/deeds.py``) that waits to be done.

    ``body`` is what ``bot/presenter/render.py`` reads. Besides texts, buttons, card, mentions and
    kind it names ``locale``, ``to`` (the platform's id of the one who sees it, "" for the whole
    chat), ``in_reply_to`` and ``replaces`` (messages' ids), ``named`` (how the mentioned are
    called), ``answer_to`` (as in the update), ``document`` (``bot/engine/documents.py``),
    ``asked_in`` (``bot/engine/apart.py``), ``asker`` (who is answered in a group, by name). A
    ``secret`` body is empty once it is over.

    ``at`` is when it was decided, ``notice`` in the body what to ask when it has waited
    (``bot/engine/meant.py``).

    ``emoji`` is the reaction that stands for it, "" when none may, None before that is known;
    ``alone`` that it is not to be joined with others (``bot/engine/joining.py``). Neither outlives
    the process.
    """

    seq: int
    platform: str
    chat: str
    body: Mapping[str, Any]
    cause: str = ""
    not_before: int = 0
    not_after: int = 0
    cancel_key: str = ""
    tries: int = 0
    parts_sent: int = 0
    message_id: str = ""
    emoji: str | None = None
    alone: bool = False
    at: int = 0


class Over(NamedTuple):
    """A message that waits no more, and where it went."""

    seq: int
    platform: str
    chat: str
    has_body: bool


async def put(  # noqa: PLR0913  the columns of a row
    tx: Transaction,
    *,
    platform: str,
    chat: str,
    cause: str,
    body: Mapping[str, Any],
    at: int,
    not_before: int = 0,
    not_after: int = 0,
    cancel_key: str = "",
    dedupe_key: str = "",
) -> Waiting | None:
    """The message waits to be sent. None when one with this dedupe key was there already."""
    values: tuple[Value, ...] = (
        platform, chat, cause, dumps(body), at, not_before, not_after, cancel_key,
    )  # fmt: skip
    if dedupe_key:
        row = await tx.fetch_one(_PUT_ONCE, *values, dedupe_key)
    else:
        row = await tx.fetch_one(_PUT, *values, None)
    if row is None:
        return None
    seq = int(row[0] or 0)
    return Waiting(seq, platform, chat, body, cause, not_before, not_after, cancel_key, at=at)


async def cancel(tx: Transaction, cancel_key: str) -> list[Mapping[str, Any]]:
    """Messages with this key that still wait are not sent; the bodies of those not begun."""
    rows = await tx.fetch_all(
        # The second word on the key is what the index of those that have one asks for.
        "UPDATE outbox SET state = 'cancelled' WHERE state = 'waiting' AND cancel_key = ?"
        " AND cancel_key <> '' RETURNING body, parts_sent",
        cancel_key,
    )
    return [json.loads(str(body)) for body, parts_sent in rows if body and not parts_sent]


async def move_chat(tx: Transaction, platform: str, old: str, new: str) -> None:
    """What waits for chat ``old`` is sent to ``new``."""
    count = _PAGE
    while count == _PAGE:
        rows = await tx.fetch_all(
            "SELECT seq, body FROM outbox WHERE state = 'waiting' AND platform = ? AND chat = ?"
            " ORDER BY seq LIMIT ?",
            platform,
            old,
            _PAGE,
        )
        count = len(rows)
        await tx.execute_many(
            "UPDATE outbox SET chat = ?, body = ? WHERE seq = ?",
            [(new, dumps(without_messages(json.loads(str(body)))), seq) for seq, body in rows],
        )


def without_messages(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body in another chat: the ids of messages that it names are those of others there."""
    return {name: value for name, value in body.items() if name not in _OF_THE_CHAT}


async def waiting_after(read: Reader, seq: int, limit: int) -> list[Waiting]:
    """A page of what waits, in the order in which it was decided."""
    rows = await read.fetch_all(
        "SELECT seq, platform, chat, body, cause, not_before, not_after, cancel_key, tries,"
        " parts_sent, message_id, at FROM outbox"
        " WHERE state = 'waiting' AND seq > ? ORDER BY seq LIMIT ?",
        seq,
        limit,
    )
    return [_waiting(row) for row in rows]


async def seqs_waiting(read: Reader, platform: str) -> AsyncIterator[int]:
    """The place of each message of the platform that waits, in order."""
    seq, count = 0, _PAGE
    while count == _PAGE:
        rows = await read.fetch_all(
            "SELECT seq FROM outbox WHERE state = 'waiting' AND platform = ? AND seq > ?"
            " ORDER BY seq LIMIT ?",
            platform,
            seq,
            _PAGE,
        )
        count = len(rows)
        for row in rows:
            seq = int(row[0] or 0)
            yield seq


async def still_waits(read: Reader, seq: int) -> bool:
    """Whether the message was neither sent nor cancelled."""
    row = await read.fetch_one("SELECT state FROM outbox WHERE seq = ?", seq)
    return row is not None and row[0] == "waiting"


async def said(read: Reader, dedupe_keys: Sequence[str]) -> list[tuple[str, str, str]]:
    """Where the messages with these keys were said: platform, chat, and the platform's id."""
    found = []
    for piece in padded(dedupe_keys):
        rows = await read.fetch_all(
            "SELECT platform, chat, message_id FROM outbox"
            f" WHERE dedupe_key IN ({places('?', len(piece))}) AND state = 'sent'"
            " AND message_id <> '' ORDER BY seq",
            *piece,
        )
        found += [(str(platform), str(chat), str(message)) for platform, chat, message in rows]
    return found


async def note_body(tx: Transaction, message: Waiting) -> None:
    """The message is what it has become."""
    await tx.execute("UPDATE outbox SET body = ? WHERE seq = ?", dumps(message.body), message.seq)


async def note_part(tx: Transaction, message: Waiting) -> None:
    """The parts that a platform has accepted are not sent again."""
    await tx.execute(
        "UPDATE outbox SET parts_sent = ?, message_id = ? WHERE seq = ?",
        message.parts_sent,
        message.message_id,
        message.seq,
    )


async def finish(tx: Transaction, message: Waiting, state: str, error: str = "") -> bool:
    """The message is over: ``sent``, ``failed`` with the reason, or ``late``.

    False when it was cancelled before, while its platform took it.
    """
    end = "UPDATE outbox SET state = ?, tries = ?, parts_sent = ?, message_id = ?, error = ?"
    values: tuple[Value, ...] = (
        state, message.tries, message.parts_sent, message.message_id, error, message.seq,
    )  # fmt: skip
    waited = bool(await tx.execute(f"{end} WHERE seq = ? AND state = 'waiting'", *values))
    if not waited:
        await tx.execute(f"{end} WHERE seq = ?", *values)
    if message.body.get("secret"):
        await empty(tx, [message.seq])
    return waited


async def old_after(read: Reader, seq: int, before: int, limit: int) -> list[tuple[int, int]]:
    """A page of what is over and older than ``before``, as (seq, at), behind ``seq``."""
    rows = await read.fetch_all(
        "SELECT seq, at FROM outbox WHERE seq > ? AND at < ? AND state <> 'waiting'"
        " ORDER BY seq LIMIT ?",
        seq,
        before,
        limit,
    )
    return [(int(row[0] or 0), int(row[1] or 0)) for row in rows]


async def cancel_chat(tx: Transaction, platform: str, chat: str) -> None:
    """What waits for the chat is not sent, and nothing of it is kept."""
    await tx.execute(
        "UPDATE outbox SET state = 'cancelled', body = ''"
        " WHERE state = 'waiting' AND platform = ? AND chat = ?",
        platform,
        chat,
    )


async def waits_for(read: Reader, platform: str, chat: str) -> bool:
    """Whether something waits to be sent to the chat."""
    row = await read.fetch_one(
        "SELECT 1 FROM outbox WHERE state = 'waiting' AND platform = ? AND chat = ? LIMIT 1",
        platform,
        chat,
    )
    return row is not None


async def over_after(read: Reader, seq: int, limit: int) -> list[Over]:
    """A page of messages that wait no more, behind ``seq``."""
    rows = await read.fetch_all(
        "SELECT seq, platform, chat, CASE WHEN body = '' THEN 0 ELSE 1 END FROM outbox"
        " WHERE seq > ? AND state <> 'waiting' ORDER BY seq LIMIT ?",
        seq,
        limit,
    )
    return [Over(int(r[0] or 0), str(r[1]), str(r[2]), bool(r[3])) for r in rows]


async def unname(tx: Transaction, seqs: Sequence[int]) -> None:
    """Nothing says any more to which chat these messages went."""
    await tx.execute_many("UPDATE outbox SET chat = '' WHERE seq = ?", [(seq,) for seq in seqs])


async def empty(tx: Transaction, seqs: Sequence[int]) -> None:
    """The bodies of these messages are gone."""
    await tx.execute_many("UPDATE outbox SET body = '' WHERE seq = ?", [(seq,) for seq in seqs])


async def drop(tx: Transaction, seqs: Sequence[int]) -> None:
    """Nothing is left of these messages."""
    await tx.execute_many("DELETE FROM outbox WHERE seq = ?", [(seq,) for seq in seqs])


def _waiting(row: Row) -> Waiting:
    seq, platform, chat, body, cause, not_before, not_after, cancel_key, tries, parts, sent, at = (
        row
    )
    return Waiting(
        int(seq or 0),
        str(platform),
        str(chat),
        json.loads(str(body)),
        str(cause),
        int(not_before or 0),
        int(not_after or 0),
        str(cancel_key),
        int(tries or 0),
        int(parts or 0),
        str(sent),
        at=int(at or 0),
    )
