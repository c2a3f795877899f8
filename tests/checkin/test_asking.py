"""Days and commands as people write them: slashes, Chinese dates, traditional characters."""

from __future__ import annotations

import pytest

from tests.checkin.test_makeups import YESTERDAY, bot, live
from tests.kit import Bot

__all__ = ["bot"]


@pytest.mark.parametrize(
    "asked", ["/補簽 2026/11/25", "/makeup 2026/11/25", "/补签 2026年11月25日", "/补签 昨天"]
)
async def test_a_day_is_asked_for_as_people_write_it(bot: Bot, asked: str) -> None:
    await live(bot, "rr..")
    assert await bot.says("telegram:42", asked) == [YESTERDAY]


async def test_a_leave_begins_the_day_after_tomorrow_in_both_scripts(bot: Bot) -> None:
    for asked in ("/请假 后天", "/請假 後天"):
        await bot.says("telegram:42", asked)
    assert await bot.rows("SELECT first_day, last_day FROM leaves") == [
        ("2026-11-25", "2026-11-25")
    ]
