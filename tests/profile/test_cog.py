"""A person's own choices: language, zone, and which community is meant in private."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.kit import TWO, Bot, a_bot

ASK = "To change it, choose one, or send /timezone and its name."
ASK_ZH = "要改的话，请选一个，或发 /时区 加时区名。"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot with two communities."""
    async with a_bot(tmp_path, config=TWO) as running:
        yield running


@pytest.mark.parametrize("word", ["zh", "ZH", "中文", "zh_CN", "Chinese", "ｚｈ"])
async def test_a_language_is_chosen_by_code_or_name(bot: Bot, word: str) -> None:
    assert await bot.says("telegram:42", f"/language {word}") == ["好的，以后用中文回答你。"]
    assert await bot.says("telegram:42", "/checkin") == [
        "签到成功，连签 1 天。\n+1 分，现在共 1 分。"
    ]


async def test_without_a_language_buttons_ask_which(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/语言") == ["In which language shall I answer you?"]
    assert [(each.key, each.label) for each in bot.sent[-1].buttons] == [
        ("zh", "中文"),
        ("en", "English"),
    ]
    assert await bot.presses("telegram:42", "中文") == ["好的，以后用中文回答你。"]
    assert await bot.presses("telegram:42", "English") == [
        "All right, I will answer you in English."
    ]


async def test_a_language_is_the_persons_in_every_community(bot: Bot) -> None:
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", "/points", chat="-2001") == [
        "P42，你有 0 分，今天得了 0 分，累计得过 0 分。"
    ]
    await bot.restart()
    assert await bot.says("telegram:42", "/history") == ["还没有积分记录，发 /签到 就有第一笔。"]


async def test_a_zone_is_shown_changed_and_announced(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/timezone") == [
        f"You follow the community’s time zone, Asia/Shanghai.\n{ASK}"
    ]
    assert len(bot.sent[-1].buttons) == 14
    assert await bot.says("telegram:42", "/timezone europe/london") == [
        "All right, your time zone will be Europe/London from 2026-11-24 00:00 (in the old one);"
        " until then, today goes on as before."
    ]
    assert await bot.says("telegram:42", "/timezone") == [
        "Your time zone is Asia/Shanghai.\n"
        f"From 2026-11-24 00:00 on it will be Europe/London.\n{ASK}"
    ]
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/timezone") == [
        f"Your time zone is Europe/London.\n{ASK}"
    ]


async def test_a_zone_is_shown_and_changed_in_chinese(bot: Bot) -> None:
    await bot.says("telegram:42", "/language zh")
    assert await bot.says("telegram:42", "/时区") == [f"你跟随社区的时区 Asia/Shanghai。\n{ASK_ZH}"]
    assert await bot.presses("telegram:42", "伦敦") == [
        "好的，时区改为 Europe/London，从 2026-11-24 00:00（原时区）起生效："
        "今天先按原来的时区过完。"
    ]
    assert await bot.says("telegram:42", "/时区 伦敦") == [
        "你的时区已经是 Europe/London，没有改动。"
    ]
    await bot.says("telegram:42", "/时区 东京")
    assert await bot.says("telegram:42", "/时区 纽约") == [
        "每 7 天最多改 2 次时区，从 2026-11-30 09:00 起可以再改。"
    ]


async def test_a_third_change_in_a_week_is_refused_until_a_week_has_passed(bot: Bot) -> None:
    refused = (
        "The time zone can be changed 2 times in 7 days; the next change is possible from {} on."
    )
    for zone in ("Europe/London", "Asia/Tokyo"):
        await bot.tick(milliseconds=1)
        await bot.says("telegram:42", f"/timezone {zone}")
    assert await bot.says("telegram:42", "/timezone UTC") == [refused.format("2026-11-30 09:01")]
    await bot.tick(days=6, hours=23, minutes=59, seconds=59)
    assert await bot.says("telegram:42", "/timezone UTC") == [refused.format("2026-11-30 10:01")]
    await bot.tick(seconds=1)
    assert await bot.says("telegram:42", "/timezone UTC") == [
        "All right, your time zone will be UTC from 2026-12-01 00:00 (in the old one);"
        " until then, today goes on as before."
    ]


async def test_choosing_what_one_has_already_changes_nothing(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/timezone 北京") == [
        "Your time zone is Asia/Shanghai already; nothing was changed."
    ]
    assert await bot.count("zone_choices") == 0


async def test_a_zone_is_the_persons_in_every_community(bot: Bot) -> None:
    await bot.says("telegram:42", "/timezone Asia/Tokyo")
    await bot.tick(days=1)
    assert await bot.says("telegram:42", "/timezone", chat="-2001") == [
        f"Your time zone is Asia/Tokyo.\n{ASK}"
    ]
