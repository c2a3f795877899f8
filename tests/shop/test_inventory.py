"""``/inventory``: what somebody holds, and what is unlocked because of what, until when."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shop.market import CHINESE, ENGLISH, a_market, act, buys, rain

PLACES = """
[[badges]]
key = "helper"
name = {zh = "热心人", en = "Helper"}
manual = true
unlocks = ["lounge", "vip"]
[tiers]
growing = {points = 100, unlocks = ["studio"]}
"""


@pytest.mark.parametrize(
    ("config", "bought", "all_of_it"),
    [
        (
            ENGLISH,
            "Rain, you hold:\nUnlocked: vip · VIP · until 2026-12-23 09:00",
            "Rain, you hold:\nUnlocked: lounge · 🏅 Helper\nUnlocked: studio · Growing\n"
            "Unlocked: vip · 🏅 Helper, VIP",
        ),
        (
            CHINESE,
            "Rain，你的背包：\n已解锁 vip（贵宾），到 2026-12-23 09:00",
            "Rain，你的背包：\n已解锁 lounge（🏅 热心人）\n已解锁 studio（成长）\n"
            "已解锁 vip（🏅 热心人、贵宾）",
        ),
    ],
)
async def test_what_is_unlocked_is_shown_with_what_unlocks_it(
    tmp_path: Path, config: str, bought: str, all_of_it: str
) -> None:
    async with a_market(tmp_path, config + PLACES) as bot:
        await buys(bot, "vip")
        assert await rain(bot, "/inventory") == [bought]
        await act(bot, "/grant telegram:42 helper")
        await act(bot, "/award telegram:42 50 helped")
        assert await rain(bot, "/inventory") == [all_of_it]


async def test_what_is_bought_twice_lasts_until_the_later_end(tmp_path: Path) -> None:
    async with a_market(tmp_path) as bot:
        await buys(bot, "vip")
        await buys(bot, "vip")
        await buys(bot, "makeup_card")
        assert await rain(bot, "/inventory") == [
            "Rain, you hold:\nMake-up card × 1 · fills a missed day, with /makeup\n"
            "Unlocked: vip · VIP · until 2027-01-22 09:00"
        ]
        await bot.tick(days=31)
        assert await rain(bot, "/inventory") == [
            "Rain, you hold:\nMake-up card × 1 · fills a missed day, with /makeup\n"
            "Unlocked: vip · VIP · until 2027-01-22 09:00"
        ]
        await bot.tick(days=30)
        assert await rain(bot, "/inventory") == [
            "Rain, you hold:\nMake-up card × 1 · fills a missed day, with /makeup"
        ]
