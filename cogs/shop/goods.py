"""What the shop sells, as a member sees it: names, what is on the shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.community import tallies
from bot.community.holdings import Item
from bot.core.bundles import BUNDLES, Bundle
from bot.core.cog import SettingsOf, offers
from bot.core.context import Asking
from bot.core.ports import Reader
from bot.core.setting_mistakes import Words
from bot.core.text import Text, TextValue
from cogs.shop import store
from cogs.shop.rules import Shelf
from cogs.shop.settings import ShopItem
from cogs.shop.store import Order

_BUILT_IN = frozenset(map(str, Item))


def goods_of(settings: SettingsOf) -> dict[str, ShopItem]:
    """What the shop sells, by key in the order of the config."""
    return {item.key: item for item in settings.listed(ShopItem)}


async def shelves_of(ctx: Asking, read: Reader, goods: Sequence[ShopItem]) -> Mapping[str, Shelf]:
    """What is on the shelf for who asks, by the items' keys."""
    community, member = ctx.community.id, ctx.member
    gone = await store.gone_of(read, community)
    codes = await store.free_codes(read, community)
    mine = await store.bought(read, community, member, f"{ctx.today:%Y-%m}")
    tier = await tallies.value_of(read, community, member, "tier")
    return {
        item.key: Shelf(
            ctx.now, gone.get(item.key, 0), codes.get(item.key, 0), tier, mine.get(item.key, 0)
        )
        for item in goods
    }


def title(item: ShopItem) -> Text:
    """The item's name, in whichever language it is read."""
    return _called(item.name, item.key)


def title_of(order: Order) -> Text:
    """The name of what was ordered, also when the shop does not sell it any more."""
    return _called(order.name, order.item)


def card_name(settings: SettingsOf, card: str) -> Text:
    """The name of what members hold: of the house, or of the only item that gives one of it."""
    if card in _BUILT_IN:
        return Text(f"item.{card}")
    for item in goods_of(settings).values():
        if dict(item.gives) == {card: 1}:
            return title(item)
    return _plain(card)


@offers(BUNDLES, "shop")
def bundles(settings: SettingsOf) -> list[Bundle]:
    """The cards that only this community has, and the items that are cards alone."""
    found: list[Bundle] = []
    items = goods_of(settings).values()
    for item in items:
        is_more = item.unlocks or item.coupons
        words = tuple(dict.fromkeys(filter(None, (item.key, *item.name))))
        found.append(Bundle(words, title(item), {} if is_more else item.gives))
    cards = dict.fromkeys(card for item in items for card in item.gives)
    return [*found, *(Bundle((card,), card_name(settings, card), {card: 1}) for card in cards)]


def listed(texts: Sequence[TextValue]) -> TextValue:
    """The texts as one, with commas between."""
    whole = texts[0]
    for each in texts[1:]:
        whole = Text("item.and", first=whole, second=each)
    return whole


def contents(settings: SettingsOf, gives: Mapping[str, int]) -> TextValue:
    """What is given, each with how many; "" for nothing."""
    parts: list[TextValue] = [
        Text("item.count", item=card_name(settings, card), count=count)
        for card, count in gives.items()
    ]
    return listed(parts) if parts else ""


def _called(name: Words, key: str) -> Text:
    if name.zh and name.en:
        return Text("item.called", zh=name.zh, en=name.en)
    return Text(f"item.{key}") if key in _BUILT_IN else _plain(key)


def _plain(name: str) -> Text:
    return Text("item.called", zh=name, en=name)
