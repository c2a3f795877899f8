"""The tally of badges."""

from __future__ import annotations

from typing import Final

from bot.core.context import Tally

BADGES: Final = Tally("badges")
