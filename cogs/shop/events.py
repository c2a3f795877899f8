"""What the shop tells other cogs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.events import MemberEvent


@dataclass(frozen=True, slots=True)
class Redeemed(MemberEvent):
    """The member has got an item of the shop, all that it gives; ``price`` points were paid."""

    order: str
    item: str
    price: int


@dataclass(frozen=True, slots=True)
class Refunded(MemberEvent):
    """The points of an order are the member's again; what it had given was taken back."""

    order: str
    item: str
    price: int
