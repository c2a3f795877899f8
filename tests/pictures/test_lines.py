"""Lines of text: they fit, are cut between characters, and say what they can."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.pictures.canvas import Canvas
from bot.pictures.cards import fonts
from bot.pictures.fonts import BOLD, REGULAR
from bot.pictures.lines import Line, line_of, lines_of
from bot.pictures.themes import theme_of

NAMES = st.one_of(
    st.text(max_size=220),
    st.text("abc 小雨さ민שלוםعليก👍🏽\u200d🇨🇳é\u0301\u0336 ", max_size=220),
)


def shown(text: str, width: int, size: int = 30) -> Line:
    return line_of(fonts(), text, size, width)


def test_a_text_that_fits_is_whole() -> None:
    line = shown("小雨 Rain", 400)
    assert not line.is_cut
    assert 0 < line.width <= 400


@pytest.mark.parametrize(
    "text", ["a" * 300, "雨" * 300, "Rain and " * 40, "שלום " * 60, "👨‍👩‍👧‍👦" * 90, "é" * 250]
)
def test_a_long_one_is_cut_with_an_ellipsis(text: str) -> None:
    line = shown(text, 200)
    dots = fonts().piece(fonts().family_of("…"), "…", 30, REGULAR)
    assert line.is_cut
    assert 100 < line.width <= 200
    assert any(piece is dots for _, piece in line.pieces)


def test_what_runs_to_the_left_has_its_ellipsis_there() -> None:
    line = shown("שלום " * 60, 200)
    dots = fonts().piece(fonts().family_of("…"), "…", 30, REGULAR)
    assert line.pieces[0] == (0, dots)


def test_an_emoji_is_never_cut_in_two() -> None:
    alone = shown("👨‍👩‍👧‍👦", 400)
    whole, advance = alone.width, alone.pieces[0][1].advance
    for width in range(whole, 4 * whole, 7):
        pieces = shown("👨‍👩‍👧‍👦" * 5, width).pieces
        assert {piece.advance for _, piece in pieces[:-1]} <= {advance}


@pytest.mark.parametrize("width", [0, 1, 5, 12])
def test_where_nothing_fits_nothing_is_drawn(width: int) -> None:
    assert shown("Rain and snow", width).width <= width


def test_words_go_on_to_the_next_line() -> None:
    lines = lines_of(fonts(), "Early bird of the very long morning", 20, 140, 2)
    assert [line.is_cut for line in lines] == [False, True]
    assert lines_of(fonts(), "Rain", 20, 140, 2) == [line_of(fonts(), "Rain", 20, 140)]
    assert lines_of(fonts(), "", 20, 140, 2) == []
    assert len(lines_of(fonts(), "雨" * 9, 20, 100, 2)) == 2


def on_a_canvas(text: str, size: int, width: int, weight: int) -> tuple[Canvas, tuple[int, ...]]:
    canvas = Canvas(theme_of("light", "#c2410c"), fonts(), 500, 140)
    line = line_of(fonts(), text, size, width, weight=weight)
    return canvas, canvas.write(line, 60, 80, "ink", "page")


@given(NAMES, st.sampled_from((19, 26, 42)), st.integers(0, 360), st.sampled_from((REGULAR, BOLD)))
@example("Z̷̢̛͓a̶͔͝l̵͙̅g̸̬̈o̴͙͝" * 20, 42, 360, BOLD)
def test_whatever_the_name_it_stays_in_its_box(
    text: str, size: int, width: int, weight: int
) -> None:
    canvas, box = on_a_canvas(text, size, width, weight)
    assert box[2] - box[0] <= width
    found = canvas.drawn()
    if found is not None:
        # A letter may lean out of its own width a little, never into another line.
        lean = size // 3
        assert box[0] - lean <= found.left and found.right <= box[2] + lean
        assert box[1] <= found.top and found.bottom <= box[3]
