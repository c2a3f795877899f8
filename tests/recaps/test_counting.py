"""How many checked in is what the days say, whatever came late, was made up or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from bot.core.recaps import Scope, span_of
from tests.checkin.test_messages import deleted
from tests.kit import DAWN, Bot, a_bot

CONFIG = DAWN + "[checkin]\nmakeup_cards_starting = 5\nfreeze_starting = 1\n"
COUNTED = "('real', 'makeup', 'import')"
WEST = "telegram:46"


async def test_days_and_spans_are_counted_as_they_are(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=CONFIG) as bot:
        await bot.says(WEST, "/timezone America/New_York")
        who = ["telegram:42", "telegram:43", "discord:7", WEST]
        for day in range(12):
            for number, each in enumerate(who):
                if (day + number) % (number + 2):
                    await bot.says(each, "/checkin")
            await bot.tick(hours=24)
        await assert_counted(bot)
        await makes_up(bot, "telegram:42")
        await assert_stale(bot)
        await bot.tick(minutes=15)
        await assert_counted(bot)
        message = bot.message("telegram:43", "/checkin")
        await bot.takes(message)
        await bot.tick(days=1)
        await bot.takes(deleted(bot, message, by="900"))
        await bot.tick(minutes=15)
        await assert_counted(bot)
        await bot.links("discord:7", "telegram:42")
        await bot.tick(days=1)
        await assert_counted(bot)


async def test_a_check_in_that_comes_late_is_counted(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=CONFIG) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(hours=16)
        late = bot.message("telegram:43", "/checkin")
        await bot.takes(replace(late, sent_at=late.at - timedelta(hours=2)))
        assert await counts(bot) == {"2026-11-23": 1}
        await bot.tick(minutes=15)
        assert await counts(bot) == {"2026-11-23": 2}
        await assert_counted(bot)


async def test_days_in_which_the_bot_was_off_are_counted_behind_it(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=CONFIG) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.stop()
        bot.clock.jump_to(bot.clock.now() + timedelta(days=9))
        await bot.start()
        await bot.settle()
        assert await counts(bot) == {"2026-11-23": 1}
        assert await bot.rows("SELECT until FROM checkin_counted") == [("2026-12-01",)]


async def makes_up(bot: Bot, who: str) -> None:
    await bot.says(who, "/makeup 2")
    await bot.presses(who, "confirm")


async def counts(bot: Bot) -> dict[str, int]:
    """The kept numbers of days that have any."""
    rows = await bot.rows("SELECT day, checkins FROM checkin_days WHERE checkins > 0")
    return {str(day): int(count or 0) for day, count in rows}


async def facts(bot: Bot) -> list[tuple[str, str]]:
    """Each day that counts and is over, with its member."""
    ((until,),) = await bot.rows("SELECT until FROM checkin_counted")
    rows = await bot.rows(
        f"SELECT day, member FROM day_credits WHERE kind IN {COUNTED} AND day <= ?", until
    )
    return [(str(day), str(member)) for day, member in rows]


async def assert_counted(bot: Bot) -> None:
    """What is kept is what the days of members give."""
    days: dict[str, int] = {}
    spans: dict[str, set[str]] = {}
    for day, member in await facts(bot):
        days[day] = days.get(day, 0) + 1
        for scope in (Scope.WEEK, Scope.MONTH, Scope.YEAR):
            name = span_of(scope, date.fromisoformat(day)).name
            spans.setdefault(name, set()).add(member)
    ((until,),) = await bot.rows("SELECT until FROM checkin_counted")
    kept = {day: number for day, number in (await counts(bot)).items() if day <= str(until)}
    assert kept == days
    rows = await bot.rows("SELECT span, members FROM checkin_spans WHERE members > 0")
    running = {
        span_of(scope, date.fromisoformat(str(until)) + timedelta(days=1)).name for scope in Scope
    }
    over = {str(span): int(number or 0) for span, number in rows if span not in running}
    assert over == {name: len(who) for name, who in spans.items() if name not in running}


async def assert_stale(bot: Bot) -> None:
    """Something was marked, to be counted again."""
    assert await bot.count("checkin_touched") > 0
