"""What an operator can put into the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.community.holdings import Item
from bot.core.parsing.cards import read_card
from bot.core.parsing.nearest import nearest
from bot.core.setting_mistakes import (
    Mistake,
    Path,
    Words,
    Wrong,
    empty_window,
    same_keys,
    same_words,
)
from bot.core.setting_places import InstantOrNone
from bot.core.setting_tables import BothNames, Counts
from bot.core.setting_types import Flag, ListOf, Name, OneOf, Whole
from bot.core.settings import required, section, setting
from cogs.levels.events import TIERS

_CARDS: Final = tuple(map(str, Item))
_SLIPS: Final = 2


def _meant(card: str) -> str:
    """The card of the house that somebody has most probably meant, "" for none."""
    near = read_card(card) or nearest(card, _CARDS) or ""
    return near if read_card(card) or abs(len(near) - len(card)) <= _SLIPS else ""


@section(
    "shop",
    zh="商店；写了就代替默认列表",
    en="The shop; a list here replaces the default one",
    many=[
        {
            "key": "makeup_card",
            "name": {"zh": "补签卡", "en": "Make-up card"},
            "price": 10,
            "gives": {"makeup_card": 1},
            "per_member_per_month": 3,
        }
    ],
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ShopItem:
    """One ``[[shop]]``; the rules are in ``docs/features/shop.md``."""

    key: str = required(Name(), zh="编号", en="Its key", example="makeup_card")
    name: Words = setting(
        BothNames(may_be_empty=True),
        Words("", ""),
        zh="名称；空：用编号",
        en="Its name; empty: its key",
    )
    price: int = required(Whole(), zh="价格，多少积分", en="Its price in points", example=10)
    gives: Mapping[str, int] = setting(
        Counts(),
        MappingProxyType({}),
        zh="得到什么，各几个",
        en="What one gets, and how many of each",
    )
    unlocks: tuple[str, ...] = setting(
        ListOf(Name(), 100),
        (),
        zh="解锁什么，平台身份组可以挂在上面；空：没有",
        en="What it unlocks, on which roles of a platform may hang; empty: nothing",
    )
    unlock_days: int = setting(
        Whole(0, 3660), 0, zh="解锁多少天；0：一直", en="For how many days; 0: for good"
    )
    coupons: bool = setting(
        Flag(),
        False,
        zh="每份发一个兑换码，用 /兑换码 上传",
        en="Each comes with a code of the list that /coupons takes in",
    )
    by_hand: bool = setting(
        Flag(),
        False,
        zh="由管理员交付（/订单）；什么都不给的商品总是这样",
        en="A moderator hands it over (/orders), as always when it gives nothing by itself",
    )
    hand_over_days: int = setting(
        Whole(0, 3660),
        30,
        zh="多少天没交付就退还积分；0：一直等",
        en="Days after which what was not handed over is refunded; 0: never",
    )
    stock: int = setting(Whole(), 0, zh="一共多少份；0：不限", en="How many in all; 0: without end")
    per_member_per_month: int = setting(
        Whole(), 0, zh="每人每月限购；0：不限", en="Most a member may buy a month; 0: no limit"
    )
    tier: str = setting(
        OneOf(*TIERS),
        TIERS[0],
        zh='哪个层级起可以买："newcomer"、"growing" 或 "expert"',
        en='From which tier on: "newcomer", "growing" or "expert"',
    )
    starts: datetime | None = setting(
        InstantOrNone(), None, key="from", zh="何时开卖；空：已经开卖", en="From when; empty: now"
    )
    until: datetime | None = setting(
        InstantOrNone(), None, zh="卖到何时；空：一直", en="Until when; empty: always"
    )

    def opens(self) -> tuple[str, ...]:
        """What it unlocks."""
        return self.unlocks

    @property
    def waits(self) -> bool:
        """Whether a moderator hands it over."""
        return self.by_hand or not (self.gives or self.unlocks or self.coupons)

    def contradictions(self) -> list[Mistake]:
        """Whether it is sold at any time at all, and gives what it says."""
        window = empty_window(self.starts, self.until)
        return [*window, *self._numbers(), *self._cards(), *self._days()]

    def _numbers(self) -> list[Mistake]:
        """A number alone is that of an item in the list of ``/shop``."""
        expected = Words(
            "不是纯数字的，因为数字是 /商店 里的序号",
            "more than digits, since a number is a place in the list of /shop",
        )
        return [
            Wrong(path, word, expected, (f"item_{word}",) if path == ("key",) else ())
            for path, word in self.called
            if word.isdigit()
        ]

    @property
    def called(self) -> list[tuple[Path, str]]:
        """Where the words stand by which somebody may ask for it, and the words."""
        name = self.name
        return [(("key",), self.key), (("name", "zh"), name.zh), (("name", "en"), name.en)]

    def _cards(self) -> list[Mistake]:
        """Cards of a community's own kind are fine, unless the name is a slip of the pen."""
        mistakes: list[Mistake] = []
        for card in self.gives:
            near = _meant(card)
            if near and near != card:
                names = ", ".join(_CARDS)
                expected = Words(f"{names}，或者差别更大的名称", f"{names} or a name less alike")
                mistakes.append(Wrong(("gives", card), card, expected, (near,)))
        return mistakes

    def _days(self) -> list[Mistake]:
        if not self.unlock_days or self.unlocks:
            return []
        expected = Words("0，因为 unlocks 是空的", "0, since unlocks is empty")
        return [Wrong(("unlock_days",), self.unlock_days, expected)]

    @staticmethod
    def contradictions_among(items: Sequence[ShopItem]) -> list[Mistake]:
        """Whether two have the same key or name: nobody could say which of them is meant."""
        expected = Words("别的商品没有用过的编号", "a key that no other item has")
        return same_keys([item.key for item in items], expected) or _same_names(items)


def _same_names(items: Sequence[ShopItem]) -> list[Mistake]:
    expected = Words("别的商品没有用过的名称", "a name that no other item has")
    return same_words([item.called for item in items], expected)


def tier_number(item: ShopItem) -> int:
    """The place of the item's tier, 0 for the first: the tally ``tier`` must be as high."""
    return TIERS.index(item.tier)
