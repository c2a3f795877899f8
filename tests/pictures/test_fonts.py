"""Which face draws what, and that none draws what it has not."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.cards import fonts
from bot.pictures.coverage import Coverage, coverage_of
from bot.pictures.fonts import CJK, EMOJI, LATIN, PACKAGES, REGULAR, Fonts, folder_of
from bot.pictures.lines import STAND_IN, runs_of


@pytest.mark.parametrize(
    ("cluster", "family"),
    [
        ("a", LATIN),
        ("é", LATIN),
        ("ệ", LATIN),
        ("Ж", LATIN),
        ("雨", CJK),
        ("さ", CJK),
        ("민", CJK),
        ("，", CJK),
        ("★", CJK),
        ("👍🏽", EMOJI),
        ("👨‍👩‍👧‍👦", EMOJI),
        ("🇨🇳", EMOJI),
        ("1️⃣", EMOJI),
        ("❄", EMOJI),
        ("ש", "NotoSansHebrew[wght].ttf"),
        ("ع", "NotoSansArabic[wght].ttf"),
        ("ก", "NotoSansThai[wght].ttf"),
        ("क्षि", "NotoSansDevanagari[wght].ttf"),
        ("𒀀", ""),
        ("\ue000", ""),
    ],
)
def test_the_first_face_that_has_all_of_it_draws_it(cluster: str, family: str) -> None:
    assert fonts().family_of(cluster) == family


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("𒀀𒀁𒀂", [STAND_IN]),
        ("a𒀀b", [f"a{STAND_IN}b"]),
        ("\ue000\ue001 x", [STAND_IN, " ", "x"]),
        ("\U000e0001\u200d", []),
        ("7 days", ["7", " ", "days"]),
        ("antidisestablishment", ["antidisestab", "lishment"]),
    ],
)
def test_what_no_face_has_is_one_dot(text: str, drawn: list[str]) -> None:
    assert [run.text for run in runs_of(fonts(), text)] == drawn


@given(st.text(max_size=30))
def test_no_empty_box_is_ever_drawn(text: str) -> None:
    for run in runs_of(fonts(), text):
        assert all(fonts().family_of(each) for each in run.clusters), run
        assert fonts().piece(run.family, run.text, 26, REGULAR, run.level).advance >= 0


def test_a_flag_and_a_family_are_one_glyph() -> None:
    single = fonts().piece(EMOJI, "👍", 40, REGULAR).advance
    for each in ("🇨🇳", "👨‍👩‍👧‍👦", "🧑🏽‍💻", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"):
        assert fonts().piece(EMOJI, each, 40, REGULAR).advance == single


def test_digits_are_as_wide_as_one_another() -> None:
    for weight in (400, 700):
        widths = {fonts().piece(LATIN, digit, 30, weight).advance for digit in "0123456789"}
        assert len(widths) == 1


def test_without_the_packages_there_are_no_fonts() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_fonts"):
        folder_of("no_such_fonts")
    assert isinstance(Fonts.installed(), Fonts)


def test_a_table_of_characters_is_read_in_both_formats() -> None:
    latin = coverage_of(folder_of(PACKAGES[0]) / LATIN)
    assert ord("a") in latin and ord("雨") not in latin and 0xFFFF not in latin
    japanese, chinese = (coverage_of(folder_of(PACKAGES[1]) / CJK, index) for index in (0, 2))
    assert ord("雨") in japanese and ord("𠮷") in chinese and ord("ש") not in chinese


def a_font(path: Path, subtable: bytes) -> Path:
    """A file of nothing but its table of characters."""
    cmap = struct.pack(">HHHHL", 0, 1, 3, 1, 12) + subtable
    head = b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0)
    path.write_bytes(head + struct.pack(">4sLLL", b"cmap", 0, 28, len(cmap)) + cmap)
    return path


def test_glyphs_that_are_none_are_not_covered(tmp_path: Path) -> None:
    # Two segments: one by difference, one by a list in which the second has no glyph.
    shape = struct.pack(">HHHHHHH", 4, 0, 0, 6, 0, 0, 0)
    ends, starts = struct.pack(">HHHH", 65, 98, 0xFFFF, 0), struct.pack(">HHH", 65, 97, 0xFFFF)
    deltas, offsets = struct.pack(">HHH", 0, 0, 1), struct.pack(">HHH", 0, 4, 0)
    font = a_font(tmp_path / "a.ttf", shape + ends + starts + deltas + offsets + b"\0\5\0\0")
    assert [point in coverage_of(font) for point in (64, 65, 97, 98, 0xFFFF)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_a_file_without_characters_is_refused(tmp_path: Path) -> None:
    other = a_font(tmp_path / "other.ttf", struct.pack(">HH", 6, 0))
    with pytest.raises(ValueError, match="format 6"):
        coverage_of(other)
    empty = tmp_path / "empty.ttf"
    empty.write_bytes(b"\0\1\0\0" + struct.pack(">HHHH", 0, 0, 0, 0))
    with pytest.raises(ValueError, match="no table cmap"):
        coverage_of(empty)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=8))
def test_ranges_are_joined_without_a_change(pairs: list[tuple[int, int]]) -> None:
    ranges = [(first, first + more) for first, more in pairs]
    covered = {point for first, last in ranges for point in range(first, last + 1)}
    assert {point for point in range(80) if point in Coverage(ranges)} == covered
