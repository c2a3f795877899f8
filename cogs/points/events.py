"""What points tell other cogs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.events import MemberEvent


@dataclass(frozen=True, slots=True)
class PointsRefused(MemberEvent):
    """Something that the member did, or that was done for them, earned nothing.

    ``kind`` is what it was (message, comment, reaction), ``reason`` why, by the name of its
    sentence ``points.refused.NAME``. It happened ``times`` times in the turn; ``at`` is the last.
    """

    kind: str
    reason: str
    day: date
    times: int
