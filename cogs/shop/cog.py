"""Doors of the shop: ``/shop``, a page of what can be bought."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.community import ledger
from bot.core.cog import button, command
from bot.core.context import Context
from bot.core.outgoing import Button, Reply
from bot.core.text import Text
from cogs.shop.goods import goods_of, shelves_of, title
from cogs.shop.ordering import local
from cogs.shop.rules import left, obstacle
from cogs.shop.settings import ShopItem

LINES: Final = 8


@command("shop", "商店")
async def show_shop(ctx: Context) -> Reply:
    """What can be bought, with buttons to buy it."""
    return await _page(ctx, 0)


@button("shop.page")
async def turn_page(ctx: Context, skip: str) -> Reply:
    """Another page in place of the one that is shown."""
    return replace(await _page(ctx, int(skip)), replaces=True)


async def _page(ctx: Context, skip: int) -> Reply:
    goods = [
        each
        for each in goods_of(ctx.settings).values()
        if each.until is None or ctx.now < each.until
    ]
    if not goods:
        return Reply.of("shop.empty")
    # Something may be sold no more since the button was shown.
    skip = min(skip, (len(goods) - 1) // LINES * LINES)
    listed = goods[skip : skip + LINES]
    shelves = await shelves_of(ctx, ctx.tx, listed)
    balance = await ledger.balance_of(ctx.tx, ctx.community.id, ctx.member)
    texts = [Text("shop.head", name=ctx.account.shown, balance=balance)]
    buttons = []
    numbers = {each.key: number for number, each in enumerate(goods_of(ctx.settings).values(), 1)}
    for item in listed:
        shelf = shelves[item.key]
        texts.append(_line(ctx, item, numbers[item.key], left(item, shelf)))
        if obstacle(item, shelf) is None and item.price <= balance:
            label = Text("shop.button", item=title(item), price=item.price)
            buttons.append(Button(item.key, label, "shop.buy", (item.key,)))
    if skip:
        buttons.append(_turn("newer", "shop.back", skip - LINES))
    if skip + LINES < len(goods):
        buttons.append(_turn("older", "shop.more", skip + LINES))
    texts.append(Text("shop.how", item=title(listed[0])))
    return Reply(tuple(texts), tuple(buttons))


def _line(ctx: Context, item: ShopItem, number: int, count: int | None) -> Text:
    starts = item.starts is not None and ctx.now < item.starts
    return Text(
        "shop.line",
        number=number,
        item=title(item),
        price=item.price,
        left="" if count is None else count,
        most=item.per_member_per_month or "",
        tier=Text(f"shop.tier.{item.tier}") if item.tier != "newcomer" else "",
        starts=local(ctx, item.starts) if item.starts is not None and starts else "",
        until=local(ctx, item.until) if item.until is not None else "",
    )


def _turn(key: str, label: str, skip: int) -> Button:
    return Button(key, Text(label), "shop.page", (str(max(skip, 0)),))
