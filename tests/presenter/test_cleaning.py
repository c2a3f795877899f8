"""What people wrote cannot touch the sentence around it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presenter.cleaning import BODY_LIMIT, NAME_LIMIT, clean_body, clean_name
from bot.presenter.graphemes import clusters

SCOTLAND = "\U0001f3f4" + "".join(chr(0xE0000 + ord(each)) for each in "gbsct") + "\U000e007f"
FAMILY = "👨\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("小明", "小明"),
        ("Mia O'Brien", "Mia O'Brien"),
        ("**bold** {x}", "**bold** {x}"),
        ("a\nb\r\nc\td", "a b c d"),
        ("a\u2028b\u2029c\x85d", "a b c d"),
        ("a\x00b\x1bc\x7fd", "abcd"),
        ("a\u202eb\u2066c\u200fd\u061c", "abcd"),
        ("z\u200be\ufeffr\u00ado", "zero"),
        ("lone\ud800", "lone\ufffd"),
        ("not\ufdd0a\uffff", "nota"),
        (FAMILY, FAMILY),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("名\u3000字", "名\u3000字"),
        ("محمد", "\u2068محمد\u2069"),
        ("שרה\u202e", "\u2068שרה\u2069"),
        ("", ""),
        ("x" * NAME_LIMIT, "x" * NAME_LIMIT),
        ("x" * (NAME_LIMIT + 1), "x" * NAME_LIMIT + "…"),
        (FAMILY * NAME_LIMIT, FAMILY * NAME_LIMIT),
        (FAMILY * (NAME_LIMIT + 1), FAMILY * NAME_LIMIT + "…"),
        ("e" + "\u0301" * 10_000, "e" + "\u0301" * 8),
        ("ก" + "\u0e47" * 9 + "!", "ก" + "\u0e47" * 8 + "!"),
        ("\u115fa\u3164\uffa0\u034f\U000e0001", "a"),
        ("\u202e\u200b\ufeff", ""),
        (SCOTLAND, SCOTLAND),
        ("邊\U000e0100", "邊\U000e0100"),
    ],
)
def test_a_name_stays_on_its_line_and_within_its_bounds(written: str, shown: str) -> None:
    assert clean_name(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("one\ntwo", "one\ntwo"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb\x00\u202ec", "a bc"),
        ("\n\n", "\n\n"),
        ("y" * (BODY_LIMIT + 5), "y" * BODY_LIMIT + "…"),
    ],
)
def test_a_body_keeps_its_lines_and_loses_what_nobody_sees(written: str, shown: str) -> None:
    assert clean_body(written) == shown


ANYTHING = st.text(st.characters(codec=None), max_size=400)


@given(ANYTHING)
def test_no_name_holds_a_break_a_control_or_an_open_direction(written: str) -> None:
    shown = clean_name(written)
    inside = shown[1:-1] if shown.startswith("\u2068") else shown
    forbidden = {"Cc", "Zl", "Zp", "Cs"}
    unseen = "\u200b\u2060\ufeff\u00ad\u115f\u3164"
    turning = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    assert not [
        each
        for each in inside
        if unicodedata.category(each) in forbidden or each in unseen + turning
    ]
    assert len(list(clusters(inside))) <= NAME_LIMIT + 1
    assert len(inside) <= (NAME_LIMIT + 1) * 16


@given(ANYTHING)
def test_cleaning_a_body_twice_changes_nothing_more(written: str) -> None:
    assert clean_body(clean_body(written)) == clean_body(written)
