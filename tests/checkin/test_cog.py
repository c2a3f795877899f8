"""Checking in, talked to like a member: a day is credited once, wherever and whenever it comes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.kit import DAWN, START, TWO, ZH, Bot, a_bot

FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
KEEPS = "\nWhat keeps it: amnesty when the bot is down for more than 60 minutes."
KEEPS_ZH = "\n这些情况不断签：机器人停机超过 60 分钟。"
HERE = "2026-11-23 is already checked in (09:00, right here). Your streak: 1 day."
DAY = timedelta(days=1)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot."""
    async with a_bot(tmp_path) as running:
        yield running


@pytest.mark.parametrize(
    ("config", "first", "here", "there"),
    [
        (
            DAWN,
            FIRST,
            HERE,
            "2026-11-23 is already checked in (09:00, in another chat on Telegram)."
            " Your streak: 1 day.",
        ),
        (
            ZH,
            "签到成功，连签 1 天。\n+1 分，现在共 1 分。",
            "2026-11-23 已经签过了（09:00，就在这里），连签 1 天。",
            "2026-11-23 已经签过了（09:00，在 Telegram 的另一个聊天里），连签 1 天。",
        ),
    ],
)
async def test_a_second_check_in_of_a_day_says_when_and_where_the_first_was(
    tmp_path: Path, config: str, first: str, here: str, there: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        assert await bot.says("telegram:42", "/checkin ran 5 km") == [first]
        await bot.tick(hours=5)
        assert await bot.says("telegram:42", "签到") == [here]
        assert await bot.says("telegram:42", "打卡！", chat="-1002") == [there]
        assert await bot.problems() == []


async def test_fifty_at_once_of_one_person_on_two_platforms_give_one_credit(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    said = await bot.takes(
        *(bot.message(("telegram:42", "discord:7")[n % 2], "/checkin") for n in range(50))
    )
    other = "2026-11-23 is already checked in (09:00, on {}). Your streak: 1 day."
    here, there = Counter(said)[HERE], len(said) - Counter(said)[HERE] - 1
    platform = "Telegram" if bot.sent[0].platform == "telegram" else "Discord"
    assert Counter(said) == Counter(
        {FIRST: 1, HERE: here, other.format("Discord"): 0, other.format("Telegram"): 0}
        | {other.format(platform): there}
    )
    assert (len(said), here + there) == (50, 49)
    assert await bot.rows("SELECT count(*) FROM day_credits") == [(1,)]
    assert await bot.rows("SELECT count(*), sum(amount) FROM ledger_entries") == [(1, 1)]
    assert await bot.rows("SELECT balance FROM balances WHERE balance <> 0") == [(1,)]
    assert await bot.rows("SELECT sum(credited), count(*) FROM days") == [(1, 2)]
    assert await bot.problems() == []


async def test_fifty_at_once_with_every_one_delivered_twice_give_one_credit(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    updates = [bot.message(("telegram:42", "discord:7")[n % 2], "/checkin") for n in range(50)]
    assert len(await bot.takes(*updates, *updates)) == 50
    await bot.restart()
    assert await bot.takes(*updates) == []
    assert await bot.rows("SELECT count(*), sum(amount) FROM ledger_entries") == [(1, 1)]


@pytest.mark.parametrize(
    ("config", "late", "then"),
    [
        (
            DAWN,
            "Got it, counted for 2026-11-22. That run is 2 days long.\n+1 point, 2 in all.",
            "P42, your streak is 2 days, the longest 2.\nToday is checked in." + KEEPS,
        ),
        (
            ZH,
            "收到，已记在 2026-11-22，那一段连签 2 天。\n+1 分，现在共 2 分。",
            "P42，你现在连签 2 天，最长 2 天。\n今天已签到。" + KEEPS_ZH,
        ),
    ],
)
async def test_a_day_that_comes_late_counts_for_when_it_was_written(
    tmp_path: Path, config: str, late: str, then: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "/checkin")
        assert await bot.says("telegram:42", "/checkin", sent_at=START - DAY) == [late]
        assert await bot.says("telegram:42", "/streak") == [then]
        assert await bot.problems() == []


@pytest.mark.parametrize("off", [-timedelta(hours=48, seconds=1), timedelta(seconds=1)])
@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            DAWN,
            "Checked in. Your streak begins: day 1.\n"
            "The platform’s time cannot be right, so this counts from when it arrived.\n"
            "+1 point, 1 in all.",
        ),
        (
            ZH,
            "签到成功，连签 1 天。\n平台给的时间不可信，这次按收到的时间算。\n+1 分，现在共 1 分。",
        ),
    ],
)
async def test_a_time_that_cannot_be_right_is_replaced_by_the_arrival(
    tmp_path: Path, config: str, said: str, off: timedelta
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        assert await bot.says("telegram:42", "/checkin", sent_at=START + off) == [said]
        assert await bot.rows("SELECT day, flagged FROM days") == [("2026-11-23", 1)]


async def test_a_backlog_after_two_days_is_credited_to_its_true_days(bot: Bot) -> None:
    updates = [
        bot.message("telegram:42", "/checkin", sent_at=START + n * DAY, at=START + 2 * DAY)
        for n in range(3)
    ]
    bot.clock.jump_to(START + 2 * DAY)
    assert await bot.takes(*reversed(updates)) == [
        FIRST,
        "Got it, counted for 2026-11-24. That run is 2 days long.\n+1 point, 2 in all.",
        "Got it, counted for 2026-11-23. That run is 3 days long.\n+1 point, 3 in all.",
    ]
    assert await bot.problems() == []


async def test_a_missed_day_ends_the_streak_and_the_longest_stays(bot: Bot) -> None:
    for _ in range(3):
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=1)
    assert await bot.says("telegram:42", "/streak") == [
        "P42, your streak is 3 days, the longest 3.\nToday is still open." + KEEPS
    ]
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/streak") == [
        "P42, your streak is 0 days, the longest 3.\nToday is still open."
    ]
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak begins: day 1.\n+1 point, 4 in all."
    ]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            DAWN,
            "P42, your streak is 1 day, the longest 1.\nToday is still open.\n"
            "What keeps it: rest days (Saturday, Sunday);"
            " amnesty when the bot is down for more than 60 minutes.",
        ),
        (
            ZH,
            "P42，你现在连签 1 天，最长 1 天。\n今天还没签到。\n"
            "这些情况不断签：周六、周日休息；机器人停机超过 60 分钟。",
        ),
    ],
)
async def test_rest_days_join_and_are_named(tmp_path: Path, config: str, said: str) -> None:
    rest = '[checkin]\nrest_days = ["sat", "sun"]\n'
    async with a_bot(tmp_path, config=config + rest) as bot:
        await bot.tick(days=4)
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=3)
        assert await bot.says("telegram:42", "/streak") == [said]
        await bot.says("telegram:42", "/checkin")
        assert await bot.rows("SELECT length FROM streaks") == [(2,)]
        assert await bot.problems() == []


