"""After an end out of order updates are taken one by one, each try written before it is made."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.ports import Transaction
from bot.engine.inbox import CAUTIOUS
from tests.engine.trouble import aside
from tests.kit import SORRY, Bot


async def test_after_a_crash_the_try_is_written_before_it_is_made(bot: Bot) -> None:
    bot.hands_over(bot.message("telegram:42", "/wait"))
    await bot.meanwhile()
    assert await aside(bot) == [("pending", 0, "")]
    await bot.crash()
    await bot.start()
    await bot.meanwhile()
    assert await aside(bot) == [("pending", 1, "")]


async def test_what_ends_the_process_five_times_is_set_aside_and_answered(bot: Bot) -> None:
    update = bot.message("telegram:42", "/wait")
    bot.hands_over(update)
    for tries in range(6):
        await bot.meanwhile()
        assert await aside(bot) == [("pending", tries, "")]
        await bot.crash()
        await bot.start()
        bot.hands_over(update)
    await bot.settle()
    assert bot.texts() == [SORRY]
    assert await aside(bot) == [("set_aside", 5, "the process ended each time that it was tried")]


async def test_after_a_crash_what_is_new_is_stored_before_it_is_tried(
    bot: Bot, opened: asyncio.Event
) -> None:
    await bot.crash()
    await bot.start()
    bot.hands_over(bot.message("telegram:42", "/wait"))
    behind = bot.hands_over(bot.message("telegram:43", "/checkin"))
    await bot.meanwhile()
    assert behind.done() is True
    assert await bot.rows("SELECT update_id, state, tries FROM inbox ORDER BY seq") == [
        ("1", "pending", 1),
        ("2", "pending", 0),
    ]
    opened.set()
    await bot.settle()
    assert bot.texts() == [
        "waited",
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all.",
    ]


async def test_after_an_end_in_order_nothing_is_stored_twice(bot: Bot) -> None:
    await bot.restart()
    await bot.says("telegram:42", "/checkin")
    assert await bot.rows("SELECT state, tries, body FROM inbox") == [("done", 0, "")]


async def test_care_ends_after_as_many_updates_as_could_have_been_under_way(bot: Bot) -> None:
    await bot.crash()
    await bot.start()
    await bot.takes(*(bot.message("telegram:42", "hello") for _ in range(CAUTIOUS + 3)))
    assert await bot.rows("SELECT tries, count(*) FROM inbox GROUP BY tries ORDER BY tries") == [
        (0, 3),
        (1, CAUTIOUS),
    ]


async def test_after_a_crash_updates_of_all_chats_are_tried_one_at_a_time(
    bot: Bot, opened: asyncio.Event
) -> None:
    await bot.crash()
    await bot.start()
    bot.hands_over(bot.message("telegram:42", "/wait"))
    await bot.meanwhile()
    bot.hands_over(bot.message("telegram:43", "/wait", chat="-1002"))
    await bot.meanwhile()
    assert await bot.rows("SELECT update_id, tries FROM inbox ORDER BY seq") == [("1", 1), ("2", 0)]
    opened.set()
    await bot.settle()
    assert await bot.rows("SELECT update_id, tries FROM inbox ORDER BY 1") == [("1", 1), ("2", 1)]


async def test_a_bot_whose_end_cannot_be_written_down_is_closed_and_says_so(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(tx: Transaction, **_: str) -> bool:
        raise ValueError("no room for the end")

    with monkeypatch.context() as patch:
        patch.setattr("bot.engine.lease.release", fail)
        await bot.stop()
    with pytest.raises(bot.app.database.unavailable):
        await bot.rows("SELECT 1")
    said = [each for each in caplog.records if each.name == "bot.engine.gear"]
    assert [(each.message, str(each.exc_info and each.exc_info[1])) for each in said] == [
        ("its end could not be written down", "no room for the end")
    ]
    # As after a kill: what comes first is stored before it is tried.
    await bot.start()
    await bot.says("telegram:42", "/checkin")
    assert await bot.rows("SELECT state, tries FROM inbox") == [("done", 1)]


async def test_whatever_fails_at_the_end_the_database_is_closed(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(bot.app.gear, "close", fail)
        with pytest.raises(ZeroDivisionError):
            await bot.stop()
    with pytest.raises(bot.app.database.unavailable):
        await bot.rows("SELECT 1")
    await bot.start()
    assert len(await bot.says("telegram:42", "/checkin")) == 1
