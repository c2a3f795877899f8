"""A sentence before it is put into a language: a key and its values."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


class Text:
    """A sentence's key with its values, as ``Text("checkin.done", days=7)``.

    The key ``checkin.done`` is the message ``checkin-done`` of the locale files. A value is a
    str (shown as it is, never as markup), an int (shown as the language writes numbers) or
    another Text (put into the same language first).
    """

    __slots__ = ("key", "values")

    def __init__(self, key: str, /, **values: str | int | Text) -> None:
        self.key: Final = key
        self.values: Final[Mapping[str, str | int | Text]] = MappingProxyType(values)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Text)
            and self.key == other.key
            and dict(self.values) == dict(other.values)
        )

    def __hash__(self) -> int:
        return hash((self.key, tuple(self.values.items())))

    def __repr__(self) -> str:
        inside = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"Text({self.key!r}{inside})"


TextValue = str | int | Text
