"""The colours of a picture: a palette of at most 256, made of a community's colour.

``docs/features/cards.md`` §3
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

Colour = tuple[int, int, int]

WHITE: Final[Colour] = (255, 255, 255)
BLACK: Final[Colour] = (0, 0, 0)
TEXT_CONTRAST: Final = 4.5
"""What WCAG 2 asks for text."""
SHAPE_CONTRAST: Final = 1.8
"""What a coloured shape has at least against what it stands on; its number stands beside it."""
# Steps from one colour to another where an edge is smoothed, both ends among them.
STEPS: Final = 5
_MOST: Final = 256

# What may stand on what: each pair has its own steps in the palette.
_PAIRS: Final = (
    ("page", "panel"), ("page", "ink"), ("page", "muted"), ("page", "accent_text"),
    ("page", "accent"), ("page", "track"),
    ("panel", "ink"), ("panel", "muted"), ("panel", "accent_text"), ("panel", "accent"),
    ("panel", "soft"), ("panel", "track"), ("panel", "cool"), ("panel", "good"),
    ("soft", "accent_text"), ("soft", "ink"), ("soft", "muted"), ("soft", "accent"),
    ("soft", "track"),
    ("accent", "on_accent"), ("accent", "panel"), ("accent", "soft"),
    ("track", "muted"), ("track", "accent"), ("track", "ink"), ("track", "panel"),
    ("cool", "cool_text"), ("good", "good_text"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by name; ``palette`` in order, and by which numbers one goes over into another."""

    key: tuple[str, str]
    colours: Mapping[str, Colour]
    palette: bytes
    numbers: Mapping[str, int]
    ramps: Mapping[tuple[str, str], bytes] = field(repr=False)

    def ramp(self, on: str, ink: str) -> bytes:
        """The number of the colour for each of the 256 shades from ``on`` to ``ink``."""
        return self.ramps[on, ink]


def contrast(one: Colour, other: Colour) -> float:
    """How well one is seen on the other by WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The colour with ``share`` of the other, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def readable(colour: Colour, on: Colour, least: float = TEXT_CONTRAST) -> Colour:
    """The colour, or the nearest towards black or white that is seen well enough."""
    ends = sorted((WHITE, BLACK), key=lambda end: -contrast(end, on))
    for step in range(51):
        tried = mixed(colour, ends[0], step / 50)
        if contrast(tried, on) >= least:
            return tried
    return ends[0]


def text_on(colour: Colour) -> Colour:
    """White or nearly black, whichever is read better on the colour; white where both can be."""
    if contrast(WHITE, colour) >= TEXT_CONTRAST:
        return WHITE
    dark = (24, 26, 30)
    return dark if contrast(dark, colour) >= TEXT_CONTRAST else BLACK


def colour_of(written: str) -> Colour:
    """The colour that ``#rrggbb`` is. Raises ValueError."""
    if len(written) != 7 or written[0] != "#":
        raise ValueError(f"a colour is #rrggbb, not {written!r}")
    value = int(written[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


@lru_cache(maxsize=64)
def theme_of(name: str, colour: str) -> Theme:
    """The theme ``light`` or ``dark`` in the colour ``#rrggbb``."""
    colours = _dark(colour_of(colour)) if name == "dark" else _light(colour_of(colour))
    numbers = {each: number for number, each in enumerate(colours)}
    palette = list(colours.values())
    ramps = {}
    for on, ink in _PAIRS:
        steps = [numbers[on]]
        for step in range(1, STEPS - 1):
            steps.append(len(palette))
            palette.append(mixed(colours[on], colours[ink], step / (STEPS - 1)))
        steps.append(numbers[ink])
        ramps[on, ink] = bytes(steps[round(value * (STEPS - 1) / 255)] for value in range(256))
    assert len(palette) <= _MOST, "a byte holds 256"
    return Theme(
        (name, colour), colours, bytes(part for each in palette for part in each), numbers, ramps
    )


def _light(accent: Colour) -> dict[str, Colour]:
    panel = WHITE
    page = mixed((244, 243, 240), accent, 0.05)
    return _common(accent, page, panel, (31, 35, 40), (232, 230, 226))


def _dark(accent: Colour) -> dict[str, Colour]:
    page = mixed((19, 21, 25), accent, 0.04)
    panel = mixed((30, 33, 39), accent, 0.03)
    return _common(accent, page, panel, (240, 239, 236), (50, 54, 62))


def _common(
    accent: Colour, page: Colour, panel: Colour, ink: Colour, track: Colour
) -> dict[str, Colour]:
    shown = readable(accent, panel, SHAPE_CONTRAST)
    soft = mixed(panel, shown, 0.14)
    hardest = min((page, panel, track, soft), key=lambda each: contrast(ink, each))
    cool, good = mixed(panel, (58, 134, 214), 0.2), mixed(panel, (54, 160, 110), 0.2)
    return {
        "page": page,
        "panel": panel,
        "track": track,
        "soft": soft,
        "accent": shown,
        "on_accent": text_on(shown),
        "ink": readable(ink, hardest),
        "muted": readable(mixed(ink, hardest, 0.38), hardest, 4.6),
        "accent_text": _on_all(shown, (page, panel, soft)),
        "cool": cool,
        "cool_text": readable((58, 134, 214), cool, 4.6),
        "good": good,
        "good_text": readable((54, 160, 110), good, 4.6),
    }


def _on_all(colour: Colour, grounds: tuple[Colour, ...]) -> Colour:
    for ground in grounds:
        colour = readable(colour, ground, 4.6)
    return colour


def _luminance(colour: Colour) -> float:
    """How light it is by WCAG 2, 0 to 1."""
    parts = (each / 255 for each in colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
