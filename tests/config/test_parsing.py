"""What is said of a text that is not TOML, and that the rest of it is checked all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.config.parsing import parse
from bot.config.positions import Positions

Said = Callable[[str, str], list[str]]

_MISTAKES = [
    (
        "hello world",
        "2: 键的后面应为 =。",
        "2: expected = after the key.",
    ),
    (
        "!",
        "2: 这一行看不懂，应为“键 = 值”或“[节]”。",
        "2: this line cannot be read, expected “key = value” or “[section]”.",
    ),
    (
        "名称 = 1",
        "2: community.main.名称: 这一行看不懂，应为“键 = 值”或“[节]”。",
        "2: community.main.名称: this line cannot be read, expected “key = value” or “[section]”.",
    ),
    (
        "locale = zh",
        "2: community.main.locale: = 后面的值看不懂；文字要加英文引号。",
        "2: community.main.locale: the value after = cannot be read; text needs straight quotes.",
    ),
    (
        "locale =",
        "2: community.main.locale: = 后面的值看不懂；文字要加英文引号。",
        "2: community.main.locale: the value after = cannot be read; text needs straight quotes.",
    ),
    (
        "locale = “zh”",
        "2: community.main.locale: = 后面的值看不懂；文字要加英文引号。",
        "2: community.main.locale: the value after = cannot be read; text needs straight quotes.",
    ),
    (
        'locale = "zh',
        "2: community.main.locale: 文字没有用引号结束。",
        "2: community.main.locale: the text is not closed with a quote.",
    ),
    (
        'locale = "zh" "en"',
        "2: community.main.locale: 值的后面多了东西。",
        "2: community.main.locale: there is more after the value.",
    ),
    (
        'name = "C:\\data"',
        "2: community.main.name: 双引号里的 \\ 要写成 \\\\，或改用单引号。",
        "2: community.main.name: inside double quotes write \\\\ for \\, or use single quotes.",
    ),
    (
        'name = "\\uD800"',
        "2: community.main.name: \\u 写的不是一个字符。",
        "2: community.main.name: what stands after \\u is no character.",
    ),
    (
        'name = "\\u12"',
        "2: community.main.name: \\u 的后面应为十六进制数。",
        "2: community.main.name: expected hex digits after \\u.",
    ),
    (
        "name = 2027-02-30",
        "2: community.main.name: 没有这样的日期或时间。",
        "2: community.main.name: there is no such date or time.",
    ),
    (
        f"name = {'9' * 5000}",
        "2: community.main.name: = 后面的值看不懂；文字要加英文引号。",
        "2: community.main.name: the value after = cannot be read; text needs straight quotes.",
    ),
    (
        "chats = ['a',",
        "2: community.main.chats: 这里开始的列表、表或文字没有结束。",
        "2: community.main.chats: the list, table or text that begins here has no end.",
    ),
    (
        "chats = ['a'",
        "2: community.main.chats: 这里开始的列表、表或文字没有结束。",
        "2: community.main.chats: the list, table or text that begins here has no end.",
    ),
    (
        "chats = [\n  'a',\n  b,\n]",
        "4: community.main.chats: = 后面的值看不懂；文字要加英文引号。",
        "4: community.main.chats: the value after = cannot be read; text needs straight quotes.",
    ),
    (
        "on = {a = 1",
        "2: community.main.on: 表没有用 } 结束。",
        "2: community.main.on: the table is not closed with }.",
    ),
    (
        "name = 'a'\nname = 'b'",
        "3: community.main.name: 这个设置第 2 行已经有了。",
        "3: community.main.name: this setting is there already in line 2.",
    ),
    (
        "[checkin",
        "2: checkin: 节的名称没有用 ] 结束。",
        "2: checkin: the section's name is not closed with ].",
    ),
    (
        "[community.main]",
        "2: community.main: 这一节第 1 行已经有了。",
        "2: community.main: this section is there already in line 1.",
    ),
    (
        "bad = \x01",
        "2: community.main.bad: = 后面的值看不懂；文字要加英文引号。",
        "2: community.main.bad: the value after = cannot be read; text needs straight quotes.",
    ),
    (
        "# \x01",
        "2: 这里有不能用的字符。",
        "2: a character is not allowed here.",
    ),
]


@pytest.mark.parametrize(("line", "zh", "en"), _MISTAKES, ids=[each[0][:30] for each in _MISTAKES])
def test_a_place_that_is_not_toml_is_said_once_and_the_rest_is_checked(
    said: Said, line: str, zh: str, en: str
) -> None:
    text = f"[community.main]\n{line}\n[points]\nbasic = -1\n"
    last = text.count("\n")

    assert said(text, "zh") == [
        f"hearth.toml:{zh}",
        f"hearth.toml:{last}: points.basic: 写的是 -1，应为：0 到 1000000 的整数。",
    ]
    assert said(text, "en") == [
        f"hearth.toml:{en}",
        f"hearth.toml:{last}: points.basic: found -1, expected a whole number from 0 to 1000000.",
    ]


def test_text_in_three_quotes_without_an_end_is_said_where_it_begins(said: Said) -> None:
    assert said('[community.main]\nname = """\nabc\n[points]\nbasic = -1\n', "en") == [
        "hearth.toml:2: community.main.name: the text is not closed with a quote.",
        "hearth.toml:3: expected = after the key.",
        "hearth.toml:5: points.basic: found -1, expected a whole number from 0 to 1000000.",
    ]


