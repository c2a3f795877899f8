"""The tallies of points that talk moves."""

from __future__ import annotations

from typing import Final

from bot.core.context import Tally

MESSAGES: Final = Tally("messages")
REACTIONS: Final = Tally("reactions_received")
# What counts towards ``daily_cap``.
CAPPED: Final = Tally("talk", "day")
CAPPED_REASONS: Final = ("comment", "message", "reaction")
