"""Codes of other shops: each is given to one order."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction


async def add_codes(
    tx: Transaction, community: CommunityId, item: str, codes: Sequence[str]
) -> int:
    """These codes can be had, in this order; returns how many were not there already."""
    await tx.lock(_key(community, item))
    row = await tx.fetch_one(
        "SELECT max(number) FROM coupons WHERE community = ? AND item = ?", community, item
    )
    last = 0 if row is None else int(row[0] or 0)
    added = 0
    for number, code in enumerate(codes, last + 1):
        added += await tx.execute(
            "INSERT INTO coupons (community, item, code, account, order_id, number)"
            " VALUES (?, ?, ?, '', '', ?) ON CONFLICT DO NOTHING",
            community,
            item,
            code,
            number,
        )
    return added


async def claim_code(
    tx: Transaction, community: CommunityId, item: str, order: str, account: AccountId
) -> bool:
    """The first free code is the order's; False when none is left."""
    await tx.lock(_key(community, item))
    return bool(
        await tx.execute(
            "UPDATE coupons SET account = ?, order_id = ?"
            " WHERE community = ? AND item = ? AND code = (SELECT code FROM coupons"
            " WHERE community = ? AND item = ? AND account = '' ORDER BY number LIMIT 1)",
            account,
            order,
            community,
            item,
            community,
            item,
        )
    )


async def release_code(
    tx: Transaction, community: CommunityId, account: AccountId, order: str
) -> None:
    """The code of the order, which nobody has seen, is free again."""
    await tx.execute(
        "UPDATE coupons SET account = '', order_id = ''"
        " WHERE community = ? AND account = ? AND order_id = ?",
        community,
        account,
        order,
    )


async def code_of(read: Reader, community: CommunityId, account: AccountId, order: str) -> str:
    """The code of the order, "" where it has none."""
    row = await read.fetch_one(
        "SELECT code FROM coupons WHERE community = ? AND account = ? AND order_id = ?",
        community,
        account,
        order,
    )
    return "" if row is None else str(row[0])


async def codes_of(read: Reader, community: CommunityId, member: MemberId) -> dict[str, str]:
    """The code of each order of the member that was handed over and has one, the newest first."""
    rows = await read.fetch_all(
        "SELECT o.id, c.code FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN coupons c ON c.community = m.community AND c.account = a.id"
        " JOIN orders o ON o.community = m.community AND o.id = c.order_id"
        " WHERE m.community = ? AND m.id = ? AND o.state = 'fulfilled'"
        " ORDER BY o.at DESC, o.id LIMIT 50",
        community,
        member,
    )
    return {str(order): str(code) for order, code in rows}


async def free_codes(read: Reader, community: CommunityId) -> dict[str, int]:
    """How many codes of each item nobody has yet."""
    rows = await read.fetch_all(
        "SELECT item, count(*) FROM coupons WHERE community = ? AND account = '' GROUP BY item",
        community,
    )
    return {str(item): int(count or 0) for item, count in rows}


def _key(community: CommunityId, item: str) -> str:
    return f"coupons:{community}:{item}"
