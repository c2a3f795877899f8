"""Cards that members hold: entries are appended and never rewritten; the count is their sum.

An entry's id is its idempotency key: the same key twice is one entry. An entry counts from its
instant on, so that what was held at an earlier one can be told. See ``docs/features/shop.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.core.clock import from_micros, to_micros
from bot.core.errors import Refusal
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction

_COLUMNS = "id, account, item, amount, reason, at, reverses"
_HELD = (
    " FROM members m JOIN accounts a ON a.person = m.person"
    " JOIN holding_entries e ON e.community = m.community AND e.account = a.id"
    " WHERE m.community = ? AND m.id = ?"
)


class Item(StrEnum):
    """What every community knows; a shop may sell others."""

    FREEZE = "freeze"
    MAKEUP_CARD = "makeup_card"


@dataclass(frozen=True, slots=True)
class HoldingEntry:
    """Cards that came or went, in whole cards; negative takes. ``id`` is the idempotency key.

    ``at`` is the instant from which on it counts: for a card that a rule used late, the one at
    which it was due.
    """

    id: str
    account: AccountId
    item: str
    amount: int
    reason: str
    at: datetime
    reverses: str | None = None


async def give(
    tx: Transaction, community: CommunityId, member: MemberId, entry: HoldingEntry
) -> int | None:
    """The member, who holds the entry's account, has so many cards more.

    Returns how many of the item they hold now; None when an entry with this id, or one that
    reverses the same entry, was there already and nothing changed.
    """
    if not await _append(tx, community, entry):
        return None
    row = await tx.fetch_one(
        "INSERT INTO holdings (community, member, item, count) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, member, item) DO UPDATE"
        " SET count = holdings.count + excluded.count RETURNING count",
        community,
        member,
        entry.item,
        entry.amount,
    )
    assert row is not None  # RETURNING of an upsert
    return int(row[0] or 0)


async def spend(
    tx: Transaction, community: CommunityId, member: MemberId, entry: HoldingEntry
) -> bool:
    """The member has so many cards less, as the entry's negative amount says.

    A card that waits for a decision is spent as well, and given back by ``give_back``. False
    when an entry with this id was there already. Raises Refusal when there are too few.
    """
    if not await _append(tx, community, entry):
        return False
    changed = await tx.execute(
        "UPDATE holdings SET count = count + ?"
        " WHERE community = ? AND member = ? AND item = ? AND count + ? >= 0",
        entry.amount,
        community,
        member,
        entry.item,
        entry.amount,
    )
    if not changed:
        have = await count_of(tx, community, member, entry.item)
        raise Refusal("holdings.too.few", have=have, need=-entry.amount)
    return True


async def give_back(
    tx: Transaction,
    community: CommunityId,
    member: MemberId,
    entry: str,
    at: datetime | None = None,
) -> int | None:
    """What the entry took is the member's again, from ``at`` on, else as if never taken.

    Returns how many of the item they hold now; None when there is no such entry or it was given
    back and not taken again.
    """
    taken, is_standing = await _tip_of(tx, community, entry)
    if taken is None or not is_standing:
        return None
    back = HoldingEntry(
        f"{taken.id}:back",
        taken.account,
        taken.item,
        -taken.amount,
        taken.reason,
        taken.at if at is None else at,
        taken.id,
    )
    return await give(tx, community, member, back)


async def take_again(
    tx: Transaction,
    community: CommunityId,
    member: MemberId,
    entry: str,
    at: datetime,
    *,
    debt: bool = False,
) -> bool:
    """What was given back of the entry is taken again, from ``at`` on.

    False when there is no such entry or it was not given back. Raises Refusal when the member
    holds too few by now, unless that may leave a ``debt``.
    """
    back, is_standing = await _tip_of(tx, community, entry)
    if back is None or is_standing:
        return False
    again = replace(back, id=f"{back.id}:again", amount=-back.amount, at=at, reverses=back.id)
    if debt:
        return await give(tx, community, member, again) is not None
    return await spend(tx, community, member, again)


async def find(read: Reader, community: CommunityId, entry: str) -> HoldingEntry | None:
    """The entry with this id, None when there is none."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM holding_entries WHERE community = ? AND id = ?", community, entry
    )
    return None if row is None else _entry(row)


