"""Doors of the shop for moderators: ``/orders``, ``/refund``, ``/coupons``, and what expires."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.community import actions, ledger, people, privileges, reviews
from bot.community.actions import Action
from bot.community.events import ReviewDecided
from bot.community.reviews import Review
from bot.core.cog import command, job, listen, offers, query
from bot.core.context import Context, JobContext, QueryContext
from bot.core.errors import Refusal, ToldHow
from bot.core.events import Stage
from bot.core.jobs import CatchUp
from bot.core.model import CommunityId, MemberId, Rank
from bot.core.options import Note, Target, Word
from bot.core.outgoing import Reply
from bot.core.parsing import shown
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.shop import store
from cogs.shop.events import Redeemed
from cogs.shop.goods import goods_of, title, title_of
from cogs.shop.ordering import (
    EXPIRY,
    KIND,
    UNLOCK_END,
    Buyer,
    buyer_of,
    entry_id,
    give_back,
    hand_over,
    move,
    move_cards,
    period_of,
    repay,
    tell_buyer,
    tell_code,
)
from cogs.shop.rules import meant_first
from cogs.shop.settings import ShopItem
from cogs.shop.store import Order, OrderState

LINES: Final = 10
REASON_LIMIT: Final = 500
CODES_LIMIT: Final = 500
CODE_LENGTH: Final = 200
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")


@query("orders", "订单", rank=Rank.MODERATOR, member=False, private=True)
async def show_orders(ctx: QueryContext) -> Reply:
    """What waits to be handed over, the longest first, and what was handed over last.

    In private, since buyers write where a parcel is to go.
    """
    community = ctx.community.id
    waiting = await store.waiting_orders(ctx.read, community, LINES)
    latest = await store.latest_orders(ctx.read, community, LINES)
    if not waiting and not latest:
        return Reply.of("orders.none")
    texts = []
    if waiting:
        count = await store.count_waiting(ctx.read, community)
        texts.append(Text("orders.waiting", count=count, shown=len(waiting)))
        texts += [await _line(ctx, each) for each in waiting]
        texts.append(Text("orders.how", id=waiting[0].id))
    if latest:
        texts.append(Text("orders.latest"))
        texts += [await _line(ctx, each) for each in latest]
        texts.append(Text("orders.refund", id=latest[0].id))
    return Reply(tuple(texts))


@command("refund", "退款", rank=Rank.MODERATOR, member=False)
async def refund(ctx: Context, order: Word, reason: Note = "") -> Reply:
    """What was paid for the order is the buyer's again, and what it gave is taken back."""
    if len(reason) > REASON_LIMIT:
        raise Refusal("input.too.long", limit=REASON_LIMIT)
    found = await store.find_order(ctx.tx, ctx.community.id, order.strip().upper())
    buyer = None if found is None else await buyer_of(ctx, found)
    if found is None or buyer is None or not found.month:
        raise ToldHow("refund.unknown", found=shown(order))
    if found.state is OrderState.RESERVED:
        raise ToldHow("refund.waits", id=found.id)
    if not await move(ctx, found, OrderState.FULFILLED, OrderState.REFUNDED):
        raise ToldHow("refund.before", id=found.id)
    act = Action(
        ctx.ids.code(), ctx.account.id, "refund", found.account, ctx.now, {"order": found.id}, None
    )
    await actions.record(ctx.tx, ctx.community.id, act, reason)
    balance = await _take_back(ctx, found, buyer.member, act)
    done = Text(
        "refund.done",
        name=buyer.account.shown,
        item=title_of(found),
        price=found.price,
        balance=balance,
        reason=reason,
    )
    tell_buyer(ctx, found, buyer, done)
    return Reply((done, Text("refund.id", id=act.id)))


@offers("undo", "refund")
async def undo_refund(
    ctx: Context, target: Target, undone: Action, undoing: Action
) -> tuple[Text, ...]:
    """The order is handed over again, and paid; or, for the undo of that, refunded again.

    Raises Refusal when the order has changed since, or was the last one and somebody else has
    bought it: an undo that moved nothing could itself be undone.
    """
    act, refunds = await actions.root_of(ctx.tx, ctx.community.id, undone)
    found = await store.find_order(ctx.tx, ctx.community.id, str(act.detail["order"]))
    buyer = None if found is None else await buyer_of(ctx, found)
    states = (OrderState.FULFILLED, OrderState.REFUNDED)
    before, after = states if refunds else states[::-1]
    if found is None or buyer is None or not await move(ctx, found, before, after):
        raise ToldHow("undo.order.changed", id=str(act.detail["order"]))
    act_back = _take_back if refunds else _pay_again
    balance = await act_back(ctx, found, buyer.member, undoing)
    key = "undo.order.back" if refunds else "undo.order.again"
    item = title_of(found)
    return (Text(key, name=target.name, item=item, price=found.price, balance=balance),)


@command("coupons", "兑换码", rank=Rank.MODERATOR, member=False)
async def add_coupons(ctx: Context, item: Word, codes: Note = "") -> Reply:
    """These codes can be redeemed, each once; without codes, how many are left. In private."""
    # All goods, so that a number is that of /shop.
    meaning = meant_first(list(goods_of(ctx.settings).values()), f"{item} {codes}".strip())
    if meaning is None or not meaning[0].coupons:
        raise ToldHow("coupons.unknown", found=shown(item))
    found, codes = meaning
    listed = list(dict.fromkeys(filter(None, _BETWEEN.split(codes))))
    if listed and not ctx.incoming.private:
        raise ToldHow("coupons.public")
    if len(listed) > CODES_LIMIT or any(len(each) > CODE_LENGTH for each in listed):
        raise ToldHow("coupons.too.many", limit=CODES_LIMIT, length=CODE_LENGTH)
    added = await store.add_codes(ctx.tx, ctx.community.id, found.key, listed)
    free = (await store.free_codes(ctx.tx, ctx.community.id)).get(found.key, 0)
    known = len(listed) - added
    return Reply.of("coupons.are", item=title(found), added=added, known=known, free=free)


