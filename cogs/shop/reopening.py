"""What becomes of an order when its decision is undone (``docs/features/reviews.md`` §2).

It waits again, paid, as before the decision.
"""

from __future__ import annotations

from dataclasses import replace

from bot.community import ledger, privileges
from bot.community.actions import Action
from bot.community.reviews import Review
from bot.core.cog import offers
from bot.core.context import Context
from bot.core.errors import ToldHow
from bot.core.text import Text
from cogs.shop import store
from cogs.shop.goods import goods_of, title_of
from cogs.shop.ordering import (
    KIND,
    Buyer,
    buyer_of,
    entry_id,
    move,
    move_cards,
    plan_expiry,
    tell_buyer,
)
from cogs.shop.settings import ShopItem
from cogs.shop.store import Order, OrderState


@offers("reopen", KIND)
async def reopen_order(
    ctx: Context, review: Review, undoing: Action, *, approved: bool
) -> tuple[Text, ...]:
    """The order waits again: what it gave is taken back, or what was refunded is paid again.

    Raises Refusal when it has changed since, came with a code, or was sold to somebody else.
    """
    found = await store.find_order(ctx.tx, ctx.community.id, review.subject)
    buyer = None if found is None else await buyer_of(ctx, found)
    before = OrderState.FULFILLED if approved else OrderState.REFUNDED
    if found is None or buyer is None or not await move(ctx, found, before, OrderState.RESERVED):
        raise ToldHow("undo.order.changed", id=review.subject)
    item = goods_of(ctx.settings).get(found.item) or ShopItem(key=found.item, price=0)
    if approved:
        said = await _take_back(ctx, found, buyer, undoing)
    else:
        said = await _pay_again(ctx, found, buyer, item)
    plan_expiry(ctx, found, item)
    tell_buyer(ctx, found, buyer, said)
    return (said,)


async def _take_back(ctx: Context, order: Order, buyer: Buyer, undoing: Action) -> Text:
    """What was handed over is gone, also where that leaves a debt of cards."""
    community = ctx.community.id
    if await store.code_of(ctx.tx, community, order.account, order.id):
        raise ToldHow("undo.order.code", id=order.id)
    await move_cards(ctx, order, buyer.member, f"undo:{undoing.id}", -1)
    for name in order.unlocked:
        await privileges.take(ctx, buyer.member, name, entry_id(order))
    empty = replace(order, gave={}, unlocked=(), ends=None)
    await store.settle_order(ctx.tx, community, empty)
    return Text("undo.order.open", name=buyer.account.shown, item=title_of(order), id=order.id)


async def _pay_again(ctx: Context, order: Order, buyer: Buyer, item: ShopItem) -> Text:
    """It is paid and kept for the buyer again, also where that leaves a debt."""
    community = ctx.community.id
    kept = await store.take_one(ctx.tx, community, order.item, item.stock)
    if kept and item.coupons:
        kept = await store.claim_code(ctx.tx, community, order.item, order.id, order.account)
    if not kept:
        raise ToldHow("undo.order.sold_out", item=title_of(order))
    await ledger.pay_again(ctx.tx, community, buyer.member, entry_id(order), ctx.now)
    return Text(
        "undo.order.paid",
        name=buyer.account.shown,
        item=title_of(order),
        price=order.price,
        balance=await ledger.balance_of(ctx.tx, community, buyer.member),
        id=order.id,
    )
