from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.folding import Folded, clean, fold, fold_with_offsets, trim, visible

any_text = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("CheckIn", "checkin"),
        ("／ｃｈｅｃｋｉｎ", "/checkin"),
        ("/ch\u200beck\u00adin\ufeff", "/checkin"),
        ("签\u200d到", "签到"),
        ("\u202e签到\u202c", "签到"),
        ("\u2066签到\u2069", "签到"),
        ("❤\ufe0f", "❤"),
        ("签到\U000e0041\U000e007f", "签到"),
        ("  a \t\n\u3000 b  ", "a b"),
        ("Ｓｔｒａße", "strasse"),
        ("ﬁne", "fine"),
        ("e\u0301 é É", "é é é"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("㎏ ① ⅷ", "kg 1 viii"),
        ("\u1112\u1161\u11ab 한", "한 한"),
        ("İ", "i\u0307"),
        ("a\x01b\x7fc", "abc"),
        ("a\0b", "a\ufffdb"),
        ("\ud83d", "\ufffd"),
        ("\u200b\u3164 \ufeff", ""),
    ],
)
def test_writings_of_the_same_words_fold_to_the_same_text(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert fold_with_offsets(text).text == expected


def test_offsets_lead_back_to_the_original() -> None:
    text = " ／Ｃ\u200b①㎏  签\u200d到"
    folded = fold_with_offsets(text)
    assert folded == Folded("/c1kg 签到", (1, 2, 4, 5, 5, 6, 8, 10))
    assert [text[index] for index in folded.offsets] == [*"／Ｃ①㎏㎏ 签到"]


def test_a_letter_and_its_accent_have_the_place_of_the_letter() -> None:
    assert fold_with_offsets("xe\u0301y") == Folded("xéy", (0, 1, 3))


def test_a_further_step_may_replace_drop_and_lengthen() -> None:
    def look_alike(letter: str) -> str:
        return {"а": "a", "·": "", "&": "and"}.get(letter, letter)

    assert fold("Аb·c&", look_alike) == "abcand"
    assert fold_with_offsets("Аb·c&", look_alike) == Folded("abcand", (0, 1, 3, 4, 4, 4))


def test_a_tower_of_accents_is_cut_to_a_letter_with_thirty() -> None:
    tower = "a" + "\u0316\u0301" * 10_000 + "b"
    folded = fold_with_offsets(tower)
    assert (len(folded.text), folded.text[-1], folded.offsets[-1]) == (31, "b", 20_001)


def test_twenty_thousand_characters_keep_their_order() -> None:
    folded = fold_with_offsets("签到Ａ\u200b " * 4_000)
    assert folded.text == " ".join(["签到a"] * 4_000)
    assert folded.offsets[-1] == 19_997


@given(any_text)
@example("\u0345")
@example("a\u0345\u0301")
@example("ᾳ")
@example("\u037a\u0345")
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(any_text)
def test_with_and_without_offsets_the_text_is_the_same(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= index < len(text) for index in folded.offsets)


@given(any_text)
def test_clean_text_can_be_stored_and_is_as_long(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned


def test_clean_leaves_ordinary_text_alone() -> None:
    assert clean("签到 👨‍👩‍👧 ok") == "签到 👨‍👩‍👧 ok"
    assert clean("a\0\ud800b") == "a\ufffd\ufffdb"


def test_visible_drops_only_what_cannot_be_seen() -> None:
    assert visible("Ａ \u200b\u2068b\u2069²") == "Ａ b²"


def test_trim_takes_blanks_and_leading_invisible_characters() -> None:
    assert trim(" \u200b\u3000 今天 ❤\ufe0f \n") == "今天 ❤\ufe0f"
    assert trim("\u200b \u2060") == ""
