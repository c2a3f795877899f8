"""``hearth badges preview``: how many would get a badge, and who, before anybody does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.errors import OperatorRefusal
from tests.badges.hall import BADGES, award
from tests.badges.test_jobs import changes, crowd
from tests.kit import DAWN, Bot, a_bot
from tests.points.operator import operates


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot on which Rain has 60 points and no badge yet, and Bo had a streak."""
    async with a_bot(tmp_path, config=DAWN + "badges = []\n") as running:
        await running.says("telegram:42", "hello", name="Rain")
        await award(running, 60)
        for _ in range(3):
            await running.says("telegram:43", "/checkin", name="Bo")
            await running.tick(days=1)
        await running.tick(days=3)
        await changes(running, BADGES)
        yield running


async def test_a_preview_names_who_would_get_it_and_gives_nothing(bot: Bot) -> None:
    assert await operates(bot, "badges preview", key="rich") == [
        "telegram:42 (Rain)",
        "💰 Rich: 1 member would get it, 0 have it.",
    ]
    assert await bot.count("badge_awards") == 0
    await bot.tick(days=1)
    assert await operates(bot, "badges preview", "zh", key="rich") == [
        "💰 小富翁：0 人会得到，1 人已经有了。"
    ]


async def test_who_ever_had_the_streak_would_get_its_badge(bot: Bot) -> None:
    assert await operates(bot, "badges preview", key="steady") == [
        "telegram:43 (Bo)",
        "🏅 Steady: 1 member would get it, 0 have it.",
    ]


async def test_who_gets_the_badge_that_opens_it_is_in_the_preview(bot: Bot) -> None:
    opened = """
[[badges]]
key = "richer"
name = {zh = "富翁", en = "Richer"}
when = "lifetime >= 55"
[[badges]]
key = "key_holder"
name = {zh = "管钥匙的", en = "Key holder"}
when = "lifetime >= 40"
unlocks = ["richer"]
[[badges]]
key = "doorkeeper"
name = {zh = "看门人", en = "Doorkeeper"}
manual = true
unlocks = ["key_holder"]
"""
    await changes(bot, BADGES + opened)
    assert await operates(bot, "badges preview", key="richer") == [
        "🏅 Richer: 0 members would get it, 0 have it."
    ]
    await changes(bot, BADGES + opened.replace("manual = true", 'when = "lifetime >= 60"'))
    assert await operates(bot, "badges preview", key="richer") == [
        "telegram:42 (Rain)",
        "🏅 Richer: 1 member would get it, 0 have it.",
    ]
    await bot.tick(days=1)
    assert await operates(bot, "badges preview", key="richer") == [
        "🏅 Richer: 0 members would get it, 1 has it."
    ]


async def test_of_many_the_first_are_named(bot: Bot) -> None:
    await crowd(bot, 300, 55)
    said = await operates(bot, "badges preview", key="rich")
    assert len(said) == 52
    assert said[-2:] == ["… and 251 more.", "💰 Rich: 301 members would get it, 0 have it."]


async def test_what_nobody_can_earn_now_is_said(bot: Bot) -> None:
    assert await operates(bot, "badges preview", key="helper") == [
        "🏅 Helper is given by moderators, with /grant."
    ]
    await changes(bot, BADGES.replace("lifetime >= 50", 'tier"\nuntil = "2026-01-01T00:00:00Z'))
    assert await operates(bot, "badges preview", key="rich") == [
        "💰 Rich cannot be earned now: its window is closed."
    ]


async def test_an_unknown_badge_is_refused_with_those_there_are(bot: Bot) -> None:
    with pytest.raises(OperatorRefusal) as refused:
        await operates(bot, "badges preview", key="ritch")
    values = refused.value.text.values
    assert (values["found"], values["known"]) == ("ritch", "first, rich, helper, steady")


async def test_a_change_of_the_rules_of_earning_shows_the_badges_that_it_would_move(
    bot: Bot,
) -> None:
    await bot.tick(days=1)
    await changes(bot, "[points]\nbasic = 20\n" + BADGES)
    told = await operates(bot, "points diff", since="2026-11-01")
    assert "telegram:43 (Bo): +57, balance 3 → 60; + 💰 Rich, level 0 → 3" in told
