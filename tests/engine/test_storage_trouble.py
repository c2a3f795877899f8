"""While nothing can be kept or read nothing is confirmed or lost, and it goes on by itself."""

from __future__ import annotations

import asyncio
import gc
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine.inbox import Stopping
from storage.errors import StorageUnavailable
from tests.engine.trouble import aside, trouble
from tests.kit import START, Bot, a_bot


@contextmanager
def full_files() -> Iterator[None]:
    """No file of this process may grow: what a full disk is to a writer."""
    gc.collect()  # what it would close meanwhile makes room
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


async def test_while_no_file_can_grow_nothing_is_confirmed_and_then_it_goes_on(bot: Bot) -> None:
    await bot.says("telegram:41", "/checkin")
    with full_files():
        waiting = [
            bot.hands_over(bot.message("telegram:42", "/checkin")),
            bot.hands_over(bot.message("telegram:43", "/checkin", chat="-1002")),
        ]
        await bot.settle()
        assert [each.done() for each in waiting] == [False, False]
        assert await bot.tick(seconds=30) == []
        assert [each.done() for each in waiting] == [False, False]
    assert (
        await bot.tick(seconds=10)
        == ["Checked in. Your streak begins: day 1.\n+1 point, 1 in all."] * 2
    )
    assert [each.done() for each in waiting] == [True, True]
    assert await bot.count("days") == 3


async def test_an_answer_that_cannot_be_marked_as_sent_is_marked_later(bot: Bot) -> None:
    telegram = bot.platforms["telegram"]
    telegram.hold = asyncio.Event()
    bot.hands_over(bot.message("telegram:42", "/checkin"))
    await bot.meanwhile()
    with full_files():
        telegram.hold.set()
        await bot.tick(seconds=100)
    await bot.tick(seconds=60)
    assert (await bot.rows("SELECT state FROM outbox"), len(bot.sent)) == ([("sent",)], 1)


@contextmanager
def no_more_files() -> Iterator[None]:
    """This process may open no file more, even where one is closed meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def take_readers(bot: Bot) -> None:
    """Three of the four readers are at work; whoever reads now must open the last one."""
    await bot.says("telegram:43", "/ponder first")
    bot.sent.clear()
    for who, chat in (("telegram:1", "-1001"), ("telegram:2", "-1002"), ("discord:3", "")):
        more = {"chat": chat} if chat else {}
        bot.hands_over(bot.message(who, "/wait", **more))
    await bot.meanwhile()


async def while_nothing_can_be_read(bot: Bot) -> None:
    """Time for what tries to read, and fails."""
    for _ in range(3):
        with pytest.raises(StorageUnavailable, match="unreadable"):
            await bot.rows("SELECT 1")
        await bot.meanwhile()


async def test_a_query_that_cannot_read_waits_and_counts_no_try(
    bot: Bot, opened: asyncio.Event
) -> None:
    await take_readers(bot)
    with no_more_files():
        asked = bot.hands_over(bot.message("telegram:43", "/ponder well", private=True))
        await while_nothing_can_be_read(bot)
        for _ in range(8):
            await bot.clock.advance_to(bot.clock.now() + timedelta(seconds=2), bot.meanwhile)
            await while_nothing_can_be_read(bot)
        assert (asked.done(), bot.sent) == (True, [])
    opened.set()
    await bot.tick(seconds=5)
    assert sorted(bot.texts()) == ["waited"] * 3 + ["well"]
    assert await aside(bot) == []


async def test_a_message_that_may_be_cancelled_waits_until_that_can_be_read(
    bot: Bot, opened: asyncio.Event
) -> None:
    await take_readers(bot)
    with no_more_files():
        bot.hands_over(bot.message("telegram:43", "/recall", private=True))
        await while_nothing_can_be_read(bot)
        await bot.clock.advance_to(START + timedelta(seconds=6), bot.meanwhile)
        assert bot.texts() == ["remember"]
    opened.set()
    await bot.tick(seconds=10)
    assert sorted(bot.texts()) == ["remember", "reminded", *["waited"] * 3]


async def test_retries_go_on_after_a_time_in_which_nothing_could_be_read(
    bot: Bot, opened: asyncio.Event
) -> None:
    await take_readers(bot)
    with no_more_files():
        bot.hands_over(bot.message("telegram:43", "/fall", private=True))
        await while_nothing_can_be_read(bot)
        await bot.clock.advance_to(START + timedelta(seconds=12), bot.meanwhile)
        await while_nothing_can_be_read(bot)
    opened.set()
    await bot.tick(seconds=90)
    assert sorted(bot.texts()) == ["fell", *["waited"] * 3]
    assert await bot.count("event_retries") == 0


@contextmanager
def little_room(path: Path, more: int) -> Iterator[None]:
    """The log may grow by so many bytes, and no file beyond that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = path.with_name(f"{path.name}-wal").stat().st_size
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


