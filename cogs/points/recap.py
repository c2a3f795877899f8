"""Which lengths of a streak the rules of points celebrate, for those who tell what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.cog import SettingsOf, offers
from cogs.points.settings import PointsSettings


@offers("milestones", "points")
def milestones(settings: SettingsOf) -> Sequence[int]:
    """The days of a streak that pay something of their own."""
    return tuple(settings(PointsSettings).milestones)
