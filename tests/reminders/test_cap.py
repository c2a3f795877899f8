"""How many unasked messages a member gets a day: only what was sent, or still will be, counts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import DeliveryFailed
from tests.kit import DAWN, TWO, Bot, a_bot
from tests.reminders.members import configured, opened, streak, waits

ANN = "telegram:42"
OFF = "To stop these, send /notify festival off"
WISH = f"🎂 Happy birthday, P42! May the new year of yours be a good one.\n{OFF}"
OTHER = TWO.removeprefix(DAWN)
DAYS = "SELECT day, count FROM notice_days ORDER BY day"
ONE_A_DAY = {
    "max_per_day": "1",
    "streak_at_risk": '"12:30"',
    "quiet_hours": '["12:00", "14:00"]',
    "greet_at": '"16:00"',
}
"""The reminder waits from half past twelve until two; the wish comes at four."""


async def birthday(bot: Bot) -> None:
    """Ann has a streak of three days; today, at nine in the morning, is her birthday."""
    await opened(bot, ANN)
    await bot.whispers(ANN, "/birthday 11-26")
    await streak(bot, ANN)


async def test_one_a_day_is_one_a_day(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(**ONE_A_DAY)) as bot:
        await birthday(bot)
        assert await bot.tick(hours=8) == [waits(3)]
        assert await bot.rows(DAYS) == [("2026-11-26", 1)]


@pytest.mark.parametrize("said", ["/checkin", "/notify streak off"])
async def test_a_reminder_that_was_not_sent_leaves_room_for_the_wish(
    tmp_path: Path, said: str
) -> None:
    async with a_bot(tmp_path, config=configured(**ONE_A_DAY)) as bot:
        await birthday(bot)
        assert await bot.tick(hours=4) == []
        await bot.whispers(ANN, said)
        assert await bot.tick(hours=4) == [WISH]
        assert await bot.rows(DAYS) == [("2026-11-26", 1)]


async def test_a_wish_of_a_second_birthday_in_the_year_takes_no_room(tmp_path: Path) -> None:
    config = configured(max_per_day="1", greet_at='"10:00"')
    async with a_bot(tmp_path, config=config) as bot:
        await birthday(bot)
        assert await bot.tick(hours=1) == [WISH]
        await bot.whispers(ANN, "/birthday 11-27")
        await bot.says(ANN, "/checkin")
        assert await bot.tick(days=1, hours=10) == [waits(4)]
        assert await bot.rows(DAYS) == [("2026-11-26", 1), ("2026-11-27", 1)]


async def test_what_the_platform_does_not_take_takes_no_room(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(**ONE_A_DAY)) as bot:
        await birthday(bot)
        bot.platforms["telegram"].faults.append(DeliveryFailed("bad request", permanent=True))
        assert await bot.tick(hours=8) == [WISH]
        assert await bot.rows(DAYS) == [("2026-11-26", 1)]


async def test_what_is_too_late_takes_no_room(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(streak_at_risk='"20:00"')) as bot:
        await birthday(bot)
        await bot.tick(hours=10)
        bot.platforms["telegram"].up.clear()
        await bot.tick(hours=5)
        assert await bot.rows(DAYS) == [("2026-11-26", 2)]
        bot.platforms["telegram"].up.set()
        await bot.settle()
        assert await bot.rows(DAYS) == [("2026-11-26", 1)]


async def test_what_is_cancelled_while_the_platform_takes_it_counts(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(**ONE_A_DAY)) as bot:
        await birthday(bot)
        await bot.tick(hours=4)
        telegram = bot.platforms["telegram"]
        telegram.hold = asyncio.Event()
        await bot.clock.advance_to(bot.clock.now() + timedelta(hours=1), bot.meanwhile)
        assert bot.texts()[-1] == waits(3)
        bot.hands_over(bot.message(ANN, "/checkin"))
        await bot.meanwhile()
        assert await bot.rows(DAYS) == []
        telegram.hold.set()
        telegram.hold = None
        assert await bot.tick(hours=4) == []
        assert await bot.rows(DAYS) == [("2026-11-26", 1)]


@pytest.mark.parametrize("what", ["here", "everywhere"])
async def test_of_whoever_is_forgotten_meanwhile_nothing_is_counted(
    tmp_path: Path, what: str
) -> None:
    async with a_bot(tmp_path, config=configured(**ONE_A_DAY) + OTHER) as bot:
        await birthday(bot)
        await bot.says(ANN, "hello", chat="-2001")
        await bot.tick(hours=4, minutes=58)
        await bot.says(ANN, "/forget")
        await bot.presses(ANN, what, private=True)
        sure = bot.sent[-1].buttons[0].token
        telegram = bot.platforms["telegram"]
        telegram.hold = asyncio.Event()
        await bot.clock.advance_to(bot.clock.now() + timedelta(minutes=3), bot.meanwhile)
        assert bot.texts()[-1] == f"[Dawn] {waits(3)}"
        bot.hands_over(bot.message(ANN, "/checkin"))
        await bot.meanwhile()
        bot.hands_over(bot.press(ANN, sure, private=True))
        await bot.meanwhile()
        assert await bot.rows(DAYS) == []
        telegram.hold.set()
        telegram.hold = None
        await bot.settle()
        assert await bot.rows(DAYS) == []
