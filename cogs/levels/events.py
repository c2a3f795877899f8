"""What levels and tiers tell other cogs.

The tallies ``level`` and ``tier`` say how members stand; ``tier`` is a place in ``TIERS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.events import MemberEvent

TIERS: Final = ("newcomer", "growing", "expert")
"""The tiers, from the first to the highest."""


@dataclass(frozen=True, slots=True)
class LevelReached(MemberEvent):
    """The member has risen from level ``before`` to ``level``."""

    level: int
    before: int


@dataclass(frozen=True, slots=True)
class LevelLost(MemberEvent):
    """What was earned was taken back: the member has fallen from level ``before`` to ``level``."""

    level: int
    before: int


@dataclass(frozen=True, slots=True)
class TierChanged(MemberEvent):
    """The member was of the tier ``before`` and is of ``tier`` now, both named as in ``TIERS``."""

    tier: str
    before: str
