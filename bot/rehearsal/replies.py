"""What ``hearth replay --replies`` writes: one JSON line for each message a platform accepted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.core.clock import instant_text
from bot.core.outgoing import Purpose
from bot.core.text import Text, TextValue

EVERYONE: Final = "everyone"
"""What ``mentions`` is, in place of accounts, for a message that may ping the whole chat."""

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]
Key = str | tuple[str, ...]
Values = Mapping[str, Plain] | tuple[Mapping[str, Plain], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """One accepted message, its fields in the order of the format (`docs/features/transcript.md`).

    ``to`` is the account's id on its platform, empty for a whole chat; ``in_reply_to`` is
    ``answered_as`` of the line that is answered, empty where none is; ``key`` and ``values``
    come from ``key_and_values``; ``text`` is what was shown; ``buttons`` are (key, label)
    pairs; ``mentions`` are account ids or ``EVERYONE``; ``card`` describes a picture.
    """

    at: datetime
    platform: str
    chat: str
    to: str = ""
    in_reply_to: str = ""
    key: Key = ""
    values: Values = field(default_factory=dict)
    text: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    mentions: tuple[str, ...] | str = ()
    card: Mapping[str, Plain] | None = None
    kind: Purpose = Purpose.REPLY


def key_and_values(texts: Iterable[Text]) -> tuple[Key, Values]:
    """The sentences as a row has them: one alone, several as two lists of the same length.

    No sentence is an empty key without values. Values are sorted by name; a sentence inside
    a sentence is an object of ``key`` and ``values``.
    """
    several = tuple(texts)
    if len(several) == 1:
        return several[0].key, _values(several[0])
    if not several:
        return "", {}
    return tuple(text.key for text in several), tuple(_values(text) for text in several)


def reply_json(row: ReplyRow) -> str:
    """The row as one line of JSON, without a line end; the same row is always the same text."""
    written: dict[str, Plain] = {
        "at": instant_text(row.at),
        "platform": row.platform,
        "chat": row.chat,
        "to": row.to,
        "in_reply_to": row.in_reply_to,
        "key": row.key,
        "values": row.values,
        "text": row.text,
        "buttons": [{"key": key, "label": label} for key, label in row.buttons],
        "mentions": row.mentions,
        "card": row.card,
        "kind": row.kind.value,
    }
    return json.dumps(written, ensure_ascii=False)


def _values(text: Text) -> dict[str, Plain]:
    return {name: _plain(text.values[name]) for name in sorted(text.values)}


def _plain(value: TextValue) -> Plain:
    if isinstance(value, Text):
        return {"key": value.key, "values": _values(value)}
    return value
