"""``{N.NAME}`` in a text: a value of the bot's first reply to an earlier line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.core.text import Text
from bot.rehearsal.complaints import Place

Lookup = Callable[[int, str], str | None]
_REFERENCE: Final = re.compile(r"\{([0-9]{1,9})\.([A-Za-z_][A-Za-z0-9_]*)\}")


def needs(text: str) -> list[tuple[int, str]]:
    """The (line, name) pairs that the text asks for, in its order.

    A name begins with a letter or ``_``, so that ``{3.5}`` is a text like any other.
    """
    return [(int(number), name) for number, name in _REFERENCE.findall(text)]


def fill(text: str, lookup: Lookup, *, file: str = "", line: int = 0) -> str:
    """The text with what ``lookup(N, NAME)`` says in place of each ``{N.NAME}``.

    What is put in is not read again. ``file`` and ``line`` say where the text stands; raises
    ``TranscriptError`` where ``lookup`` says None.
    """

    def value(found: re.Match[str]) -> str:
        number, name = int(found[1]), found[2]
        said = lookup(number, name)
        if said is None:
            expected = Text("transcript.value_of", line=str(number), name=name)
            raise Place(file, line).wrong("text", expected, Text("transcript.nothing"))
        return said

    return _REFERENCE.sub(value, text)


def check_needs(text: str, place: Place) -> None:
    """Every ``{N.NAME}`` of the text names a line before its own. Raises ``TranscriptError``."""
    for number, name in needs(text):
        if not 1 <= number < place.line:
            found = f"{{{number}.{name}}}"
            raise place.wrong("text", Text("transcript.earlier_line"), found)
