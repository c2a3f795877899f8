"""Who is on boards, and as whom: choices, those who left, linked accounts, the forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from bot.core.model import Kind
from tests.kit import Bot, a_bot
from tests.profile.test_forget import forgets
from tests.profile.test_link import links
from tests.ranks.test_cog import PLACES, asks, award, crowd

COUNTS: Final = (
    "SELECT board, level, bucket, members FROM rank_counts WHERE members <> 0 ORDER BY 1, 2, 3"
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot."""
    async with a_bot(tmp_path) as running:
        yield running


async def test_a_member_chooses_to_be_nameless_or_out(bot: Bot) -> None:
    await crowd(bot, 9, 6, 3)
    assert await bot.whispers("telegram:50", "/rank anonymous") == [
        "You are on boards without your name."
    ]
    assert (await asks(bot, who="telegram:51"))[1:] == [
        "1. Anonymous · 9",
        "2. P51 · 6 ← you",
        "3. P52 · 3",
    ]
    # The group is not told who is nameless.
    assert await bot.says("telegram:50", "/rank") == [
        "Points of all time · 3 members\n1. Anonymous · 9 ← you\n2. P51 · 6\n3. P52 · 3",
        "I have answered you in private.",
    ]
    await bot.whispers("telegram:51", "/rank out")
    assert (await asks(bot, who="telegram:52")) == [
        "Points of all time · 2 members",
        "1. Anonymous · 9",
        "2. P52 · 3 ← you",
    ]
    assert (await asks(bot, who="telegram:51"))[3:] == [
        "You have chosen to be on no board; /rank open takes you back."
    ]
    assert (await bot.whispers("telegram:51", "/me"))[0].count("You are on no board.") == 1
    for who in ("telegram:50", "telegram:51"):
        await bot.whispers(who, "/rank open")
    assert (await asks(bot, who="telegram:51"))[1:] == [
        "1. P50 · 9",
        "2. P51 · 6 ← you",
        "3. P52 · 3",
    ]
    assert await bot.count("rank_choices") == 0
    assert await bot.problems() == []


async def test_whoever_has_left_is_on_no_board_until_they_are_back(bot: Bot) -> None:
    await crowd(bot, 9, 6)
    await bot.takes(replace(bot.message("telegram:50", ""), kind=Kind.LEAVE))
    assert (await asks(bot, who="telegram:51"))[1:] == ["1. P51 · 6 ← you"]
    assert (await asks(bot, who="telegram:50"))[1:] == ["1. P50 · 9 ← you", "2. P51 · 6"]
    assert await bot.problems() == []


async def test_linked_accounts_are_one_on_the_boards_and_unlinked_ones_two(bot: Bot) -> None:
    await crowd(bot, 9, 6)
    await bot.says("discord:7", "/checkin", name="Rain")
    await award(bot, "discord:7", 3)
    await bot.whispers("discord:7", "/rank anonymous")
    await bot.tick(seconds=1)
    await links(bot, "telegram:50", "discord:7")
    assert (await asks(bot, who="telegram:51"))[1:] == ["1. Anonymous · 13", "2. P51 · 6 ← you"]
    await bot.whispers("telegram:50", "/unlink discord")
    await bot.presses("telegram:50", "Confirm", private=True)
    assert (await asks(bot, who="telegram:51"))[1:] == [
        "1. P50 · 9",
        "2. P51 · 6 ← you",
        "3. Anonymous · 4",
    ]
    assert (await asks(bot, "/rank week", who="telegram:51"))[1:2] == ["1. Anonymous · 1"]
    assert await bot.problems() == []


@pytest.mark.parametrize("where", ["here", "everywhere"])
async def test_whoever_is_forgotten_is_on_no_board_and_in_no_count(bot: Bot, where: str) -> None:
    await crowd(bot, 300, 6)
    await bot.whispers("telegram:50", "/rank anonymous")
    await bot.says("telegram:50", "/rank")
    await bot.tick(days=8)
    await forgets(bot, "telegram:50", where)
    assert await asks(bot, who="telegram:51") == [
        "Points of all time · 1 member",
        "1. P51 · 6 ← you",
    ]
    assert await bot.rows(PLACES) == [("all", 6), ("newcomers", 6)]
    assert await bot.rows(COUNTS) == [
        (board, level, 0 if level else 6, 1) for board in ("all", "newcomers") for level in range(4)
    ]
    assert await bot.count("rank_choices") == 0
