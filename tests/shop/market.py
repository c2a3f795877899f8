"""A shop for tests: what it sells, and short ways to buy there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from tests.kit import DAWN, ZH, Bot, a_bot

SHOP: Final = """
[[shop]]
key = "makeup_card"
price = 10
gives = {makeup_card = 1}
per_member_per_month = 2
[[shop]]
key = "mug"
name = {zh = "马克杯", en = "Blue mug"}
price = 5
stock = 1
hand_over_days = 3
[[shop]]
key = "coffee"
name = {zh = "咖啡券", en = "Coffee"}
price = 1
coupons = true
[[shop]]
key = "vip"
name = {zh = "贵宾", en = "VIP"}
price = 2
unlocks = ["vip"]
unlock_days = 30
[[shop]]
key = "ticket"
name = {zh = "私教票", en = "Class ticket"}
price = 4
gives = {ticket = 1}
by_hand = true
[[shop]]
key = "growing_only"
name = {zh = "成长礼", en = "Growing gift"}
price = 1
gives = {freeze = 1}
tier = "growing"
[[shop]]
key = "spring"
name = {zh = "春天", en = "Spring"}
price = 1
gives = {freeze = 1}
from = "2026-12-01T00:00:00+08:00"
until = "2026-12-08T00:00:00+08:00"
"""
ENGLISH: Final = DAWN + SHOP
CHINESE: Final = ZH + SHOP


@asynccontextmanager
async def a_market(
    folder: Path, config: str = ENGLISH, points: int = 60, **more: Any
) -> AsyncIterator[Bot]:
    """A bot with this shop that knows Rain and Ann, each with so many points."""
    async with a_bot(folder, config=config, **more) as bot:
        for who, name in (("telegram:42", "Rain"), ("telegram:43", "Ann")):
            await bot.says(who, "hello", name=name)
            await bot.says("telegram:900", f"/award {who} {points} helped")
        yield bot


async def rain(bot: Bot, text: str, **more: Any) -> list[str]:
    """What Rain hears."""
    return await bot.says("telegram:42", text, name="Rain", **more)


async def ann(bot: Bot, text: str, **more: Any) -> list[str]:
    """What Ann hears."""
    return await bot.says("telegram:43", text, name="Ann", **more)


async def buys(bot: Bot, item: str, who: str = "telegram:42", name: str = "Rain") -> list[str]:
    """Somebody asks for an item and confirms it; what they hear of that."""
    await bot.says(who, f"/redeem {item}", name=name)
    return await bot.presses(who, "confirm", name=name)


async def order_of(bot: Bot, item: str) -> str:
    """The id of the newest order of the item."""
    rows = await bot.rows(
        "SELECT id FROM orders WHERE item = ? AND month <> '' ORDER BY at DESC", item
    )
    return str(rows[0][0])


async def act(bot: Bot, text: str) -> tuple[list[str], str]:
    """What a moderator hears, and the id of the act in it."""
    said = await bot.says("telegram:900", text, name="Mo")
    found = re.findall(r"(?:Id|the id) ([2-9A-HJ-NP-Z]{7})", bot.sent[-1].text)
    return said, found[-1] if found else ""