async def test_what_has_room_is_kept_and_what_has_none_waits_with_all_behind_it(bot: Bot) -> None:
    await bot.says("telegram:42", "/ponder well")
    with little_room(bot.path, 150_000):
        tasks = [
            bot.hands_over(bot.message("telegram:42", text))
            for text in ("/recall", "/hoard", "/recall")
        ]
        await bot.settle()
        assert [task.done() for task in tasks] == [True, False, False]
    await bot.tick(seconds=20)
    assert sorted(bot.texts()) == [
        "hoarded",
        "remember",
        "remember",
        "reminded",
        "reminded",
        "well",
    ]
    assert [task.done() for task in tasks] == [True, True, True]
    assert [row[0] for row in await bot.rows("SELECT state FROM inbox")] == ["done"] * 4


async def test_a_message_whose_mark_is_refused_holds_nothing(bot: Bot) -> None:
    refuse = (
        "CREATE TRIGGER no_marks BEFORE UPDATE ON outbox WHEN new.state = 'sent'"
        " BEGIN SELECT RAISE(ABORT, 'no marks'); END"
    )
    await bot.write(lambda tx: tx.execute(refuse))
    assert await bot.says("telegram:42", "/ponder one") == ["one"]
    assert await bot.says("telegram:42", "/ponder two") == ["two"]
    await bot.write(lambda tx: tx.execute("DROP TRIGGER no_marks"))
    await bot.restart()
    await bot.settle()
    assert bot.texts() == ["one", "two", "one", "two"]


class Alien:
    """Another program that holds the database's lock for writing."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *error: object) -> None:
        self._connection.close()


@pytest.fixture
async def hasty(
    tmp_path: Path, opened: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Bot]:
    """A bot that does not wait long for another program's lock."""
    monkeypatch.setattr("storage.opening.BUSY_SECONDS", 0.02)
    async with a_bot(tmp_path, cogs=[trouble(opened)], durable=True) as bot:
        await bot.write(lambda tx: tx.execute("PRAGMA busy_timeout = 20"))
        yield bot
        opened.set()


async def test_what_waits_behind_a_query_is_stored_when_storage_is_back(
    hasty: Bot, opened: asyncio.Event
) -> None:
    hasty.hands_over(hasty.message("telegram:42", "/wait"))
    await hasty.meanwhile()
    with Alien(hasty.path):
        behind = hasty.hands_over(hasty.message("telegram:42", "/checkin"))
        with pytest.raises(StorageUnavailable):
            await hasty.meanwhile()
        assert behind.done() is False
        opened.set()
        await hasty.settle()
    assert await hasty.tick(seconds=20) == [
        "waited",
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all.",
    ]
    assert behind.done() is True


async def test_stopping_while_nothing_can_be_kept_confirms_nothing(hasty: Bot) -> None:
    with Alien(hasty.path):
        taking = hasty.hands_over(hasty.message("telegram:42", "/checkin"))
        await hasty.settle()
        await hasty.machine.tasks.close()
        with pytest.raises(Stopping):
            await taking
    await hasty.app.database.close()
    await hasty.start()
    assert await hasty.count("inbox") == 0
