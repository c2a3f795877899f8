"""One's own recap, what the figures mean, and the recap of the running week."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import DAWN, ZH, Bot, a_bot
from tests.recaps.weeks import FOOT, check_in

ANN, BO, MODERATOR = "telegram:42", "discord:7", "telegram:900"
SOON = (
    "This week’s recap so far is on its way to the chats; it is sent once a minute at most."
    " The recap of the whole week comes as ever."
)
RUNNING = (
    "📅 Dawn · this week so far, from 2026-11-30 (2026-W49)",
    "Check-ins: 4 (the week before: 8)",
    "By day: Mon 1 · Tue 2 · Wed 1",
    "Members who checked in: 2 (the week before: 2)",
    "Longest streaks:",
    "🔥 10 days: P42",
    "Most points:",
    "⭐ 3: P42",
    "⭐ 1: P7",
    "Welcome, one new member: P900",
    FOOT,
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """It is Wednesday; Ann has checked in every day of nine, Bo once in each week."""
    async with a_bot(tmp_path) as running:
        await check_in(running, [[ANN, BO], *[[ANN]] * 7, [ANN, BO]])
        yield running


async def test_ones_own_week_stands_beside_the_one_before(bot: Bot) -> None:
    (said,) = await bot.says(ANN, "/recap")
    assert said.split("\n") == [
        "P42, your week so far (2026-11-30 to 2026-12-02)",
        "Check-ins: 2 (the whole week before: 7)",
        "Streak: 9 days now, 9 at its longest",
        "Points earned: 2 (the whole week before: 12)",
        "Place of the week: 1 (the week before: 1)",
    ]
    (said,) = await bot.whispers(BO, "/recap")
    assert said.split("\n") == [
        "P7, your week so far (2026-11-30 to 2026-12-02)",
        "Check-ins: 1 (the whole week before: 1)",
        "Streak: 1 day now, 1 at its longest",
        "Points earned: 1 (the whole week before: 1)",
        "Place of the week: 2 (the week before: 2)",
    ]


async def test_ones_own_month_and_year(bot: Bot) -> None:
    (said,) = await bot.says(ANN, "/recap month")
    assert said.split("\n") == [
        "P42, your month so far (2026-12-01 to 2026-12-02)",
        "Check-ins: 1 (the whole month before: 8)",
        "Streak: 9 days now, 9 at its longest",
        "Points earned: 1 (the whole month before: 13)",
        "Place of the month: 1 (the month before: 1)",
    ]
    (said,) = await bot.says(ANN, "/回顾 今年")
    assert said.split("\n") == [
        "P42, your year so far (2026-01-01 to 2026-12-02)",
        "Check-ins: 9 (the whole year before: 0)",
        "Streak: 9 days now, 9 at its longest",
        "Points earned: 14 (the whole year before: 0)",
        "New badges: 1",
    ]


async def test_who_is_out_on_boards_has_no_place(bot: Bot) -> None:
    await bot.whispers(ANN, "/rank out")
    (said,) = await bot.says(ANN, "/recap")
    assert said.split("\n")[-1] == "Points earned: 2 (the whole week before: 12)"


async def test_a_time_that_there_is_not_is_refused(bot: Bot) -> None:
    assert await bot.says(ANN, "/recap decade") == [
        "I don’t know a recap of “decade”; there are week, month and year."
        " For example: /recap month"
    ]


async def test_the_figures_are_listed_and_each_says_what_it_is(bot: Bot) -> None:
    (said,) = await bot.says(ANN, "/recap why")
    head, *lines = said.split("\n")
    assert head == "The figures of the weekly recap:"
    names = [line.removeprefix("/recap why ") for line in lines]
    assert sorted(names) == [
        "Check-ins", "Coming up", "Level-ups", "Longest streaks", "Most points", "New badges",
        "New members", "Participants",
    ]  # fmt: skip
    for name in names:
        (said,) = await bot.says(BO, f"/recap why {name}")
        title, *definition = said.split("\n")
        assert title == name
        text = " ".join(definition)
        # The dates of the last week, and the community's zone.
        assert [each in text for each in ("2026-11-29", "Asia/Shanghai")] == [True, True]
        await bot.tick(minutes=1)
    assert await bot.says(ANN, "/recap why weather") == [
        f"There is no figure “weather”; there are {', '.join(names)}."
        " For example: /recap why checkins"
    ]


async def test_what_a_check_in_is_has_its_window_zone_and_exclusions(bot: Bot) -> None:
    assert await bot.says(ANN, "/recap why checkins") == [
        "Check-ins\n"
        "Every local day of a member that counts is one: checked in, made up or imported."
        " Days covered by a freeze, leave or an outage are none, and a check-in that was taken"
        " back is none.\n"
        "The week is 2026-11-23 to 2026-11-29, against 2026-11-16 to 2026-11-22. Each member’s"
        " days are read in their own zone, the week’s by the community’s (Asia/Shanghai).\n"
        "Counted when the last day ended; what has changed since is counted within a quarter of"
        " an hour. Who was forgotten is missing from the last two weeks."
    ]


async def test_a_moderator_sends_the_running_week_once_a_minute(bot: Bot) -> None:
    await bot.says(ANN, "/checkin")
    running = "\n".join(RUNNING)
    assert await bot.says(MODERATOR, "/recap now") == [SOON, running, running]
    assert await bot.says(MODERATOR, "/recap now") == [SOON]
    await bot.tick(minutes=1)
    assert len(await bot.says(MODERATOR, "/recap now")) == 3
    assert await bot.rows("SELECT span FROM recaps") == []


async def test_before_the_first_check_in_of_a_week_it_says_that_there_is_none_yet(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path) as bot:
        said = await bot.says(MODERATOR, "/recap now")
    assert said[1].split("\n") == [
        "📅 Dawn · this week so far, from 2026-11-23 (2026-W48)",
        "Nobody has checked in yet this week. /checkin begins it.",
        "Welcome, one new member: P900",
        FOOT,
    ]


async def test_a_member_does_not(bot: Bot) -> None:
    assert await bot.says(ANN, "/recap now") == [
        "That’s for moderators to do. Please ask one of them, or send /help to see what you can do."
    ]


async def test_in_chinese(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH) as bot:
        await bot.says(ANN, "签到")
        assert await bot.says(ANN, "/回顾") == [
            "P42，你的本周（2026-11-23 到 2026-11-23）\n"
            "签到 1 天（上周整周 0 天）\n"
            "现在连签 1 天，最长 1 天\n"
            "获得 1 分（上周整周 0 分）\n"
            "本周第 1 名"
        ]
        assert await bot.says(ANN, "/回顾 说明 newcomers") == [
            "新成员\n"
            "2026-11-16 到 2026-11-22（社区时区 Asia/Shanghai）成为成员的人："
            "第一次在这里发言或签到。最多列出前五位。\n"
            "不点名的：在排行榜上匿名或退出的（/排行）、已离开的、要求忘记自己的，"
            "以及在 /通知 里关掉回顾的。"
        ]


async def test_the_community_of_the_kit_has_no_recaps_by_itself(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says(ANN, "/checkin")
        assert await bot.tick(days=45) == []


async def test_in_chinese_figures_that_there_are_stand_with_chinese_commas(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH) as bot:
        assert await bot.says(ANN, "/回顾 说明 天气") == [
            "没有“天气”这项数字，有的是：新勋章、签到次数、签到人数、升级、最长连签、积分最多、接下来、"
            "新成员。例如：/回顾 说明 签到次数"
        ]


FIGURES = {
    "checkins": ["Check-ins", "CHECK-INS", "签到次数", "簽到次數"],
    "participation": ["Participants", "签到人数"],
    "streaks": ["longest streaks", "Longest Streaks", "最长连签"],
    "active": ["Most points", "积分最多"],
    "badges": ["New badges", "新勋章"],
    "levels": ["Level-ups", "升级"],
    "newcomers": ["New members", "新成员"],
    "next": ["Coming up", "接下来"],
}
"""What somebody may write who has read a recap, in either language."""


@pytest.mark.parametrize("config", [DAWN, ZH])
async def test_a_figure_is_explained_by_its_key_and_by_what_it_is_called_in_both_languages(
    tmp_path: Path, config: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says(ANN, "hello")
        for key, names in FIGURES.items():
            plain = await bot.says(ANN, f"/recap why {key}")
            for name in names:
                await bot.tick(minutes=1)
                assert await bot.says(ANN, f"/回顾 说明 {name}") == plain
            await bot.tick(minutes=1)


async def test_in_chinese_the_figures_are_listed_by_what_they_are_called(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH) as bot:
        await bot.says(ANN, "你好")
        (said,) = await bot.says(ANN, "/回顾 说明")
        assert said.split("\n") == [
            "周报里的数字：",
            "/回顾 说明 新勋章",
            "/回顾 说明 签到次数",
            "/回顾 说明 签到人数",
            "/回顾 说明 升级",
            "/回顾 说明 最长连签",
            "/回顾 说明 积分最多",
            "/回顾 说明 接下来",
            "/回顾 说明 新成员",
        ]
