"""The values that an operator may write: numbers, words, choices and lists.

Tables are in ``bot/core/setting_tables.py``; times, zones and references in
``bot/core/setting_places.py``. All are for declarations as ``bot/core/settings.py`` shows.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, TypeVar

from bot.core.setting_mistakes import Misread, Mistake, Words, below
from bot.core.settings import Secret, SettingType

T = TypeVar("T")

MOST: Final = 1_000_000_000
"""No amount, count or duration of a config is larger."""


# Joiners are no control characters: names hold emoji that are made of several.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Flag(SettingType[bool]):
    """True or false."""

    expected = Words("true 或 false（不加引号）", "true or false without quotes")

    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}

    def read(self, raw: object) -> bool:
        if isinstance(raw, bool):
            return raw
        raise self.wrong(raw)


class Whole(SettingType[int]):
    """A whole number within limits; ``true`` is none, and neither is ``2.0``."""

    def __init__(self, at_least: int = 0, at_most: int = MOST) -> None:
        self.at_least = at_least
        self.at_most = at_most
        self.expected = Words(
            f"{at_least} 到 {at_most} 的整数", f"a whole number from {at_least} to {at_most}"
        )

    def schema(self) -> dict[str, object]:
        return {"type": "integer", "minimum": self.at_least, "maximum": self.at_most}

    def read(self, raw: object) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise self.wrong(raw)
        if not self.at_least <= raw <= self.at_most:
            raise self.wrong(raw)
        return raw


class Number(SettingType[float]):
    """A number within limits, whole or not; ``nan`` and ``inf`` are outside of all limits."""

    def __init__(self, at_least: float, at_most: float) -> None:
        self.at_least = at_least
        self.at_most = at_most
        self.expected = Words(
            f"{at_least:g} 到 {at_most:g} 的数", f"a number from {at_least:g} to {at_most:g}"
        )

    def schema(self) -> dict[str, object]:
        return {"type": "number", "minimum": self.at_least, "maximum": self.at_most}

    def read(self, raw: object) -> float:
        if not isinstance(raw, (int, float)) or isinstance(raw, bool):
            raise self.wrong(raw)
        if not self.at_least <= raw <= self.at_most:
            raise self.wrong(raw)
        return float(raw)


class Line(SettingType[str]):
    """One line of text without control characters."""

    def __init__(self, at_most: int = 200, *, may_be_empty: bool = False) -> None:
        self.at_most = at_most
        self.at_least = 0 if may_be_empty else 1
        self.expected = Words(
            f"引号里的一行文字，{self.at_least} 到 {at_most} 个字符",
            f"one line of text in quotes, {self.at_least} to {at_most} characters",
        )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "minLength": self.at_least, "maxLength": self.at_most}

    def read(self, raw: object) -> str:
        if not isinstance(raw, str) or not self.at_least <= len(raw) <= self.at_most:
            raise self.wrong(raw)
        if raw.strip() != raw or _CONTROL.search(raw):
            raise self.wrong(raw)
        return raw


class Name(SettingType[str]):
    """A name by which other settings speak of something."""

    _MADE_OF: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")

    expected = Words(
        '引号里的短名，只用小写字母、数字和 _，如 "streak_7"',
        'a short name in quotes of a–z, 0–9 and _, such as "streak_7"',
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^{self._MADE_OF.pattern}$"}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and self._MADE_OF.fullmatch(raw):
            return raw
        raise self.wrong(raw)


class OneOf(SettingType[str]):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words
        quoted = [f'"{each}"' for each in words]
        self.expected = Words(
            f"{'、'.join(quoted[:-1])} 或 {quoted[-1]}", f"{', '.join(quoted[:-1])} or {quoted[-1]}"
        )

    def schema(self) -> dict[str, object]:
        return {"enum": list(self.words)}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and raw in self.words:
            return raw
        raise self.wrong(raw, self.words)


class Web(SettingType[str]):
    """An address of the web, or of whatever else the schemes say; empty where that means off."""

    def __init__(self, *schemes: str, may_be_empty: bool = False) -> None:
        self._schemes = tuple(f"{each}://" for each in schemes)
        off = Words('，或 ""', ', or ""') if may_be_empty else Words("", "")
        self.expected = Words(
            f"引号里的地址，以 {' 或 '.join(self._schemes)} 开头{off.zh}",
            f"an address in quotes that begins with {' or '.join(self._schemes)}{off.en}",
        )
        pattern = f"^({'|'.join(self._schemes)})[^\\x00-\\x1f]+$"
        self._pattern = re.compile(f"{pattern}|^$" if may_be_empty else pattern)

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": self._pattern.pattern}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and self._pattern.fullmatch(raw):
            return raw
        raise self.wrong(raw)


class Token(SettingType[Secret]):
    """A secret of a platform."""

    expected = Words("引号里的令牌", "a token in quotes")

    def schema(self) -> dict[str, object]:
        return {"type": "string"}

    def read(self, raw: object) -> Secret:
        if isinstance(raw, str) and raw.isprintable():
            return Secret(raw.strip())
        raise self.wrong("…" if isinstance(raw, str) else raw)


class ListOf(SettingType[tuple[T, ...]]):
    """A list, by default of any length; ``ascending``: each item is larger than the one before."""

    def __init__(
        self, item: SettingType[T], at_most: int = 1000, *, ascending: bool = False
    ) -> None:
        self.item = item
        self.at_most = at_most
        self.ascending = ascending
        order = Words("，从小到大", ", each larger than the one before")
        self.expected = Words(
            f"方括号里的列表，最多 {at_most} 项{order.zh if ascending else ''}",
            f"a list in square brackets, at most {at_most} items{order.en if ascending else ''}",
        )

    def schema(self) -> dict[str, object]:
        return {"type": "array", "items": self.item.schema(), "maxItems": self.at_most}

    def read(self, raw: object) -> tuple[T, ...]:
        if not isinstance(raw, list) or len(raw) > self.at_most:
            raise self.wrong(raw)
        items: list[T] = []
        mistakes: list[Mistake] = []
        for number, each in enumerate(raw):
            try:
                items.append(self.item.read(each))
            except Misread as misread:
                mistakes.extend(below(number, misread.mistakes))
        if mistakes:
            raise Misread(mistakes)
        if self.ascending and any(not a < b for a, b in pairwise(raw)):
            raise self.wrong(raw)
        return tuple(items)

    def write(self, value: tuple[T, ...]) -> object:
        return [self.item.write(each) for each in value]
