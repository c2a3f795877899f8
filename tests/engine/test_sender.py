"""What was decided is sent: in order in each chat, at least once, as long as it takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import DeliveryFailed
from bot.core.model import Kind
from bot.core.outgoing import Say
from bot.core.text import Text
from bot.engine.writing import WAITS_S
from tests.engine.postman import LATER, NEVER, Post, postman, states
from tests.kit import Bot, a_bot


@pytest.fixture
def post() -> Post:
    """An empty bag."""
    return Post()


@pytest.fixture
async def bot(tmp_path: Path, post: Post) -> AsyncIterator[Bot]:
    """A bot with a postman."""
    async with a_bot(tmp_path, cogs=[postman(post)]) as running:
        yield running


async def test_answers_of_a_chat_go_out_in_the_order_of_its_updates(bot: Bot) -> None:
    updates = [bot.message("telegram:42", f"/say {n}") for n in range(50)]
    assert await bot.takes(*updates) == [str(n) for n in range(50)]


async def test_an_answer_says_whom_it_answers(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/help")
    await bot.says("telegram:42", "/say hello")
    assert [(sent.chat, sent.to) for sent in bot.sent] == [("42", "42"), ("-1001", "")]


async def test_a_temporary_failure_is_tried_again_with_growing_waits(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.faults.extend([LATER] * 9)
    await bot.says("telegram:42", "/say hello")
    assert await bot.tick(seconds=1000) == ["hello"]
    waits = [*WAITS_S, WAITS_S[-1], WAITS_S[-1]]
    assert [at for at, _, _ in telegram.tries] == [sum(waits[:n]) for n in range(10)]
    assert await states(bot) == [("sent", 9, "")]


async def test_a_lost_connection_that_an_adapter_lets_through_is_tried_again(bot: Bot) -> None:
    bot.platforms["telegram"].faults.extend([ConnectionResetError("gone"), TimeoutError("slow")])
    await bot.says("telegram:42", "/say hello")
    assert await bot.tick(seconds=3) == ["hello"]


async def test_a_platform_that_says_how_long_to_wait_is_obeyed_exactly(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.faults.extend(DeliveryFailed("slow down", retry_after=each) for each in (37.5, 0.25))
    await bot.says("telegram:42", "/say hello")
    assert await bot.tick(seconds=37) == []
    assert await bot.tick(seconds=60) == ["hello"]
    assert [at for at, _, _ in telegram.tries] == [0, 37.5, 37.75]


async def test_a_temporary_failure_holds_its_chat_and_no_other(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.closed["-1001"] = LATER
    await bot.says("telegram:42", "/say one")
    await bot.says("telegram:42", "/say two")
    assert await bot.says("telegram:42", "/say elsewhere", chat="-1002") == ["elsewhere"]
    assert await bot.says("discord:7", "/say there") == ["there"]
    del telegram.closed["-1001"]
    assert await bot.tick(seconds=100) == ["one", "two"]


async def test_a_permanent_failure_is_set_aside_and_its_chat_goes_on(bot: Bot) -> None:
    bot.platforms["telegram"].faults.append(NEVER)
    assert await bot.takes(
        bot.message("telegram:42", "/say one"), bot.message("telegram:42", "/say two")
    ) == ["two"]
    assert await states(bot) == [("failed", 1, "bot was kicked"), ("sent", 0, "")]
    await bot.restart()
    await bot.settle()
    assert bot.texts() == ["two"]


async def test_a_bug_in_an_adapter_sets_one_message_aside(bot: Bot) -> None:
    bot.platforms["telegram"].faults.append(KeyError("no such field"))
    assert await bot.says("telegram:42", "/say one") == []
    assert await bot.says("telegram:42", "/say two") == ["two"]
    assert await states(bot) == [("failed", 0, "KeyError('no such field')"), ("sent", 0, "")]


async def test_while_a_platform_is_down_its_messages_wait_and_others_go_on(bot: Bot) -> None:
    bot.platforms["telegram"].up.clear()
    await bot.says("telegram:42", "/say one")
    await bot.says("telegram:42", "/say two", chat="-1002")
    assert await bot.says("discord:7", "/say there") == ["there"]
    assert await bot.tick(days=1) == []
    bot.platforms["telegram"].up.set()
    assert sorted(await bot.tick(seconds=0)) == ["one", "two"]
    assert bot.platforms["telegram"].tries[0][0] == 86_400


async def test_what_could_not_be_sent_is_sent_after_a_restart_in_order(bot: Bot) -> None:
    bot.platforms["telegram"].up.clear()
    for n in range(3):
        await bot.says("telegram:42", f"/say {n}")
    await bot.restart()
    bot.platforms["telegram"].up.set()
    assert await bot.says("telegram:42", "/say 3") == ["0", "1", "2", "3"]


async def test_a_backlog_longer_than_a_page_is_sent_in_order(bot: Bot) -> None:
    bot.platforms["telegram"].up.clear()
    await bot.takes(*(bot.message("telegram:42", f"/say {n}") for n in range(1001)))
    await bot.restart()
    bot.platforms["telegram"].up.set()
    await bot.settle()
    assert bot.texts() == [str(n) for n in range(1001)]


async def test_an_answer_that_was_accepted_before_a_crash_is_sent_at_most_once_more(
    bot: Bot,
) -> None:
    telegram = bot.platforms["telegram"]
    telegram.hold = asyncio.Event()
    bot.hands_over(bot.message("telegram:42", "/say hello"))
    await bot.meanwhile()
    assert bot.texts() == ["hello"]
    await bot.crash()
    telegram.hold = None
    for _ in range(3):
        await bot.start()
        await bot.settle()
        await bot.crash()
    assert bot.texts() == ["hello", "hello"]
    await bot.start()


async def test_an_answer_that_was_not_accepted_before_a_crash_is_sent_once(bot: Bot) -> None:
    bot.platforms["telegram"].up.clear()
    update = bot.message("telegram:42", "/say hello")
    await bot.takes(update)
    await bot.crash()
    bot.platforms["telegram"].up.set()
    await bot.start()
    await bot.takes(update)
    await bot.takes(update)
    assert bot.texts() == ["hello"]


async def test_a_long_answer_comes_in_parts_with_its_buttons_on_the_last(bot: Bot) -> None:
    await bot.says("telegram:42", "/long")
    assert [len(sent.text) for sent in bot.sent] == [3999, 3999, 1999]
    assert [len(sent.buttons) for sent in bot.sent] == [0, 0, 1]
    whole = "\n".join(sent.text for sent in bot.sent)
    assert [text[:3] for text in whole.split("\n")] == [f"{n:03}" for n in range(100)]


async def test_parts_that_were_accepted_are_not_sent_again_after_a_restart(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.faults.extend([])
    await bot.says("telegram:42", "/say first")
    telegram.closed["-1001"] = LATER
    await bot.says("telegram:42", "/long")
    telegram.hold = asyncio.Event()
    del telegram.closed["-1001"]
    await bot.clock.advance_to(bot.clock.now() + timedelta(seconds=5), bot.meanwhile)
    assert [text[:3] for text in bot.texts()] == ["fir", "000"]
    telegram.hold.set()
    telegram.closed["-1001"] = LATER
    await bot.meanwhile()
    assert await bot.rows("SELECT parts_sent, message_id FROM outbox WHERE seq = 2") == [(1, "t2")]
    await bot.crash()
    telegram.hold = None
    telegram.closed.clear()
    await bot.start()
    await bot.settle()
    assert [text[:3] for text in bot.texts()] == ["fir", "000", "040", "080"]
    assert await bot.rows("SELECT state, parts_sent FROM outbox WHERE seq = 2") == [("sent", 3)]


async def test_a_button_may_change_the_message_that_it_hangs_on(bot: Bot) -> None:
    await bot.says("telegram:42", "/long")
    assert await bot.presses("telegram:42", "ok", reply_to="t3") == ["changed"]
    assert bot.sent[-1].replaces == "t3"


async def test_a_sentence_that_no_language_knows_holds_nothing(bot: Bot, post: Post) -> None:
    post.says.append(Say("telegram", "-1001", (Text("no.such.sentence"),)))
    post.put("next")
    assert await bot.says("telegram:42", "/post") == ["no.such.sentence", "next"]


async def test_what_waits_follows_a_chat_that_goes_on_under_another_name(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.closed["-1001"] = DeliveryFailed("upgraded", moved_to="-100777")
    telegram.up.clear()
    for n in range(3):
        await bot.says("telegram:42", f"/say {n}")
    telegram.up.set()
    await bot.settle()
    assert [(sent.chat, sent.text) for sent in bot.sent] == [
        ("-100777", "0"),
        ("-100777", "1"),
        ("-100777", "2"),
    ]
    assert await bot.says("telegram:42", "/say 3", chat="-100777") == ["3"]
    await bot.restart()
    assert await bot.says("telegram:42", "/say 4") == ["4"]
    assert [chat for _, chat, _ in telegram.tries].count("-1001") == 1


async def test_what_was_said_before_a_chat_moved_comes_before_what_is_said_after(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.up.clear()
    for n in range(3):
        await bot.says("telegram:42", f"/say {n}")
    moves = replace(bot.message("telegram:42", ""), kind=Kind.MOVE, moved_to="-100777")
    await bot.takes(moves)
    for n in range(3, 6):
        await bot.says("telegram:42", f"/say {n}", chat="-100777")
    telegram.up.set()
    await bot.settle()
    assert bot.texts() == ["0", "1", "2", "3", "4", "5"]


async def test_a_reason_that_no_database_keeps_holds_nothing(bot: Bot) -> None:
    bot.platforms["telegram"].faults.append(DeliveryFailed("\0", permanent=True))
    updates = [bot.message("telegram:42", f"/say {n}") for n in range(3)]
    assert await bot.takes(*updates) == ["1", "2"]
    assert [state for state, _, _ in await states(bot)] == ["failed", "sent", "sent"]
