"""Transcripts: one JSON object a line, read one at a time and written back the same way.

The format is `docs/features/transcript.md`. Whatever it does not allow is a ``TranscriptError``
with file, line number, key and what was expected. Blank lines are counted and nothing else;
a byte order mark at the start of the file and CRLF are taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from enum import StrEnum

from bot.core.clock import instant_text
from bot.core.text import Text
from bot.rehearsal.complaints import Place, TranscriptError
from bot.rehearsal.kinds import line_of
from bot.rehearsal.lines import (
    ButtonLine,
    ClockLine,
    DeleteLine,
    DownLine,
    EditLine,
    Fault,
    FaultLine,
    JoinLine,
    LeaveLine,
    Line,
    MessageLine,
    ReactionLine,
    RoleLine,
    TickLine,
    UpLine,
)
from bot.rehearsal.raw_lines import SeekableSource, Source, numbered, object_of
from bot.rehearsal.references import Lookup, fill, needs

__all__ = [
    "ButtonLine",
    "ClockLine",
    "DeleteLine",
    "DownLine",
    "EditLine",
    "Fault",
    "FaultLine",
    "JoinLine",
    "LeaveLine",
    "Line",
    "Lookup",
    "MessageLine",
    "ReactionLine",
    "RoleLine",
    "TickLine",
    "TranscriptError",
    "UpLine",
    "check",
    "fill",
    "line_json",
    "needs",
    "read_line",
    "read_lines",
]


def read_lines(stream: Source, name: str) -> Iterator[Line]:
    """The lines of the file, each read when it is asked for; ``name`` stands in what is wrong.

    Raises ``TranscriptError`` at the first line that cannot be read, that is longer than
    1 MiB or whose ``at`` goes back.
    """
    before: datetime | None = None
    for number, raw in numbered(stream, name):
        line = read_line(raw, name, number)
        if before is not None and line.at < before and not isinstance(line, ClockLine):
            expected = Text("transcript.not_before", before=instant_text(before))
            raise Place(name, number).wrong("at", expected, instant_text(line.at))
        before = line.at
        yield line


def check(stream: SeekableSource, name: str) -> int:
    """The whole file can be read, and is back where it was; how many lines hold something.

    Raises ``TranscriptError`` as ``read_lines``. The file must be one that can seek.
    """
    start = stream.tell()
    count = sum(1 for _ in read_lines(stream, name))
    stream.seek(start)
    return count


def read_line(raw: bytes, name: str, number: int) -> Line:
    """One line, which is the ``number``-th of ``name``. Raises ``TranscriptError``."""
    place = Place(name, number)
    return line_of(object_of(raw, place), place)


def line_json(line: Line) -> str:
    """The line as the format writes it, without a line end: reading it gives the line again.

    Keys stand in the order of the format, what is a default is left out, instants are in UTC.
    """
    written: dict[str, object] = {"at": instant_text(line.at)}
    if line.kind != MessageLine.kind:
        written["kind"] = line.kind
    for field in fields(line):
        value = getattr(line, field.name)
        if field.name not in ("number", "at") and value != field.default:
            written[field.name] = _written(value)
    return json.dumps(written, ensure_ascii=False)


def _written(value: object) -> object:
    match value:
        case datetime():
            return instant_text(value)
        case tuple():
            return list(value)
        case StrEnum():
            return value.value
        case float() if value.is_integer():
            return int(value)
    return value
