"""The most that talk earns on a day: what somebody has unlocked may make it more."""

from __future__ import annotations

from bot.community import privileges
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from cogs.points.settings import PointsSettings


async def cap_of(
    read: Reader, community: CommunityId, member: MemberId, settings: PointsSettings
) -> int:
    """The member's cap of a day in points, by what they have unlocked now; 0 is none."""
    if not settings.bigger_caps:
        return settings.daily_cap
    return settings.cap_of(await privileges.privileges_of(read, community, member))
