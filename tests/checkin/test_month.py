"""``/calendar``: a month that reads well in any font, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import DAWN, ZH, Bot, a_bot

LEGEND = "rows run from Monday to Sunday"
NOVEMBER = """\
P42, 2026-11
➖➖➖➖➖➖⬜  1
⬜⬜⬜⬜⬜⬜⬜  2–8
⬜⬜⬜⬜⬜⬜⬜  9–15
⬜⬜⬜⬜⬜⬜⬜  16–22
✅✅❌📍⬜⬜⬜  23–29
⬜➖➖➖➖➖➖  30
✅ checked in · ❌ missed · 📍 today, still open · rows run from Monday to Sunday
2 days checked in this month; the streak is 0 days now."""
NOVEMBER_ZH = """\
P42：2026 年 11 月
➖➖➖➖➖➖⬜  1
⬜⬜⬜⬜⬜⬜⬜  2–8
⬜⬜⬜⬜⬜⬜⬜  9–15
⬜⬜⬜⬜⬜⬜⬜  16–22
✅✅❌📍⬜⬜⬜  23–29
⬜➖➖➖➖➖➖  30
✅ 签到 · ❌ 缺 · 📍 今天，还没签 · 每行从周一到周日
这个月签到 2 天，现在连签 0 天。"""


async def three_days(bot: Bot) -> None:
    """Two days are checked in, the third is missed."""
    for _ in range(2):
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=1)
    await bot.tick(days=1)


@pytest.mark.parametrize(
    ("config", "asked", "said"),
    [
        (DAWN, "/calendar", NOVEMBER),
        (DAWN, "/calendar 2026-11", NOVEMBER),
        (ZH, "/日历", NOVEMBER_ZH),
        (ZH, "日历 ２０２６-11", None),
    ],
)
async def test_a_month_is_shown_week_by_week(
    tmp_path: Path, config: str, asked: str, said: str | None
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await three_days(bot)
        assert await bot.says("telegram:42", asked) == ([] if said is None else [said])


async def test_another_month_shows_no_today(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await three_days(bot)
        (said,) = await bot.says("telegram:42", "/calendar 2027-02")
        assert said == (
            "P42, 2027-02\n⬜⬜⬜⬜⬜⬜⬜  1–7\n⬜⬜⬜⬜⬜⬜⬜  8–14\n⬜⬜⬜⬜⬜⬜⬜  15–21\n"
            f"⬜⬜⬜⬜⬜⬜⬜  22–28\n{LEGEND}\n"
            "0 days checked in this month; the streak is 0 days now."
        )


@pytest.mark.parametrize(
    ("config", "asked", "said"),
    [
        (
            DAWN,
            "/calendar 2026-13",
            "“2026-13” isn’t a month I can use. Please write year-month."
            " For example: /calendar 2026-11",
        ),
        (
            ZH,
            "/日历 去年",
            "“去年”不是可用的月份，请写成“年-月”。例如：/日历 2026-11",
        ),
    ],
)
async def test_what_is_no_month_is_said_with_an_example(
    tmp_path: Path, config: str, asked: str, said: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        assert await bot.says("telegram:42", asked) == [said]


async def test_looking_changes_nothing(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await three_days(bot)
        tables = ("days", "day_credits", "streaks", "tallies", "ledger_entries")
        before = [await bot.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables]
        await bot.says("telegram:42", "/calendar")
        assert before == [
            await bot.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables
        ]


async def test_rest_days_and_worked_weekends_are_those_of_the_calendar(tmp_path: Path) -> None:
    config = f'{DAWN}[checkin]\nrest_days = ["sat", "sun"]\ncalendars = ["CN"]\n'
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "hello")
        (said,) = await bot.says("telegram:42", "/calendar 2026-02")
        assert said.split("\n")[1:6] == [
            "➖➖➖➖➖➖😴  1",
            "⬜⬜⬜⬜⬜😴😴  2–8",
            # The Saturday before the Spring Festival is worked, and so is the one behind it.
            "⬜⬜⬜⬜⬜⬜😴  9–15",
            "😴😴😴😴😴😴😴  16–22",
            "😴⬜⬜⬜⬜⬜➖  23–28",
        ]
