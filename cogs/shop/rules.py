"""Who may buy what now: pure functions of plain values (``docs/features/shop.md`` §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.core.folding import fold
from bot.core.variants import simplified
from cogs.shop.settings import ShopItem, tier_number

_LONGEST_NAME: Final = 12
_MOST_DIGITS: Final = 4
_NARROW: Final = str.maketrans("０１２３４５６７８９", "0123456789")


class Obstacle(StrEnum):
    """Why somebody cannot buy an item now."""

    EARLY = "early"
    OVER = "over"
    TIER = "tier"
    LIMIT = "limit"
    SOLD_OUT = "sold_out"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is known of an item besides its settings: of its stock, and of who asks.

    ``gone`` of it are sold, ``codes`` are free where it comes with one; the asker is in ``tier``
    (0 is the first) and has bought ``bought`` of it in the month.
    """

    now: datetime
    gone: int
    codes: int
    tier: int
    bought: int


def obstacle(item: ShopItem, shelf: Shelf) -> Obstacle | None:
    """Why the item cannot be bought now, None when it can."""
    if item.starts is not None and shelf.now < item.starts:
        return Obstacle.EARLY
    if item.until is not None and shelf.now >= item.until:
        return Obstacle.OVER
    if shelf.tier < tier_number(item):
        return Obstacle.TIER
    if item.per_member_per_month and shelf.bought >= item.per_member_per_month:
        return Obstacle.LIMIT
    return Obstacle.SOLD_OUT if left(item, shelf) == 0 else None


def left(item: ShopItem, shelf: Shelf) -> int | None:
    """How many can still be bought by all together, None for without end."""
    counts = []
    if item.stock:
        counts.append(max(item.stock - shelf.gone, 0))
    if item.coupons:
        counts.append(shelf.codes)
    return min(counts, default=None)


def meant(items: Sequence[ShopItem], word: str) -> ShopItem | None:
    """The item that somebody means by its key, a name, or its number in the list from 1 on."""
    folded = fold(word, simplified)
    for item in items:
        if folded and folded in {fold(each, simplified) for _, each in item.called}:
            return item
    # Folding would make a digit of ``²`` too.
    digits = word.strip().translate(_NARROW)
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    return items[int(digits) - 1] if is_number and 0 < int(digits) <= len(items) else None


def meant_first(items: Sequence[ShopItem], text: str) -> tuple[ShopItem, str] | None:
    """The item that the text begins with, also by a name of several words, and what follows."""
    words = text.split(" ")
    for count in range(min(len(words), _LONGEST_NAME), 0, -1):
        item = meant(items, " ".join(words[:count]))
        if item is not None:
            return item, " ".join(words[count:]).strip()
    return None
