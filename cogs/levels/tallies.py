"""The tallies of levels, and those that they follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.context import Tally
from cogs.levels.rules import Criteria

POINTS: Final = "lifetime"
ACTIVE_DAYS: Final = "active_days"
FEATURED: Final = "featured"
FOLLOWED: Final = (POINTS, ACTIVE_DAYS, FEATURED)

LEVEL = Tally("level", follows=(POINTS,))
TIER = Tally("tier", follows=FOLLOWED)

READ: Final = (*FOLLOWED, LEVEL.name, TIER.name)


def criteria_of(numbers: Mapping[str, int]) -> Criteria:
    """What the member has of what tiers ask for."""
    return Criteria(*(numbers.get(name, 0) for name in FOLLOWED))
