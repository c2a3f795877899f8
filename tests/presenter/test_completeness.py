"""The report of what the locale files lack."""

from __future__ import annotations

from pathlib import Path

from bot.presenter.completeness import Gaps, missing
from bot.presenter.sentences import Sentences


def sentences_of(place: Path, zh: str, en: str) -> Sentences:
    for locale, source in (("zh", zh), ("en", en)):
        (place / "locales" / locale).mkdir(parents=True)
        (place / "locales" / locale / "words.ftl").write_text(source, encoding="utf-8")
    return Sentences([place])


def test_complete_files_have_no_gaps(tmp_path: Path) -> None:
    source = "# words\n\n-bot = Hearth\nhello = { name }\nname = { -bot }: { $who }\n"
    assert missing(sentences_of(tmp_path, source, source), {"hello"}) == Gaps()


def test_a_sentence_of_one_language_is_absent_in_the_other(tmp_path: Path) -> None:
    sentences = sentences_of(tmp_path, "one = 1\ntwo = 2", "two = 2\nthree = 3")
    assert missing(sentences) == Gaps(absent={"zh": ["three"], "en": ["one"]})


def test_what_a_handler_says_and_nobody_wrote_is_absent_everywhere(tmp_path: Path) -> None:
    sentences = sentences_of(tmp_path, "a-b = 1", "a-b = 1")
    assert missing(sentences, {"a.b", "a.c"}) == Gaps(absent={"zh": ["a-c"], "en": ["a-c"]})


def test_values_that_differ_are_named_also_inside_other_sentences(tmp_path: Path) -> None:
    sentences = sentences_of(
        tmp_path,
        "done = { $name } { more }\nmore = { $days }",
        "done = { $name } { more }\nmore = { $days ->\n [one] 1\n *[other] { $weeks }\n }",
    )
    found = {"zh": ["days"], "en": ["days", "weeks"]}
    whole = {"zh": ["days", "name"], "en": ["days", "name", "weeks"]}
    assert missing(sentences) == Gaps(differing={"done": whole, "more": found})


def test_what_nothing_says_is_unused_unless_another_sentence_holds_it(tmp_path: Path) -> None:
    source = "a = { b }\nb = text\nc = text"
    assert missing(sentences_of(tmp_path, source, source), {"a"}) == Gaps(unused=["c"])


def test_what_two_places_define_is_named(tmp_path: Path) -> None:
    sentences = sentences_of(tmp_path, "a = 1\na = 2", "a = 1")
    assert missing(sentences) == Gaps(twice={"zh": ["a"]})


def test_what_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    sentences = sentences_of(
        tmp_path,
        "stray words\na = { $x\nb = { -nobody }\nc = { c }\nd = fine",
        "a = { $x }\nb = fine\nc = fine\nd = fine",
    )
    assert missing(sentences).broken == [
        "(zh): stray words",
        "-nobody (zh): there is no such sentence",
        'a (zh): Expected token: "}"',
        "c (zh): the sentence holds itself",
    ]
