"""Who leaves: kept, erased at once, or after some days, as the community wants it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.core.cog import listen
from bot.core.context import Context
from bot.core.events import Joined, Left
from bot.core.model import Kind
from bot.rehearsal.export import export
from tests.kit import DAWN, Bot, a_bot, a_cog
from tests.profile.test_link import links

Start = Callable[[str], AbstractAsyncContextManager[Bot]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts a bot of a community with this policy."""
    return lambda policy: a_bot(tmp_path, config=f"{DAWN}\n[checkin]\non_leave = {policy}\n")


async def happens(bot: Bot, kind: Kind, who: str = "telegram:42", **more: Any) -> list[str]:
    """Somebody joins or leaves the group, or what is named."""
    return await bot.takes(replace(bot.message(who, "", **more), kind=kind))


async def members(bot: Bot) -> list[str]:
    """Who is a member, by their first account."""
    whole: Any = await export(bot.machine, as_of=bot.clock.now())
    return [each["accounts"][0]["id"] for each in whole["communities"][0]["members"]]


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[tuple[Bot, list[object]]]:
    """A bot, and what is told of those who come and go."""
    heard: list[object] = []

    @listen(Joined)
    @listen(Left)
    async def hear(ctx: Context, event: Joined | Left) -> None:
        heard.append((type(event).__name__, bool(event.member), event.platform, event.chat))

    async with a_bot(tmp_path, cogs=[a_cog("hears", hear)]) as bot:
        yield bot, heard


async def test_cogs_are_told_who_came_and_who_left(told: tuple[Bot, list[object]]) -> None:
    bot, heard = told
    await happens(bot, Kind.LEAVE)
    await happens(bot, Kind.JOIN)
    await bot.says("telegram:42", "hello")
    await happens(bot, Kind.LEAVE)
    await happens(bot, Kind.JOIN, "discord:7", chat="2001")
    assert heard == [
        ("Joined", False, "telegram", "-1001"),
        ("Left", True, "telegram", "-1001"),
        ("Joined", False, "discord", "2001"),
    ]


async def test_by_default_a_member_who_leaves_is_kept(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await happens(bot, Kind.LEAVE)
        await bot.tick(days=45)
        assert await members(bot) == ["42"]


async def test_who_leaves_is_erased_where_the_community_wants_it_so(start: Start) -> None:
    async with start('"erase"') as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.says("telegram:43", "/checkin")
        assert await happens(bot, Kind.LEAVE) == []
        assert await members(bot) == ["43"]
        assert await bot.rows("SELECT user_id FROM accounts") == [("43",)]
        assert await bot.rows("SELECT actor, action FROM actions") == [("system", "forget")]
        assert await bot.problems() == []


async def test_who_left_one_of_two_groups_is_still_there(start: Start) -> None:
    async with start('"erase"') as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.says("telegram:42", "hello", chat="-1002")
        await happens(bot, Kind.LEAVE)
        assert await members(bot) == ["42"]
        await happens(bot, Kind.LEAVE, chat="-1002")
        assert await members(bot) == []


async def test_who_is_there_with_another_account_is_still_there(start: Start) -> None:
    async with start('"erase"') as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(seconds=1)
        await bot.says("discord:7", "hello")
        await links(bot)
        await happens(bot, Kind.LEAVE)
        assert await members(bot) == ["7"]
        await happens(bot, Kind.LEAVE, "discord:7", chat="2001")
        assert await members(bot) == []


async def test_who_stays_away_expires_after_the_days_of_the_config(start: Start) -> None:
    async with start("{expire_after_days = 30}") as bot:
        await bot.says("telegram:42", "/checkin")
        await happens(bot, Kind.LEAVE)
        await bot.tick(days=29)
        assert await members(bot) == ["42"]
        await bot.tick(days=2)
        assert await members(bot) == []
        assert await bot.problems() == []


@pytest.mark.parametrize("kind", [Kind.JOIN, Kind.MESSAGE])
async def test_who_comes_back_in_time_keeps_everything(start: Start, kind: Kind) -> None:
    async with start("{expire_after_days = 30}") as bot:
        await bot.says("telegram:42", "/checkin")
        await happens(bot, Kind.LEAVE)
        await bot.tick(days=29)
        await happens(bot, kind)
        await bot.tick(days=60)
        assert await members(bot) == ["42"]
        await happens(bot, Kind.LEAVE)
        await bot.tick(days=29)
        assert await members(bot) == ["42"]
