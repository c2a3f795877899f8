"""Why a transcript cannot be read, said to the operator with file, line number and key."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from bot.core.errors import HearthError
from bot.core.text import Text, TextValue
from bot.presenter.sentences import Sentences

_SHOWN: Final = 40


class TranscriptError(HearthError):
    """A line that cannot be read, or a value of an earlier reply that is not there.

    ``file``, ``line`` (from 1) and ``key`` (empty for the whole line) say where, ``expected``
    and ``found`` what; ``nearest`` is the name that was probably meant, empty without one.
    """

    def __init__(
        self, file: str, line: int, key: str, expected: Text, found: TextValue, nearest: str = ""
    ) -> None:
        super().__init__(file, line, key, expected, found, nearest)
        self.file = file
        self.line = line
        self.key = key
        self.expected = expected
        self.found = found
        self.nearest = nearest

    def sentence(self, locale: str) -> str:
        """``FILE:LINE: KEY: what was expected and found``, in ``zh`` or ``en``, on one line."""
        wrong = Text(
            "transcript.wrong_near" if self.nearest else "transcript.wrong",
            expected=self.expected,
            found=self.found,
            nearest=self.nearest,
        )
        place = f"{self.file}:{self.line}: " + (f"{self.key}: " if self.key else "")
        return place + _sentences().say(wrong, locale)

    def __str__(self) -> str:
        return self.sentence("en")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, from 1, for what may be wrong with it."""

    file: str
    line: int

    def wrong(
        self, key: str, expected: Text, found: TextValue, names: Iterable[str] = ()
    ) -> TranscriptError:
        """The error to raise here; a name near to ``found`` among ``names`` is suggested."""
        near: list[str] = []
        if isinstance(found, str):
            near = get_close_matches(found.strip('"').casefold()[:_SHOWN], list(names), 1)
        return TranscriptError(
            self.file, self.line, _printable(key), expected, found, near[0] if near else ""
        )


def shown(value: object) -> str:
    """A value of a line as the file writes it, on one line and cut to what helps."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, str):
        value = value[: _SHOWN + 1]
    return _printable(json.dumps(value, ensure_ascii=False))


def _printable(text: str) -> str:
    cut = text if len(text) <= _SHOWN + 2 else text[:_SHOWN] + "…"
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in cut)


@cache
def _sentences() -> Sentences:
    return Sentences([Path(__file__).parent])
