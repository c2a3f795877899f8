"""Cuts an announcement so that each piece is one message on every platform.

A message that the platform's adapter had to split could not be taken back whole
(``docs/features/recaps.md`` §7).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import accumulate, takewhile
from typing import Final

_JOINER: Final = "\u200d"
# Behind so many characters that belong together a cut is made all the same.
_LONGEST_CLUSTER: Final = 40


def pieces(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most this length, cut behind a line or a word if it can.

    A character outside of the basic plane is two units long, as platforms count, and so is a
    punctuation mark of ASCII, which may be shown with a backslash before it.
    """
    text = text.strip()
    while (fits := _fits(text, limit)) < len(text):
        cut = (
            max(text.rfind("\n", 0, fits), 0)
            or max(text.rfind(" ", 0, fits), 0)
            or _between_characters(text, fits)
        )
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


def _fits(text: str, limit: int) -> int:
    """How many of the first characters are no longer than the limit: at least one."""
    lengths = accumulate(map(_length, text))
    return max(sum(1 for _ in takewhile(lambda length: length <= limit, lengths)), 1)


def _length(char: str) -> int:
    if char > "\uffff":
        return 2
    return 2 if char.isascii() and char.isprintable() and not (char.isalnum() or char == " ") else 1


def _between_characters(text: str, end: int) -> int:
    """The last place before ``end`` where what people see as one character is not cut."""
    for cut in range(end, max(end - _LONGEST_CLUSTER, 0), -1):
        if not _belongs(text, cut):
            return cut
    return end


def _belongs(text: str, place: int) -> bool:
    """Whether the character there is shown as one with those before it."""
    char = text[place]
    if char == _JOINER or text[place - 1] == _JOINER or unicodedata.category(char) in ("Mn", "Me"):
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True
    flags = 0
    while flags < place and _is_half_a_flag(text[place - flags - 1]):
        flags += 1
    return _is_half_a_flag(char) and flags % 2 == 1


def _is_half_a_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
