"""Colours: whatever a community chooses, what is written can be read."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.pictures.themes import (
    BLACK,
    TEXT_CONTRAST,
    WHITE,
    Colour,
    colour_of,
    contrast,
    mixed,
    readable,
    text_on,
    theme_of,
)

COLOURS = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
# What is written on what: all other pairs are shapes.
WRITTEN = (
    ("page", "ink"), ("page", "muted"), ("page", "accent_text"),
    ("panel", "ink"), ("panel", "muted"), ("panel", "accent_text"),
    ("soft", "ink"), ("soft", "muted"), ("soft", "accent_text"),
    ("track", "ink"), ("track", "muted"),
    ("accent", "on_accent"), ("cool", "cool_text"), ("good", "good_text"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [(WHITE, BLACK, 21.0), (WHITE, WHITE, 1.0), ((119, 119, 119), WHITE, 4.48)],
)
def test_contrast_is_that_of_the_guidelines(one: Colour, other: Colour, ratio: float) -> None:
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@given(COLOURS, st.sampled_from(("light", "dark")))
@example((255, 255, 255), "light")
@example((0, 0, 0), "dark")
@example((128, 128, 128), "light")
def test_what_is_written_can_be_read_in_any_colour(colour: Colour, name: str) -> None:
    theme = theme_of(name, "#{:02x}{:02x}{:02x}".format(*colour))
    for on, ink in WRITTEN:
        assert contrast(theme.colours[on], theme.colours[ink]) >= TEXT_CONTRAST, (on, ink)
    assert len(theme.palette) <= 3 * 256


@given(COLOURS)
def test_text_on_a_colour_is_white_or_black(colour: Colour) -> None:
    assert contrast(text_on(colour), colour) >= TEXT_CONTRAST


@given(COLOURS, COLOURS)
def test_a_colour_that_can_be_read_stays_as_it_is(colour: Colour, on: Colour) -> None:
    found = readable(colour, on)
    if contrast(colour, on) >= TEXT_CONTRAST:
        assert found == colour
    assert contrast(found, on) >= TEXT_CONTRAST


def test_a_ramp_goes_from_one_colour_to_the_other() -> None:
    theme = theme_of("dark", "#1c3faa")
    ramp = theme.ramp("panel", "ink")
    assert (ramp[0], ramp[255]) == (theme.numbers["panel"], theme.numbers["ink"])
    middle = ramp[128]
    halfway = mixed(theme.colours["panel"], theme.colours["ink"], 0.5)
    assert tuple(theme.palette[3 * middle : 3 * middle + 3]) == halfway


def test_a_colour_is_six_digits() -> None:
    assert colour_of("#C2410c") == (194, 65, 12)
    for wrong in ("c2410c", "#c24", "red", "#gggggg"):
        with pytest.raises(ValueError):
            colour_of(wrong)