async def count_of(read: Reader, community: CommunityId, member: MemberId, item: str) -> int:
    """How many of the item the member holds now."""
    row = await read.fetch_one(
        "SELECT count FROM holdings WHERE community = ? AND member = ? AND item = ?",
        community,
        member,
        item,
    )
    return 0 if row is None else int(row[0] or 0)


async def counts_of(read: Reader, community: CommunityId, member: MemberId) -> dict[str, int]:
    """What the member holds now, by item in the order of names; nothing of which there is none."""
    rows = await read.fetch_all(
        "SELECT item, count FROM holdings"
        " WHERE community = ? AND member = ? AND count <> 0 ORDER BY item",
        community,
        member,
    )
    return {str(item): int(count or 0) for item, count in rows}


async def held_by(
    read: Reader, community: CommunityId, members: Sequence[MemberId], item: str
) -> dict[MemberId, int]:
    """How many of the item those of these members hold who have any."""
    places = ", ".join("?" * len(members))
    rows = await read.fetch_all(
        "SELECT member, count FROM holdings"
        f" WHERE community = ? AND member IN ({places}) AND item = ? AND count > 0",
        community,
        *members,
        item,
    )
    return {MemberId(str(member)): int(count or 0) for member, count in rows}


async def changes_since(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId], item: str, at: datetime
) -> list[tuple[AccountId, datetime, int]]:
    """What came to these accounts or went after ``at``, as (account, instant, amount)."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT account, at, amount FROM holding_entries"
        f" WHERE community = ? AND account IN ({places}) AND item = ? AND at > ?",
        community,
        *accounts,
        item,
        to_micros(at),
    )
    return [
        (AccountId(str(account)), from_micros(int(when or 0)), int(amount or 0))
        for account, when, amount in rows
    ]


async def entries_of(
    read: Reader, community: CommunityId, member: MemberId, limit: int, skip: int = 0
) -> list[HoldingEntry]:
    """The member's entries, the earliest first, ``skip`` of them left out."""
    columns = ", ".join(f"e.{column}" for column in _COLUMNS.split(", "))
    rows = await read.fetch_all(
        f"SELECT {columns}{_HELD} ORDER BY e.at, e.id LIMIT ? OFFSET ?",
        community,
        member,
        limit,
        skip,
    )
    return [_entry(row) for row in rows]


async def sums_of(read: Reader, community: CommunityId, member: MemberId) -> Mapping[str, int]:
    """What the member's entries add up to, by item; nothing where that is 0."""
    rows = await read.fetch_all(
        f"SELECT e.item, sum(e.amount){_HELD} GROUP BY e.item HAVING sum(e.amount) <> 0"
        " ORDER BY e.item",
        community,
        member,
    )
    return {str(item): int(count or 0) for item, count in rows}


async def rebuild(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """The member holds what the entries of the accounts that the member holds add up to."""
    sums = await sums_of(tx, community, member)
    await tx.execute("DELETE FROM holdings WHERE community = ? AND member = ?", community, member)
    await tx.execute_many(
        "INSERT INTO holdings (community, member, item, count) VALUES (?, ?, ?, ?)",
        [(community, member, item, count) for item, count in sums.items()],
    )


async def _tip_of(
    read: Reader, community: CommunityId, entry: str
) -> tuple[HoldingEntry | None, bool]:
    """The last of the entries that reverse each other from this one on, and whether it stands."""
    tip, is_standing = await find(read, community, entry), True
    while tip is not None and (
        row := await read.fetch_one(
            f"SELECT {_COLUMNS} FROM holding_entries WHERE community = ? AND reverses = ?",
            community,
            tip.id,
        )
    ):
        tip, is_standing = _entry(row), not is_standing
    return tip, is_standing


async def _append(tx: Transaction, community: CommunityId, entry: HoldingEntry) -> bool:
    return bool(
        await tx.execute(
            f"INSERT INTO holding_entries (community, {_COLUMNS})"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            community,
            entry.id,
            entry.account,
            entry.item,
            entry.amount,
            entry.reason,
            to_micros(entry.at),
            entry.reverses,
        )
    )


def _entry(row: Row) -> HoldingEntry:
    entry, account, item, amount, reason, at, reverses = row
    return HoldingEntry(
        str(entry),
        AccountId(str(account)),
        str(item),
        int(amount or 0),
        str(reason),
        from_micros(int(at or 0)),
        None if reverses is None else str(reverses),
    )
