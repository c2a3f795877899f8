"""Orders: what members asked for, confirmed and got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction
from bot.core.setting_mistakes import Words

_COLUMNS: Final = (
    "id, account, item, name_zh, name_en, state, price, at, month, gave, unlocked, ends_at, note,"
    " platform, chat, source"
)
_OF_MEMBER: Final = (
    " FROM members m JOIN accounts a ON a.person = m.person"
    " JOIN orders o ON o.community = m.community AND o.account = a.id"
    " WHERE m.community = ? AND m.id = ?"
)


class OrderState(StrEnum):
    """Where an order stands. ASKED: shown, not confirmed. RESERVED: paid, not handed over."""

    ASKED = "asked"
    CANCELLED = "cancelled"
    RESERVED = "reserved"
    FULFILLED = "fulfilled"
    REFUNDED = "refunded"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Order:
    """One of an item, for ``price`` points; ``platform`` and ``chat`` are where it was asked for.

    ``name`` is what the item was called then, empty where it had no name of its own.
    ``month`` is the local month of the purchase, "" before it is confirmed; ``gave`` are the
    cards that it holds, ``unlocked`` the privileges, until ``ends`` or for good; ``at`` is its
    latest step.
    """

    id: str
    account: AccountId
    item: str
    name: Words
    state: OrderState
    price: int
    at: datetime
    note: str
    platform: str
    chat: str
    source: str
    month: str = ""
    gave: Mapping[str, int] = field(default_factory=dict)
    unlocked: tuple[str, ...] = ()
    ends: datetime | None = None


async def keep_order(tx: Transaction, community: CommunityId, order: Order) -> None:
    """The order is there."""
    await tx.execute(
        f"INSERT INTO orders (community, {_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        community,
        order.id,
        order.account,
        order.item,
        order.name.zh,
        order.name.en,
        str(order.state),
        order.price,
        to_micros(order.at),
        order.month,
        _written(order.gave),
        " ".join(order.unlocked),
        _micros(order.ends),
        order.note,
        order.platform,
        order.chat,
        order.source,
    )


async def move_order(
    tx: Transaction,
    community: CommunityId,
    order: str,
    before: OrderState,
    after: OrderState,
    at: datetime,
) -> bool:
    """The order has gone from one state to the other; False when it was in a third one."""
    return bool(
        await tx.execute(
            "UPDATE orders SET state = ?, at = ? WHERE community = ? AND id = ? AND state = ?",
            str(after),
            to_micros(at),
            community,
            order,
            str(before),
        )
    )


async def price_order(tx: Transaction, community: CommunityId, order: str, price: int) -> None:
    """The order is asked for at this price."""
    await tx.execute(
        "UPDATE orders SET price = ? WHERE community = ? AND id = ? AND state = 'asked'",
        price,
        community,
        order,
    )


async def settle_order(tx: Transaction, community: CommunityId, order: Order) -> None:
    """The month of the order and what it holds are as this one says."""
    await tx.execute(
        "UPDATE orders SET month = ?, gave = ?, unlocked = ?, ends_at = ?"
        " WHERE community = ? AND id = ?",
        order.month,
        _written(order.gave),
        " ".join(order.unlocked),
        _micros(order.ends),
        community,
        order.id,
    )


async def find_order(read: Reader, community: CommunityId, order: str) -> Order | None:
    """The order with this id, None when there is none."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM orders WHERE community = ? AND id = ?", community, order
    )
    return None if row is None else _order(row)


async def bought(
    read: Reader, community: CommunityId, member: MemberId, month: str
) -> dict[str, int]:
    """How many of each item the member has bought in the month and not given back."""
    rows = await read.fetch_all(
        f"SELECT o.item, count(*){_OF_MEMBER} AND o.month = ?"
        " AND o.state IN ('reserved', 'fulfilled') GROUP BY o.item",
        community,
        member,
        month,
    )
    return {str(item): int(count or 0) for item, count in rows}


async def orders_of(read: Reader, community: CommunityId, member: MemberId) -> list[Order]:
    """All that the member has bought, the earliest step first."""
    columns = ", ".join(f"o.{column}" for column in _COLUMNS.split(", "))
    rows = await read.fetch_all(
        f"SELECT {columns}{_OF_MEMBER} AND o.month <> '' ORDER BY o.at, o.source, o.id",
        community,
        member,
    )
    return [_order(row) for row in rows]


async def unlocked_until(
    read: Reader, community: CommunityId, member: MemberId, item: str
) -> datetime | None:
    """When the last of what the member's orders of the item unlock for a time ends."""
    row = await read.fetch_one(
        f"SELECT max(o.ends_at){_OF_MEMBER} AND o.item = ? AND o.state = 'fulfilled'",
        community,
        member,
        item,
    )
    return from_micros(int(row[0])) if row is not None and row[0] else None


async def waiting_orders(read: Reader, community: CommunityId, limit: int) -> list[Order]:
    """What is paid and not handed over, the longest first."""
    rows = await read.fetch_all(
        f"SELECT {_COLUMNS} FROM orders WHERE community = ? AND state = 'reserved'"
        " ORDER BY at, id LIMIT ?",
        community,
        limit,
    )
    return [_order(row) for row in rows]


async def count_waiting(read: Reader, community: CommunityId) -> int:
    """How many orders are paid and not handed over."""
    row = await read.fetch_one(
        "SELECT count(*) FROM orders WHERE community = ? AND state = 'reserved'", community
    )
    return 0 if row is None else int(row[0] or 0)


async def latest_orders(read: Reader, community: CommunityId, limit: int) -> list[Order]:
    """What was handed over last, the newest first."""
    rows = await read.fetch_all(
        f"SELECT {_COLUMNS} FROM orders WHERE community = ? AND state = 'fulfilled'"
        " ORDER BY at DESC, id LIMIT ?",
        community,
        limit,
    )
    return [_order(row) for row in rows]


async def forget_unconfirmed(
    tx: Transaction, community: CommunityId, account: AccountId, before: datetime
) -> None:
    """What the account asked for before then and never confirmed is gone."""
    await tx.execute(
        "DELETE FROM orders WHERE community = ? AND account = ? AND month = '' AND at < ?",
        community,
        account,
        to_micros(before),
    )


def _micros(instant: datetime | None) -> int:
    return 0 if instant is None else to_micros(instant)


def _written(gave: Mapping[str, int]) -> str:
    return " ".join(f"{item}={count}" for item, count in gave.items())


def _order(row: Row) -> Order:
    order, account, item, zh, en, state, price, at, month, gave, unlocked, ends, note, *place = row
    platform, chat, source = (str(each) for each in place)
    pairs = (each.partition("=") for each in str(gave).split())
    return Order(
        str(order),
        AccountId(str(account)),
        str(item),
        Words(str(zh), str(en)),
        OrderState(str(state)),
        int(price or 0),
        from_micros(int(at or 0)),
        str(note),
        platform,
        chat,
        source,
        str(month),
        {name: int(count) for name, _, count in pairs},
        tuple(str(unlocked).split()),
        from_micros(int(ends)) if ends else None,
    )
