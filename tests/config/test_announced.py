"""Wrong values of what takes effect later are said already, in whole sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str, str], list[str]]

_OF_A_LINE = "[community.main]\n{}"
"""A setting of a community stands in line 2."""

_VALUES = [
    (
        "levels.totals = [10, 30, 30]",
        "community.main.levels.totals: 写的是 3 项的列表，"
        "应为：方括号里的列表，最多 1000 项，从小到大。",
        "community.main.levels.totals: found a list of 3 items, "
        "expected a list in square brackets, at most 1000 items, "
        "each larger than the one before.",
    ),
    (
        "tiers.growing = {pionts = 3}",
        "community.main.tiers.growing.pionts: 没有这个设置。是不是想写 points？",
        "community.main.tiers.growing.pionts: there is no such setting. Did you mean points?",
    ),
    (
        "tiers.demote_below = 90",
        "community.main.tiers.demote_below: 写的是 90，应为：0 到 1 的数。",
        "community.main.tiers.demote_below: found 90, expected a number from 0 to 1.",
    ),
    (
        "faq.answer_above = nan",
        "community.main.faq.answer_above: 写的是 nan，应为：0 到 1 的数。",
        "community.main.faq.answer_above: found nan, expected a number from 0 to 1.",
    ),
    (
        'badges = [{key = "A b", name = "x", when = "streak >= 1"}]',
        'community.main.badges[1].key: 写的是 "A b"，'
        '应为：引号里的短名，只用小写字母、数字和 _，如 "streak_7"。',
        'community.main.badges[1].key: found "A b", '
        'expected a short name in quotes of a–z, 0–9 and _, such as "streak_7".',
    ),
    (
        'badges = [{key = "a", name = {zh = "甲", fr = "a"}, when = "streak >= 1"}]',
        "community.main.badges[1].name.en: 缺少这个设置，应为：引号里的一行文字，1 到 80 个字符。",
        "community.main.badges[1].name.en: "
        "this setting is missing, expected one line of text in quotes, 1 to 80 characters.",
    ),
    (
        "badges = 3",
        "community.main.badges: 写的是 3，应为：若干节，如 [[badges]]。",
        "community.main.badges: found 3, expected a list of tables such as [[badges]].",
    ),
    (
        'shop = [{key = "a", price = 1, gives = {freeze = 0}}]',
        "community.main.shop[1].gives.freeze: 写的是 0，应为：1 到 1000000000 的整数。",
        "community.main.shop[1].gives.freeze: found 0, "
        "expected a whole number from 1 to 1000000000.",
    ),
    (
        'reminders.quiet_hours = ["22:00"]',
        "community.main.reminders.quiet_hours: 写的是 1 项的列表，"
        '应为：起止两个时间，如 ["22:00", "08:00"]，或 []（关闭）。',
        "community.main.reminders.quiet_hours: found a list of 1 item, "
        'expected two times such as ["22:00", "08:00"], or [] for off.',
    ),
    (
        'reminders.streak_at_risk = "8pm"',
        'community.main.reminders.streak_at_risk: 写的是 "8pm"，'
        '应为：引号里的时间，"00:00" 到 "23:59"，或 ""（关闭）。',
        'community.main.reminders.streak_at_risk: found "8pm", '
        'expected a time in quotes from "00:00" to "23:59", or "" for off.',
    ),
    (
        'recaps.weekly = "09:00"',
        'community.main.recaps.weekly: 写的是 "09:00"，'
        '应为：引号里的星期和时间，如 "mon 09:00"，或 ""（关闭）。',
        'community.main.recaps.weekly: found "09:00", '
        'expected a weekday and a time in quotes such as "mon 09:00", or "" for off.',
    ),
    (
        'recaps.monthly = "32 09:00"',
        'community.main.recaps.monthly: 写的是 "32 09:00"，'
        '应为：引号里的日期和时间，如 "1 09:00"（每月 1 日），或 ""（关闭）。',
        'community.main.recaps.monthly: found "32 09:00", '
        'expected a day of the month and a time in quotes such as "1 09:00", or "" for off.',
    ),
    (
        'recaps.yearly = "02-30 10:00"',
        'community.main.recaps.yearly: 写的是 "02-30 10:00"，'
        '应为：引号里的月-日和时间，如 "01-01 10:00"，或 ""（关闭）。',
        'community.main.recaps.yearly: found "02-30 10:00", '
        'expected a month-day and a time in quotes such as "01-01 10:00", or "" for off.',
    ),
]


@pytest.mark.parametrize(("line", "zh", "en"), _VALUES, ids=[each[0][:40] for each in _VALUES])
def test_a_wrong_value_of_a_later_section_is_said_already(
    said: Said, line: str, zh: str, en: str
) -> None:
    text = _OF_A_LINE.format(line)

    assert said(text, "zh")[0] == f"hearth.toml:2: {zh}"
    assert said(text, "en")[0] == f"hearth.toml:2: {en}"
