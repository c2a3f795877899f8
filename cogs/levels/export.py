"""What an export says of a member's level and tier (``docs/features/transcript.md``)."""

from __future__ import annotations

from bot.community import tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember, Json
from bot.core.ports import Reader
from cogs.levels.events import TIERS
from cogs.levels.rules import level_of
from cogs.levels.settings import LevelSettings, curve_of
from cogs.levels.tallies import POINTS, TIER


@offers("export", "level")
async def export_level(read: Reader, member: ExportMember) -> Json:
    """The level that the member's points give by the curve of the config."""
    points = await tallies.value_of(read, member.community.id, member.member, POINTS)
    return level_of(points, curve_of(member.settings(LevelSettings)))


@offers("export", "tier")
async def export_tier(read: Reader, member: ExportMember) -> Json:
    """The tier by its name in the config."""
    return TIERS[await tallies.value_of(read, member.community.id, member.member, TIER.name)]
