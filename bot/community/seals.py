"""Seals: a hash chain of each community over its committed ledger entries.

A seal covers the entry's id, account, amount, reason, instant and what it reverses, and the
seal before it; never text that erasure must remove. ``docs/features/points.md``, "Seals".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.core.model import CommunityId
from bot.core.ports import Reader, Row, Transaction

FIRST = "0" * 64
_SEALED = "community, id, account, amount, reason, at, reverses"
_PAGE = 1_000
_LAST = 2**62


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where ledger and seals disagree; ``problem`` is a sentence's key."""

    entry: str
    number: int
    problem: str


class Sealer:
    """Seals what a group of turns has entered, inside their transaction.

    It remembers the last seal of each community; a group that was lost shows in that the last
    seal it wrote is not there, and then it reads again.
    """

    def __init__(self) -> None:
        self._heads: dict[str, tuple[int, str]] = {}
        self._sealed_to = -1
        self._last: tuple[str, int] | None = None

    async def __call__(self, tx: Transaction) -> None:
        """Every entry of the transaction has its seal."""
        await self.seal_to(tx, _LAST)

    async def seal_to(self, tx: Transaction, last: int) -> None:
        """Every entry up to the place ``last`` in the ledger has its seal."""
        await tx.lock("ledger_seals")
        if self._sealed_to < 0 or not await self._still_there(tx):
            await self._read_again(tx)
        while rows := await tx.fetch_all(
            f"SELECT seq, {_SEALED} FROM ledger_entries"
            " WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
            self._sealed_to,
            last,
            _PAGE,
        ):
            await tx.execute_many(
                "INSERT INTO ledger_seals (community, number, entry, hash) VALUES (?, ?, ?, ?)",
                [self._seal(row) for row in rows],
            )
            self._sealed_to = int(rows[-1][0] or 0)
            if len(rows) < _PAGE:
                break

    def read_again(self) -> None:
        """What is remembered may be wrong: another process may have sealed meanwhile."""
        self._sealed_to = -1

    def _seal(self, row: Row) -> tuple[str, int, str, str]:
        community, entry = str(row[1]), str(row[2])
        number, before = self._heads.get(community, (0, FIRST))
        head = (number + 1, seal_of(before, row[1:]))
        self._heads[community] = head
        self._last = (community, head[0])
        return (community, head[0], entry, head[1])

    async def _still_there(self, tx: Transaction) -> bool:
        if self._last is None:
            return True
        return (
            await tx.fetch_one(
                "SELECT 1 FROM ledger_seals WHERE community = ? AND number = ?", *self._last
            )
            is not None
        )

    async def _read_again(self, tx: Transaction) -> None:
        self._heads, self._sealed_to, self._last = {}, 0, None
        community = ""
        while row := await tx.fetch_one(
            "SELECT s.community, s.number, s.hash, e.seq FROM ledger_seals s"
            " JOIN ledger_entries e ON e.community = s.community AND e.id = s.entry"
            " WHERE s.community = (SELECT min(community) FROM ledger_seals WHERE community > ?)"
            " ORDER BY s.number DESC LIMIT 1",
            community,
        ):
            community = str(row[0])
            self._heads[community] = (int(row[1] or 0), str(row[2]))
            self._sealed_to = max(self._sealed_to, int(row[3] or 0))


def seal_of(before: str, sealed: Row) -> str:
    """The seal of an entry whose sealed columns are ``sealed``, behind the seal ``before``.

    Columns are joined by U+001F; one without a value is U+0000, which no text holds.
    """
    text = "\x1f".join("\0" if part is None else str(part) for part in (before, *sealed))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


async def newest_place(read: Reader) -> int:
    """The place in the ledger of its newest entry, 0 before the first."""
    row = await read.fetch_one("SELECT max(seq) FROM ledger_entries")
    return 0 if row is None else int(row[0] or 0)


async def verify(read: Reader, community: CommunityId) -> Broken | int:
    """Where chain and entries first disagree, else how many entries are not sealed yet."""
    number, before, after = 0, FIRST, 0
    while True:
        entries = await read.fetch_all(
            f"SELECT seq, {_SEALED} FROM ledger_entries"
            # By seq, not by the index of accounts: that would sort the community for every page.
            " WHERE community || '' = ? AND seq > ? ORDER BY seq LIMIT ?",
            community,
            after,
            _PAGE,
        )
        seals = await read.fetch_all(
            "SELECT number, entry, hash FROM ledger_seals"
            " WHERE community = ? AND number > ? ORDER BY number LIMIT ?",
            community,
            number,
            _PAGE,
        )
        for entry, seal in zip(entries, seals, strict=False):
            before = seal_of(before, entry[1:])
            number += 1
            if seal != (number, entry[2], before):
                return Broken(str(entry[2]), number, "verify.seal.differs")
        if len(seals) > len(entries):
            return Broken(str(seals[len(entries)][1]), number + 1, "verify.entry.missing")
        if len(seals) < len(entries):
            return await _unsealed(read, community, int(entries[len(seals)][0] or 0))
        if len(entries) < _PAGE:
            return 0
        after = int(entries[-1][0] or 0)


async def _unsealed(read: Reader, community: CommunityId, seq: int) -> int:
    row = await read.fetch_one(
        "SELECT count(*) FROM ledger_entries WHERE community = ? AND seq >= ?", community, seq
    )
    return 0 if row is None else int(row[0] or 0)
