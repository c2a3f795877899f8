"""Messages that nobody asked for: at their time, once, and not when they were cancelled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.clock import to_micros
from bot.core.cog import command
from bot.core.context import Context
from bot.core.outgoing import Purpose, Reply, Say
from bot.core.text import Text
from tests.engine.postman import LATER, Post, postman, states
from tests.kit import START, Bot, a_bot, a_cog, line


@pytest.fixture
def post() -> Post:
    """An empty bag."""
    return Post()


@pytest.fixture
async def bot(tmp_path: Path, post: Post) -> AsyncIterator[Bot]:
    """A bot with a postman."""
    async with a_bot(tmp_path, cogs=[postman(post)]) as running:
        yield running


async def test_a_message_may_wait_for_its_time(bot: Bot, post: Post) -> None:
    post.put("at ten", not_before=to_micros(START + timedelta(hours=1)))
    post.put("now")
    assert await bot.says("telegram:42", "/post") == ["now"]
    assert await bot.tick(minutes=59) == []
    assert await bot.tick(minutes=1) == ["at ten"]
    assert bot.sent[-1].at == START + timedelta(hours=1)


async def test_a_message_waits_for_its_time_across_a_restart(bot: Bot, post: Post) -> None:
    post.put("at ten", not_before=to_micros(START + timedelta(hours=1)))
    await bot.says("telegram:42", "/post")
    await bot.tick(minutes=30)
    await bot.restart()
    assert await bot.tick(minutes=29) == []
    assert await bot.tick(minutes=1) == ["at ten"]


async def test_a_message_that_waited_follows_the_wall_clock(bot: Bot, post: Post) -> None:
    post.put("at ten", not_before=to_micros(START + timedelta(hours=1)))
    await bot.says("telegram:42", "/post")
    bot.clock.jump_to(START - timedelta(hours=1))
    assert await bot.tick(hours=1) == []
    assert await bot.tick(hours=1) == ["at ten"]


async def test_a_message_that_is_too_late_is_not_sent(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].up.clear()
    post.put("lunch", not_after=to_micros(START + timedelta(hours=1)))
    post.put("dinner", not_after=to_micros(START + timedelta(hours=9)))
    await bot.says("telegram:42", "/post")
    await bot.tick(hours=2)
    bot.platforms["telegram"].up.set()
    await bot.settle()
    assert (bot.texts(), await states(bot)) == (["dinner"], [("late", 0, ""), ("sent", 0, "")])


async def test_a_message_that_grows_late_between_tries_is_not_sent(bot: Bot, post: Post) -> None:
    bot.platforms["telegram"].closed["-1001"] = LATER
    post.put("lunch", not_after=to_micros(START + timedelta(seconds=2)))
    await bot.says("telegram:42", "/post")
    bot.platforms["telegram"].closed.clear()
    await bot.tick(seconds=0.5)
    bot.platforms["telegram"].closed["-1001"] = LATER
    await bot.tick(seconds=60)
    assert (bot.texts(), await states(bot)) == ([], [("late", 2, "")])


async def test_what_is_cancelled_is_not_sent(bot: Bot, post: Post) -> None:
    at = to_micros(START + timedelta(hours=1))
    post.put("remind", not_before=at, cancel_key="remind/42")
    post.put("keep", not_before=at, cancel_key="remind/43")
    await bot.says("telegram:42", "/post")
    await bot.says("telegram:42", "/cancel remind/42")
    assert await bot.tick(hours=2) == ["keep"]
    assert await states(bot) == [("cancelled", 0, ""), ("sent", 0, "")]


async def test_what_is_cancelled_while_its_platform_is_down_is_not_sent(
    bot: Bot, post: Post
) -> None:
    bot.platforms["telegram"].up.clear()
    post.put("remind", cancel_key="remind/42")
    await bot.says("telegram:42", "/post")
    await bot.says("telegram:42", "/cancel remind/42")
    await bot.restart()
    bot.platforms["telegram"].up.set()
    await bot.settle()
    assert bot.texts() == []


async def test_what_was_sent_cannot_be_cancelled(bot: Bot, post: Post) -> None:
    post.put("remind", cancel_key="remind/42")
    assert await bot.says("telegram:42", "/post") == ["remind"]
    await bot.says("telegram:42", "/cancel remind/42")
    assert await states(bot) == [("sent", 0, "")]


async def test_a_turn_that_cancels_and_says_anew_sends_the_new_one(bot: Bot, post: Post) -> None:
    at = to_micros(START + timedelta(hours=1))
    post.put("old", not_before=at, cancel_key="k")
    await bot.says("telegram:42", "/post")

    @command("anew")
    async def anew(ctx: Context) -> Reply:
        ctx.cancel("k")
        ctx.say(Say("telegram", "-1001", (line("new"),), not_before=at, cancel_key="k"))
        return Reply(())

    await bot.stop()
    bot.cogs.append(a_cog("anew", anew))
    await bot.start()
    await bot.says("telegram:42", "/anew")
    assert await bot.tick(hours=2) == ["new"]


async def test_a_second_message_with_the_same_key_is_none(bot: Bot, post: Post) -> None:
    post.put("welcome", dedupe_key="welcome/42")
    post.put("other", dedupe_key="welcome/43")
    assert await bot.says("telegram:42", "/post") == ["welcome", "other"]
    assert await bot.says("telegram:42", "/post") == []
    await bot.restart()
    assert await bot.says("telegram:42", "/post") == []


async def test_notices_carry_their_language_reader_and_whom_they_may_ping(
    bot: Bot, post: Post
) -> None:
    post.says.append(
        Say("discord", "2001/3001", (Text("history.empty"),), Purpose.REMINDER, locale="zh")
    )
    post.says.append(Say("telegram", "42", (Text("history.empty"),), to="42", mentions=("42",)))
    await bot.says("telegram:42", "/post")
    assert [(sent.platform, sent.text, sent.to) for sent in bot.sent] == [
        ("discord", "还没有积分记录，发 /签到 就有第一笔。", ""),
        ("telegram", "No points yet; /checkin brings the first.", "42"),
    ]


async def test_a_message_for_a_platform_without_adapter_waits_until_there_is_one(
    bot: Bot, post: Post
) -> None:
    discord = bot.speaking.pop("discord")
    await bot.restart()
    post.says.append(Say("discord", "2001/3001", (line("one"),)))
    post.put("two")
    assert await bot.says("telegram:42", "/post") == ["two"]
    bot.speaking["discord"] = discord
    await bot.restart()
    await bot.settle()
    assert bot.texts() == ["two", "one"]
