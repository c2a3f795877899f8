"""Poison, crashes and a storage that keeps nothing: nothing is lost, nothing holds the others."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.cog import Cog, command, listen, query
from bot.core.context import Context, QueryContext
from bot.core.errors import Refusal
from bot.core.events import MemberEvent
from bot.core.options import Word
from bot.core.outgoing import Reply, Say
from bot.engine.inbox import CAUTIOUS, Stopping
from storage.errors import StorageUnavailable
from tests.kit import START, Bot, a_bot, a_cog, line

SORRY = (
    "Sorry, I couldn’t handle your message. Nothing was changed, and the operators have been told."
)
SORRY_ZH = "抱歉，你的消息没能处理，什么都没有改动，已经告诉了维护者。"
NOT_AWAITED = "TurnBroken: awaited something that is not its transaction"
TOO_LONG = "TurnBroken: ran longer than 0.1 s"
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def _deeper(depth: int) -> int:
    return _deeper(depth + 1) + 1


class Outside(BaseException):
    """Not even an Exception."""


@command("poison")
async def poison(ctx: Context, how: Word) -> Reply:
    """Writes something, then goes wrong."""
    await ctx.tx.execute("UPDATE persons SET locale = 'xx'")
    match how:
        case "raises":
            raise KeyError("lost")
        case "hangs":
            while True:
                pass
        case "hides":
            while True:
                try:
                    while True:
                        pass
                except Exception:
                    continue
        case "queries":
            await ctx.tx.fetch_one(ENDLESS)
        case "recurses":
            _deeper(0)
        case "waits":
            await asyncio.sleep(0)
        case "leaves":
            raise SystemExit(3)
        case "escapes":
            raise Outside
        case "breaks":
            await ctx.tx.execute("UPDATE nowhere SET x = 1")
        case "swallows":
            try:
                await ctx.tx.execute("INSERT INTO persons (id) VALUES ('a')")
            except sqlite3.IntegrityError:
                return Reply((line("all is well"),))
        case "commits":
            await ctx.tx.execute("COMMIT")
    return Reply((line(how),))


@query("ponder")
async def ponder(ctx: QueryContext, how: Word) -> Reply:
    """Only reads, and goes wrong."""
    match how:
        case "raises":
            raise KeyError("lost")
        case "recurses":
            _deeper(0)
        case "writes":
            await ctx.read.fetch_all("UPDATE persons SET locale = 'xx' RETURNING id")
        case "refuses":
            raise Refusal("not.a.member")
    return Reply((line(how),))


@dataclass(frozen=True, slots=True)
class Fell(MemberEvent):
    """Somebody fell."""


def trouble(opened: asyncio.Event) -> Cog:
    """Poison, and a query that waits until ``opened`` is set."""

    @query("wait")
    async def wait(ctx: QueryContext) -> Reply:
        await opened.wait()
        return Reply((line("waited"),))

    @command("remind")
    async def remind(ctx: Context) -> Reply:
        ctx.say(Say("telegram", "-1002", (line("reminded"),), cancel_key="k"))
        return Reply((line("remember"),))

    falls = iter((True, False))

    @command("fall")
    async def fall(ctx: Context) -> Reply:
        ctx.tell(Fell(ctx.community.id, ctx.member, ctx.account.id, ctx.now))
        return Reply((line("fell"),))

    @listen(Fell)
    async def rise(ctx: Context, event: Fell) -> None:
        if next(falls):
            raise ValueError("not yet")

    return a_cog("trouble", poison, ponder, wait, remind, fall, rise)


@pytest.fixture
def opened() -> asyncio.Event:
    """What ``/wait`` waits for."""
    return asyncio.Event()


@pytest.fixture
async def bot(tmp_path: Path, opened: asyncio.Event) -> AsyncIterator[Bot]:
    """A bot with trouble."""
    cogs = [trouble(opened)]
    async with a_bot(tmp_path, cogs=cogs, turn_seconds=0.1, durable=True) as running:
        yield running
        opened.set()


async def aside(bot: Bot) -> list[tuple[object, ...]]:
    """State, tries and error of what was not handled."""
    return await bot.rows("SELECT state, tries, error FROM inbox WHERE state <> 'done'")


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("raises", "KeyError: 'lost'"),
        ("hangs", TOO_LONG),
        ("hides", TOO_LONG),
        ("queries", TOO_LONG),
        ("recurses", "RecursionError: maximum recursion depth exceeded"),
        ("waits", NOT_AWAITED),
        ("leaves", "TurnBroken: raised SystemExit"),
        ("escapes", "TurnBroken: raised Outside"),
        ("breaks", "OperationalError: no such table: nowhere"),
        ("swallows", "IntegrityError: NOT NULL constraint failed: persons.locale"),
        ("commits", "DatabaseError: not authorized"),
    ],
)
async def test_poison_is_set_aside_after_five_tries_and_stops_nothing(
    bot: Bot, how: str, error: str
) -> None:
    assert await bot.takes(
        bot.message("telegram:42", "/language zh"),
        bot.message("telegram:42", f"/poison {how}"),
        bot.message("telegram:43", "/checkin"),
    ) == [
        "好的，以后用中文回答你。",
        SORRY_ZH,
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all.",
    ]
    assert await aside(bot) == [("set_aside", 5, error)]
    assert await bot.rows("SELECT DISTINCT locale FROM persons ORDER BY locale") == [("",), ("zh",)]


async def test_poison_that_was_set_aside_is_not_tried_again(bot: Bot) -> None:
    update = bot.message("telegram:42", "/poison raises")
    assert await bot.takes(update) == [SORRY]
    assert await bot.takes(update) == []
    await bot.restart()
    assert await bot.takes(update) == []
    assert await aside(bot) == [("set_aside", 5, "KeyError: 'lost'")]


async def test_poison_keeps_its_body_for_the_operators(bot: Bot) -> None:
    await bot.says("telegram:42", "/poison raises")
    assert await bot.rows("SELECT body FROM inbox") == [
        (
            '{"platform":"telegram","update_id":"1","chat":"-1001","user":"42",'
            '"at":"2026-11-23T01:00:00+00:00","sent_at":"2026-11-23T01:00:00+00:00",'
            '"text":"/poison raises","name":"P42","message_id":"1"}',
        )
    ]


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("raises", "KeyError: 'lost'"),
        ("recurses", "RecursionError: maximum recursion depth exceeded"),
        ("writes", "StorageUnavailable: read_only"),
    ],
)
async def test_a_poisoned_query_is_set_aside_after_five_tries(
    bot: Bot, how: str, error: str
) -> None:
    assert await bot.takes(
        bot.message("telegram:42", f"/ponder {how}"), bot.message("telegram:42", "/ponder well")
    ) == [SORRY, "well"]
    assert await aside(bot) == [("set_aside", 5, error)]


async def test_a_query_may_refuse(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/ponder refuses") == [
        "You aren’t a member here yet. Please write something in the community’s group first,"
        " then come back to me."
    ]
    assert await aside(bot) == []


async def test_a_query_with_a_wrong_argument_is_refused_before_it_reads(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/history 0") == [
        "“0” isn’t a count I can use. Please write a whole number from 1 to 50."
        " For example: /history 20"
    ]
    assert await aside(bot) == []


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


@contextmanager
def full_files() -> Iterator[None]:
    """No file of this process may grow: what a full disk is to a writer."""
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
    """This process may open no file more, as where too many are open already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    next_one = os.dup(0)
    os.close(next_one)
    resource.setrlimit(resource.RLIMIT_NOFILE, (next_one, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_a_query_that_cannot_read_waits_and_counts_no_try(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/wait"))
    await bot.meanwhile()
    with no_more_files():
        asked = bot.hands_over(bot.message("telegram:43", "/ponder well", chat="-1002"))
        await bot.clock.advance_to(START + timedelta(seconds=20), bot.meanwhile)
        assert (asked.done(), bot.sent) == (True, [])
    await bot.clock.advance_to(START + timedelta(seconds=22), bot.meanwhile)
    assert bot.texts() == ["well"]
    opened.set()


async def test_a_message_that_may_be_cancelled_waits_until_that_can_be_read(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/wait"))
    await bot.meanwhile()
    with no_more_files():
        bot.hands_over(bot.message("telegram:43", "/remind", chat="-1002"))
        await bot.clock.advance_to(START + timedelta(seconds=6), bot.meanwhile)
        assert bot.sent == []
    await bot.clock.advance_to(START + timedelta(seconds=29), bot.meanwhile)
    assert bot.texts() == ["remember", "reminded"]
    opened.set()


async def test_retries_go_on_after_a_time_in_which_nothing_could_be_read(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/wait"))
    await bot.meanwhile()
    with no_more_files():
        bot.hands_over(bot.message("telegram:43", "/fall", chat="-1002"))
        await bot.clock.advance_to(START + timedelta(seconds=20), bot.meanwhile)
    await bot.clock.advance_to(START + timedelta(seconds=90), bot.meanwhile)
    assert bot.texts() == ["fell"]
    assert await bot.count("event_retries") == 0
    opened.set()


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


async def test_a_query_that_never_ends_is_broken_and_set_aside(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/wait"))
    bot.hands_over(bot.message("telegram:42", "/ponder well"))
    for _ in range(5):
        await bot.meanwhile()
        assert bot.sent == []
        await bot.clock.advance_to(bot.clock.now() + timedelta(seconds=30), bot.meanwhile)
    await bot.settle()
    assert bot.texts() == [SORRY, "well"]
    assert await aside(bot) == [("set_aside", 5, "TimeoutError: took longer than 30 s")]
