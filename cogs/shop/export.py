"""What an export says of the cards that a member holds (``docs/features/transcript.md``)."""

from __future__ import annotations

from bot.community import holdings
from bot.core.cog import offers
from bot.core.exporting import ExportMember, Json
from bot.core.ports import Reader


@offers("export", "inventory")
async def export_inventory(read: Reader, member: ExportMember) -> Json:
    """Each item with how many of it the member holds, by the items' names."""
    held = await holdings.counts_of(read, member.community.id, member.member)
    return [{"item": item, "count": count} for item, count in held.items()]
