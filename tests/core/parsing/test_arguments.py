from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refusal
from bot.core.parsing import (
    WhoRef,
    read_amount,
    read_count,
    read_locale,
    read_who,
    split_words,
    take_word,
)
from bot.core.parsing.arguments import HIGHEST_AMOUNT
from bot.core.text import Text


def refusal_of(read: Callable[[], object]) -> Text:
    with pytest.raises(Refusal) as caught:
        read()
    return caught.value.text


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("", []),
        ("  ", []),
        ('@a 5 "two words"', ["@a", "5", "two words"]),
        ("@a 5 'two words'", ["@a", "5", "two words"]),
        ("@a 5 “两个 词”", ["@a", "5", "两个 词"]),
        ("「两个 词」\u3000『第 二』\n‘x y’", ["两个 词", "第 二", "x y"]),
        ('"a "b" c', ['a "b', "c"]),
        ('@a 5 "two words', ["@a", "5", '"two', "words"]),
        ('say "" end', ["say", "", "end"]),
        ("don't can't", ["don't", "can't"]),
        ("'tis fine", ["'tis", "fine"]),
        ('"a"b c', ['"a"b', "c"]),
        ('5" 6"', ['5"', '6"']),
        ("“a b", ["“a", "b"]),
    ],
)
def test_words_are_split_at_blanks_outside_quotes(rest: str, words: list[str]) -> None:
    assert split_words(rest) == words


def test_a_word_is_taken_and_the_rest_stays_as_it_is_written() -> None:
    assert take_word(' "two words"  he said "no"\n  twice ') == (
        "two words",
        'he said "no"\n  twice',
    )
    assert take_word("“open end") == ("“open", "end")
    assert take_word(" one ") == ("one", "")
    assert take_word(" \n") == ("", "")


def test_thousands_of_open_quotes_are_read_in_one_go() -> None:
    assert split_words('"a ' * 7_000) == ['"a'] * 7_000


@given(st.lists(st.text("ab\"'“” ", max_size=6).filter(lambda word: '"' not in word)))
def test_what_was_quoted_comes_back(words: list[str]) -> None:
    assert split_words(" ".join(f'"{word}"' for word in words)) == words


@pytest.mark.parametrize(
    ("word", "number"),
    [("1", 1), ("１０", 10), ("007", 7), ("1000000000", 10**9), ("\u20682\u2069", 2)],
)
def test_an_amount_is_a_whole_number_above_zero(word: str, number: int) -> None:
    assert read_amount(word) == number


@pytest.mark.parametrize(
    ("word", "number"), [("-5", -5), ("+5", 5), ("−５", -5), ("－5", -5), ("＋5", 5), ("5", 5)]
)
def test_a_signed_amount_may_take(word: str, number: int) -> None:
    assert read_amount(word, signed=True) == number


@pytest.mark.parametrize(
    "word",
    ["", "0", "-1", "+1", "1.5", "1_000", "1,000", "²", "٣", "一", "1e3", "0x1", "1 0", "①", "½"],
)
def test_other_amounts_are_refused(word: str) -> None:
    assert refusal_of(lambda: read_amount(word)) == Text("input.amount", found=word, low=1)


@pytest.mark.parametrize("word", ["0", "-0", "--1", "+-1", "-", "1-"])
def test_other_signed_amounts_are_refused(word: str) -> None:
    assert refusal_of(lambda: read_amount(word, signed=True)) == Text("input.amount", found=word)


def test_five_thousand_digits_are_refused_and_not_repeated() -> None:
    refused = refusal_of(lambda: read_amount("9" * 5_000))
    assert refused == Text("input.amount", found="9" * 39 + "…", low=1, high=HIGHEST_AMOUNT)


@pytest.mark.parametrize("word", ["-1000000001", "1000000001"])
def test_amounts_beyond_the_highest_are_refused_with_their_limits(word: str) -> None:
    limits = {"low": -HIGHEST_AMOUNT, "high": HIGHEST_AMOUNT}
    refused = refusal_of(lambda: read_amount(word, signed=True))
    assert refused == Text("input.amount", found=word, **limits)


def test_a_count_lies_between_its_limits() -> None:
    assert [read_count(word, 0, 7) for word in ("0", "７", "3")] == [0, 7, 3]
    for word in ("8", "-1", "x", "1.0"):
        refused = refusal_of(lambda word=word: read_count(word, 0, 7))  # type: ignore[misc]
        assert refused == Text("input.count", found=word, low=0, high=7)


@pytest.mark.parametrize(
    ("word", "locale"),
    [
        ("zh", "zh"),
        ("中文", "zh"),
        ("Chinese", "zh"),
        ("zh_CN", "zh"),
        ("EN", "en"),
        ("英文", "en"),
        ("english", "en"),
        ("ｅｎ", "en"),
    ],
)
def test_a_language_is_read(word: str, locale: str) -> None:
    assert read_locale(word) == locale


def test_another_language_is_refused() -> None:
    assert refusal_of(lambda: read_locale("français")) == Text("input.locale", found="français")


def test_at_words_take_the_mentions_in_their_order() -> None:
    mentions = iter(("42", "43"))
    assert read_who("@alice", mentions) == WhoRef("", "42")
    assert read_who("＠小明", mentions) == WhoRef("", "43")
    assert refusal_of(lambda: read_who("@bob", mentions)) == Text("input.who", found="@bob")


def test_an_account_is_named_by_platform_and_id() -> None:
    assert read_who("Telegram:42", iter(())) == WhoRef("telegram", "42")
    assert read_who("discord：Ab:9", iter(())) == WhoRef("discord", "Ab:9")
    assert read_who("\u2068console:ann\u2069", iter(())) == WhoRef("console", "ann")


@pytest.mark.parametrize("word", ["", "@", "alice", "telegram:", ":42", "12:30", "42", "a b:1"])
def test_what_names_nobody_is_refused(word: str) -> None:
    assert refusal_of(lambda: read_who(word, iter(("1",)))) == Text("input.who", found=word)