@offers("review", KIND)
async def describe_order(read: Reader, community: CommunityId, review: Review) -> Text:
    """What a moderator reads of an order that waits."""
    found = await store.find_order(read, community, review.subject)
    known = await people.find_account(read, community, review.account)
    name = known.account.shown if known else ""
    # Without the buyer's note, which may be an address: that is in the answer to /orders.
    item = title_of(found) if found is not None else review.subject
    return Text("order.review", name=name, item=item)


@listen(ReviewDecided, Stage.EARNING)
async def hear_decision(ctx: Context, event: ReviewDecided) -> tuple[Text, ...]:
    """An approved order was handed over; a declined one is refunded."""
    if event.kind != KIND:
        return ()
    found = await store.find_order(ctx.tx, ctx.community.id, event.subject)
    buyer = None if found is None else await buyer_of(ctx, found)
    if found is None or buyer is None:
        return (Text("order.gone"),)
    after = OrderState.FULFILLED if event.approved else OrderState.REFUNDED
    if not await move(ctx, found, OrderState.RESERVED, after):
        return (Text("order.gone"),)
    said = (
        await _handed(ctx, found, buyer)
        if event.approved
        else await _declined(ctx, found, buyer, event.reason)
    )
    tell_buyer(ctx, found, buyer, said)
    return (said,)


@job(EXPIRY, catch_up=CatchUp.RUN_ALL, internal=True)
async def expire(ctx: JobContext, _: Sequence[str]) -> None:
    """An order that nobody has handed over in time is refunded, and its buyer told."""
    found = await _planned(ctx)
    buyer = None if found is None else await buyer_of(ctx, found)
    # Of an order that waits since another instant, another occurrence is to come.
    if found is None or buyer is None or ctx.occurrence.period != period_of(found, found.at):
        return
    if await move(ctx, found, OrderState.RESERVED, OrderState.EXPIRED):
        await reviews.withdraw(ctx.tx, ctx.community.id, found.id)
        balance = await give_back(ctx, found, buyer.member)
        item = title_of(found)
        name = buyer.account.shown
        text = Text("order.expired", name=name, item=item, price=found.price, balance=balance)
        tell_buyer(ctx, found, buyer, text)


@job(UNLOCK_END, catch_up=CatchUp.RUN_ALL, internal=True)
async def end_unlock(ctx: JobContext, _: Sequence[str]) -> None:
    """What an order had unlocked for a time is locked again."""
    found = await _planned(ctx)
    buyer = None if found is None else await buyer_of(ctx, found)
    if found is None or found.ends is None or buyer is None:
        return
    if ctx.occurrence.period != period_of(found, found.ends):
        return  # it was handed over anew since
    for name in found.unlocked:
        await privileges.take(ctx, buyer.member, name, entry_id(found))


async def _planned(ctx: JobContext) -> Order | None:
    order = ctx.occurrence.period.partition(":")[0]
    return await store.find_order(ctx.tx, ctx.community.id, order)


async def _line(ctx: QueryContext, order: Order) -> Text:
    known = await people.find_account(ctx.read, ctx.community.id, order.account)
    return Text(
        "orders.line",
        id=order.id,
        item=title_of(order),
        name=known.account.shown if known else order.account,
        price=order.price,
        days=(ctx.now - order.at).days,
        note=order.note,
    )


async def _handed(ctx: Context, order: Order, buyer: Buyer) -> Text:
    item = goods_of(ctx.settings).get(order.item)
    # The shop may not sell it any more: what a moderator hands over is handed over.
    await hand_over(ctx, order, item or ShopItem(key=order.item, price=0), buyer.member)
    await tell_code(ctx, order, buyer)
    name, item_name = buyer.account.shown, title_of(order)
    return Text("order.handed", name=name, item=item_name)


async def _declined(ctx: Context, order: Order, buyer: Buyer, reason: str) -> Text:
    balance = await give_back(ctx, order, buyer.member)
    return Text(
        "order.declined",
        name=buyer.account.shown,
        item=title_of(order),
        price=order.price,
        balance=balance,
        reason=reason,
    )


async def _take_back(ctx: Context, order: Order, member: MemberId, act: Action) -> int:
    """What the order gave is gone, also where that leaves a debt; returns the balance."""
    await store.put_back(ctx.tx, ctx.community.id, order.item)
    await move_cards(ctx, order, member, f"refund:{act.id}", -1)
    for name in order.unlocked:
        await privileges.take(ctx, member, name, entry_id(order))
    return await repay(ctx, order, member)


async def _pay_again(ctx: Context, order: Order, member: MemberId, act: Action) -> int:
    """The order is as it was, also where that leaves a debt; returns the balance."""
    community = ctx.community.id
    item = goods_of(ctx.settings).get(order.item)
    # What the shop does not sell any more is without end: nobody else can have bought it.
    if not await store.take_one(ctx.tx, community, order.item, item.stock if item else 0):
        raise ToldHow("undo.order.sold_out", item=title_of(order))
    await move_cards(ctx, order, member, f"refund:{act.id}", 1)
    if order.ends is None or order.ends > ctx.now:
        for name in order.unlocked:
            await privileges.give(ctx, member, order.account, name, entry_id(order))
    await ledger.pay_again(ctx.tx, community, member, entry_id(order), ctx.now)
    event = (community, member, order.account, ctx.now, order.id, order.item, order.price)
    ctx.tell(Redeemed(*event))
    return await ledger.balance_of(ctx.tx, community, member)
