"""Updates are taken in once, in order in each chat, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.cog import Cog, command, query
from bot.core.context import Context, QueryContext
from bot.core.options import Note
from bot.core.outgoing import Reply
from bot.core.ports import Row
from bot.engine.inbox import Stopping
from tests.kit import Bot, a_bot, a_cog, line

FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."


def talkers(opened: asyncio.Event) -> Cog:
    """``/echo`` writes and repeats, ``/look`` reads and answers when ``opened`` is set."""

    @command("echo")
    async def echo(ctx: Context, words: Note = "") -> Reply:
        return Reply((line(words),))

    @query("look")
    async def look(ctx: QueryContext, words: Note = "") -> Reply:
        await opened.wait()
        return Reply((line(f"seen {words}"),))

    return a_cog("talkers", echo, look)


@pytest.fixture
def opened() -> asyncio.Event:
    """What ``/look`` waits for."""
    return asyncio.Event()


@pytest.fixture
async def bot(tmp_path: Path, opened: asyncio.Event) -> AsyncIterator[Bot]:
    """A bot with talkers."""
    async with a_bot(tmp_path, cogs=[talkers(opened)]) as running:
        yield running
        opened.set()


async def states(bot: Bot) -> list[Row]:
    """Update, state and tries of what the inbox holds, in the order of the updates' numbers."""
    return await bot.rows("SELECT update_id, state, tries FROM inbox ORDER BY length(update_id), 1")


async def test_the_same_update_twice_has_one_effect_and_one_answer(bot: Bot) -> None:
    update = bot.message("telegram:42", "/checkin")
    assert [await bot.takes(update), await bot.takes(update)] == [[FIRST], []]
    assert await bot.count("days") == await bot.count("ledger_entries") == 1


async def test_the_same_update_many_times_at_once_has_one_effect_and_one_answer(bot: Bot) -> None:
    update = bot.message("telegram:42", "/checkin")
    assert await bot.takes(*[update] * 20) == [FIRST]
    assert await bot.count("days") == await bot.count("ledger_entries") == 1


async def test_the_same_update_after_a_restart_changes_nothing(bot: Bot) -> None:
    update = bot.message("telegram:42", "/checkin")
    assert await bot.takes(update) == [FIRST]
    await bot.restart()
    assert await bot.takes(update) == []


async def test_the_same_update_after_a_crash_changes_nothing(bot: Bot) -> None:
    update = bot.message("telegram:42", "/checkin")
    assert await bot.takes(update) == [FIRST]
    await bot.crash()
    await bot.start()
    assert await bot.takes(update) == []
    assert await bot.count("days") == 1


async def test_equal_update_ids_of_two_platforms_or_bots_are_different_updates(bot: Bot) -> None:
    update = bot.message("telegram:42", "/echo one")
    said = await bot.takes(
        update,
        replace(update, platform="discord", chat="2001/3001", text="/echo two"),
        replace(update, bot="second", text="/echo three"),
    )
    assert sorted(said) == ["one", "three", "two"]


@pytest.mark.parametrize("durable", [True, False])
async def test_two_hundred_mixed_messages_of_a_chat_are_answered_in_their_order(
    tmp_path: Path, opened: asyncio.Event, durable: bool
) -> None:
    opened.set()
    kinds = ["/echo {}", "/look {}", "chat {}", "/echo {}", "/echo {}"]
    answers = ["{}", "seen {}", None, "{}", "{}"]
    async with a_bot(tmp_path, cogs=[talkers(opened)], durable=durable) as bot:
        updates = [
            bot.message(f"telegram:{40 + n % 7}", kinds[n % 5].format(n)) for n in range(200)
        ]
        assert await bot.takes(*updates) == [
            answer.format(n) for n in range(200) if (answer := answers[n % 5]) is not None
        ]


async def test_what_comes_behind_a_slow_query_is_confirmed_as_pending(
    bot: Bot, opened: asyncio.Event
) -> None:
    slow = bot.hands_over(bot.message("telegram:42", "/look a"))
    await bot.meanwhile()
    behind = bot.hands_over(bot.message("telegram:43", "/echo b"))
    await bot.meanwhile()
    assert (slow.done(), behind.done()) == (True, True)
    assert (await states(bot), bot.sent) == ([("1", "pending", 0), ("2", "pending", 0)], [])
    opened.set()
    await bot.settle()
    assert (await states(bot), bot.texts()) == (
        [("1", "done", 0), ("2", "done", 0)],
        ["seen a", "b"],
    )


