"""The lines of a file of JSON objects, one at a time, each at most 1 MiB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, Protocol

from bot.core.text import Text
from bot.rehearsal.complaints import Place, shown

LONGEST_LINE: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"


class Source(Protocol):
    """An open file of bytes."""

    def readline(self, limit: int = ..., /) -> bytes:
        """The bytes to the end of the line, at most ``limit``; none at the end of the file."""
        ...


class SeekableSource(Source, Protocol):
    """An open file of bytes that can be read again."""

    def tell(self) -> int: ...

    def seek(self, offset: int, /) -> int: ...


def numbered(stream: Source, name: str) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, each with its number from 1; blank ones are counted."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            expected = Text("transcript.short_line", bytes=str(LONGEST_LINE))
            raise Place(name, number).wrong("", expected, Text("transcript.longer"))
        if number == 1:
            raw = raw.removeprefix(_BOM)
        if raw.strip():
            yield number, raw


class _Repeated(Exception):
    """A key stands twice in one object."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _NoNumber(Exception):
    """NaN or an infinity, which Python would take and JSON does not know."""


def object_of(raw: bytes, place: Place) -> dict[str, object]:
    """The JSON object of the line. Raises ``TranscriptError`` where there is none."""
    whole = Text("transcript.line")
    try:
        read: object = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError as error:
        found = Text("transcript.not_utf8", byte=str(error.start + 1))
        raise place.wrong("", whole, found) from None
    except json.JSONDecodeError as error:
        found = Text("transcript.not_json", column=str(error.pos + 1))
        raise place.wrong("", whole, found) from None
    except ValueError:
        long = Text("transcript.long_number")
        raise place.wrong("", Text("transcript.json_number"), long) from None
    except _NoNumber as error:
        raise place.wrong("", Text("transcript.json_number"), str(error)) from None
    except RecursionError:
        deeper = Text("transcript.deeper")
        raise place.wrong("", Text("transcript.flat"), deeper) from None
    except _Repeated as error:
        twice = Text("transcript.twice")
        raise place.wrong(error.key, Text("transcript.key_once"), twice) from None
    if not isinstance(read, dict):
        raise place.wrong("", Text("transcript.json_object"), shown(read))
    return read


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Repeated(key)
            seen.add(key)
    return values


def _no_number(name: str) -> float:
    raise _NoNumber(name)
