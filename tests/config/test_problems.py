"""Sections that are wrong or missing, and a config with many mistakes: the whole sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str, str], list[str]]

_SECTIONS = [
    (
        "",
        "1: community: 没有社区。请加一节，如 [community.main]。",
        "1: community: there is no community. Add a section such as [community.main].",
    ),
    (
        "community = 3",
        "1: community: 写的是 3，应为：一节，如 [checkin]。",
        "1: community: found 3, expected a section such as [checkin].",
    ),
    (
        '[community]\nname = "x"',
        "2: community.name: 没有这个设置。是不是想写 community.main.name？",
        "2: community.name: there is no such setting. Did you mean community.main.name?",
    ),
    (
        '[community."a b"]',
        '1: community."a b": 写的是 "a b"，应为：社区编号：字母、数字、_ 或 -，最多 64 个。',
        '1: community."a b": found "a b", '
        "expected a community's id of at most 64 letters, digits, _ or -.",
    ),
    (
        "[community.main]\n[community.main.hearth]\nlog = 'info'",
        "2: community.main.hearth: 这一节不能按社区设置。",
        "2: community.main.hearth: this section cannot be set for one community.",
    ),
    (
        "[community.main]\n[community.main.platforms.console]",
        "2: community.main.platforms: 这一节不能按社区设置。",
        "2: community.main.platforms: this section cannot be set for one community.",
    ),
    (
        "[community.main]\n[community.main.chekin]\nday_start = '04:00'",
        "2: community.main.chekin: 没有这一节。是不是想写 checkin？",
        "2: community.main.chekin: there is no such section. Did you mean checkin?",
    ),
    (
        "[community.a]\nchats = ['console:x']\n[community.b]\nchats = ['console:y', 'console:x']",
        "4: community.b.chats[2]: 这个聊天已经属于 community.a；一个聊天只能属于一个社区。",
        "4: community.b.chats[2]: this chat belongs to community.a already; "
        "a chat has one community.",
    ),
    (
        "[community.main]\n[chekin]",
        "2: chekin: 没有这一节。是不是想写 checkin？",
        "2: chekin: there is no such section. Did you mean checkin?",
    ),
    (
        "[community.main]\n[[checkin]]",
        "2: checkin: 写的是 1 项的列表，应为：一节，如 [checkin]。",
        "2: checkin: found a list of 1 item, expected a section such as [checkin].",
    ),
    (
        "[community.main]\n[badges]\nkey = 'x'",
        "2: badges: 写的是一张表，应为：若干节，如 [[badges]]。",
        "2: badges: found a table, expected a list of tables such as [[badges]].",
    ),
    (
        "[community.main]\n[platforms.telegrm]",
        "2: platforms.telegrm: 没有这一节。是不是想写 telegram？",
        "2: platforms.telegrm: there is no such section. Did you mean telegram?",
    ),
    (
        "[community.main]\n[platforms.matrix]",
        "2: platforms.matrix: 没有这一节。可以写：telegram、discord、console。",
        "2: platforms.matrix: there is no such section. Known: telegram, discord, console.",
    ),
    (
        "platforms = 3\n[community.main]",
        "1: platforms: 写的是 3，应为：一节，如 [checkin]。",
        "1: platforms: found 3, expected a section such as [checkin].",
    ),
    (
        "daily_cap = 3\n[community.main]",
        "1: daily_cap: 没有这个设置。是不是想写 points.daily_cap？",
        "1: daily_cap: there is no such setting. Did you mean points.daily_cap?",
    ),
    (
        "[community.main]\n[checkin]\ndaily_cap = 3",
        "3: checkin.daily_cap: 没有这个设置。是不是想写 points.daily_cap？",
        "3: checkin.daily_cap: there is no such setting. Did you mean points.daily_cap?",
    ),
    (
        "[community.main]\n[hearth]\ndatabse = 'x'",
        "3: hearth.databse: 没有这个设置。是不是想写 database？",
        "3: hearth.databse: there is no such setting. Did you mean database?",
    ),
    (
        "[community.main]\n[hearth]\ndatabase = 'mysql://me:hush@host/db'",
        '3: hearth.database: 写的是 "mysql://…@host/db"，'
        "应为：引号里的地址，以 sqlite:// 或 postgresql:// 开头。",
        '3: hearth.database: found "mysql://…@host/db", '
        "expected an address in quotes that begins with sqlite:// or postgresql://.",
    ),
    (
        "[community.main]\n[platforms.telegram]\ntoken = 12345",
        "3: platforms.telegram.token: 写的是 12345，应为：引号里的令牌。",
        "3: platforms.telegram.token: found 12345, expected a token in quotes.",
    ),
]


@pytest.mark.parametrize(("text", "zh", "en"), _SECTIONS, ids=[each[0][:40] for each in _SECTIONS])
def test_a_wrong_section_is_said_with_what_was_expected(
    said: Said, text: str, zh: str, en: str
) -> None:
    assert said(text, "zh") == [f"hearth.toml:{zh}"]
    assert said(text, "en") == [f"hearth.toml:{en}"]


TEN = """\
[hearth]
locale = "fr"
[community.main]
zone = "Asia/Nowhere"
chats = ["telegram:-1001", "somewhere"]
colour = "red"
[checkin]
day_start = "25:00"
rest_days = ["sat", "funday"]
[points]
basic = "one"
milestones = {7 = 5, soon = 1}
transfer = yes
[shops]
key = "mug"
[faq]
answer_above = 2
"""


def test_a_config_with_ten_mistakes_shows_ten_problems_in_the_order_of_lines(said: Said) -> None:
    assert [each.split(": ")[:2] for each in said(TEN, "en")] == [
        ["hearth.toml:2", "hearth.locale"],
        ["hearth.toml:4", "community.main.zone"],
        ["hearth.toml:5", "community.main.chats[2]"],
        ["hearth.toml:6", "community.main.colour"],
        ["hearth.toml:8", "checkin.day_start"],
        ["hearth.toml:9", "checkin.rest_days[2]"],
        ["hearth.toml:11", "points.basic"],
        ["hearth.toml:12", "points.milestones.soon"],
        ["hearth.toml:13", "points.transfer"],
        ["hearth.toml:14", "shops"],
        ["hearth.toml:17", "faq.answer_above"],
    ]
