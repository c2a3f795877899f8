"""Sentences come in the reader's language, whole or as the nearest thing to it."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.text import Text
from bot.presenter.language import SentenceMissing
from bot.presenter.sentences import Sentences

ZH = """
checkin-done = { $name } 签到了，连续 { $days } 天。
only-chinese = 只有中文。
shop-bought = 你换到了{ $item }。
shop-item-card = 补签卡
"""
EN = """
checkin-done = { $name } checked in, { $days ->
    [one] { $days } day
   *[other] { $days } days
} in a row.
shop-bought = You got { $item }.
shop-item-card = a make-up card
only-english = Only English, { $name }.
"""


def a_folder(place: Path, **files: str) -> Path:
    """A folder with ``zh="…"`` as its Chinese file, ``en="…"`` as its English one."""
    for locale, source in files.items():
        (place / "locales" / locale).mkdir(parents=True)
        (place / "locales" / locale / "words.ftl").write_text(source, encoding="utf-8")
    return place


@pytest.fixture
def sentences(tmp_path: Path) -> Sentences:
    return Sentences([a_folder(tmp_path, zh=ZH, en=EN)])


DONE = Text("checkin.done", name="小明", days=7)


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        (DONE, "zh", "小明 签到了，连续 7 天。"),
        (DONE, "en", "小明 checked in, 7 days in a row."),
        (Text("checkin.done", name="Mia", days=1), "en", "Mia checked in, 1 day in a row."),
        (DONE, "zh-Hans", "小明 签到了，连续 7 天。"),
        (DONE, "en_GB", "小明 checked in, 7 days in a row."),
        (DONE, "EN", "小明 checked in, 7 days in a row."),
        (DONE, "fr", "小明 签到了，连续 7 天。"),
        (DONE, "", "小明 签到了，连续 7 天。"),
        (Text("shop.bought", item=Text("shop.item.card")), "zh", "你换到了补签卡。"),
        (Text("shop.bought", item=Text("shop.item.card")), "en", "You got a make-up card."),
    ],
)
def test_a_sentence_is_said_in_the_language_that_was_asked(
    sentences: Sentences, text: Text, locale: str, said: str
) -> None:
    assert sentences.say(text, locale) == said


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (-5, "-5"),
        (9_999, "9999"),
        (-9_999, "-9999"),
        (10_000, "10,000"),
        (-10_000, "-10,000"),
        (1_234_567, "1,234,567"),
    ],
)
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_numbers_are_alike_in_both_languages(
    tmp_path: Path, number: int, shown: str, locale: str
) -> None:
    folder = a_folder(tmp_path, zh="points = 共 { $n } 分", en="points = { $n } in all")
    said = Sentences([folder]).say(Text("points", n=number), locale)
    assert said == {"zh": f"共 {shown} 分", "en": f"{shown} in all"}[locale]


@pytest.mark.parametrize(
    ("text", "locale", "said"),
    [
        (Text("only.chinese"), "en", "只有中文。"),
        (Text("only.english", name="Mia"), "zh", "Only English, Mia."),
        (Text("nobody.wrote.this", days=3), "zh", "nobody.wrote.this"),
        (Text("checkin.done", name="Mia"), "zh", "checkin.done"),
        (Text("shop.bought", item=Text("only.chinese")), "en", "You got 只有中文。."),
        (Text("shop.bought", item=Text("nobody.wrote.this")), "en", "You got nobody.wrote.this."),
    ],
)
def test_what_is_missing_is_said_in_the_other_language_then_as_its_key(
    sentences: Sentences, text: Text, locale: str, said: str
) -> None:
    assert sentences.say(text, locale) == said


def test_what_is_missing_is_logged_once_and_without_the_values(
    sentences: Sentences, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            sentences.say(Text("checkin.done", name="secret"), "en")
    assert caplog.messages == [
        "sentence missing: checkin-done (en): Unknown external: days",
        "sentence missing: checkin-done (zh): Unknown external: days",
    ]


@pytest.mark.parametrize(
    "text",
    [
        Text("only.chinese"),
        Text("nobody.wrote.this"),
        Text("checkin.done", name="Mia"),
        Text("shop.bought", item=Text("only.chinese")),
    ],
)
def test_in_tests_what_is_missing_is_an_error(tmp_path: Path, text: Text) -> None:
    strict = Sentences([a_folder(tmp_path, zh=ZH, en=EN)], strict=True)
    with pytest.raises(SentenceMissing):
        strict.say(text, "en")


def test_a_sentence_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    broken = "good-one = Fine.\nbad-one = Open { $name\ngood-two = Fine too.\n"
    sentences = Sentences([a_folder(tmp_path, en=broken)], ("en",))
    said = [sentences.say(Text(key), "en") for key in ("good.one", "bad.one", "good.two")]
    assert said == ["Fine.", "bad.one", "Fine too."]


OPTIONAL = "input = No “{ $found }”{ $low ->\n    [none] .\n   *[other] , write { $low }.\n}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (Text("input", found="x"), "No “x”."),
        (Text("input", found="x", low=""), "No “x”."),
        (Text("input", found="x", low=0), "No “x”, write 0."),
        (Text("input", found="x", low="1"), "No “x”, write 1."),
    ],
)
def test_a_value_with_a_variant_for_none_may_be_left_out(
    tmp_path: Path, text: Text, said: str
) -> None:
    sentences = Sentences([a_folder(tmp_path, en=OPTIONAL)], ("en",), strict=True)
    assert sentences.say(text, "en") == said


def test_sentences_may_hold_terms_and_each_other(tmp_path: Path) -> None:
    source = "-bot = Hearth\nhello = I am { -bot }.\nwelcome = Hi { $name }! { hello }\n"
    sentences = Sentences([a_folder(tmp_path, en=source)], ("en",), strict=True)
    assert sentences.say(Text("welcome", name="Mia"), "en") == "Hi Mia! I am Hearth."


def test_sentences_that_hold_each_other_in_a_circle_are_said_as_the_key(tmp_path: Path) -> None:
    sentences = Sentences([a_folder(tmp_path, en="egg = { hen }\nhen = { egg }\n")], ("en",))
    assert sentences.say(Text("egg"), "en") == "egg"


def test_a_nested_sentence_of_any_length_is_said_whole(tmp_path: Path) -> None:
    line = "word " * 1_000
    source = f"long = {line}end\nframe = Here: {'{ $first }'} and {'{ $second }'}."
    sentences = Sentences([a_folder(tmp_path, en=source)], ("en",), strict=True)
    said = sentences.say(Text("frame", first=Text("long"), second=Text("long")), "en")
    assert said == f"Here: {line}end and {line}end."


def test_a_name_cannot_break_the_line_and_a_body_keeps_its_lines(tmp_path: Path) -> None:
    sentences = Sentences([a_folder(tmp_path, en="said = { $name }: { $body }")], ("en",))
    text = Text("said", name="a\nb\u202e", body="one\r\ntwo\u202e")
    assert sentences.say(text, "en") == "a b: one\ntwo"


def test_fluent_syntax_in_a_name_is_only_text(sentences: Sentences) -> None:
    said = sentences.say(Text("checkin.done", name="{ $days } { -bot }", days=2), "zh")
    assert said == "{ $days } { -bot } 签到了，连续 2 天。"


def test_the_first_folder_wins_and_a_folder_without_sentences_is_passed(tmp_path: Path) -> None:
    folders = [
        tmp_path / "nothing",
        a_folder(tmp_path / "one", en="hello = One."),
        a_folder(tmp_path / "two", en="hello = Two.\nbye = Two."),
    ]
    sentences = Sentences(folders, ("en",))
    said = [sentences.say(Text(key), "en") for key in ("hello", "bye")]
    assert said == ["One.", "Two."]


def test_what_others_have_read_is_shared_and_files_that_changed_are_read_anew(
    tmp_path: Path,
) -> None:
    folder = a_folder(tmp_path, en="hello = One.")
    before, beside = Sentences([folder], ("en",)), Sentences([folder], ("en",))
    assert before.language("en") is beside.language("en")
    (folder / "locales" / "en" / "words.ftl").write_text("hello = Two.", encoding="utf-8")
    after = Sentences([folder], ("en",))
    assert [each.say(Text("hello"), "en") for each in (before, after)] == ["One.", "Two."]


def test_nothing_heavy_is_loaded_before_the_first_sentence() -> None:
    program = (
        "import sys; from pathlib import Path; from bot.presenter.render import render;"
        "from bot.presenter.sentences import Sentences; Sentences([Path('bot/community')]);"
        "print([name for name in sys.modules if name in ('fluent.runtime', 'babel', 'regex')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
