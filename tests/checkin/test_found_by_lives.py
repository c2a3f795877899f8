"""What random lives have found (``tests/checkin/machine.py``), each as a short story of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.core.model import Incoming, Kind
from tests.checkin.test_freezes import gets_a_freeze
from tests.kit import DAWN, Bot, a_bot
from tests.profile.test_link import links
from tests.profile.test_unlink import unlinks

MILESTONE: Final = f"{DAWN}[points]\nmilestones = {{2 = 5}}\n"
PAID: Final = "SELECT coalesce(sum(amount), 0) FROM ledger_entries WHERE reason = 'milestone'"
ME: Final = "telegram:42"


async def checks_in(bot: Bot, days: str) -> list[Incoming]:
    """A day for each letter: ``r`` checks in, a dot does not; the last one is today."""
    messages = []
    for number, letter in enumerate(days):
        if number:
            await bot.tick(days=1)
        if letter == "r":
            messages.append(bot.message(ME, "/checkin"))
            await bot.takes(messages[-1])
    return messages


async def deletes(bot: Bot, message: Incoming, by: str) -> None:
    """The message is gone; its author or a moderator did it."""
    gone = bot.message(f"{message.platform}:{message.user}", "")
    gone = replace(gone, kind=Kind.DELETE, message_id=message.message_id, chat=message.chat, by=by)
    await bot.takes(gone)


async def test_a_late_message_is_judged_by_its_own_time_after_a_change_of_zone(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says(ME, "/timezone Asia/Tokyo")
        await checks_in(bot, "rr.rr")
        late = bot.clock.now() - timedelta(hours=46)
        assert await bot.says(ME, "/checkin", sent_at=late) == [
            "Got it, counted for 2026-11-25. That run is 5 days long.\n+1 point, 5 in all."
        ]


async def test_a_milestone_stays_paid_for_what_is_left_of_its_run(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=MILESTONE) as bot:
        _, second, *_ = await checks_in(bot, "rrrr")
        await deletes(bot, second, by="900")
        assert await bot.rows(PAID) == [(5,)]
        await bot.tick(days=2)
        await bot.says(ME, "/checkin")
        late = bot.clock.now() - timedelta(hours=20)
        assert await bot.says(ME, "/checkin", sent_at=late) == [
            "Got it, counted for 2026-11-27. That run is 4 days long.\n+1 point, 10 in all.\n"
            "You have reached level 1!"
        ]
        assert await bot.rows(PAID) == [(5,)]
        assert await bot.problems() == []


async def test_a_milestone_of_a_second_link_is_taken_back_as_that_of_the_first(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=MILESTONE) as bot:
        await bot.says(ME, "/checkin")
        await bot.tick(days=1)
        await bot.says("discord:7", "/checkin")
        for _ in range(2):
            await links(bot)
            assert await bot.rows(PAID) == [(5,)]
            await unlinks(bot)
            assert await bot.rows(PAID) == [(0,)]
            await bot.tick(days=3)
        assert await bot.problems() == []


async def test_a_check_in_after_a_deletion_is_the_accounts_own_when_another_has_the_day(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says(ME, "hello")
        await bot.says("discord:7", "hello")
        await links(bot)
        message = bot.message("discord:7", "/checkin")
        await bot.takes(message)
        await deletes(bot, message, by="7")
        await bot.tick(minutes=1)
        await bot.says(ME, "/checkin")
        await bot.tick(minutes=1)
        assert await bot.says("discord:7", "/checkin") == [
            "2026-11-23 is already checked in (09:01, on Telegram). Your streak: 1 day."
        ]
        assert await bot.problems() == []
        await unlinks(bot)
        assert await bot.rows("SELECT day FROM day_credits") == [("2026-11-23",)] * 2
        assert await bot.rows("SELECT balance FROM balances") == [(1,)] * 2
        assert await bot.problems() == []


@pytest.mark.parametrize("days", [0, 3])
async def test_a_milestone_of_before_a_link_goes_with_a_day_that_was_deleted_in_it(
    tmp_path: Path, days: int
) -> None:
    async with a_bot(tmp_path, config=MILESTONE) as bot:
        await bot.says(ME, "/checkin")
        await bot.tick(days=1)
        message = bot.message(ME, "/checkin")
        await bot.takes(message)
        await bot.says("discord:7", "/checkin")
        await bot.tick(days=days)
        await links(bot)
        await deletes(bot, message, by="900")
        assert await bot.rows(PAID) == [(5,)]
        await unlinks(bot)
        assert await bot.rows(PAID) == [(0,)]
        assert await bot.problems() == []


async def test_a_milestone_of_before_a_link_stays_when_only_other_days_are_deleted(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=MILESTONE) as bot:
        await bot.says(ME, "/checkin")
        await bot.tick(days=1)
        await bot.says(ME, "/checkin")
        other = bot.message("discord:7", "/checkin")
        await bot.takes(other)
        await bot.tick(days=3)
        await links(bot)
        await deletes(bot, other, by="900")
        await unlinks(bot)
        assert await bot.rows(PAID) == [(5,)]
        assert await bot.problems() == []


async def test_a_freeze_reaches_back_to_no_day_that_keeps_no_streak(tmp_path: Path) -> None:
    config = f"{DAWN}[checkin]\nfreeze_starting = 1\nretroactive_freeze = true\n"
    async with a_bot(tmp_path, config=config) as bot:
        (first, _) = await checks_in(bot, "r..r")
        await deletes(bot, first, by="900")
        await gets_a_freeze(bot)
        assert await bot.says(ME, "/streak") == [
            "P42, your streak is 1 day, the longest 1.\nToday is checked in.\nWhat keeps it:"
            " 1 freeze; amnesty when the bot is down for more than 60 minutes."
        ]
        assert await bot.problems() == []
