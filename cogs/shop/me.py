"""What ``/me`` says of what a member holds and has redeemed."""

from __future__ import annotations

from bot.community import holdings
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.shop import store
from cogs.shop.goods import card_name


@offers("me", "shop")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """Each item with how many of it the member holds; a debt is a number below zero."""
    community = member.community.id
    held = await holdings.counts_of(read, community, member.member)
    texts = [
        Text("me.item", item=card_name(member.settings, item), count=count)
        for item, count in held.items()
    ]
    if orders := await store.orders_of(read, community, member.member):
        texts.append(Text("me.orders", count=len(orders)))
    return texts
