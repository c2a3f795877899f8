"""What a reader sees as one character, and how long platforms say a text is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from regex import Pattern

ELLIPSIS = "…"
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def utf16_length(text: str) -> int:
    """The length of the text in UTF-16 code units, as Telegram and Discord count it."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def without_surrogates(text: str) -> str:
    """The text with every lone surrogate replaced by U+FFFD, so that it can be encoded."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_SURROGATES)
    return text


def clusters(text: str) -> Iterator[str]:
    """The grapheme clusters of the text in order; joined they are the text. Linear time."""
    return (match.group() for match in _cluster_pattern().finditer(text))


def cut(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis, within ``limit`` UTF-16 code units.

    It is cut between grapheme clusters, so an emoji or an accented letter stays whole.
    """
    if utf16_length(text) <= limit:
        return text
    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for cluster in clusters(text):
        room -= utf16_length(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + ELLIPSIS


@cache
def _cluster_pattern() -> Pattern[str]:
    # Loaded when a text is too long for the first time, since most never are.
    import regex

    # \X alone looks back over every flag before the current one: quadratic on a row of flags.
    flag = r"[\U0001F1E6-\U0001F1FF]{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*"
    return regex.compile(rf"{flag}|\X")
