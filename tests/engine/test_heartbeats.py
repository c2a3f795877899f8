"""Heartbeats of a live bot: written at a calm pace, and what lies between them is an outage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.engine.heartbeats import BACKLOG_S, PACE_S, STANDSTILL_S, Heartbeats
from bot.engine.scheduler import Scheduler
from tests.kit import START, Bot, a_bot

MINUTE = 60_000_000


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[tuple[Bot, Heartbeats, Scheduler]]:
    """A bot whose adapters are watched as those of a live one, and the jobs that it holds up."""
    async with a_bot(folder) as bot:
        await bot.app.heartbeats.stop()
        jobs = Scheduler(bot.machine, lambda _: None, live=True)
        live = Heartbeats(bot.machine, bot.platforms, jobs, lambda _: None, live=True)
        await live.start()
        await bot.settle()
        yield bot, live, jobs


async def heard_until(bot: Bot, platform: str) -> float:
    """Until when the platform was heard, in minutes of the story."""
    ((at,),) = await bot.rows("SELECT at FROM heartbeats WHERE platform = ?", platform)
    return (int(at or 0) - int(START.timestamp()) * 1_000_000) / MINUTE


async def outages(bot: Bot) -> list[tuple[str, float, float]]:
    """The outages, in minutes of the story."""
    start = int(START.timestamp()) * 1_000_000
    rows = await bot.rows("SELECT platform, began_at, ended_at FROM outages ORDER BY 2, 1")
    return [
        (str(name), (int(began or 0) - start) / MINUTE, (int(ended or 0) - start) / MINUTE)
        for name, began, ended in rows
    ]


async def test_a_heartbeat_is_written_every_minute_while_an_adapter_is_up(tmp_path: Path) -> None:
    assert PACE_S == 60
    async with watched(tmp_path) as (bot, _, _):
        await bot.tick(minutes=10, seconds=30)
        assert await heard_until(bot, "telegram") == 10
        bot.platforms["telegram"].up.clear()
        await bot.tick(minutes=5)
        assert (await heard_until(bot, "telegram"), await heard_until(bot, "discord")) == (10, 15)
        assert await outages(bot) == []


async def test_what_lies_between_two_heartbeats_is_an_outage(tmp_path: Path) -> None:
    async with watched(tmp_path) as (bot, _, _):
        await bot.tick(minutes=3)
        bot.platforms["telegram"].up.clear()
        await bot.tick(minutes=90)
        bot.platforms["telegram"].up.set()
        await bot.tick(minutes=1)
        assert await outages(bot) == [("telegram", 3, 93)]
        assert await heard_until(bot, "telegram") == 94


async def test_an_adapter_that_comes_back_at_once_was_not_away(tmp_path: Path) -> None:
    async with watched(tmp_path) as (bot, _, _):
        await bot.tick(minutes=3, seconds=10)
        bot.platforms["telegram"].up.clear()
        await bot.tick(seconds=20)
        bot.platforms["telegram"].up.set()
        await bot.tick(minutes=5)
        assert await outages(bot) == []


async def test_a_process_that_stood_still_heard_nothing_meanwhile(tmp_path: Path) -> None:
    async with watched(tmp_path) as (bot, _, _):
        await bot.tick(minutes=2)

        async def frozen() -> None:
            """Nothing of the process runs."""

        await bot.clock.advance_to(START + timedelta(minutes=120), frozen)
        await bot.settle()
        assert STANDSTILL_S < 118 * 60
        await bot.tick(minutes=2)
        assert await outages(bot) == [("discord", 2, 120), ("telegram", 2, 120)]


async def test_a_jump_of_the_wall_clock_is_no_outage(tmp_path: Path) -> None:
    async with watched(tmp_path) as (bot, _, _):
        await bot.tick(minutes=2)
        bot.clock.jump_to(START + timedelta(days=3))
        await bot.tick(minutes=5)
        assert await outages(bot) == []


async def test_a_bot_that_ends_in_order_says_until_when_it_heard(tmp_path: Path) -> None:
    async with watched(tmp_path) as (bot, live, _):
        await bot.tick(minutes=2, seconds=40)
        await live.stop()
        assert await bot.rows("SELECT DISTINCT is_up FROM heartbeats") == [(0,)]
        assert round(await heard_until(bot, "telegram"), 2) == 2.67


async def test_jobs_wait_until_the_backlog_may_have_come(tmp_path: Path) -> None:
    async with watched(tmp_path) as (bot, _, jobs):
        await bot.tick(days=1)
        bot.platforms["telegram"].up.clear()
        await bot.tick(minutes=2)
        bot.platforms["telegram"].up.set()
        await bot.settle()
        assert jobs.is_held
        await bot.tick(seconds=BACKLOG_S)
        assert not jobs.is_held
