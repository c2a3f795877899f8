"""What a value of a transcript may be: how it is read, and what is expected where it is not so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar

from bot.core.text import Text
from bot.platforms.cleaning import storable
from bot.rehearsal.instants import FIRST_YEAR, LAST_YEAR, OutsideYears, read_instant

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

YEAR_S: Final = 31_536_000
_PLATFORM: Final = re.compile(r"[a-z0-9_]+")


class Unfit(Exception):
    """A value of the right kind that cannot be used; ``expected`` says which ones can."""

    def __init__(self, expected: Text) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Shape(Generic[T]):
    """A kind of value. ``read`` gives None for what it does not take, or raises Unfit.

    ``names`` are the words it takes, where they can be counted.
    """

    expected: Text
    read: Callable[[object], T | None]
    names: tuple[str, ...] = ()


def one_of(words: type[E]) -> Shape[E]:
    """One of the words of the enumeration, as it is written there."""
    known: dict[object, E] = {word.value: word for word in words}
    names = tuple(word.value for word in words)

    def read(value: object) -> E | None:
        return known.get(value) if isinstance(value, str) else None

    return Shape(Text("transcript.one_of", names=", ".join(names)), read, names)


def one_word_of(*names: str) -> Shape[str]:
    """One of the names, as it is written there."""

    def read(value: object) -> str | None:
        return value if isinstance(value, str) and value in names else None

    return Shape(Text("transcript.one_of", names=", ".join(names)), read, names)


def _text(value: object) -> str | None:
    return storable(value) if isinstance(value, str) else None


def _sign(value: object) -> str | None:
    return _text(value) or None


def _id(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _sign(value)


def _ids(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    ids = tuple(_id(item) for item in value)
    known = tuple(item for item in ids if item is not None)
    return known if len(known) == len(ids) else None


def _platform(value: object) -> str | None:
    return value if isinstance(value, str) and _PLATFORM.fullmatch(value) else None


def _instant(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return read_instant(value)
    except OutsideYears:
        raise Unfit(Text("transcript.years", first=FIRST_YEAR, last=LAST_YEAR)) from None
    except ValueError:
        return None


def _yes_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _whole(least: int) -> Callable[[object], int | None]:
    def read(value: object) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        return None

    return read


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value <= YEAR_S else None


TEXT: Final = Shape(Text("transcript.text"), _text)
SIGN: Final = Shape(Text("transcript.sign"), _sign)
ID: Final = Shape(Text("transcript.id"), _id)
IDS: Final = Shape(Text("transcript.ids"), _ids)
PLATFORM: Final = Shape(Text("transcript.platform"), _platform)
INSTANT: Final = Shape(Text("transcript.instant"), _instant)
YES_NO: Final = Shape(Text("transcript.yes_no"), _yes_no)
COUNT: Final = Shape(Text("transcript.count"), _whole(1))
INDEX: Final = Shape(Text("transcript.index"), _whole(0))
SECONDS: Final = Shape(Text("transcript.seconds", most=YEAR_S), _seconds)
