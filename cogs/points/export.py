"""What an export says of a member's points (``docs/features/transcript.md``)."""

from __future__ import annotations

from bot.community import tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember, Json
from bot.core.ports import Reader
from cogs.points.earning import LIFETIME


@offers("export", "lifetime")
async def export_lifetime(read: Reader, member: ExportMember) -> Json:
    """All that was earned or awarded, less what was taken back."""
    return await tallies.value_of(read, member.community.id, member.member, LIFETIME.name)
