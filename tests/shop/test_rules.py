"""Who may buy what now, and which item somebody means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.setting_mistakes import Words
from cogs.shop.rules import Obstacle, Shelf, left, meant, meant_first, obstacle
from cogs.shop.settings import ShopItem

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MUG = ShopItem(key="mug", name=Words("马克杯", "Blue mug"), price=5)
CARD = ShopItem(key="makeup_card", name=Words("补签卡", "Make-up card"), price=10)
GOODS = [MUG, CARD]


def an_item(**more: Any) -> ShopItem:
    """An item with these settings."""
    return ShopItem(key="item", price=1, **more)


def a_shelf(**more: int) -> Shelf:
    """What is known at noon, where nothing is gone and nothing was bought."""
    return Shelf(NOON, **{"gone": 0, "codes": 0, "tier": 0, "bought": 0, **more})


@pytest.mark.parametrize(
    ("item", "shelf", "found"),
    [
        (an_item(), a_shelf(gone=99, bought=99), None),
        (an_item(starts=NOON), a_shelf(), None),
        (an_item(starts=NOON + HOUR), a_shelf(), Obstacle.EARLY),
        (an_item(until=NOON + HOUR), a_shelf(), None),
        (an_item(until=NOON), a_shelf(), Obstacle.OVER),
        (an_item(tier="growing"), a_shelf(), Obstacle.TIER),
        (an_item(tier="growing"), a_shelf(tier=2), None),
        (an_item(tier="expert"), a_shelf(tier=1), Obstacle.TIER),
        (an_item(per_member_per_month=2), a_shelf(bought=1), None),
        (an_item(per_member_per_month=2), a_shelf(bought=2), Obstacle.LIMIT),
        (an_item(stock=2), a_shelf(gone=1), None),
        (an_item(stock=2), a_shelf(gone=2), Obstacle.SOLD_OUT),
        (an_item(stock=2), a_shelf(gone=3), Obstacle.SOLD_OUT),
        (an_item(coupons=True), a_shelf(), Obstacle.SOLD_OUT),
        (an_item(coupons=True), a_shelf(codes=1), None),
    ],
)
def test_what_stands_between_somebody_and_an_item(
    item: ShopItem, shelf: Shelf, found: Obstacle | None
) -> None:
    assert obstacle(item, shelf) is found


@pytest.mark.parametrize(
    ("item", "shelf", "count"),
    [
        (an_item(), a_shelf(), None),
        (an_item(stock=5), a_shelf(gone=2), 3),
        (an_item(stock=1), a_shelf(gone=2), 0),
        (an_item(stock=5, coupons=True), a_shelf(gone=2, codes=1), 1),
    ],
)
def test_how_many_are_left(item: ShopItem, shelf: Shelf, count: int | None) -> None:
    assert left(item, shelf) == count


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("mug", MUG),
        ("ＭＵＧ", MUG),
        ("马克杯", MUG),
        ("馬克杯", MUG),
        ("\u200b", None),
        ("blue mug", MUG),
        ("1", MUG),
        ("２", CARD),
        ("0", None),
        ("3", None),
        ("blue", None),
        ("0001", MUG),
        ("00012", None),
        ("²", None),
        ("1_0", None),
        ("99999999999999999999", None),
        ("9" * 5000, None),
    ],
)
def test_an_item_is_meant_by_key_name_or_number(word: str, found: ShopItem | None) -> None:
    assert meant(GOODS, word) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mug", (MUG, "")),
        ("Blue mug to 5 Dawn Road", (MUG, "to 5 Dawn Road")),
        ("make-up card", (CARD, "")),
        ("blue to 5 Dawn Road", None),
    ],
)
def test_a_name_of_several_words_is_read_before_the_note(
    text: str, found: tuple[ShopItem, str] | None
) -> None:
    assert meant_first(GOODS, text) == found
