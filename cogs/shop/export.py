"""What an export says of what a member holds and has redeemed (``docs/features/transcript.md``)."""

from __future__ import annotations

from bot.community import holdings
from bot.core.clock import instant_text
from bot.core.cog import offers
from bot.core.exporting import ExportMember, Json
from bot.core.ports import Reader
from cogs.shop import store


@offers("export", "inventory")
async def export_inventory(read: Reader, member: ExportMember) -> Json:
    """Each item with how many of it the member holds, by the items' names."""
    held = await holdings.counts_of(read, member.community.id, member.member)
    return [{"item": item, "count": count} for item, count in held.items()]


@offers("export", "orders")
async def export_orders(read: Reader, member: ExportMember) -> Json:
    """What the member has redeemed, with the code of each order that has one."""
    community = member.community.id
    codes = await store.codes_of(read, community, member.member)
    return [
        {
            "id": each.id,
            "item": each.item,
            "price": each.price,
            "state": str(each.state),
            "at": instant_text(each.at),
            "note": each.note,
            "code": codes.get(each.id),
        }
        for each in await store.orders_of(read, community, member.member)
    ]
