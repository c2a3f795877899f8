"""Birthdays and anniversaries, talked to like a member."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import ZH, Bot, a_bot
from tests.reminders.members import configured, opened

OFF = "To stop these, send /notify festival off"
ALONE = (
    "The wish comes to you alone. Send /birthday public to have it in the group, /birthday off to"
    " have it forgotten."
)
SHOWN = (
    "The wish comes in the group. Send /birthday private to have it alone, /birthday off to have"
    " it forgotten."
)
NONE = (
    "I don’t know your birthday yet. Send /birthday and its month and day, as 11-23 or lunar 8-15;"
    " no year."
)
WISH = f"🎂 Happy birthday, P42! May the new year of yours be a good one.\n{OFF}"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot, Monday 23 November 2026 at nine in the morning."""
    async with a_bot(tmp_path, config=configured(streak_at_risk='""')) as running:
        await opened(running, "telegram:42")
        yield running


async def test_a_birthday_is_told_shown_and_forgotten(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/birthday") == [NONE]
    assert await bot.whispers("telegram:42", "/birthday 11-25") == [
        f"Your birthday is 11-25, next on 2026-11-25.\n{ALONE}"
    ]
    assert await bot.whispers("telegram:42", "/birthday public") == [
        f"Your birthday is 11-25, next on 2026-11-25.\n{SHOWN}"
    ]
    assert await bot.whispers("telegram:42", "/birthday lunar 8-15") == [
        f"Your birthday is 8-15 of the lunar calendar, next on 2027-09-15.\n{SHOWN}"
    ]
    assert await bot.whispers("telegram:42", "/birthday lunar leap 6-15") == [
        "Your birthday is 6-15 of the leap month of the lunar calendar, next on 2027-07-18.\n"
        + SHOWN
    ]
    assert await bot.whispers("telegram:42", "/birthday off") == [
        "Done: I have forgotten your birthday."
    ]
    assert await bot.whispers("telegram:42", "/birthday") == [NONE]


async def test_a_year_is_not_kept(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/birthday 1990-11-25")
    assert await bot.rows("SELECT date, shown FROM occasions") == [("11-25", "private")]


@pytest.mark.parametrize("date", ["02-30", "lunar 13-1", "lunar 1-31", "13-1", "soon"])
async def test_what_is_no_date_is_refused_with_an_example(bot: Bot, date: str) -> None:
    assert await bot.whispers("telegram:42", f"/birthday {date}") == [
        f"“{date}” isn’t a date I can use. Please write month-day, or lunar month-day, or lunar"
        " leap month-day. For example: /birthday 11-23"
    ]


async def test_who_may_see_it_is_asked_after_the_date(bot: Bot) -> None:
    assert await bot.whispers("telegram:42", "/birthday public") == [
        "I don’t know your birthday yet: its month and day come first. For example: /birthday 11-23"
    ]


async def test_the_wish_comes_in_private_once_a_year(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/birthday 11-25")
    assert await bot.tick(days=1, hours=23) == []
    assert await bot.tick(hours=2) == [WISH]
    assert bot.sent[-1].chat == "42"
    assert await bot.tick(days=20) == []


async def test_in_the_group_it_comes_only_to_who_allows_it(bot: Bot) -> None:
    await bot.says("telegram:43", "hello")
    await bot.says("telegram:43", "/birthday 11-25")
    await bot.whispers("telegram:42", "/birthday 11-25")
    await bot.whispers("telegram:42", "/birthday public")
    before = len(bot.sent)
    await bot.tick(days=3)
    assert [(sent.chat, sent.text) for sent in bot.sent[before:]] == [
        ("-1001", f"🎂 It’s P42’s birthday. Happy birthday!\n{OFF}")
    ]


async def test_lunar_birthdays_fall_on_their_day_of_each_year(bot: Bot) -> None:
    # The 15th of the tenth month is 23 November 2026, and the 17th two days later.
    await bot.whispers("telegram:42", "/birthday 农历十月十七")
    assert await bot.tick(days=1, hours=23) == []
    assert await bot.tick(hours=2) == [WISH]


async def test_who_said_no_to_festivals_gets_no_wish(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/birthday 11-25")
    await bot.whispers("telegram:42", "/notify festival off")
    assert await bot.tick(days=5) == []


async def test_a_community_may_want_anniversaries(tmp_path: Path) -> None:
    config = configured(streak_at_risk='""', anniversaries="true", birthdays="false")
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42")
        await bot.whispers("telegram:42", "/birthday 11-25")
        await bot.stop()
        bot.clock.jump_to(bot.clock.now().replace(year=2028, hour=0))
        await bot.start()
        await bot.tick(seconds=1)
        assert await bot.tick(hours=2) == [
            f"🎉 2 years ago today you joined Dawn. Thank you for being here.\n{OFF}"
        ]


async def test_it_speaks_chinese(tmp_path: Path) -> None:
    config = ZH
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42")
        assert await bot.whispers("telegram:42", "/生日 农历闰六月初一") == [
            "你的生日：农历闰 6 月 1 日，下一次是 2027-07-04。\n"
            "祝福只私下发给你。想在群里收到就发 /生日 公开，想删掉就发 /生日 关。"
        ]
        await bot.whispers("telegram:42", "/生日 11月25日")
        assert await bot.tick(days=2, hours=1) == [
            "🎂 P42，生日快乐！愿新的一岁天天有盼头。\n不想再收到就发：/通知 节日 关"
        ]
