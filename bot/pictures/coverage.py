"""Which characters a font has: the ``cmap`` table of a TrueType or OpenType file, read by itself.

``docs/features/cards.md`` §4
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

# Subtables of these platforms and encodings are Unicode, the larger the wider.
_UNICODE: Final = {(3, 1): 1, (0, 3): 1, (0, 4): 2, (0, 6): 2, (3, 10): 2}
_SEGMENTED: Final = 4
_GROUPED: Final = 12


class Coverage:
    """The code points for which a font has a glyph of its own."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for first, last in sorted(ranges):
            if self._ends and first <= self._ends[-1] + 1:
                self._ends[-1] = max(self._ends[-1], last)
            else:
                self._starts.append(first)
                self._ends.append(last)

    def __contains__(self, point: int) -> bool:
        place = bisect_right(self._starts, point) - 1
        return place >= 0 and point <= self._ends[place]


def coverage_of(path: Path, index: int = 0) -> Coverage:
    """What the font has; ``index`` is its place in a collection.

    Raises ValueError for a file without a table of characters that we can read.
    """
    with path.open("rb") as file:
        table = _table(file, b"cmap", index)
    best, found = 0, 0
    (count,) = struct.unpack_from(">H", table, 2)
    for place in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * place)
        if (width := _UNICODE.get((platform, encoding), 0)) > best:
            best, found = width, offset
    if not best:
        raise ValueError(f"{path.name} has no Unicode characters")
    (form,) = struct.unpack_from(">H", table, found)
    if form == _GROUPED:
        return Coverage(_grouped(table, found))
    if form == _SEGMENTED:
        return Coverage(_segmented(table, found))
    raise ValueError(f"{path.name} has its characters in format {form}")


def _table(file: BinaryIO, tag: bytes, index: int) -> bytes:
    start = 0
    if file.read(4) == b"ttcf":
        file.seek(12 + 4 * index)
        (start,) = struct.unpack(">L", file.read(4))
    file.seek(start + 4)
    (count,) = struct.unpack(">H", file.read(2))
    file.seek(6, 1)
    for _ in range(count):
        name, _, offset, length = struct.unpack(">4sLLL", file.read(16))
        if name == tag:
            file.seek(offset)
            return file.read(length)
    raise ValueError(f"no table {tag.decode()}")


def _grouped(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">L", table, start + 12)
    groups = table[start + 16 : start + 16 + 12 * count]
    for first, last, glyph in struct.iter_unpack(">LLL", groups):
        yield (first if glyph else first + 1, last)


def _segmented(table: bytes, start: int) -> Iterator[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", table, start + 6)
    size = doubled // 2
    ends = struct.unpack_from(f">{size}H", table, start + 14)
    starts = struct.unpack_from(f">{size}H", table, start + 16 + doubled)
    deltas = struct.unpack_from(f">{size}H", table, start + 16 + 2 * doubled)
    place = start + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{size}H", table, place)
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, last + 1):
            if point == 0xFFFF:
                continue
            glyph = point
            if offsets[number]:
                at = place + 2 * number + offsets[number] + 2 * (point - first)
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            if (glyph + deltas[number]) & 0xFFFF:
                yield point, point
