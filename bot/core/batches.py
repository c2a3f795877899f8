"""Cuts what one statement takes at a time: in few sizes, so that few statements are prepared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

LARGEST: Final = 256


class SomeKnown(Exception):
    """Of many rows that should be new some are there already: each is to be tried by itself."""


def cut(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """The rows in order, in pieces of 256, 128, 64 … rows."""
    start, size = 0, LARGEST
    while start < len(rows):
        while size > len(rows) - start:
            size //= 2
        yield rows[start : start + size]
        start += size


def padded(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in pieces of up to 256, the last value repeated up to the next power of two.

    For a list of what is looked for, where one that is named twice is found once.
    """
    for start in range(0, len(values), LARGEST):
        piece = values[start : start + LARGEST]
        size = 1 << (len(piece) - 1).bit_length()
        yield [*piece, *[piece[-1]] * (size - len(piece))]


def places(row: str, count: int) -> str:
    """``row`` so many times: ``(?, ?)`` twice is ``(?, ?), (?, ?)``."""
    return ", ".join([row] * count)