async def test_the_day_turns_when_the_community_says(tmp_path: Path) -> None:
    config = DAWN + '[checkin]\nday_start = "04:00"\n'
    async with a_bot(tmp_path, config=config) as bot:
        await bot.tick(hours=18, minutes=59)
        assert await bot.says("telegram:42", "/checkin") == [FIRST]
        assert await bot.rows("SELECT day FROM days") == [("2026-11-23",)]
        await bot.tick(minutes=1)
        assert await bot.says("telegram:42", "/checkin") == [
            "Checked in. Your streak: 2 days.\n+1 point, 2 in all."
        ]


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "en",
            "You have just changed your time zone, so this day cannot be checked in yet:"
            " moving between zones adds no days. You can check in again from {} on.",
        ),
        ("zh", "你刚换过时区，这一天还不能再签：换时区不会多出日子。从 {} 起可以再签。"),
    ],
)
async def test_moving_between_zones_adds_no_days(tmp_path: Path, locale: str, said: str) -> None:
    async with a_bot(tmp_path, config=DAWN.replace("Asia/Shanghai", "Etc/GMT+12")) as bot:
        await bot.says("telegram:42", f"/language {locale}")
        await bot.says("telegram:42", "/checkin")
        await bot.says("telegram:42", "/timezone UTC")
        await bot.tick(hours=11)
        await bot.says("telegram:42", "/checkin")
        await bot.tick(hours=1)
        await bot.says("telegram:42", "/timezone Etc/GMT-14")
        await bot.tick(hours=11)
        await bot.says("telegram:42", "/checkin")
        assert await bot.count("day_credits") == 3
        # After 33 hours a fourth date has begun for who moved east twice.
        await bot.tick(hours=10)
        refused = [said.format("2026-11-25 14:00")]
        assert await bot.says("telegram:42", "/checkin") == refused
        await bot.tick(hours=13)
        assert await bot.says("telegram:42", "/checkin") == refused
        assert await bot.count("day_credits") == 3
        await bot.tick(hours=1)
        await bot.says("telegram:42", "/checkin")
        assert await bot.rows("SELECT day FROM day_credits ORDER BY day") == [
            ("2026-11-22",),
            ("2026-11-23",),
            ("2026-11-24",),
            ("2026-11-25",),
        ]
        assert await bot.problems() == []


