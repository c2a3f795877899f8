"""What moderators can hand out besides badges: cards, as cogs call them.

@offers(BUNDLES, "shop")
def bundles(settings: SettingsOf) -> list[Bundle]: ...
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.core.text import Text

BUNDLES: Final = "bundles"
"""The room of these offers."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """``cards`` are how many of each card it holds, none for what is no card.

    ``words`` are the names by which people ask for it, its key first.
    """

    words: tuple[str, ...]
    name: Text
    cards: Mapping[str, int]
