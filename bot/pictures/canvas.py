"""The canvas: panels and lines of text in numbers of a palette, and the PNG that they become.

Nothing is ever converted to few colours: each shape is drawn in those that it has from the
start (``docs/features/cards.md`` §5).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Hashable
from typing import Final, NamedTuple, Self

from PIL import Image

from bot.pictures.fonts import ABOVE, BELOW, REGULAR, Fonts
from bot.pictures.keeping import Kept
from bot.pictures.lines import Line, line_of, lines_of
from bot.pictures.shapes import corners
from bot.pictures.themes import Theme

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_OF_PALETTE: Final = 3
_NO_FILTER: Final = 0
# The best for its time on what cards hold; the other takes twice as long for a fifth less.
_FAST: Final = 3
_SMALL: Final = 6
# Bytes from which on the other is worth it.
_HEAVY: Final = 23_200
# A capital letter's height as part of the size: what is centred is centred by it.
_CAPITAL: Final = 0.72
_stamps: Final[Kept[Image.Image]] = Kept(1_500)
_lines: Final[Kept[Line]] = Kept(1_500)
_texts: Final[Kept[list[Line]]] = Kept(500)


class Box(NamedTuple):
    """A rectangle: from ``left`` and ``top`` to before ``right`` and ``bottom``, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Its height."""
        return self.bottom - self.top

    def inset(self, across: int, down: int | None = None) -> Box:
        """The box within, with that much on each side."""
        down = across if down is None else down
        return Box(self.left + across, self.top + down, self.right - across, self.bottom - down)


class Canvas:
    """A picture of ``width`` and ``height`` pixels, at first all ``page``."""

    def __init__(self, theme: Theme, fonts: Fonts, width: int, height: int) -> None:
        self.theme = theme
        self.fonts = fonts
        # Each row begins with the number that a PNG wants there.
        self._image = Image.new("L", (width + 1, height), theme.numbers["page"])
        self.box = Box(0, 0, width, height)

    def copy(self) -> Self:
        """The same, to be drawn on while this stays as it is."""
        other = object.__new__(type(self))
        other.theme, other.fonts, other.box = self.theme, self.fonts, self.box
        other._image = self._image.copy()
        return other

    def panel(self, box: Box, fill: str, on: str, radius: int = 0) -> None:
        """The box is filled, with round corners that go over into ``on``."""
        left, top, right, bottom = box
        if right <= left or bottom <= top:
            return
        number = self.theme.numbers[fill]
        radius = 0 if on == fill else min(radius, box.width // 2, box.height // 2)
        core = self._image.im
        core.paste(number, (left + 1 + radius, top, right + 1 - radius, bottom))
        if radius < 1:
            return
        core.paste(number, (left + 1, top + radius, right + 1, bottom - radius))
        places = (
            (left + 1, top),
            (right + 1 - radius, top),
            (right + 1 - radius, bottom - radius),
            (left + 1, bottom - radius),
        )
        edges = corners(radius, self.theme.ramp(on, fill))
        for (edge, cover), (x, y) in zip(edges, places, strict=True):
            core.paste(edge.im, (x, y, x + radius, y + radius), cover.im)

    def frame(self, box: Box, colour: str, inside: str, on: str, radius: int, line: int) -> None:
        """The box has an edge of ``line`` pixels and is filled with ``inside``."""
        self.panel(box, colour, on, radius)
        self.panel(box.inset(line), inside, colour, radius - line)

    def stamp(
        self, key: Hashable, box: Box, ground: str, draw: Callable[[Canvas, Box], None]
    ) -> None:
        """What ``draw`` draws into the box, which is all ``ground``; kept under the key."""
        whole = (self.theme.key, key, box.width, box.height, ground)
        made = _stamps.get(whole, lambda: self._stamped(box, ground, draw))
        self._image.im.paste(made.im, (box.left + 1, box.top, box.right + 1, box.bottom))

    def _stamped(self, box: Box, ground: str, draw: Callable[[Canvas, Box], None]) -> Image.Image:
        small = Canvas(self.theme, self.fonts, box.width, box.height)
        small.panel(small.box, ground, ground)
        draw(small, small.box)
        return small._image.crop((1, 0, box.width + 1, box.height))

    def line(self, text: str, size: int, width: int | None = None, weight: int = REGULAR) -> Line:
        """The text laid out within ``width`` pixels, to be written."""
        room = self.box.width if width is None else width
        key = (text, size, room, weight)
        return _lines.get(key, lambda: line_of(self.fonts, text, size, room, weight=weight))

    def lines(
        self, text: str, size: int, width: int, most: int, weight: int = REGULAR
    ) -> list[Line]:
        """The text laid out on at most ``most`` lines within ``width`` pixels."""
        key = (text, size, width, weight, most)
        return _texts.get(key, lambda: lines_of(self.fonts, text, size, width, most, weight=weight))

    def write(self, line: Line, x: int, base: int, ink: str, on: str, align: str = "l") -> Box:
        """The line stands on ``base`` from ``x`` on; with ``m`` around ``x``, with ``r`` up to it.

        Returns where no more than its marks may be.
        """
        if align != "l":
            x -= line.width if align == "r" else line.width // 2
        ramp, core = self.theme.ramp(on, ink), self._image.im
        for pen, piece in line.pieces:
            if piece.cover is not None:
                left, top = x + pen + piece.left + 1, base + piece.top
                right, bottom = left + piece.cover.width, top + piece.cover.height
                core.paste(piece.in_colour(ramp).im, (left, top, right, bottom), piece.cover.im)
        above, below = round(ABOVE * line.size), round(BELOW * line.size)
        return Box(x, base - above, x + line.width, base + below)

    def centred(self, line: Line, box: Box, ink: str, on: str) -> Box:
        """The line stands in the middle of the box."""
        base = (box.top + box.bottom + round(_CAPITAL * line.size)) // 2
        return self.write(line, (box.left + box.right) // 2, base, ink, on, "m")

    def drawn(self) -> Box | None:
        """The smallest box with all that is not ``page``; None for an empty canvas."""
        page = self.theme.numbers["page"]
        found = self._image.point([int(value != page) for value in range(256)]).getbbox()
        return None if found is None else Box(found[0] - 1, found[1], found[2] - 1, found[3])

    def png(self) -> bytes:
        """The picture as a file."""
        image, width, height = self._image, self.box.width, self.box.height
        image.paste(_NO_FILTER, (0, 0, 1, height))
        rows = image.tobytes()
        packed = _packed(rows, _FAST)
        if len(packed) > _HEAVY:
            packed = _packed(rows, _SMALL)
        head = struct.pack(">LLBBBBB", width, height, 8, _OF_PALETTE, 0, 0, 0)
        chunks = ((b"IHDR", head), (b"PLTE", self.theme.palette), (b"IDAT", packed), (b"IEND", b""))
        return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _packed(rows: bytes, level: int) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, zlib.MAX_WBITS, 9)
    return packer.compress(rows) + packer.flush()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))
