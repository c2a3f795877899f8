"""Doors of buying: ``/redeem`` and the buttons of the shop, which ask before anything is spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.community import holdings, ledger, reviews
from bot.community.reviews import Review
from bot.core.cog import button, command
from bot.core.context import Context
from bot.core.errors import NotNow, Refusal, ToldHow
from bot.core.options import Note, Word
from bot.core.outgoing import Button, Reply
from bot.core.parsing import shown
from bot.core.text import Text
from cogs.shop import store
from cogs.shop.goods import card_name, contents, goods_of, shelves_of, title
from cogs.shop.ordering import (
    KIND,
    Buyer,
    hand_over,
    local,
    move,
    pay,
    plan_expiry,
    tell_code,
)
from cogs.shop.rules import Obstacle, meant_first, obstacle
from cogs.shop.settings import ShopItem
from cogs.shop.store import Order, OrderState

NOTE_LIMIT: Final = 200
_KEPT: Final = timedelta(days=2)


@button("shop.buy")
async def buy(ctx: Context, item: str) -> Reply:
    """As ``/redeem`` with this item."""
    return await _ask(ctx, item, "")


@command("redeem", "兑换")
async def redeem(ctx: Context, item: Word, note: Note = "") -> Reply:
    """What the item costs is shown, with buttons; nothing is spent yet."""
    if len(note) > NOTE_LIMIT:
        raise Refusal("input.too.long", limit=NOTE_LIMIT)
    return await _ask(ctx, item, note)


@button("redeem.confirm")
async def confirm(ctx: Context, order: str) -> Reply:
    """The order is paid and handed over, or waits for a moderator; a new price asks again."""
    found = await _asked(ctx, order)
    item = goods_of(ctx.settings).get(found.item)
    if item is None:
        raise ToldHow("redeem.gone")
    if item.price != found.price:
        await store.price_order(ctx.tx, ctx.community.id, order, item.price)
        found = replace(found, price=item.price)
        changed = Text("redeem.price.changed")
        return Reply((changed, *await _offer(ctx, found, item)), _buttons(found), replaces=True)
    await _refuse_what_cannot_be(ctx, item)
    await _balance_for(ctx, item)
    after = OrderState.RESERVED if item.waits else OrderState.FULFILLED
    if not await move(ctx, found, OrderState.ASKED, after):
        raise ToldHow("redeem.before.done")
    if not await store.take_one(ctx.tx, ctx.community.id, item.key, item.stock):
        raise ToldHow("redeem.sold_out", item=title(item))
    account = found.account
    if item.coupons and not await store.claim_code(
        ctx.tx, ctx.community.id, item.key, order, account
    ):
        raise ToldHow("redeem.sold_out", item=title(item))
    found = replace(found, month=f"{ctx.today:%Y-%m}")
    await store.settle_order(ctx.tx, ctx.community.id, found)
    balance = await pay(ctx, found)
    done = Text(
        "redeem.done",
        name=ctx.account.shown,
        item=title(item),
        price=item.price,
        balance=balance,
        id=found.id,
    )
    if item.waits:
        return Reply((done, await _wait(ctx, found, item)), replaces=True)
    return Reply((done, *await _hand_over(ctx, found, item)), replaces=True)


@button("redeem.cancel")
async def cancel(ctx: Context, order: str) -> Reply:
    """Nothing is bought; the button that confirms works no more."""
    found = await _asked(ctx, order)
    if not await move(ctx, found, OrderState.ASKED, OrderState.CANCELLED):
        raise ToldHow("redeem.before.done")
    return Reply((Text("redeem.cancelled"),), replaces=True)


async def _ask(ctx: Context, word: str, note: str) -> Reply:
    found = meant_first(list(goods_of(ctx.settings).values()), f"{word} {note}".strip())
    if found is None:
        raise ToldHow("redeem.unknown", found=shown(word))
    item, note = found
    await _refuse_what_cannot_be(ctx, item)
    await store.forget_unconfirmed(ctx.tx, ctx.community.id, ctx.account.id, ctx.now - _KEPT)
    incoming = ctx.incoming
    order = Order(
        ctx.ids.code(),
        ctx.account.id,
        item.key,
        item.name,
        OrderState.ASKED,
        item.price,
        ctx.now,
        note,
        incoming.platform,
        incoming.where,
        incoming.source,
    )
    texts = await _offer(ctx, order, item)
    await store.keep_order(ctx.tx, ctx.community.id, order)
    return Reply(texts, _buttons(order))


async def _offer(ctx: Context, order: Order, item: ShopItem) -> tuple[Text, ...]:
    """What the order would do. Raises Refusal when there are too few points."""
    balance = await _balance_for(ctx, item)
    after = balance - order.price
    texts = [Text("redeem.ask", item=title(item), price=order.price, balance=balance, after=after)]
    if item.gives:
        texts.append(Text("redeem.gets", what=contents(ctx.settings, item.gives)))
    if item.waits:
        texts.append(Text("redeem.waits"))
    if order.note:
        texts.append(Text("redeem.note", note=order.note))
    return tuple(texts)


async def _balance_for(ctx: Context, item: ShopItem) -> int:
    """What who asks has. Raises Refusal when it is too little for the item."""
    balance = await ledger.balance_of(ctx.tx, ctx.community.id, ctx.member)
    missing = item.price - balance
    owing = any(offer.run(ctx.settings) for offer in ctx.house.offers("owing"))
    if item.price and missing > 0 and not owing:
        values = {"price": item.price, "balance": balance, "missing": missing}
        raise ToldHow("redeem.too.few", item=title(item), **values)
    return balance


async def _refuse_what_cannot_be(ctx: Context, item: ShopItem) -> None:
    """Raises Refusal when who asks cannot buy the item now."""
    shelf = (await shelves_of(ctx, ctx.tx, [item]))[item.key]
    match obstacle(item, shelf):
        case Obstacle.EARLY if item.starts is not None:
            raise NotNow("redeem.early", item=title(item), since=local(ctx, item.starts))
        case Obstacle.OVER if item.until is not None:
            raise ToldHow("redeem.over", item=title(item), until=local(ctx, item.until))
        case Obstacle.TIER:
            raise ToldHow("redeem.tier", item=title(item), tier=Text(f"shop.tier.{item.tier}"))
        case Obstacle.LIMIT:
            most = item.per_member_per_month
            raise ToldHow("redeem.limit", item=title(item), limit=most, month=f"{ctx.today:%Y-%m}")
        case Obstacle.SOLD_OUT:
            raise ToldHow("redeem.sold_out", item=title(item))
    await _refuse_too_many(ctx, item)


async def _refuse_too_many(ctx: Context, item: ShopItem) -> None:
    """Raises Refusal when who asks would hold more of a card than a member may."""
    offers = ctx.house.offers_by_key("most")
    for card, count in item.gives.items():
        offer = offers.get(card)
        if offer is None:
            continue
        most: int = offer.run(ctx.settings)
        held = await holdings.count_of(ctx.tx, ctx.community.id, ctx.member, card)
        if held + count > most:
            name = card_name(ctx.settings, card)
            raise ToldHow("redeem.most", item=title(item), card=name, held=held, most=most)


async def _asked(ctx: Context, order: str) -> Order:
    """The order that was shown. Raises Refusal when it was confirmed or cancelled before."""
    found = await store.find_order(ctx.tx, ctx.community.id, order)
    if found is None:
        raise ToldHow("button.expired")
    if found.state is OrderState.CANCELLED:
        raise ToldHow("redeem.before.cancelled")
    if found.state is not OrderState.ASKED:
        raise ToldHow("redeem.before.done")
    return found


async def _wait(ctx: Context, order: Order, item: ShopItem) -> Text:
    """A moderator hands the order over, or declines it; if nobody does, it expires."""
    review = Review(order.id, KIND, order.id, order.account, ctx.now)
    await reviews.ask(ctx.tx, ctx.community.id, review)
    plan_expiry(ctx, order, item)
    return Text("redeem.waiting", days=item.hand_over_days or "")


async def _hand_over(ctx: Context, order: Order, item: ShopItem) -> Sequence[Text]:
    texts = await hand_over(ctx, order, item, ctx.member)
    if not item.coupons:
        return texts
    if ctx.incoming.private:
        code = await store.code_of(ctx.tx, ctx.community.id, order.account, order.id)
        return [*texts, Text("redeem.code", item=title(item), code=code)]
    await tell_code(ctx, order, Buyer(ctx.member, ctx.account, ctx.locale))
    return [*texts, Text("redeem.code.apart")]


def _buttons(order: Order) -> tuple[Button, ...]:
    return (
        Button("confirm", Text("button.confirm"), "redeem.confirm", (order.id,)),
        Button("cancel", Text("button.cancel"), "redeem.cancel", (order.id,)),
    )
