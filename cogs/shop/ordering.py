"""Paying an order, handing it over, and giving it back (``docs/features/shop.md`` §4).

Points, stock, codes and cards move in the turn that moves the order from one state to another,
so none of them moves twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.community import holdings, ledger, people, privileges
from bot.community.holdings import HoldingEntry
from bot.community.ledger import Entry
from bot.core.clock import to_micros
from bot.core.context import Context
from bot.core.jobs import Due
from bot.core.model import PRIVATE, Account, MemberId
from bot.core.outgoing import Purpose, Say
from bot.core.schedule import zone_of
from bot.core.text import Text
from cogs.shop import store
from cogs.shop.events import Redeemed, Refunded
from cogs.shop.goods import contents, title_of
from cogs.shop.settings import ShopItem
from cogs.shop.store import Order, OrderState

KIND: Final = "order"
"""What waits for a moderator, as reviews call it."""
ORDER: Final = "order"
"""How the ledger, the cards and the privileges name an order, before its id."""
REASON: Final = "redeem"
EXPIRY: Final = "order_expiry"
UNLOCK_END: Final = "unlock_end"


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who holds the account of an order now, and the language in which they are told."""

    member: MemberId
    account: Account
    locale: str


async def buyer_of(ctx: Context, order: Order) -> Buyer | None:
    """Who holds the order, for whom nobody else acts until the turn ends; None for nobody."""
    known = await people.find_account(ctx.tx, ctx.community.id, order.account)
    if known is None:
        return None
    await ctx.tx.lock(people.person_key(known.account.person))
    known = await people.find_account(ctx.tx, ctx.community.id, order.account)
    if known is None or not known.member:
        return None
    return Buyer(known.member, known.account, known.locale or ctx.community.locale)


async def pay(ctx: Context, order: Order) -> int:
    """The order is paid; returns the buyer's balance. Raises Refusal when that cannot be."""
    if not order.price:
        return await ledger.balance_of(ctx.tx, ctx.community.id, ctx.member)
    entry = Entry(
        entry_id(order),
        order.account,
        -order.price,
        REASON,
        ctx.now,
        actor=ctx.account.id,
        source=order.source,
    )
    owing = any(offer.run(ctx.settings) for offer in ctx.house.offers("owing"))
    balance = await ledger.take(ctx.tx, ctx.community.id, ctx.member, entry, debt=owing)
    assert balance is not None  # an order is paid once, in the turn that reserves it
    return balance


async def hand_over(ctx: Context, order: Order, item: ShopItem, member: MemberId) -> list[Text]:
    """What the item gives is the member's; returns what they read of it, without a code."""
    community = ctx.community.id
    for card, count in item.gives.items():
        await _give(ctx, order, member, card, count)
    ends = await _end_of(ctx, item, member)
    order = replace(order, gave=dict(item.gives), unlocked=item.unlocks, ends=ends)
    await store.settle_order(ctx.tx, community, order)
    for name in item.unlocks:
        await privileges.give(ctx, member, order.account, name, entry_id(order))
    if ends is not None:
        ctx.plan(UNLOCK_END, Due(period_of(order, ends), ends))
    event = (community, member, order.account, ctx.now, order.id, order.item, order.price)
    ctx.tell(Redeemed(*event))
    texts = [Text("redeem.got", what=contents(ctx.settings, item.gives))] if item.gives else []
    if item.unlocks and ends is None:
        texts.append(Text("redeem.unlocked"))
    if ends is not None:
        texts.append(Text("redeem.unlocked.until", until=local(ctx, ends)))
    return texts


async def give_back(ctx: Context, order: Order, member: MemberId) -> int:
    """The points of an order that was not handed over are the member's again; the balance."""
    await store.put_back(ctx.tx, ctx.community.id, order.item)
    await store.release_code(ctx.tx, ctx.community.id, order.account, order.id)
    return await repay(ctx, order, member)


