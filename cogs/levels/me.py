"""What ``/me`` says of a member's level and tier, and ``/inventory`` of what a tier unlocks."""

from __future__ import annotations

from bot.community import tallies
from bot.community.privileges import UNLOCKED, Source
from bot.core.cog import SettingsOf, offers
from bot.core.exporting import ExportMember
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.levels.settling import TIER_REASON, tier_name
from cogs.levels.tallies import LEVEL, TIER


@offers("me", "levels")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """Level and tier, for whoever has come to one."""
    names = (LEVEL.name, TIER.name)
    numbers = await tallies.several(read, member.community.id, member.member, names)
    level, tier = (numbers.get(name, 0) for name in names)
    return [Text("me.level", level=level, tier=tier_name(tier))] if level or tier else []


@offers(UNLOCKED, TIER_REASON)
async def source_of_tier(
    read: Reader, community: CommunityId, member: MemberId, settings: SettingsOf, because: str
) -> Source:
    """The tier that the member has come to."""
    tier = await tallies.value_of(read, community, member, TIER.name)
    return Source(tier_name(tier))
