"""The tables of the shop: orders, stock and coupons."""

from cogs.shop.store.coupons import (
    add_codes,
    claim_code,
    code_of,
    codes_of,
    free_codes,
    release_code,
)
from cogs.shop.store.orders import (
    Order,
    OrderState,
    bought,
    count_waiting,
    find_order,
    forget_unconfirmed,
    keep_order,
    latest_orders,
    move_order,
    orders_of,
    price_order,
    settle_order,
    unlocked_until,
    waiting_orders,
)
from cogs.shop.store.stock import gone_of, put_back, take_one

__all__ = [
    "Order",
    "OrderState",
    "add_codes",
    "bought",
    "claim_code",
    "code_of",
    "codes_of",
    "count_waiting",
    "find_order",
    "forget_unconfirmed",
    "free_codes",
    "gone_of",
    "keep_order",
    "latest_orders",
    "move_order",
    "orders_of",
    "price_order",
    "put_back",
    "release_code",
    "settle_order",
    "take_one",
    "unlocked_until",
    "waiting_orders",
]
