"""Reminders of a streak, talked to like a member."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from tests.kit import Bot, a_bot

OFF: Final = "To stop these, send /notify streak off"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot, at nine in the morning."""
    async with a_bot(tmp_path) as running:
        yield running


async def streak(bot: Bot, who: str = "telegram:42", days: int = 3) -> None:
    """The member has checked in on so many days in a row; it is the morning after."""
    for _ in range(days):
        await bot.says(who, "/checkin")
        await bot.tick(days=1)


async def test_who_has_not_checked_in_is_reminded_in_private_with_a_button(bot: Bot) -> None:
    await bot.whispers("telegram:42", "hello")
    await streak(bot)
    assert await bot.tick(hours=10, minutes=59) == []
    assert await bot.tick(minutes=1) == [
        f"Your streak is 3 days long, and you haven’t checked in today. One press does it.\n{OFF}"
    ]
    assert bot.sent[-1].chat == "42"
    assert await bot.presses("telegram:42", "Check in", private=True) == [
        "Checked in. Your streak: 4 days.\n+1 point, 4 in all."
    ]