async def repay(ctx: Context, order: Order, member: MemberId) -> int:
    """What was paid for the order is the member's again; returns the balance."""
    community = ctx.community.id
    await ledger.take_back(ctx.tx, community, member, entry_id(order), ctx.now)
    event = (community, member, order.account, ctx.now, order.id, order.item, order.price)
    ctx.tell(Refunded(*event))
    return await ledger.balance_of(ctx.tx, community, member)


def tell_buyer(ctx: Context, order: Order, buyer: Buyer, text: Text) -> bool:
    """The buyer hears it where they ordered; False when that is where the turn answers anyway."""
    if (order.platform, order.chat, buyer.locale) == (*ctx.incoming.lane, ctx.locale):
        return False
    to = buyer.account.user if order.chat == PRIVATE else ""
    chat, locale = to or order.chat, buyer.locale
    ctx.say(Say(order.platform, chat, (text,), Purpose.NOTICE, locale, to=to, of_community=True))
    return True


async def tell_code(ctx: Context, order: Order, buyer: Buyer) -> bool:
    """The buyer gets the code of the order in private; False for one that has none."""
    code = await store.code_of(ctx.tx, ctx.community.id, order.account, order.id)
    if code:
        user = buyer.account.user
        text = Text("redeem.code", item=title_of(order), code=code)
        platform, locale = buyer.account.platform, buyer.locale
        ctx.say(Say(platform, user, (text,), Purpose.NOTICE, locale, to=user, of_community=True))
    return bool(code)


async def move(ctx: Context, order: Order, before: OrderState, after: OrderState) -> bool:
    """The order has gone from one state to the other; False when another was first."""
    return await store.move_order(ctx.tx, ctx.community.id, order.id, before, after, ctx.now)


async def move_cards(ctx: Context, order: Order, member: MemberId, name: str, sign: int) -> None:
    """The cards that the order holds are gone, or come, by entries that begin with ``name``."""
    reason = name.partition(":")[0]
    for card, count in order.gave.items():
        entry = HoldingEntry(f"{name}:{card}", order.account, card, sign * count, reason, ctx.now)
        await holdings.give(ctx.tx, ctx.community.id, member, entry)


def plan_expiry(ctx: Context, order: Order, item: ShopItem) -> None:
    """The order, which waits from now on, expires unless it is handed over in time."""
    if item.hand_over_days:
        due = ctx.now + timedelta(days=item.hand_over_days)
        ctx.plan(EXPIRY, Due(period_of(order, ctx.now), due))


def period_of(order: Order, instant: datetime) -> str:
    """What happens to the order because of that instant, as a job is planned for it."""
    return f"{order.id}:{to_micros(instant)}"


def entry_id(order: Order) -> str:
    """The order as the ledger and the cards name it."""
    return f"{ORDER}:{order.id}"


def local(ctx: Context, instant: datetime) -> str:
    """The instant as people of the community write it."""
    return f"{instant.astimezone(zone_of(ctx.community.zone)):%Y-%m-%d %H:%M}"


async def _give(ctx: Context, order: Order, member: MemberId, card: str, count: int) -> None:
    """So many of the card are the member's, also where the order was handed over before."""
    name, number = f"{entry_id(order)}:{card}", 1
    entry = HoldingEntry(name, order.account, card, count, REASON, ctx.now)
    while await holdings.give(ctx.tx, ctx.community.id, member, entry) is None:
        number += 1
        entry = replace(entry, id=f"{name}:{number}")


async def _end_of(ctx: Context, item: ShopItem, member: MemberId) -> datetime | None:
    """When what the item unlocks ends: it begins behind what the member has of it already."""
    if not item.unlocks or not item.unlock_days:
        return None
    latest = await store.unlocked_until(ctx.tx, ctx.community.id, member, item.key)
    begins = max(latest, ctx.now) if latest is not None else ctx.now
    return begins + timedelta(days=item.unlock_days)
