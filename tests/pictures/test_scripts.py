"""A text before it is drawn: what a reader sees as one, and which way it runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.scripts import ELLIPSIS, clusters_of, in_sight, is_emoji, levels_of


def in_order(text: str) -> str:
    """The characters from left to right."""
    clusters = clusters_of(text)
    return "".join(in_sight(clusters, levels_of(clusters)))


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Rain", ["R", "a", "i", "n"]),
        ("e\u0301a", ["é", "a"]),
        ("👨‍👩‍👧‍👦🇨🇳👍🏽", ["👨‍👩‍👧‍👦", "🇨🇳", "👍🏽"]),
        ("🇨🇳" * 3, ["🇨🇳"] * 3),
        (" a\n\t b\x00\u2028c ", ["a", " ", "b", " ", "c"]),
        ("\u202eevil\u202c\u200b\u2066x\ufeff", ["e", "v", "i", "l", "x"]),
        ("\u3164\u2800\u115f", []),
        ("Z̷̢̛͓̈a", ["Z̷̢", "a"]),
        ("", []),
    ],
)
def test_what_a_reader_sees_as_one_stays_whole(text: str, seen: list[str]) -> None:
    assert clusters_of(text) == seen


def test_a_long_text_ends_after_two_hundred() -> None:
    assert clusters_of("a" * 100_000) == ["a"] * 200 + [ELLIPSIS]
    assert clusters_of("雨" * 200) == ["雨"] * 200
    assert clusters_of("é" * 201) == ["é"] * 200 + [ELLIPSIS]


@pytest.mark.parametrize(
    ("read", "seen"),
    [
        ("abc", "abc"),
        ("שלום", "םולש"),
        ("abc שלום 123 def", "abc 123 םולש def"),
        ("שלום 123 עולם!", "!םלוע 123 םולש"),
        ("hi (שלום)", "hi (םולש)"),
        ("مرحبا Ann 5", "Ann 5 ابحرم"),
        ("7 שלום", "םולש 7"),
        ("小雨 7", "小雨 7"),
        ("!?", "!?"),
    ],
)
def test_words_of_both_directions_stand_as_they_are_read(read: str, seen: str) -> None:
    assert in_order(read) == seen


@pytest.mark.parametrize(
    ("cluster", "emoji"),
    [("👍🏽", True), ("❤️", True), ("1️⃣", True), ("❤", False), ("1", False), ("雨", False)],
)
def test_an_emoji_is_known(cluster: str, emoji: bool) -> None:
    assert is_emoji(cluster) is emoji


@given(st.text(max_size=60))
def test_nothing_is_lost_by_ordering(text: str) -> None:
    clusters = clusters_of(text)
    levels = levels_of(clusters)
    assert len(levels) == len(clusters)
    assert sorted(in_sight(clusters, levels)) == sorted(clusters)
    assert all(clusters)
