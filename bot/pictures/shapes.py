"""Smooth edges: corners and circles as masks, each made once."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

_FINER: Final = 8
# Less than half of the first step of a ramp is nothing.
_SEEN: Final = [255 * (value > 18) for value in range(256)]


@lru_cache(maxsize=256)
def corners(radius: int, ramp: bytes) -> tuple[tuple[Image.Image, Image.Image], ...]:
    """The quarters of a disc in colour: upper left, upper right, lower right, lower left.

    Each with where it is seen. ``ramp`` is the number of the colour for each shade.
    """
    fine = radius * _FINER
    drawn = Image.new("L", (fine, fine))
    ImageDraw.Draw(drawn).ellipse((0, 0, 2 * fine - 1, 2 * fine - 1), fill=255)
    first, turns = drawn.reduce(_FINER), Image.Transpose
    quarters = (
        first,
        first.transpose(turns.FLIP_LEFT_RIGHT),
        first.transpose(turns.ROTATE_180),
        first.transpose(turns.FLIP_TOP_BOTTOM),
    )
    return tuple((in_colour(each.tobytes(), each.size, ramp), cover_of(each)) for each in quarters)


def in_colour(shades: bytes, size: tuple[int, int], ramp: bytes) -> Image.Image:
    """The mask in numbers of colours."""
    return Image.frombytes("L", size, shades.translate(ramp))


def cover_of(mask: Image.Image) -> Image.Image:
    """Where the mask is seen."""
    return mask.point(_SEEN, "1")
