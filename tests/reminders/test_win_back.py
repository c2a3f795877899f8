"""A word to the silent: when, whom not, and what ends it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.model import Kind as Seen
from tests.kit import Bot, a_bot
from tests.reminders.members import REMINDED, opened

OFF = "To stop these, send /notify win_back off"
CONFIG = REMINDED + '\n[reminders]\nstreak_at_risk = ""\n'


def word(days: int) -> str:
    """What a silent member hears."""
    return (
        f"P42, we haven’t seen you for {days} days. Say hello, or check in with one press: you’re"
        f" missed.\n{OFF}"
    )


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot, Monday at nine in the morning."""
    async with a_bot(tmp_path, config=CONFIG) as running:
        yield running


async def test_after_three_days_and_after_seven_and_then_no_more(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    assert await bot.tick(days=3) == []
    assert await bot.tick(hours=3) == [word(3)]
    assert await bot.tick(days=3) == []
    assert await bot.tick(days=1) == [word(7)]
    assert await bot.tick(days=30) == []


async def test_any_word_ends_the_silence_also_one_to_the_bot_alone(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await bot.tick(days=2)
    await bot.whispers("telegram:42", "still here")
    assert await bot.tick(days=2) == []
    assert await bot.tick(days=1, hours=3) == [word(3)]
    await bot.says("telegram:42", "back")
    assert await bot.tick(days=2) == []
    await bot.says("telegram:42", "/checkin")
    assert await bot.tick(days=2) == []


async def test_who_is_on_leave_has_left_or_said_no_is_left_alone(bot: Bot) -> None:
    await opened(bot, "telegram:42", "telegram:43")
    await bot.says("telegram:42", "/checkin")
    await bot.says("telegram:42", "/leave 2026-11-24 2026-11-27")
    await bot.whispers("telegram:43", "/notify win_back off")
    assert await bot.tick(days=3, hours=12) == []


async def test_when_the_bot_was_off_it_comes_within_two_days(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=CONFIG + "\n[checkin]\namnesty_minutes = 0\n") as bot:
        await opened(bot, "telegram:42")
        await bot.tick(days=2, hours=12)
        await bot.stop()
        bot.clock.jump_to(bot.clock.now().replace(day=28, hour=1))
        await bot.start()
        # Saturday morning: the third day was Thursday, and Friday's round was missed as well.
        assert await bot.tick(hours=4) == [word(5)]


async def test_a_round_that_comes_late_leaves_to_the_next_one_what_is_its(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=CONFIG + "\n[checkin]\namnesty_minutes = 0\n") as bot:
        await bot.says("telegram:42", "hello")
        await bot.tick(hours=12)
        await bot.stop()
        bot.clock.jump_to(bot.clock.now().replace(day=30, hour=1))
        await bot.start()
        # Monday morning: seven days today, and six at the round of Sunday that was missed.
        named = "We haven’t seen these members for some days and hope they come back:"
        assert await bot.tick(hours=12) == [f"{named}\nP42 · 7 days\n{OFF}"]


async def test_without_a_private_chat_the_last_step_goes_into_one_message_to_all(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("telegram:43", "hello")
    assert await bot.tick(days=6, hours=12) == []
    assert await bot.tick(days=1) == [
        "We haven’t seen these members for some days and hope they come back:\n"
        f"P42 · 7 days\nP43 · 7 days\n{OFF}"
    ]


@pytest.mark.parametrize(("scanned", "page"), [(1, 1), (3, 2), (2, 200), (500, 3), (500, 200)])
async def test_however_long_the_pages_are_each_of_the_silent_is_told_once_at_their_own_noon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scanned: int, page: int
) -> None:
    monkeypatch.setattr("cogs.reminders.win_back._SCANNED", scanned)
    monkeypatch.setattr("cogs.reminders.win_back.PAGE", page)
    users = [str(number) for number in range(40, 47)]
    async with a_bot(tmp_path, config=CONFIG) as bot:
        for user in users:
            await opened(bot, f"telegram:{user}")
            if int(user) % 3 == 0:
                await bot.whispers(f"telegram:{user}", "/timezone Europe/London")
        # Whoever checks in a day later is not silent yet, whoever does at once is.
        await bot.says("telegram:40", "/checkin")
        await bot.tick(days=1)
        await bot.says("telegram:41", "/checkin")
        before = len(bot.sent)
        await bot.tick(days=2, hours=12)
        told = sorted((sent.chat, sent.at.hour) for sent in bot.sent[before:])
        assert told == [("40", 4), ("42", 12), ("43", 4), ("44", 4), ("45", 12), ("46", 4)]


async def test_no_more_than_so_many_a_day_over_all_kinds(tmp_path: Path) -> None:
    config = REMINDED + "\n[reminders]\nmax_per_day = 1\nmin_streak = 1\nwin_back_days = [1]\n"
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42")
        await bot.says("telegram:42", "/checkin")
        # At noon and at eight there would be something to say.
        assert await bot.tick(days=1, hours=12) == [word(1).replace("1 days", "1 day")]
        assert await bot.rows("SELECT day, count FROM notice_days") == [("2026-11-24", 1)]


EARLY = CONFIG + 'win_back_at = "07:30"\n'
"""The word falls into the quiet hours, and waits until eight."""


async def at_dawn(bot: Bot, *who: str) -> None:
    """Silent for three days, and their words wait for the end of the night."""
    await opened(bot, *who)
    await bot.tick(days=2, hours=22, minutes=45)


async def test_a_word_that_waits_for_the_morning_is_said_to_who_is_still_silent(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=EARLY) as bot:
        await at_dawn(bot, "telegram:42")
        assert await bot.tick(minutes=20) == [word(3)]


@pytest.mark.parametrize("written", ["good morning", "/points", "/notify win_back off"])
async def test_a_word_that_waits_is_not_said_to_who_has_written_meanwhile(
    tmp_path: Path, written: str
) -> None:
    async with a_bot(tmp_path, config=EARLY) as bot:
        await at_dawn(bot, "telegram:42", "telegram:43")
        await bot.says("telegram:42", written)
        await bot.whispers("telegram:43", written)
        assert await bot.tick(minutes=20) == []
        rows = await bot.rows("SELECT state, count(*) FROM outbox WHERE not_before > 0 GROUP BY 1")
        assert rows == [("cancelled", 2)]


async def test_a_word_that_waits_is_not_said_to_who_has_left(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=EARLY) as bot:
        await at_dawn(bot, "telegram:42")
        await bot.takes(replace(bot.message("telegram:42", ""), kind=Seen.LEAVE))
        assert await bot.tick(minutes=20) == []


async def test_a_word_that_waits_is_said_once_behind_a_restart_and_only_to_the_silent(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=EARLY) as bot:
        await at_dawn(bot, "telegram:42", "telegram:43")
        await bot.says("telegram:43", "good morning")
        await bot.restart()
        assert await bot.tick(minutes=20) == [word(3)]
