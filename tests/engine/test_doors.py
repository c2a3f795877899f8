"""Private doors: they open when somebody writes in private, and close when the platform says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.clock import from_micros
from bot.core.errors import DeliveryFailed
from tests.kit import TWO, Bot, a_bot

DOORS = (
    "SELECT a.platform, a.user_id, d.written_at, d.closed_at FROM private_doors d"
    " JOIN accounts a ON a.id = d.account ORDER BY a.platform, a.user_id"
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot of two communities."""
    async with a_bot(tmp_path, config=TWO) as running:
        yield running


async def doors(bot: Bot) -> list[tuple[str, str, bool]]:
    """Whose doors are there, and whether each is open."""
    return [(str(p), str(user), not closed) for p, user, _, closed in await bot.rows(DOORS)]


async def test_a_word_in_private_opens_the_door_and_one_in_a_group_does_not(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    assert await doors(bot) == []
    await bot.whispers("telegram:42", "hello")
    assert await doors(bot) == [("telegram", "42", True)]


async def test_a_stranger_and_who_is_asked_which_community_have_one_as_well(bot: Bot) -> None:
    await bot.whispers("discord:7", "hello")
    await bot.says("telegram:42", "hello")
    await bot.says("telegram:42", "hello", chat="-2001")
    assert await bot.whispers("telegram:42", "/streak") == [
        "You’re in several communities. Which one is this for? Choose once and I’ll remember."
    ]
    assert await doors(bot) == [("discord", "7", True), ("telegram", "42", True)]


async def test_what_is_refused_opens_it_too(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.whispers("telegram:42", "/remind 25:00")
    assert await doors(bot) == [("telegram", "42", True)]


async def test_only_a_change_is_written(bot: Bot) -> None:
    await bot.whispers("telegram:42", "hello")
    ((*_, first, _),) = await bot.rows(DOORS)
    await bot.tick(minutes=9)
    await bot.whispers("telegram:42", "hello")
    assert (await bot.rows(DOORS))[0][2] == first
    await bot.tick(minutes=1)
    await bot.whispers("telegram:42", "hello")
    assert from_micros(int((await bot.rows(DOORS))[0][2] or 0)) == bot.clock.now()


async def test_a_platform_that_refuses_closes_it_until_the_next_word(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.whispers("telegram:42", "hello")
    closed = DeliveryFailed("blocked", permanent=True, closed=True)
    bot.platforms["telegram"].faults.append(closed)
    await bot.whispers("telegram:42", "/streak")
    assert await doors(bot) == [("telegram", "42", False)]
    await bot.whispers("telegram:42", "hello")
    assert await doors(bot) == [("telegram", "42", True)]


async def test_a_failure_that_says_nothing_of_the_chat_and_one_of_a_group_close_none(
    bot: Bot,
) -> None:
    await bot.says("telegram:42", "hello")
    await bot.whispers("telegram:42", "hello")
    faults = bot.platforms["telegram"].faults
    faults.append(DeliveryFailed("too long", permanent=True))
    await bot.whispers("telegram:42", "/streak")
    faults.append(DeliveryFailed("thrown out", permanent=True, closed=True))
    await bot.says("telegram:42", "/streak")
    assert await doors(bot) == [("telegram", "42", True)]
