"""The points ledger: entries are appended and never rewritten; the balance is their sum.

An entry's id is its idempotency key: the same key twice is one entry. See
``docs/features/points.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.clock import from_micros, to_micros
from bot.core.errors import Refusal
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction

SYSTEM = "system"
_COLUMNS = "id, account, amount, reason, actor, rules, source, at, day, reverses"


@dataclass(frozen=True, slots=True)
class Entry:
    """Points that moved, in whole points; negative takes. ``id`` is the idempotency key.

    ``day`` is the local day that it was earned for, as ISO text; "" for what was given by hand.
    """

    id: str
    account: AccountId
    amount: int
    reason: str
    at: datetime
    actor: str = SYSTEM
    rules: str = ""
    source: str = ""
    day: str = ""
    reverses: str | None = None


_INSERT = (
    f"INSERT INTO ledger_entries (community, {_COLUMNS})"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_MOVE = (
    "INSERT INTO balances (community, member, balance) VALUES (?, ?, ?)"
    " ON CONFLICT (community, member) DO UPDATE SET balance = balances.balance + excluded.balance"
    " RETURNING balance"
)


async def pay(
    tx: Transaction, community: CommunityId, member: MemberId, entry: Entry
) -> int | None:
    """The entry is in the ledger and in the balance of ``member``, who holds its account.

    Returns the new balance in points; None when an entry with this id, or one that reverses
    the same entry, was there already and nothing moved.
    """
    written = await tx.execute(
        _INSERT,
        community,
        entry.id,
        entry.account,
        entry.amount,
        entry.reason,
        entry.actor,
        entry.rules,
        entry.source,
        to_micros(entry.at),
        entry.day,
        entry.reverses,
    )
    if not written:
        return None
    row = await tx.fetch_one(_MOVE, community, member, entry.amount)
    assert row is not None  # RETURNING of an upsert
    return int(row[0] or 0)


async def take(
    tx: Transaction, community: CommunityId, member: MemberId, entry: Entry, *, debt: bool
) -> int | None:
    """As ``pay``. Raises Refusal when what is taken leaves a debt that may not be."""
    balance = await pay(tx, community, member, entry)
    if balance is not None and balance < 0 and entry.amount < 0 and not debt:
        raise Refusal("points.too.few", balance=balance - entry.amount, amount=-entry.amount)
    return balance


async def balance_of(read: Reader, community: CommunityId, member: MemberId) -> int:
    """The member's points."""
    row = await read.fetch_one(
        "SELECT balance FROM balances WHERE community = ? AND member = ?", community, member
    )
    return 0 if row is None else int(row[0] or 0)


async def find(read: Reader, community: CommunityId, entry: str) -> Entry | None:
    """The entry with this id, None when there is none."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM ledger_entries WHERE community = ? AND id = ?",
        community,
        entry,
    )
    return None if row is None else _entry(row)


async def latest(
    read: Reader, community: CommunityId, member: MemberId, limit: int, skip: int = 0
) -> list[Entry]:
    """The member's entries, the newest first, ``skip`` of them left out."""
    rows = await read.fetch_all(
        f"SELECT {_prefixed()} FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN ledger_entries e ON e.community = m.community AND e.account = a.id"
        " WHERE m.community = ? AND m.id = ? ORDER BY e.seq DESC LIMIT ? OFFSET ?",
        community,
        member,
        limit,
        skip,
    )
    return [_entry(row) for row in rows]


async def count_of(read: Reader, community: CommunityId, member: MemberId) -> int:
    """How many entries the member has."""
    row = await read.fetch_one(
        "SELECT count(*) FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN ledger_entries e ON e.community = m.community AND e.account = a.id"
        " WHERE m.community = ? AND m.id = ?",
        community,
        member,
    )
    return 0 if row is None else int(row[0] or 0)


async def page(
    read: Reader, community: CommunityId, after: int, limit: int
) -> list[tuple[int, MemberId, Entry]]:
    """The community's entries behind ``after`` as they were written, with who holds them."""
    rows = await read.fetch_all(
        f"SELECT e.seq, m.id, {_prefixed()} FROM ledger_entries e"
        " JOIN accounts a ON a.id = e.account"
        " JOIN members m ON m.community = e.community AND m.person = a.person"
        # By seq, not by the index of accounts: that would sort the community for every page.
        " WHERE e.community || '' = ? AND e.seq > ? ORDER BY e.seq LIMIT ?",
        community,
        after,
        limit,
    )
    return [(int(row[0] or 0), MemberId(str(row[1])), _entry(row[2:])) for row in rows]


async def last_at(read: Reader, community: CommunityId) -> datetime | None:
    """The instant of the newest entry of the community, None before the first."""
    row = await read.fetch_one(
        "SELECT at FROM ledger_entries WHERE community = ? ORDER BY seq DESC LIMIT 1", community
    )
    return None if row is None else from_micros(int(row[0] or 0))


async def sum_of(read: Reader, community: CommunityId, member: MemberId) -> int:
    """What the member's entries add up to."""
    row = await read.fetch_one(
        "SELECT coalesce(sum(e.amount), 0) FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN ledger_entries e ON e.community = m.community AND e.account = a.id"
        " WHERE m.community = ? AND m.id = ?",
        community,
        member,
    )
    return 0 if row is None else int(row[0] or 0)


async def rebuild(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """The member's balance is the sum of the entries of the accounts that the member holds."""
    await tx.execute(
        "INSERT INTO balances (community, member, balance) VALUES (?, ?, ?)"
        " ON CONFLICT (community, member) DO UPDATE SET balance = excluded.balance",
        community,
        member,
        await sum_of(tx, community, member),
    )


def _prefixed() -> str:
    return ", ".join(f"e.{column}" for column in _COLUMNS.split(", "))


def _entry(row: Row) -> Entry:
    entry, account, amount, reason, actor, rules, source, at, day, reverses = row
    return Entry(
        str(entry),
        AccountId(str(account)),
        int(amount or 0),
        str(reason),
        from_micros(int(at or 0)),
        str(actor),
        str(rules),
        str(source),
        str(day),
        None if reverses is None else str(reverses),
    )
