"""What a reader sees as one character is never cut in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presenter.graphemes import clusters, cut, utf16_length, without_surrogates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("ab", ["a", "b"]),
        ("\r\n\n", ["\r\n", "\n"]),
        ("e\u0301中", ["e\u0301", "中"]),
        ("🇨🇳🇺🇸🇫", ["🇨🇳", "🇺🇸", "🇫"]),
        ("🇨🇳\u200d🇺🇸", ["🇨🇳\u200d", "🇺🇸"]),
        ("👨\u200d👩\u200d👧👍🏽", ["👨\u200d👩\u200d👧", "👍🏽"]),
        ("각\u1100\u1161", ["각", "\u1100\u1161"]),
    ],
)
def test_clusters_are_what_a_reader_sees(text: str, expected: list[str]) -> None:
    assert list(clusters(text)) == expected


@given(st.text())
def test_clusters_joined_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


@pytest.mark.parametrize(
    ("text", "units"),
    [("", 0), ("abc", 3), ("中文", 2), ("👍", 2), ("👨\u200d👩", 5), ("\ud800", 1)],
)
def test_lengths_are_counted_in_utf16_units(text: str, units: int) -> None:
    assert utf16_length(text) == units


def test_a_row_of_flags_is_walked_in_linear_time() -> None:
    # Quadratic, this takes minutes: the suite's own limit would end it.
    assert sum(1 for _ in clusters("🇨🇳" * 200_000)) == 200_000


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("a bcdef", 3, "a…"),
        ("👍👍👍", 5, "👍👍…"),
        ("👍👍👍", 4, "👍…"),
        ("👨\u200d👩\u200d👧", 5, "…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
    ],
)
def test_a_cut_falls_between_clusters(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


def test_only_lone_surrogates_are_replaced() -> None:
    assert without_surrogates("a\ud83d👍\udc00") == "a\ufffd👍\ufffd"