async def test_two_accounts_of_one_person_have_one_streak(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    await bot.tick(days=1)
    assert await bot.says("discord:7", "/checkin") == [
        "Checked in. Your streak: 2 days.\n+1 point, 2 in all."
    ]
    assert await bot.says("telegram:42", "/checkin") == [
        "2026-11-24 is already checked in (09:00, on Discord). Your streak: 2 days."
    ]
    assert await bot.problems() == []


async def test_days_of_one_community_are_none_in_another(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        assert await bot.says("telegram:42", "/checkin") == [FIRST]
        assert await bot.says("telegram:42", "/checkin", chat="-2001") == [FIRST]
        assert await bot.rows("SELECT community, day FROM days ORDER BY 1") == [
            ("main", "2026-11-23"),
            ("other", "2026-11-23"),
        ]


EXPLAINED = """Rain: streak 1 day, the longest 2
2026-11-23 check-in 09:00 · a new run starts (telegram -1001 #1)
2026-11-24 check-in 09:00 · goes on, counts 1 (telegram -1001 #2)
2026-11-25 no check-in · missed: the streak ended here
2026-11-26 check-in 09:00 · a new run starts (telegram -1001 #3)
2026-11-27 no check-in · not over yet"""
EXPLAINED_ZH = """Rain：连签 1 天，最长 2 天
2026-11-23 签到 09:00 · 新的一段从这天开始（telegram -1001 #1）
2026-11-24 签到 09:00 · 接上，加 1（telegram -1001 #2）
2026-11-25 没有签到 · 缺这一天，连签断在这里
2026-11-26 签到 09:00 · 新的一段从这天开始（telegram -1001 #3）
2026-11-27 没有签到 · 还没过完"""


@pytest.mark.parametrize(("config", "sheet"), [(DAWN, EXPLAINED), (ZH, EXPLAINED_ZH)])
async def test_a_moderator_sees_how_a_streak_came_about(
    tmp_path: Path, config: str, sheet: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        for days in (1, 2, 1):
            await bot.says("telegram:42", "/checkin", name="Rain")
            await bot.tick(days=days)
        assert await bot.says("telegram:900", "/explain @Rain") == [sheet]


async def test_looking_changes_nothing(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin", name="Rain")
    tables = ("days", "day_credits", "streaks", "ledger_entries", "balances", "tallies")
    before = [await bot.rows(f"SELECT * FROM {table}") for table in tables]
    await bot.tick(days=9)
    for text in ("/streak", "/points", "/history", "/explain @Rain", "/help", "/timezone"):
        await bot.says("telegram:900", text)
        await bot.says("telegram:42", text, name="Rain")
    assert [await bot.rows(f"SELECT * FROM {table}") for table in tables] == before


async def test_members_of_many_chats_check_in_side_by_side(bot: Bot) -> None:
    updates = [
        bot.message(f"telegram:{n}", "/checkin", chat=("-1001", "-1002")[n % 2]) for n in range(100)
    ]
    await asyncio.sleep(0)
    assert await bot.takes(*updates) == [FIRST] * 100
    assert await bot.problems() == []
