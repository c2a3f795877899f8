"""Leave, talked to like a member: planned, shortened, cancelled, and what becomes of its days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.story import COMMUNITY, Story
from tests.kit import DAWN, START, ZH, Bot, a_bot

QUIET = "[checkin]\namnesty_minutes = 0\n"
DAY = timedelta(days=1)
MADE = "SELECT day, kind FROM day_credits WHERE kind <> 'real' ORDER BY day"
LEAVES = "SELECT first_day, last_day FROM leaves ORDER BY first_day"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot that knows no amnesty."""
    async with a_bot(tmp_path, config=DAWN + QUIET) as running:
        yield running


@pytest.mark.parametrize(
    ("config", "taken", "shown"),
    [
        (
            DAWN,
            "On leave: 2026-11-24 to 2026-11-26. Your streak waits meanwhile, and a check-in"
            " counts all the same.",
            "P42, your streak is 1 day, the longest 1.\nToday is still open.\n"
            "What keeps it: leave from 2026-11-24 to 2026-11-26.",
        ),
        (
            ZH,
            "已请假：2026-11-24 至 2026-11-26。这期间不签到也不断签，签了照样算。",
            "P42，你现在连签 1 天，最长 1 天。\n今天还没签到。\n"
            "这些情况不断签：2026-11-24 至 2026-11-26 请假。",
        ),
    ],
)
async def test_days_of_leave_join_without_counting(
    tmp_path: Path, config: str, taken: str, shown: str
) -> None:
    async with a_bot(tmp_path, config=config + QUIET) as bot:
        await bot.says("telegram:42", "/checkin")
        assert await bot.says("telegram:42", "/leave 2026-11-24 2026-11-26") == [taken]
        assert await bot.tick(days=2) == []
        assert await bot.says("telegram:42", "/streak") == [shown]
        await bot.tick(days=2)
        await bot.says("telegram:42", "/checkin")
        assert await bot.rows("SELECT length FROM streaks") == [(2,)]
        assert await bot.rows(MADE) == [
            ("2026-11-24", "leave"),
            ("2026-11-25", "leave"),
            ("2026-11-26", "leave"),
        ]
        assert await bot.problems() == []


async def test_the_day_after_the_leave_is_missed_like_any_other(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.says("telegram:42", "/leave tomorrow")
    await bot.tick(days=3)
    assert await bot.says("telegram:42", "/streak") == [
        "P42, your streak is 0 days, the longest 1.\nToday is still open."
    ]


async def test_checking_in_on_leave_counts(bot: Bot) -> None:
    await bot.says("telegram:42", "/leave today 2026-11-30")
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
    ]
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak: 2 days.\n+1 point, 2 in all."
    ]
    assert await bot.rows(MADE) == []


