"""What ``/me`` says of a member's level and tier."""

from __future__ import annotations

from bot.community import tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.levels.settling import tier_name
from cogs.levels.tallies import LEVEL, TIER


@offers("me", "levels")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """Level and tier, for whoever has come to one."""
    names = (LEVEL.name, TIER.name)
    numbers = await tallies.several(read, member.community.id, member.member, names)
    level, tier = (numbers.get(name, 0) for name in names)
    return [Text("me.level", level=level, tier=tier_name(tier))] if level or tier else []
