"""What people call the cards that every community knows."""

from __future__ import annotations

from typing import Final

from bot.core.folding import fold
from bot.core.variants import simplified

_CARDS: Final = {
    "freeze": ("freeze", "冻结卡", "冻结"),
    "makeup_card": ("makeup_card", "makeup", "补签卡", "补签"),
}


def read_card(word: str) -> str | None:
    """The card that the word means, by its key; None for another word."""
    name = fold(word, simplified).replace("-", "_")
    return next((card for card, names in _CARDS.items() if name in names), None)