async def test_other_chats_go_on_beside_a_slow_query(bot: Bot, opened: asyncio.Event) -> None:
    bot.hands_over(bot.message("telegram:42", "/look a"))
    await bot.meanwhile()
    there = bot.hands_over(bot.message("telegram:43", "/echo b", chat="-1002"))
    await bot.meanwhile()
    assert (there.done(), bot.texts()) == (True, ["b"])


async def test_what_waits_is_a_known_update_when_it_comes_again(
    bot: Bot, opened: asyncio.Event
) -> None:
    first = bot.message("telegram:42", "/look a")
    second = bot.message("telegram:43", "/echo b")
    bot.hands_over(first)
    await bot.meanwhile()
    again = [bot.hands_over(each) for each in (second, first, second)]
    await bot.meanwhile()
    assert [each.done() for each in again] == [True, True, True]
    opened.set()
    await bot.settle()
    assert bot.texts() == ["seen a", "b"]


async def test_an_adapter_that_gives_up_waiting_takes_nothing_back(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/look a"))
    await bot.meanwhile()
    behind = bot.hands_over(bot.message("telegram:43", "/echo b"))
    await asyncio.sleep(0)
    behind.cancel()
    last = bot.hands_over(bot.message("telegram:44", "/echo c"))
    await bot.meanwhile()
    opened.set()
    await bot.settle()
    assert (last.done(), bot.texts()) == (True, ["seen a", "b", "c"])


async def test_what_is_pending_is_worked_off_at_the_start_before_what_is_new(
    bot: Bot, opened: asyncio.Event
) -> None:
    for text in ("/look a", "/echo b", "/look c"):
        bot.hands_over(bot.message("telegram:42", text))
        await bot.meanwhile()
    await bot.crash()
    assert bot.sent == []
    opened.set()
    await bot.start()
    await bot.says("telegram:43", "/echo d")
    assert bot.texts() == ["seen a", "b", "seen c", "d"]
    assert [row[1] for row in await states(bot)] == ["done"] * 4


async def test_a_backlog_longer_than_a_page_is_worked_off_in_order(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/look first"))
    await bot.meanwhile()
    for n in range(1100):
        bot.hands_over(bot.message("telegram:42", f"/echo {n}"))
    await bot.meanwhile()
    assert (await bot.count("inbox"), bot.sent) == (1101, [])
    await bot.crash()
    opened.set()
    await bot.start()
    await bot.settle()
    assert bot.texts() == ["seen first", *map(str, range(1100))]


async def test_stopping_works_off_what_was_taken_and_takes_nothing_more(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/look a"))
    await bot.meanwhile()
    bot.hands_over(bot.message("telegram:43", "/echo b"))
    await bot.meanwhile()
    stopping = asyncio.get_running_loop().create_task(bot.stop())
    await bot.meanwhile()
    assert stopping.done() is False
    with pytest.raises(Stopping):
        await bot.app.take_in(bot.message("telegram:43", "/echo c"))
    opened.set()
    await stopping
    assert bot.texts() == ["seen a", "b"]
    await bot.start()
    assert await bot.says("telegram:42", "/echo d") == ["d"]


async def test_stopping_twice_and_without_a_start_is_harmless(tmp_path: Path) -> None:
    bot = Bot(tmp_path)
    await bot.start()
    await bot.stop()
    await bot.stop()


async def test_who_reacts_joins_or_leaves_is_recorded_once_and_makes_no_answer(bot: Bot) -> None:
    update = replace(bot.message("telegram:42", ""), emoji="🔥", reply_to="7")
    assert await bot.takes(update, update) == []
    assert await states(bot) == [("1", "done", 0)]


async def test_what_came_together_with_a_slow_query_is_confirmed_as_well(
    bot: Bot, opened: asyncio.Event
) -> None:
    texts = ("/look a", "/echo b", "/look c", "/echo d")
    tasks = [bot.hands_over(bot.message("telegram:42", text)) for text in texts]
    await bot.meanwhile()
    assert [task.done() for task in tasks] == [True] * 4
    assert [row[1] for row in await states(bot)] == ["pending"] * 4
    opened.set()
    await bot.settle()
    assert bot.texts() == ["seen a", "b", "seen c", "d"]