def test_what_is_missing_is_not_said_while_something_cannot_be_read(said: Said) -> None:
    assert said("[community.main\n[[points.boost]]\nname = spring", "en") == [
        "hearth.toml:1: community.main: the section's name is not closed with ].",
        "hearth.toml:3: points.boost.name: the value after = cannot be read; "
        "text needs straight quotes.",
    ]


def test_a_section_that_is_there_twice_is_checked_twice(said: Said) -> None:
    text = "[community.main]\n[checkin]\nfreeze_max = -1\n[checkin]\nfreeze_mx = 3\nrevoke = 3\n"

    assert said(text, "en") == [
        "hearth.toml:3: checkin.freeze_max: found -1, expected a whole number from 0 to 1000.",
        "hearth.toml:4: checkin: this section is there already in line 2.",
        "hearth.toml:5: checkin.freeze_mx: there is no such setting. Did you mean freeze_max?",
        "hearth.toml:6: checkin.revoke: there is no such setting. Did you mean revoke_minutes?",
    ]


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 10_000 + "]" * 10_000, "x = " + "{a = " * 10_000 + "1" + "}" * 10_000],
)
def test_lists_and_tables_nested_by_the_thousand_are_too_deep(said: Said, text: str) -> None:
    assert said(f"[community.main]\n{text}", "zh") == ["hearth.toml:2: 嵌套得太深。"]
    assert said(f"[community.main]\n{text}", "en") == ["hearth.toml:2: nested too deeply."]


def test_a_section_of_ten_thousand_names_is_an_unknown_one(said: Said) -> None:
    text = "[community.main]\n[" + "a." * 10_000 + "a]\n"

    assert said(text, "en") == ["hearth.toml:2: a: there is no such section."]


def test_a_file_of_five_megabytes_of_mistakes_is_answered(said: Said) -> None:
    assert said("hello\n" * 800_000, "en") == ["hearth.toml:1: expected = after the key."]


def test_every_key_and_item_has_its_line() -> None:
    positions = Positions(
        'a = 1\n"b c".d = 2\n[x.y]\nlist = [\n  1,\n  # more\n  {k = 2},\n]\n'
        "[[many]]\nk = 1\n[[many]]\n[many.below]\nk = 2\n[[many.inner]]\nk = 3\n"
    )
    lines = {
        ("a",): 1,
        ("b c",): 2,
        ("b c", "d"): 2,
        ("x",): 3,
        ("x", "y", "list"): 4,
        ("x", "y", "list", 0): 5,
        ("x", "y", "list", 1): 7,
        ("x", "y", "list", 1, "k"): 7,
        ("many",): 9,
        ("many", 0, "k"): 10,
        ("many", 1): 11,
        ("many", 1, "below", "k"): 13,
        ("many", 1, "inner", 0, "k"): 15,
    }

    assert {path: positions.line(path) for path in lines} == lines
    assert positions.line(("many", 1, "below", "unknown")) == 12
    assert positions.line(("nowhere",)) == 1


def test_toml_without_a_mistake_is_read_as_it_stands() -> None:
    parsed = parse("hearth.toml", "a = 1\r\n[b]\r\nc = 'd'\r\n")

    assert (parsed.data, parsed.problems, parsed.whole) == ({"a": 1, "b": {"c": "d"}}, (), True)
