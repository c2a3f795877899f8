"""How many of each item are gone. Which buyer gets the last one is decided by the write."""

from __future__ import annotations

from bot.core.model import CommunityId
from bot.core.ports import Reader, Transaction


async def take_one(tx: Transaction, community: CommunityId, item: str, most: int) -> bool:
    """One more is gone; False, and nothing changed, when ``most`` are gone. 0 is without end."""
    await tx.execute(
        "INSERT INTO shop_stock (community, item, gone) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
        community,
        item,
    )
    return bool(
        await tx.execute(
            "UPDATE shop_stock SET gone = gone + 1"
            " WHERE community = ? AND item = ? AND (gone < ? OR ? = 0)",
            community,
            item,
            most,
            most,
        )
    )


async def put_back(tx: Transaction, community: CommunityId, item: str) -> None:
    """One less is gone."""
    await tx.execute(
        "UPDATE shop_stock SET gone = gone - 1 WHERE community = ? AND item = ? AND gone > 0",
        community,
        item,
    )


async def gone_of(read: Reader, community: CommunityId) -> dict[str, int]:
    """How many of each item are gone."""
    rows = await read.fetch_all("SELECT item, gone FROM shop_stock WHERE community = ?", community)
    return {str(item): int(gone or 0) for item, gone in rows}
