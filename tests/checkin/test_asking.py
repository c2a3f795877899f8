"""Days and commands as people write them: slashes, Chinese dates, traditional characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checkin.test_makeups import YESTERDAY, bot, live
from tests.kit import DAWN, ZH, Bot, a_bot

__all__ = ["bot"]


@pytest.mark.parametrize(
    "asked",
    [
        "/補簽 2026/11/25",
        "/makeup 2026/11/25",
        "/补签 2026年11月25日",
        "/补签 昨天",
        "/makeup yesterday",
        "/补签 周三",
        "/补签 25号",
        "/补签 十一月二十五日",
        "/makeup Nov 25",
        "/补签 一天",
        "/makeup 1 day",
    ],
)
async def test_a_day_is_asked_for_as_people_write_it(bot: Bot, asked: str) -> None:
    await live(bot, "rr..")
    assert await bot.says("telegram:42", asked) == [YESTERDAY]


async def test_what_may_be_two_days_is_asked_back(bot: Bot) -> None:
    await live(bot, "rr..")
    assert await bot.says("telegram:42", "/makeup last wednesday") == [
        "“last wednesday” may be 2026-11-25 or 2026-11-18. Please write the date."
        " For example: /makeup 3"
    ]
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", "/补签 last wednesday") == [
        "“last wednesday”可能是 2026-11-25，也可能是 2026-11-18，请直接写日期。例如：/补签 3"
    ]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("/补签 昨天 前天", ""),
        ("/补签 昨天和前天", ""),
        ("/补签 前天到昨天", ""),
        ("/补签 昨天、前天，生病了", "生病了"),
        ("/补签 周三至周四 出差", "出差"),
        ("/补签 25-26号 3点才到家", "3点才到家"),
        ("/補簽 兩天", ""),
        ("/补签 最近2天 忘了", "忘了"),
        ("/makeup yesterday and the day before yesterday", ""),
        ("/makeup Wednesday to Thursday was ill", "was ill"),
        ("/makeup last 2 days and nights of fever", "and nights of fever"),
        ("/makeup 11-25..11-26", ""),
    ],
)
async def test_several_days_are_asked_for_as_people_speak(
    bot: Bot, asked: str, reason: str
) -> None:
    await live(bot, "rr..r")
    shown = (
        "Make up 2026-11-25, 2026-11-26: uses 2 cards of your 3, streak 2 → 5."
        " This is number 1 of 3 this month."
    )
    said = f"{shown}\nReason: {reason}" if reason else shown
    assert await bot.says("telegram:42", asked) == [said]


async def test_nobody_names_days_without_end(bot: Bot) -> None:
    await live(bot, "rr..")
    assert await bot.says("telegram:42", "/makeup " + "yesterday " * 40) == [YESTERDAY]
    assert await bot.says("telegram:42", "/makeup " + "yesterday " * 42) == [
        "“yesterday” is one too many. Please leave it out and try again. For example: /makeup 3"
    ]


async def test_the_end_of_a_span_comes_after_its_beginning(bot: Bot) -> None:
    await live(bot, "rr..r")
    assert await bot.says("telegram:42", "/makeup 11-26 to 11-25") == [
        "2026-11-25 is before 2026-11-26. Please name the first day, then the last one."
        " For example: /makeup 3"
    ]
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", "/补签 11-26 到 11-25") == [
        "2026-11-25 在 2026-11-26 之前，请先写第一天，再写最后一天。例如：/补签 3"
    ]


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


@pytest.mark.parametrize(("window", "example"), [(1, 1), (2, 2), (3, 3), (30, 3)])
async def test_the_example_of_a_make_up_is_one_that_can_be_asked_for(
    tmp_path: Path, window: int, example: int
) -> None:
    rules = f"[checkin]\nmakeup_cards_starting = 5\nmakeup_window_days = {window}\n"
    async with a_bot(tmp_path, config=DAWN + rules) as bot:
        await bot.says("telegram:42", "/checkin", name="Rain")
        assert await bot.says("telegram:42", "/makeup 0") == [
            f"“0” isn’t a count I can use. Please write a whole number from 1 to {window}."
            f" For example: /makeup {example}"
        ]
        assert await bot.says("telegram:42", "/makeup tomorrow") == [
            f"2026-11-24 is still to come, so it cannot be made up. For example: /makeup {example}"
        ]
