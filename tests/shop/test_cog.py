"""What a member holds, shown to the member and in an export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.story import COMMUNITY, Story
from tests.kit import DAWN, TWO, ZH, a_bot

CARDS = "[checkin]\nfreeze_starting = 2\nmakeup_cards_starting = 1\n"


@pytest.mark.parametrize(
    ("config", "cards", "none"),
    [
        (
            DAWN,
            "P42, you hold:\n"
            "Freeze × 2 · keeps your streak on a day you miss, by itself\n"
            "Make-up card × 1 · fills a missed day, with /makeup",
            "P42, you hold no cards.",
        ),
        (
            ZH,
            "P42，你的背包：\n"
            "冻结卡 × 2 · 漏签那天自动使用，连签不断\n"
            "补签卡 × 1 · 发 /补签 补上漏掉的一天",
            "P42，你的背包是空的。",
        ),
    ],
)
async def test_the_inventory_lists_what_a_new_member_holds(
    tmp_path: Path, config: str, cards: str, none: str
) -> None:
    for name, more, said in (("with", CARDS, cards), ("without", "", none)):
        (tmp_path / name).mkdir()
        async with a_bot(tmp_path / name, config=config + more) as bot:
            assert await bot.says("telegram:42", "/inventory") == [said]
            assert await bot.says("telegram:42", "/背包") == [said]


async def test_a_button_also_makes_a_member_with_cards(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + CARDS) as bot:
        await bot.says("telegram:42", "/timezone")
        await bot.presses("telegram:42", "UTC")
        assert await bot.count("holding_entries") == 2


async def test_cards_of_one_community_are_none_in_another(tmp_path: Path) -> None:
    config = TWO + "[community.other.checkin]\nfreeze_starting = 1\n"
    async with a_bot(tmp_path, config=config) as bot:
        assert await bot.says("telegram:42", "/inventory") == ["P42, you hold no cards."]
        assert await bot.says("telegram:42", "/inventory", chat="-2001") == [
            "P42, you hold:\nFreeze × 1 · keeps your streak on a day you miss, by itself"
        ]


async def test_an_export_has_the_inventory_in_order() -> None:
    async with Story(COMMUNITY + CARDS) as story:
        await story.says("telegram:42", "hello")
        exported: Any = await story.export()
        (member,) = exported["communities"][0]["members"]
        assert member["inventory"] == [
            {"item": "freeze", "count": 2},
            {"item": "makeup_card", "count": 1},
        ]
