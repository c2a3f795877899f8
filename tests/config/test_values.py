"""Wrong values of communities, check-ins and points, and the whole sentence said of each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str, str], list[str]]

_OF_A_LINE = "[community.main]\n{}"
"""A setting of a community stands in line 2."""

_VALUES = [
    (
        "locale = 'fr'",
        'community.main.locale: 写的是 "fr"，应为："zh" 或 "en"。',
        'community.main.locale: found "fr", expected "zh" or "en".',
    ),
    (
        "name = 3",
        "community.main.name: 写的是 3，应为：引号里的一行文字，0 到 80 个字符。",
        "community.main.name: found 3, expected one line of text in quotes, 0 to 80 characters.",
    ),
    (
        r'name = "a\u001bb"',
        'community.main.name: 写的是 "a\\u001Bb"，应为：引号里的一行文字，0 到 80 个字符。',
        'community.main.name: found "a\\u001Bb", '
        "expected one line of text in quotes, 0 to 80 characters.",
    ),
    (
        'zone = "Asia/Shanghia"',
        'community.main.zone: 写的是 "Asia/Shanghia"，应为：IANA 时区名，如 "Asia/Shanghai"。'
        '是不是想写 "Asia/Shanghai"？',
        'community.main.zone: found "Asia/Shanghia", '
        'expected an IANA time zone such as "Asia/Shanghai". Did you mean "Asia/Shanghai"?',
    ),
    (
        'zone = "UTC+8"',
        'community.main.zone: 写的是 "UTC+8"，应为：IANA 时区名，如 "Asia/Shanghai"。'
        '是不是想写 "Asia/Shanghai"？',
        'community.main.zone: found "UTC+8", expected an IANA time zone such as "Asia/Shanghai".'
        ' Did you mean "Asia/Shanghai"?',
    ),
    (
        'zone = "../../etc/passwd"',
        'community.main.zone: 写的是 "../../etc/passwd"，应为：IANA 时区名，如 "Asia/Shanghai"。',
        'community.main.zone: found "../../etc/passwd", '
        'expected an IANA time zone such as "Asia/Shanghai".',
    ),
    (
        'chats = "telegram:-1001"',
        'community.main.chats: 写的是 "telegram:-1001"，应为：方括号里的列表，最多 1000 项。',
        'community.main.chats: found "telegram:-1001", '
        "expected a list in square brackets, at most 1000 items.",
    ),
    (
        'chats = ["console:a", "telegram：-1001"]',
        'community.main.chats[2]: 写的是 "telegram：-1001"，'
        '应为："平台:聊天"，如 "telegram:-1001" 或 "discord:2001/3001"。'
        '是不是想写 "telegram:-1001"？',
        'community.main.chats[2]: found "telegram：-1001", '
        'expected "platform:chat" such as "telegram:-1001" or "discord:2001/3001". '
        'Did you mean "telegram:-1001"?',
    ),
    (
        'chats = ["telegram:1/2"]',
        'community.main.chats[1]: 写的是 "telegram:1/2"，'
        '应为："平台:聊天"，如 "telegram:-1001" 或 "discord:2001/3001"。',
        'community.main.chats[1]: found "telegram:1/2", '
        'expected "platform:chat" such as "telegram:-1001" or "discord:2001/3001".',
    ),
    (
        "chats = [-1001]",
        "community.main.chats[1]: 写的是 -1001，"
        '应为："平台:聊天"，如 "telegram:-1001" 或 "discord:2001/3001"。',
        "community.main.chats[1]: found -1001, "
        'expected "platform:chat" such as "telegram:-1001" or "discord:2001/3001".',
    ),
    (
        'chats = ["telegrm:-1001"]',
        'community.main.chats[1]: 写的是 "telegrm:-1001"，'
        "应为：平台 telegram、discord、console 之一。"
        '是不是想写 "telegram:-1001"？',
        'community.main.chats[1]: found "telegrm:-1001", '
        "expected one of the platforms telegram, discord, console. "
        'Did you mean "telegram:-1001"?',
    ),
    (
        'moderators = ["900"]',
        'community.main.moderators[1]: 写的是 "900"，应为："平台:账号"，如 "telegram:900"。',
        'community.main.moderators[1]: found "900", '
        'expected "platform:user" such as "telegram:900".',
    ),
    (
        'admins = ["qq:900"]',
        'community.main.admins[1]: 写的是 "qq:900"，应为：平台 telegram、discord、console 之一。',
        'community.main.admins[1]: found "qq:900", '
        "expected one of the platforms telegram, discord, console.",
    ),
    (
        "nam = 'x'",
        "community.main.nam: 没有这个设置。是不是想写 name？",
        "community.main.nam: there is no such setting. Did you mean name?",
    ),
    (
        "day_start = '04:00'",
        "community.main.day_start: 没有这个设置。是不是想写 community.main.checkin.day_start？",
        "community.main.day_start: there is no such setting. "
        "Did you mean community.main.checkin.day_start?",
    ),
    (
        "points = 3",
        "community.main.points: 写的是 3，应为：一节，如 [checkin]。",
        "community.main.points: found 3, expected a section such as [checkin].",
    ),
    (
        "checkin.day_start = '25:00'",
        'community.main.checkin.day_start: 写的是 "25:00"，'
        '应为：引号里的时间，"00:00" 到 "23:59"。',
        'community.main.checkin.day_start: found "25:00", '
        'expected a time in quotes from "00:00" to "23:59".',
    ),
    (
        "checkin.day_start = 04:00:00",
        "community.main.checkin.day_start: 写的是没有引号的 04:00:00，"
        '应为：引号里的时间，"00:00" 到 "23:59"。',
        "community.main.checkin.day_start: found 04:00:00 without quotes, "
        'expected a time in quotes from "00:00" to "23:59".',
    ),
    (
        "checkin.freeze_max = true",
        "community.main.checkin.freeze_max: 写的是 true，应为：0 到 1000 的整数。",
        "community.main.checkin.freeze_max: found true, expected a whole number from 0 to 1000.",
    ),
    (
        "checkin.freeze_max = 2.0",
        "community.main.checkin.freeze_max: 写的是 2.0，应为：0 到 1000 的整数。",
        "community.main.checkin.freeze_max: found 2.0, expected a whole number from 0 to 1000.",
    ),
    (
        "checkin.freeze_max = -1",
        "community.main.checkin.freeze_max: 写的是 -1，应为：0 到 1000 的整数。",
        "community.main.checkin.freeze_max: found -1, expected a whole number from 0 to 1000.",
    ),
    (
        f"checkin.freeze_max = 0x{'f' * 8000}",
        "community.main.checkin.freeze_max: 写的是 0xffffffffffffffff…，应为：0 到 1000 的整数。",
        "community.main.checkin.freeze_max: found 0xffffffffffffffff…, "
        "expected a whole number from 0 to 1000.",
    ),
    (
        "checkin.makeup_needs_card = 1",
        "community.main.checkin.makeup_needs_card: 写的是 1，应为：true 或 false（不加引号）。",
        "community.main.checkin.makeup_needs_card: found 1, expected true or false without quotes.",
    ),
    (
        'checkin.rest_days = ["sat", "Sun"]',
        'community.main.checkin.rest_days[2]: 写的是 "Sun"，应为：星期几："mon" 到 "sun"。'
        '是不是想写 "sun"？',
        'community.main.checkin.rest_days[2]: found "Sun", '
        'expected a weekday from "mon" to "sun". Did you mean "sun"?',
    ),
    (
        'checkin.on_leave = "ereas"',
        'community.main.checkin.on_leave: 写的是 "ereas"，'
        '应为："keep"、"erase" 或 {expire_after_days = 天数}。是不是想写 "erase"？',
        'community.main.checkin.on_leave: found "ereas", '
        'expected "keep", "erase" or {expire_after_days = DAYS}. Did you mean "erase"?',
    ),
    (
        "checkin.on_leave = {expire_after_days = 0}",
        "community.main.checkin.on_leave.expire_after_days: 写的是 0，应为：1 到 36500 的整数。",
        "community.main.checkin.on_leave.expire_after_days: found 0, "
        "expected a whole number from 1 to 36500.",
    ),
    (
        "checkin.on_leave = {}",
        "community.main.checkin.on_leave: 写的是一张表，"
        '应为："keep"、"erase" 或 {expire_after_days = 天数}。',
        "community.main.checkin.on_leave: found a table, "
        'expected "keep", "erase" or {expire_after_days = DAYS}.',
    ),
    (
        "points.milestones = {0 = 5}",
        'community.main.points.milestones.0: 写的是 "0"，应为：一个正的天数作为键。',
        'community.main.points.milestones.0: found "0", '
        "expected a positive number of days as the key.",
    ),
    (
        "points.milestones = {7 = -5}",
        "community.main.points.milestones.7: 写的是 -5，应为：0 到 1000000000 的整数。",
        "community.main.points.milestones.7: found -5, "
        "expected a whole number from 0 to 1000000000.",
    ),
    (
        "points.milestones = [7]",
        "community.main.points.milestones: 写的是 1 项的列表，"
        "应为：天数 = 积分的表，如 {7 = 5, 30 = 20}。",
        "community.main.points.milestones: found a list of 1 item, "
        "expected a table of days and points such as {7 = 5, 30 = 20}.",
    ),
    (
        'points.boost = [{name = "a", from = "2027-02-06T00:00:00", until = 2027-02-07}]',
        "community.main.points.boost[1].from: "
        '写的是 "2027-02-06T00:00:00"，应为：带时差的日期和时间，如 "2027-02-06T00:00:00+08:00"。',
        'community.main.points.boost[1].from: found "2027-02-06T00:00:00", '
        'expected a date and time with its offset such as "2027-02-06T00:00:00+08:00".',
    ),
    (
        'points.boost = [{name = "a", from = 2027-02-06T00:00:00Z, until = 2027-02-05T00:00:00Z}]',
        "community.main.points.boost[1].until: "
        '写的是 "2027-02-05T00:00:00+00:00"，应为：比 from 晚的时间（2027-02-06T00:00:00+00:00）。',
        'community.main.points.boost[1].until: found "2027-02-05T00:00:00+00:00", '
        "expected an instant after from (2027-02-06T00:00:00+00:00).",
    ),
    (
        "points.boost = [3]",
        "community.main.points.boost[1]: 写的是 3，应为：一张表，如 {键 = 值}。",
        "community.main.points.boost[1]: found 3, expected a table such as {key = value}.",
    ),
    (
        "points.boost = [{factor = 2}]",
        "community.main.points.boost[1].name: "
        "缺少这个设置，应为：引号里的一行文字，1 到 40 个字符。",
        "community.main.points.boost[1].name: "
        "this setting is missing, expected one line of text in quotes, 1 to 40 characters.",
    ),
]


@pytest.mark.parametrize(("line", "zh", "en"), _VALUES, ids=[each[0][:40] for each in _VALUES])
def test_a_wrong_value_is_said_with_what_was_expected(
    said: Said, line: str, zh: str, en: str
) -> None:
    text = _OF_A_LINE.format(line)

    assert said(text, "zh")[0] == f"hearth.toml:2: {zh}"
    assert said(text, "en")[0] == f"hearth.toml:2: {en}"
