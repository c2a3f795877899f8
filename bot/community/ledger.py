"""The points ledger: entries are appended and never rewritten; the balance is their sum.

An entry's id is its idempotency key (``docs/features/points.md`` §1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.clock import from_micros, to_micros
from bot.core.errors import Refusal
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction, Value

SYSTEM = "system"
# What moves points between members, or for rewards: nobody has earned or lost them by it.
_MOVED = "('give', 'redeem')"
_COLUMNS = "id, account, amount, reason, actor, rules, source, at, day, reverses"
# What was entered before the account's member was forgotten here is nobody's.
_HELD = (
    " FROM members m JOIN accounts a ON a.person = m.person"
    " LEFT JOIN forgotten f ON f.community = m.community AND f.account = a.id"
    " JOIN ledger_entries e ON e.community = m.community AND e.account = a.id"
    " AND e.seq > coalesce(f.seq, 0)"
)


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
    if not await tx.execute(_INSERT, *_values(community, entry)):
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


async def stands(read: Reader, community: CommunityId, entry: str) -> bool:
    """Whether there is an entry with this id, and what reversed it was reversed as well."""
    found = await tip_of(read, community, entry)
    return found is not None and found[1]


async def tip_of(read: Reader, community: CommunityId, entry: str) -> tuple[Entry, bool] | None:
    """The last of the entries that reverse each other from this one on, and whether it stands."""
    tip = await find(read, community, entry)
    if tip is None:
        return None
    is_standing = True
    while row := await read.fetch_one(
        f"SELECT {_COLUMNS} FROM ledger_entries WHERE community = ? AND reverses = ?",
        community,
        tip.id,
    ):
        tip, is_standing = _entry(row), not is_standing
    return tip, is_standing


async def pay_again(
    tx: Transaction,
    community: CommunityId,
    member: MemberId,
    entry: str,
    at: datetime,
    most: int | None = None,
) -> tuple[int, int] | None:
    """What reversed the entry with this id is reversed, so that it stands again.

    Of an entry that gives, with at most ``most`` points. Returns the points that were moved and
    the new balance; None when there is no such entry or it stands.
    """
    found = await tip_of(tx, community, entry)
    if found is None or found[1]:
        return None
    tip = found[0]
    amount = -tip.amount if most is None else min(-tip.amount, most)
    again = replace(tip, id=f"again:{tip.id}", amount=amount, at=at, reverses=tip.id)
    balance = await pay(tx, community, member, again)
    return None if balance is None else (again.amount, balance)


async def take_back(
    tx: Transaction, community: CommunityId, member: MemberId, entry: str, at: datetime
) -> int | None:
    """The entry with this id is reversed, and the balance without it.

    Returns the points that were moved; None when there is no such entry or it was reversed.
    """
    found = await tip_of(tx, community, entry)
    if found is None or not found[1]:
        return None
    tip = found[0]
    back = replace(tip, id=f"back:{tip.id}", amount=-tip.amount, at=at, reverses=tip.id)
    return None if await pay(tx, community, member, back) is None else back.amount


async def append(tx: Transaction, community: CommunityId, entries: Sequence[Entry]) -> None:
    """The entries are in the ledger; whoever calls this rebuilds the balances of their members.

    Of an entry that was there already nothing changes.
    """
    await tx.execute_many(_INSERT, [_values(community, entry) for entry in entries])


async def of_reasons(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId], reasons: Sequence[str]
) -> list[Entry]:
    """All entries that these accounts hold with these reasons, in the order of the ledger."""
    rows = await read.fetch_all(
        f"SELECT {_prefixed()} FROM ledger_entries e"
        " LEFT JOIN forgotten f ON f.community = e.community AND f.account = e.account"
        f" WHERE e.community = ? AND e.account IN ({', '.join('?' * len(accounts))})"
        f" AND e.reason IN ({', '.join('?' * len(reasons))})"
        " AND e.seq > coalesce(f.seq, 0) ORDER BY e.seq",
        community,
        *accounts,
        *reasons,
    )
    return [_entry(row) for row in rows]


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
        f"SELECT {_prefixed()}{_HELD}"
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
        f"SELECT count(*){_HELD} WHERE m.community = ? AND m.id = ?",
        community,
        member,
    )
    return 0 if row is None else int(row[0] or 0)


async def page(
    read: Reader, community: CommunityId, after: int, limit: int
) -> list[tuple[int, MemberId | None, Entry]]:
    """The community's entries behind ``after`` as they were written, with who holds them.

    Nobody holds those of whoever was forgotten.
    """
    rows = await read.fetch_all(
        f"SELECT e.seq, m.id, {_prefixed()} FROM ledger_entries e"
        " LEFT JOIN forgotten f ON f.community = e.community AND f.account = e.account"
        " LEFT JOIN accounts a ON a.id = e.account AND e.seq > coalesce(f.seq, 0)"
        " LEFT JOIN members m ON m.community = e.community AND m.person = a.person"
        # By seq, not by the index of accounts: that would sort the community for every page.
        " WHERE e.community || '' = ? AND e.seq > ? ORDER BY e.seq LIMIT ?",
        community,
        after,
        limit,
    )
    return [
        (int(row[0] or 0), MemberId(str(row[1])) if row[1] else None, _entry(row[2:]))
        for row in rows
    ]


async def last_at(read: Reader, community: CommunityId) -> datetime | None:
    """The instant of the newest entry of the community, None before the first."""
    row = await read.fetch_one(
        "SELECT at FROM ledger_entries WHERE community = ? ORDER BY seq DESC LIMIT 1", community
    )
    return None if row is None else from_micros(int(row[0] or 0))


async def sum_of(read: Reader, community: CommunityId, member: MemberId) -> int:
    """What the member's entries add up to."""
    row = await read.fetch_one(
        f"SELECT coalesce(sum(e.amount), 0){_HELD} WHERE m.community = ? AND m.id = ?",
        community,
        member,
    )
    return 0 if row is None else int(row[0] or 0)