async def test_a_check_in_that_comes_late_has_the_day_of_leave(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.says("telegram:42", "/leave tomorrow 2026-11-25")
    await bot.tick(days=2)
    assert await bot.rows(MADE) == [("2026-11-24", "leave")]
    assert await bot.says("telegram:42", "/checkin", sent_at=START + DAY) == [
        "Got it, counted for 2026-11-24. That run is 2 days long.\n+1 point, 2 in all."
    ]
    assert await bot.rows(MADE) == []
    assert await bot.problems() == []


async def test_cancelling_ends_the_leave_with_yesterday(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.says("telegram:42", "/leave today 2026-11-30")
    await bot.says("telegram:42", "/leave 2026-12-24 2026-12-26")
    await bot.tick(days=2)
    assert await bot.says("telegram:42", "/leave cancel") == [
        "Leave cancelled: 2026-11-23 to 2026-11-30, 2026-12-24 to 2026-12-26."
        " Days from today on need a check-in again."
    ]
    assert await bot.rows(LEAVES) == [("2026-11-23", "2026-11-24")]
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/streak") == [
        "P42, your streak is 0 days, the longest 1.\nToday is still open."
    ]
    assert await bot.rows(MADE) == [("2026-11-24", "leave")]


async def test_shortening_changes_only_what_is_to_come(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.says("telegram:42", "/leave tomorrow 2026-11-30")
    await bot.tick(days=3)
    assert await bot.says("telegram:42", "/leave 2026-11-24 2026-11-27") == [
        "On leave: 2026-11-24 to 2026-11-27. Your streak waits meanwhile, and a check-in counts"
        " all the same."
    ]
    assert await bot.rows(LEAVES) == [
        ("2026-11-24", "2026-11-25"),
        ("2026-11-26", "2026-11-27"),
    ]
    await bot.tick(days=3)
    assert await bot.rows(MADE) == [(f"2026-11-{day}", "leave") for day in (24, 25, 26, 27)]


async def test_another_range_only_adds(bot: Bot) -> None:
    await bot.says("telegram:42", "/leave 2026-11-25 2026-11-27")
    assert await bot.says("telegram:42", "/leave 2026-11-27 2026-11-30") == [
        "On leave: 2026-11-25 to 2026-11-30. Your streak waits meanwhile, and a check-in counts"
        " all the same."
    ]
    assert await bot.says("telegram:42", "/leave 2026-11-26 2026-11-28") == [
        "2026-11-26 to 2026-11-28 is leave already; nothing was changed."
    ]
    assert await bot.says("telegram:42", "/leave") == [
        "On leave: 2026-11-25 to 2026-11-30. Send /leave cancel to end it, or name its first day"
        " again with another last one."
    ]


@pytest.mark.parametrize(
    ("asked", "en", "zh"),
    [
        (
            "2026-11-22 2026-11-25",
            "Leave begins today (2026-11-23) at the earliest; days gone by stay as they are, and"
            " /leave cancel ends one that runs. For example: /leave today tomorrow",
            "请假最早从今天（2026-11-23）开始，过去的日子改不了，正在请的假可以发 /请假 取消。"
            "例如：/请假 今天 明天",
        ),
        (
            "2026-11-25 2026-11-24",
            "2026-11-24 is before 2026-11-25. Please name the first day, then the last one,"
            " for example /leave today tomorrow.",
            "2026-11-24 在 2026-11-25 之前。请先写第一天，再写最后一天，例如：/请假 今天 明天",
        ),
        (
            "today 2027-11-24",
            "A leave has at most 366 days. Please choose an earlier last day, for example"
            " /leave today tomorrow.",
            "一次最多请 366 天，请把最后一天改早一点，例如：/请假 今天 明天",
        ),
        (
            "2028-01-01 2028-01-02",
            "That is too far ahead: a leave begins within the next 366 days."
            " For example: /leave today tomorrow",
            "太早了，只能请 366 天之内开始的假。例如：/请假 今天 明天",
        ),
        (
            "2026-02-30",
            "There is no “2026-02-30”: February 2026 has only 28 days."
            " For example: /leave today tomorrow",
            "没有“2026-02-30”这一天：2026 年 2 月只有 28 天。例如：/请假 今天 明天",
        ),
        (
            "someday",
            "“someday” isn’t a day I can use. Please write year-month-day."
            " For example: /leave today tomorrow",
            "“someday”不是可用的日期，请写成“年-月-日”。例如：/请假 今天 明天",
        ),
        (
            "next friday",
            "“next friday” may be 2026-11-27 or 2026-12-04. Please write the date."
            " For example: /leave today tomorrow",
            "“next friday”可能是 2026-11-27，也可能是 2026-12-04，请直接写日期。"
            "例如：/请假 今天 明天",
        ),
        (
            "tomorrow and friday",
            "“friday” is one too many. Please leave it out and try again."
            " For example: /leave today tomorrow",
            "多了“friday”，去掉它再试一次。例如：/请假 今天 明天",
        ),
        (
            "明天 到 31号",
            "There is no “31号”: November 2026 has only 30 days."
            " For example: /leave today tomorrow",
            "没有“31号”这一天：2026 年 11 月只有 30 天。例如：/请假 今天 明天",
        ),
        (
            "明天到后天 再说",
            "“再说” is one too many. Please leave it out and try again."
            " For example: /leave today tomorrow",
            "多了“再说”，去掉它再试一次。例如：/请假 今天 明天",
        ),
        (
            "today tomorrow more",
            "“more” is one too many. Please leave it out and try again."
            " For example: /leave today tomorrow",
            "多了“more”，去掉它再试一次。例如：/请假 今天 明天",
        ),
        (
            "",
            "You have no leave. To take some, send for example /leave today tomorrow.",
            "你现在没有请假。要请假的话，例如发：/请假 今天 明天",
        ),
        (
            "cancel",
            "You have no leave. To take some, send for example /leave today tomorrow.",
            "你现在没有请假。要请假的话，例如发：/请假 今天 明天",
        ),
    ],
)
async def test_a_leave_that_cannot_be_says_why_with_an_example(
    bot: Bot, asked: str, en: str, zh: str
) -> None:
    assert await bot.says("telegram:42", f"/leave {asked}") == [en]
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", f"/请假 {asked}") == [zh]
    assert await bot.count("leaves") == 0


async def test_both_languages_have_both_forms(bot: Bot) -> None:
    await bot.says("telegram:42", "/请假 今天 明天")
    assert await bot.rows(LEAVES) == [("2026-11-23", "2026-11-24")]
    await bot.says("telegram:42", "/请假 取消")
    assert await bot.rows(LEAVES) == []


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("/请假 明天 到 后天", "2026-11-24", "2026-11-25"),
        ("/请假 明天到后天", "2026-11-24", "2026-11-25"),
        ("/请假 明天和后天", "2026-11-24", "2026-11-25"),
        ("/leave tomorrow, wednesday", "2026-11-24", "2026-11-25"),
        ("/请假 下周一", "2026-11-30", "2026-11-30"),
        ("/请假 下周一 下周三", "2026-11-30", "2026-12-02"),
        ("/请假 周五到周一", "2026-11-27", "2026-11-30"),
        ("/请假 3号", "2026-12-03", "2026-12-03"),
        ("/请假 12月24日到26日", "2026-12-24", "2026-12-26"),
        ("/请假12-24~12-26", "2026-12-24", "2026-12-26"),
        ("/leave tomorrow to friday", "2026-11-24", "2026-11-27"),
        ("/leave next monday", "2026-11-30", "2026-11-30"),
        ('/leave "next monday" "next friday"', "2026-11-30", "2026-12-04"),
        ("/leave next monday next friday", "2026-11-30", "2026-12-04"),
        ("/leave 12-24 到 12-26", "2026-12-24", "2026-12-26"),
        ("/leave Dec 30 - Jan 2", "2026-12-30", "2027-01-02"),
        ("/leave from tomorrow until the day after tomorrow", "2026-11-24", "2026-11-25"),
    ],
)
async def test_a_leave_is_asked_for_as_people_speak(
    bot: Bot, asked: str, first: str, last: str
) -> None:
    await bot.says("telegram:42", asked)
    assert await bot.rows(LEAVES) == [(first, last)]


async def test_the_leave_of_one_account_holds_for_the_other(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    await bot.says("discord:7", "/leave tomorrow 2026-11-25")
    await bot.tick(days=3)
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak: 2 days.\n+1 point, 2 in all."
    ]
    assert await bot.problems() == []


async def test_an_export_has_the_days_and_the_plan() -> None:
    async with Story(COMMUNITY + QUIET) as story:
        await story.says("telegram:42", "/checkin", name="Rain")
        await story.says("telegram:42", "/leave tomorrow 2026-11-26")
        await story.tick(days=2)
        exported: Any = await story.export()
        (rain,) = exported["communities"][0]["members"]
        assert rain["streak"] == {"current": 1, "longest": 1, "last_day": "2026-11-23"}
        assert [(day["day"], day["kind"]) for day in rain["days"]] == [
            ("2026-11-23", "real"),
            ("2026-11-24", "leave"),
        ]
        assert rain["leaves"] == [{"first": "2026-11-24", "last": "2026-11-26"}]
