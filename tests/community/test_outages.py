"""When the bot was deaf: spans of each platform, and the minutes in which all were down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.community import outages
from bot.community.outages import Outage
from bot.core.ports import Transaction
from tests.kit import START, Bot, a_bot

BOTH = ("discord", "telegram")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot whose platforms are heard from the start."""
    async with a_bot(tmp_path) as running:
        yield running


def at(minutes: float) -> datetime:
    """So many minutes after nine o'clock."""
    return START + timedelta(minutes=minutes)


async def silence(bot: Bot, platform: str, first: float, last: float | None) -> Outage | None:
    """The platform is down from minute ``first`` to ``last``, None for until now."""

    async def act(tx: Transaction) -> Outage | None:
        await outages.beat(tx, (platform,), at(first))
        await outages.lose(tx, platform)
        return None if last is None else await outages.hear(tx, platform, at(last))

    found: Outage | None = await bot.write(act)
    return found


async def minutes(bot: Bot, platforms: tuple[str, ...], first: float, last: float) -> float:
    """The common minutes in a window."""
    async with bot.app.database.read() as read:
        return await outages.down_minutes(read, platforms, at(first), at(last))


async def test_what_was_not_heard_is_an_outage_and_what_was_heard_is_none(bot: Bot) -> None:
    assert await silence(bot, "telegram", 10, 70.5) == Outage("telegram", at(10), at(70.5))

    async def hear_again(tx: Transaction) -> Outage | None:
        return await outages.hear(tx, "telegram", at(80))

    assert await bot.write(hear_again) is None
    assert await bot.count("outages") == 1


async def test_a_platform_that_was_never_heard_was_never_down(bot: Bot) -> None:
    async def hear(tx: Transaction) -> Outage | None:
        return await outages.hear(tx, "matrix", at(5))

    assert await bot.write(hear) is None
    assert await minutes(bot, ("matrix",), 0, 60) == 0
    assert await minutes(bot, (), 0, 60) == 0


async def test_a_wall_clock_that_went_back_makes_no_outage(bot: Bot) -> None:
    assert await silence(bot, "telegram", 10, 5) is None
    assert await minutes(bot, ("telegram",), 0, 60) == 0


@pytest.mark.parametrize(
    ("telegram", "discord", "window", "expected"),
    [
        ([(10, 70)], [], (0, 100), 0.0),
        ([(10, 70)], [(40, 200)], (0, 100), 30.0),
        ([(10, 70)], [(70, 80)], (0, 100), 0.0),
        ([(10, 20), (30, 40)], [(0, 100)], (0, 100), 20.0),
        ([(10, 20), (30, 40)], [(15, 35)], (0, 100), 10.0),
        ([(10, 70)], [(10, 70)], (0, 100), 60.0),
        ([(10, 70)], [(10, 70)], (60, 65), 5.0),
        ([(10, 70)], [(10, 70)], (70, 90), 0.0),
        ([(10, None)], [(50, None)], (0, 100), 50.0),
        ([(10, None)], [(50, 60)], (0, 100), 10.0),
        ([(10, 20.5)], [(0, 30)], (0, 100), 10.5),
    ],
)
async def test_minutes_count_in_which_all_platforms_were_down_at_once(
    bot: Bot,
    telegram: list[tuple[float, float | None]],
    discord: list[tuple[float, float | None]],
    window: tuple[float, float],
    expected: float,
) -> None:
    for platform, spans in zip(("telegram", "discord"), (telegram, discord), strict=True):
        for first, last in spans:
            await silence(bot, platform, first, last)
    assert await minutes(bot, BOTH, *window) == expected
    assert await minutes(bot, (*BOTH, "discord"), *window) == expected


async def test_a_process_that_died_was_heard_until_its_last_heartbeat(bot: Bot) -> None:
    await bot.crash()
    await bot.clock.advance_to(at(90), _nothing)
    await bot.start()
    rows = await bot.rows("SELECT platform, ended_at - began_at FROM outages ORDER BY platform")
    assert rows == [(each, 90 * 60_000_000) for each in BOTH]


async def test_a_bot_that_ends_in_order_was_heard_until_then(bot: Bot) -> None:
    await bot.tick(minutes=30)
    await bot.stop()
    await bot.clock.advance_to(at(90), _nothing)
    await bot.start()
    rows = await bot.rows("SELECT platform, ended_at - began_at FROM outages ORDER BY platform")
    assert rows == [(each, 60 * 60_000_000) for each in BOTH]


async def test_a_restart_at_once_is_no_outage(bot: Bot) -> None:
    await bot.restart()
    assert await bot.count("outages") == 0


async def _nothing() -> None:
    """Nothing runs while the bot is off."""
