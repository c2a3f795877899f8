"""Values as TOML writes them, for the example file and for messages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_PASSWORD: Final = re.compile(r"(?<=://)[^/@\s]*@")
_LONGEST: Final = 60


def toml_value(value: object) -> str:
    """One value of a setting, on one line.

    Raises TypeError for what a config cannot hold.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return quoted(value)
        case Mapping():
            pairs = [f"{toml_key(str(key))} = {toml_value(each)}" for key, each in value.items()]
            return f"{{{', '.join(pairs)}}}"
        case Sequence():
            return f"[{', '.join(toml_value(each) for each in value)}]"
        case _:
            raise TypeError(f"no TOML for {type(value).__qualname__}")


def toml_key(key: str) -> str:
    """A key, in quotes where it needs them."""
    return key if _BARE.fullmatch(key) else quoted(key)


def quoted(text: str) -> str:
    """A text in double quotes; what a terminal would not show, or would obey, is escaped."""
    return f'"{"".join(_shown(each) for each in text)}"'


def dotted(path: Sequence[str | int]) -> str:
    """A path as a person would say it: ``points.boost[2].from``, lists counted from 1."""
    said = ""
    for step in path:
        if isinstance(step, int):
            said += f"[{step + 1}]"
        else:
            said += f".{toml_key(_short(step))}" if said else toml_key(_short(step))
    return said


def shown(value: object) -> str | None:
    """A single value as it stands in the file, shortened, passwords left out.

    None for a list or a table, which a message names instead.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value) if abs(value) < 10**18 else f"{hex(value)[:18]}…"
        case float():
            return repr(value)
        case str():
            return quoted(_short(_PASSWORD.sub("…@", value)))
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _shown(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
