"""Days and commands as people write them: slashes, Chinese dates, traditional characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkin.test_makeups import YESTERDAY, bot, live
from tests.kit import DAWN, ZH, Bot, a_bot

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


@pytest.mark.parametrize(
    ("config", "refused"),
    [
        (
            DAWN,
            "2026-11-27 would not reach your streak: too much was missed for make-ups."
            " Nothing was used. Send /streak to see where you stand.",
        ),
        (
            ZH,
            "补 2026-11-27 接不上现在的连签，漏得太多，补不回来了。什么都没用掉，发 /连签 看看"
            "现在的天数。",
        ),
    ],
)
async def test_nobody_is_told_to_ask_for_days_that_are_too_old(
    tmp_path: Path, config: str, refused: str
) -> None:
    rules = "[checkin]\namnesty_minutes = 0\nmakeup_cards_starting = 5\nmakeup_window_days = 2\n"
    async with a_bot(tmp_path, config=config + rules) as bot:
        for day in range(7):
            if day < 2:
                await bot.says("telegram:42", "/checkin", name="Rain")
            if day < 6:
                await bot.tick(days=1)
        assert await bot.says("telegram:42", "/makeup 2", name="Rain") == [refused]
