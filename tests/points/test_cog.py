"""Points, talked to like a member: the balance, the entries, what moderators give and take."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import DAWN, TWO, ZH, Bot, a_bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot that knows Rain."""
    async with a_bot(tmp_path) as running:
        await running.says("telegram:42", "hello", name="Rain")
        yield running


async def week(bot: Bot) -> list[str]:
    """Rain checks in on seven days; the last answer."""
    said: list[str] = []
    for _ in range(7):
        said = await bot.says("telegram:42", "/checkin", name="Rain")
        await bot.tick(days=1)
    return said


async def rain(bot: Bot, text: str) -> list[str]:
    """What Rain hears."""
    return await bot.says("telegram:42", text, name="Rain")


@pytest.mark.parametrize(
    ("config", "mine", "others", "empty"),
    [
        (
            DAWN,
            "Rain, you have 1 point; today you earned 1, in all 1.",
            "Rain has 1 point. Earned today: 1, in all: 1.",
            "No points yet; /checkin brings the first.",
        ),
        (
            ZH,
            "Rain，你有 1 分，今天得了 1 分，累计得过 1 分。",
            "Rain 有 1 分，今天得了 1 分，累计得过 1 分。",
            "还没有积分记录，发 /签到 就有第一笔。",
        ),
    ],
)
async def test_points_and_history_of_a_first_day(
    tmp_path: Path, config: str, mine: str, others: str, empty: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        assert await rain(bot, "/history") == [empty]
        await rain(bot, "/checkin")
        assert await rain(bot, "/points") == [mine]
        assert await bot.says("telegram:43", "/积分 @Rain") == [others]
        assert await bot.says("telegram:43", "/points", reply_to="1", reply_to_user="42") == [
            others
        ]


@pytest.mark.parametrize("name", ["\u200b\u2060", "\u3164", "\u2800 \u2800", " \u200d"])
async def test_who_has_a_name_that_nobody_sees_is_called_by_the_platforms_id(
    bot: Bot, name: str
) -> None:
    assert await bot.says("telegram:42", "/points", name=name) == [
        "42, you have 0 points; today you earned 0, in all 0."
    ]


async def test_what_was_earned_today_is_that_of_the_asked_members_day(bot: Bot) -> None:
    await rain(bot, "/checkin")
    await bot.tick(days=1)
    assert await rain(bot, "/points") == ["Rain, you have 1 point; today you earned 0, in all 1."]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            DAWN,
            "Checked in. Your streak: 7 days.\n+1 point, 7 in all.\n"
            "7 days in a row: +5 points, 12 in all.\n"
            "A badge for you: 🏅 Seven-day star!\nYou have reached level 1!",
        ),
        (
            ZH,
            "签到成功，连签 7 天。\n+1 分，现在共 7 分。\n"
            "连签满 7 天，奖励 5 分，现在共 12 分。\n获得勋章：🏅 七日之星！\n升到 1 级了！",
        ),
    ],
)
async def test_a_milestone_is_paid_with_the_day_that_reaches_it(
    tmp_path: Path, config: str, said: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        assert await week(bot) == [said]


async def test_points_of_zero_are_not_entered(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + "[points]\nbasic = 0\n") as bot:
        assert await rain(bot, "/checkin") == ["Checked in. Your streak begins: day 1."]
        assert await bot.count("ledger_entries") == 0


async def test_the_pages_of_history_are_turned_by_buttons(bot: Bot) -> None:
    await week(bot)
    first = (
        "1 to 3 of 8:\n2026-11-29 09:00  +5  streak milestone\n"
        "2026-11-29 09:00  +1  check-in\n2026-11-28 09:00  +1  check-in"
    )
    middle = (
        "4 to 6 of 8:\n2026-11-27 09:00  +1  check-in\n"
        "2026-11-26 09:00  +1  check-in\n2026-11-25 09:00  +1  check-in"
    )
    last = "7 to 8 of 8:\n2026-11-24 09:00  +1  check-in\n2026-11-23 09:00  +1  check-in"
    assert await rain(bot, "/history 3") == [first]
    assert [each.label for each in bot.sent[-1].buttons] == ["Older"]
    message = f"t{len(bot.sent)}"
    assert await bot.presses("telegram:42", "older", reply_to=message) == [middle]
    assert [each.label for each in bot.sent[-1].buttons] == ["Newer", "Older"]
    assert bot.sent[-1].replaces == message
    assert await bot.presses("telegram:42", "older") == [last]
    assert [each.label for each in bot.sent[-1].buttons] == ["Newer"]
    assert await bot.presses("telegram:42", "newer") == [middle]
    assert await bot.presses("telegram:42", "newer") == [first]


@pytest.mark.parametrize(
    ("config", "given", "taken", "debt", "line"),
    [
        (
            DAWN,
            "Rain got 1 point, 1 in all. Reason: helped. Id #; /undo # takes it back.",
            "1 point was taken from Rain, 0 left. Reason: noise. Id #; /undo # takes it back.",
            "2 points were taken from Rain; there were not so many, so the balance is -2."
            " Reason: more. Id #; /undo # takes it back.",
            "1 to 3 of 3:\n2026-11-23 09:00  -2  by a moderator: more\n"
            "2026-11-23 09:00  -1  by a moderator: noise\n"
            "2026-11-23 09:00  +1  by a moderator: helped",
        ),
        (
            ZH,
            "已给 Rain 加 1 分，现在共 1 分。原因：helped。编号 #，可用 /撤销 # 撤回。",
            "已给 Rain 扣 1 分，还有 0 分。原因：noise。编号 #，可用 /撤销 # 撤回。",
            "已给 Rain 扣 2 分，原来没有这么多，余额成了 -2 分。"
            "原因：more。编号 #，可用 /撤销 # 撤回。",
            "第 1 到 3 笔，共 3 笔：\n2026-11-23 09:00  -2  管理员加减分：more\n"
            "2026-11-23 09:00  -1  管理员加减分：noise\n"
            "2026-11-23 09:00  +1  管理员加减分：helped",
        ),
    ],
)
async def test_a_moderator_gives_and_takes_with_a_reason(
    tmp_path: Path, config: str, given: str, taken: str, debt: str, line: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await rain(bot, "hello")
        assert await bot.says("telegram:900", "/award @Rain 1 helped") == [given]
        assert await bot.says("telegram:900", "/奖励 @Rain -1 noise") == [taken]
        assert await bot.says("telegram:900", "/award @Rain -2 more") == [debt]
        assert await rain(bot, "/history") == [line]
        assert await bot.count("actions") == 3
        assert await bot.rows("SELECT value FROM tallies WHERE name = 'lifetime'") == [(-2,)]


async def test_a_debt_of_one_point_reads_as_a_debt(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN) as bot:
        await rain(bot, "hello")
        await bot.says("telegram:900", "/award @Rain -1 noise")
        assert await rain(bot, "/points") == [
            "Rain, you have -1 point; today you earned 0, in all -1."
        ]
        assert await bot.says("telegram:900", "/points @Rain") == [
            "Rain has -1 point. Earned today: 0, in all: -1."
        ]
        (shop,) = await rain(bot, "/shop")
        assert shop.startswith("Rain, you have -1 point. In the shop:")


async def test_points_of_one_community_are_none_in_another(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await rain(bot, "/checkin")
        assert await bot.says("telegram:42", "/points", chat="-2001", name="Rain") == [
            "Rain, you have 0 points; today you earned 0, in all 0."
        ]
        assert await bot.says("telegram:42", "/history", chat="-2001", name="Rain") == [
            "No points yet; /checkin brings the first."
        ]
        assert await bot.says("telegram:800", "/award @Rain 5 x", chat="-2001") == [
            "Rain got 5 points, 5 in all. Reason: x. Id #; /undo # takes it back."
        ]
        assert await rain(bot, "/points") == [
            "Rain, you have 1 point; today you earned 1, in all 1."
        ]


async def test_a_day_is_paid_once_however_often_it_is_delivered(bot: Bot) -> None:
    updates = [bot.message("telegram:42", "/checkin", name="Rain") for _ in range(5)]
    said = await bot.takes(*updates, *updates)
    again = "2026-11-23 is already checked in (09:00, right here). Your streak: 1 day."
    assert said == ["Checked in. Your streak begins: day 1.\n+1 point, 1 in all.", *[again] * 4]
    assert await bot.count("ledger_entries") == 1
