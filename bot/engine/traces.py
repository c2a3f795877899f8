"""What the machinery still holds of somebody who was forgotten.

Buttons, kept events and messages that wait for them go in the same turn. Bodies of what came in
and was said may name them; those are emptied behind it, in slices that hold nobody up
(``docs/features/people.md``, "Forgetting").
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.core.clock import to_micros
from bot.core.exporting import Forgotten
from bot.core.ports import Reader, Transaction
from bot.engine import buttons, outbox, retries


@dataclass(frozen=True, slots=True)
class Erasure:
    """Somebody whose traces are to be removed; ``words`` name them in an update's body.

    ``chats`` are their private ones as (platform, chat).
    """

    id: str
    chats: frozenset[tuple[str, str]]
    words: tuple[str, ...]
    passed: bool

    def names(self, body: str) -> bool:
        """Whether the body has one of the words."""
        return any(word in body for word in self.words)


async def forget(tx: Transaction, forgotten: Forgotten) -> None:
    """Nothing waits for them any more; what still names them is noted, to be emptied."""
    where = None if forgotten.everywhere else forgotten.communities
    for account in forgotten.accounts:
        await buttons.forget_account(tx, account.id, where)
        await retries.forget_account(tx, account.id, where)
        if forgotten.everywhere:
            await outbox.cancel_chat(tx, account.platform, account.user)
    chats = [[each.platform, each.user] for each in forgotten.accounts]
    words = [json.dumps(each.user) for each in forgotten.accounts]
    words += [each.name for each in forgotten.accounts if each.name]
    who = {"chats": chats, "words": words} if forgotten.everywhere else {"chats": [], "words": []}
    await tx.execute(
        "INSERT INTO erasures (id, at, who, passed) VALUES (?, ?, ?, 0)",
        f"{forgotten.accounts[0].id}:{to_micros(forgotten.at)}",
        to_micros(forgotten.at),
        json.dumps(who, ensure_ascii=False),
    )


async def all_of(read: Reader) -> list[Erasure]:
    """Who was forgotten and may still be named somewhere, the earliest first."""
    rows = await read.fetch_all("SELECT id, who, passed FROM erasures ORDER BY at, id LIMIT 1000")
    found = []
    for id_, who, passed in rows:
        known = json.loads(str(who))
        chats = frozenset((str(platform), str(chat)) for platform, chat in known["chats"])
        found.append(Erasure(str(id_), chats, tuple(known["words"]), bool(passed)))
    return found


async def note_passed(tx: Transaction, erasure: str) -> None:
    """All was looked through once, but something still waits for them."""
    await tx.execute("UPDATE erasures SET passed = 1 WHERE id = ?", erasure)


async def note_done(tx: Transaction, erasure: str) -> None:
    """Nothing names them any more, nor says that they were forgotten but the audit."""
    await tx.execute("DELETE FROM erasures WHERE id = ?", erasure)
