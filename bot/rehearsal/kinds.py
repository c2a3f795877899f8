"""The kinds of line: which keys each has, and how it is made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Final, get_args

from bot.core.model import Rank, Sender
from bot.core.text import Text
from bot.rehearsal.complaints import Place, shown
from bot.rehearsal.lines import Fault, Line, MessageLine
from bot.rehearsal.references import check_needs
from bot.rehearsal.shapes import (
    COUNT,
    ID,
    IDS,
    INDEX,
    INSTANT,
    PLATFORM,
    SECONDS,
    SIGN,
    TEXT,
    YES_NO,
    Shape,
    Unfit,
    one_of,
    one_word_of,
)

# A key means the same in every kind that has it.
_SHAPES: Final[Mapping[str, Shape[Any]]] = {
    "at": INSTANT,
    "platform": PLATFORM,
    "chat": ID,
    "user": ID,
    "text": TEXT,
    "id": ID,
    "name": TEXT,
    "locale": TEXT,
    "reply_to": ID,
    "mentions": IDS,
    "media": TEXT,
    "sent_at": INSTANT,
    "sender": one_of(Sender),
    "by": ID,
    "emoji": SIGN,
    "removed": YES_NO,
    "reply": INDEX,
    "label": TEXT,
    "invite": TEXT,
    "role": one_word_of(*(rank.name.lower() for rank in Rank)),
    "what": one_of(Fault),
    "times": COUNT,
    "retry_after": SECONDS,
}
_LINES: Final[Mapping[str, type[Line]]] = {made.kind: made for made in get_args(Line)}
_KEYS: Final = {
    kind: ("kind", *(field.name for field in fields(made) if field.name != "number"))
    for kind, made in _LINES.items()
}


def line_of(values: Mapping[str, object], place: Place) -> Line:
    """The line that the object is. Raises ``TranscriptError`` for what its kind does not allow."""
    kind = values.get("kind", MessageLine.kind)
    if not isinstance(kind, str) or kind not in _LINES:
        expected = Text("transcript.one_of", names=", ".join(_LINES))
        raise place.wrong("kind", expected, shown(kind), _LINES)
    for key in values:
        if key not in _KEYS[kind]:
            expected = Text("transcript.key_of", kind=kind, keys=", ".join(_KEYS[kind]))
            raise place.wrong(key, expected, shown(key), _KEYS[kind])
    given = {
        field.name: _read(values, field.name, place)
        for field in fields(_LINES[kind])
        if field.name in values or (field.default is MISSING and field.name != "number")
    }
    return _LINES[kind](number=place.line, **given)


def _read(values: Mapping[str, object], key: str, place: Place) -> Any:
    shape = _SHAPES[key]
    if key not in values:
        raise place.wrong(key, shape.expected, Text("transcript.nothing"))
    found = values[key]
    try:
        value = shape.read(found)
    except Unfit as unfit:
        raise place.wrong(key, unfit.expected, shown(found)) from None
    if value is None:
        raise place.wrong(key, shape.expected, shown(found), shape.names)
    if key == "text":
        check_needs(value, place)
    return value
