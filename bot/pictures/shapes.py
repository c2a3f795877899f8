"""Smooth edges: corners and circles as masks, each made once."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

_FINER: Final = 8
# Less than half of the first step of a ramp is nothing.
_SEEN: Final = [255 * (value > 18) for value in range(256)]


@lru_cache(maxsize=128)
def corners(radius: int) -> tuple[tuple[bytes, Image.Image], ...]:
    """The quarters of a disc: upper left, upper right, lower right, lower left.

    Each with its bytes, 255 inside, and where it is seen.
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
    return tuple((each.tobytes(), cover_of(each)) for each in quarters)


def cover_of(mask: Image.Image) -> Image.Image:
    """Where the mask is seen."""
    return mask.point(_SEEN, "1")
