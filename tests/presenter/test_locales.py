"""Every sentence of Hearth is in both languages and written as its language is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.model import LOCALES
from bot.core.text import Text, TextValue
from bot.presenter.completeness import Gaps, missing
from bot.presenter.language import SentenceMissing
from bot.presenter.sentences import Sentences

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(
    place.parent for top in ("bot", "cogs") for place in (ROOT / top).glob("*/locales")
)
FILES = [file for folder in FOLDERS for file in sorted(folder.glob("locales/*/*.ftl"))]
CHINESE = [file for file in FILES if file.parent.name == "zh"]

HAN = r"[\u4e00-\u9fff]"
# A space stands between Chinese and Latin, marks are full-width, and nobody is 您.
MISTAKES = {
    "no space before a Latin word": re.compile(rf"{HAN}[A-Za-z0-9/@]"),
    "no space after a Latin word": re.compile(rf"[A-Za-z0-9]{HAN}"),
    "a half-width mark": re.compile(rf"{HAN} ?[,;:!?()\"]|[,;:!?()\"] ?{HAN}|{HAN}\.(?!\.)"),
    "a formal you": re.compile("您"),
    "italics": re.compile(r"\*[^*\s\[][^*\n]*\*(?!\[)"),
}
# What reads a value or a variant is syntax, not text.
SYNTAX = re.compile(
    r"^#.*$|^-?[\w-]+ *=|\{[^{}]*->|^\s*\*?\[\w+\]|\{ *\"[^\"]*\" *\}", re.MULTILINE
)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_both_languages_say_the_same_with_the_same_values() -> None:
    assert missing(Sentences(FOLDERS)) == Gaps()


@pytest.mark.parametrize("file", CHINESE, ids=name_of)
def test_chinese_is_set_as_chinese(file: Path) -> None:
    text = SYNTAX.sub("", file.read_text(encoding="utf-8"))
    found = {name: pattern.findall(text) for name, pattern in MISTAKES.items()}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize("file", [file for file in FILES if file not in CHINESE], ids=name_of)
def test_english_holds_no_chinese(file: Path) -> None:
    assert re.findall(HAN, file.read_text(encoding="utf-8")) == []


COMMUNITY = Sentences([ROOT / "bot" / "community"], strict=True)
KEYS = sorted(COMMUNITY.language("en").ids())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", KEYS)
def test_every_shared_sentence_can_be_said(key: str, locale: str) -> None:
    values: dict[str, TextValue] = dict.fromkeys(COMMUNITY.language(locale).variables(key), 7)
    said = COMMUNITY.say(Text(key, **values), locale)
    assert re.search(r"[{}]|\?\?\?| {2}|\n| $", said) is None


SAID = [
    (
        Text("input.amount", found="x"),
        "“x”不是可用的数量，请写一个整数。",
        "“x” isn’t an amount I can use. Please write a whole number.",
    ),
    (
        Text("input.amount", found="x", low=1),
        "“x”不是可用的数量，请写不小于 1 的整数。",
        "“x” isn’t an amount I can use. Please write a whole number of at least 1.",
    ),
    (
        Text("input.amount", found="x", low=1, high=100_000),
        "“x”不是可用的数量，请写 1 到 100,000 之间的整数。",
        "“x” isn’t an amount I can use. Please write a whole number from 1 to 100,000.",
    ),
    (
        Text("input.day", found="x", low="2026-11-01", high="2026-11-07"),
        "“x”不是可用的日期，请写成“年-月-日”，在 2026-11-01 到 2026-11-07 之间。",
        "“x” isn’t a day I can use. Please write year-month-day, from 2026-11-01 to 2026-11-07.",
    ),
    (
        Text("input.zone", found="Shanghia", nearest="Asia/Shanghai"),
        "没有“Shanghia”这个时区，你是想写 Asia/Shanghai 吗？",
        "I don’t know the time zone “Shanghia”. Did you mean Asia/Shanghai?",
    ),
    (
        Text("input.zone", found="x", nearest=""),
        "没有“x”这个时区，请写城市所在的时区名。",
        "I don’t know the time zone “x”. Please write the zone’s name, with its city.",
    ),
    (
        Text("input.wrong", problem=Text("input.locale", found="fr"), example="/language zh"),
        "还不会说“fr”，请选 zh（中文）或 en（英文）。例如：/language zh",
        (
            "I don’t speak “fr” yet. Please choose zh (Chinese) or en (English). "
            "For example: /language zh"
        ),
    ),
    (
        Text("operator.read_only", path="data"),
        (
            "数据库 data 不能写。"
            "请让运行机器人的用户可以读写它和它所在的文件夹，并确认磁盘没有设成只读。"
        ),
        (
            "The database data cannot be written. Let the user who runs the bot read and write "
            "it and its folder, and check that the disk is not mounted read-only."
        ),
    ),
    (
        Text("operator.full"),
        "磁盘满了，什么都存不了。请腾出空间再启动，已经存下的都还在。",
        (
            "The disk is full, so nothing can be saved. Free some space and start again. "
            "What was saved before is still there."
        ),
    ),
    (
        Text("command.cooldown", seconds=1),
        "慢一点，1 秒后再试。",
        "Not so fast. Please try again in 1 second.",
    ),
    (
        Text("operator.not_a_database", path="hearth.db"),
        (
            "文件 hearth.db 不是 Hearth 的数据库，没有动它。"
            "请检查配置里的 database，或把这个文件移走。"
        ),
        (
            "The file hearth.db is not a Hearth database and was not touched. "
            "Check database in the config, or move the file away."
        ),
    ),
    (
        Text("operator.locked", path="hearth.db", pid=12345),
        (
            "数据库 hearth.db 正被另一个进程使用（进程号 12345）。"
            "同一时间只能运行一个，请先停掉它再启动。"
        ),
        (
            "The database hearth.db is in use by another process (pid 12345). "
            "Only one can run at a time: stop that one first, then start again."
        ),
    ),
    (
        Text("operator.locked", path="hearth.db", pid=0),
        "数据库 hearth.db 正被另一个进程使用。同一时间只能运行一个，请先停掉它再启动。",
        (
            "The database hearth.db is in use by another process. "
            "Only one can run at a time: stop that one first, then start again."
        ),
    ),
]


@pytest.mark.parametrize(("text", "zh", "en"), SAID)
def test_shared_sentences_read_well_with_and_without_what_is_optional(
    text: Text, zh: str, en: str
) -> None:
    assert (COMMUNITY.say(text, "zh"), COMMUNITY.say(text, "en")) == (zh, en)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_shared_sentence_says_nothing_without_the_values_that_it_needs(locale: str) -> None:
    with pytest.raises(SentenceMissing):
        COMMUNITY.say(Text("input.month"), locale)