async def sum_on(
    read: Reader, community: CommunityId, member: MemberId, reason: str, day: date
) -> int:
    """What the member's entries of this reason earned for the local day."""
    row = await read.fetch_one(
        f"SELECT coalesce(sum(e.amount), 0){_HELD}"
        " WHERE m.community = ? AND m.id = ? AND e.reason = ? AND e.day = ?",
        community,
        member,
        reason,
        day.isoformat(),
    )
    return 0 if row is None else int(row[0] or 0)


async def sums_by_day(read: Reader, community: CommunityId, member: MemberId) -> dict[str, int]:
    """What the member's entries earned for each local day, "" for what was given by hand.

    What members give each other or spend is neither earned nor taken back.
    """
    rows = await read.fetch_all(
        f"SELECT e.day, sum(e.amount){_HELD} WHERE m.community = ? AND m.id = ?"
        f" AND e.reason NOT IN {_MOVED} GROUP BY e.day",
        community,
        member,
    )
    return {str(day): int(amount or 0) for day, amount in rows}


async def let_go(
    tx: Transaction, community: CommunityId, accounts: Sequence[AccountId], at: datetime
) -> None:
    """What these accounts have entered so far is nobody's any more; it stays in the ledger."""
    row = await tx.fetch_one(
        "SELECT seq FROM ledger_entries WHERE community = ? ORDER BY seq DESC LIMIT 1", community
    )
    last = 0 if row is None else int(row[0] or 0)
    await tx.execute_many(
        "INSERT INTO forgotten (community, account, seq, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, account) DO UPDATE SET seq = excluded.seq, at = excluded.at",
        [(community, account, last, to_micros(at)) for account in accounts],
    )


async def let_go_at(read: Reader, community: CommunityId, account: str) -> datetime | None:
    """Up to when what the account did here is nobody's, None for one that was never forgotten."""
    row = await read.fetch_one(
        "SELECT at FROM forgotten WHERE community = ? AND account = ?", community, account
    )
    return None if row is None else from_micros(int(row[0] or 0))


async def rebuild(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """The member's balance is the sum of the entries of the accounts that the member holds."""
    await tx.execute(
        "INSERT INTO balances (community, member, balance) VALUES (?, ?, ?)"
        " ON CONFLICT (community, member) DO UPDATE SET balance = excluded.balance",
        community,
        member,
        await sum_of(tx, community, member),
    )


def _values(community: CommunityId, entry: Entry) -> tuple[Value, ...]:
    return (
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
