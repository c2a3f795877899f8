"""What ``/me`` says of the cards that a member holds."""

from __future__ import annotations

from bot.community import holdings
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text


@offers("me", "shop")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """Each item with how many of it the member holds; a debt is a number below zero."""
    held = await holdings.counts_of(read, member.community.id, member.member)
    return [Text("me.item", item=Text(f"item.{item}"), count=count) for item, count in held.items()]
