"""The tables that an operator may write as a value: criteria, milestones, names, what happens when.

For declarations as ``bot/core/settings.py`` shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeVar

from bot.core.model import LOCALES
from bot.core.setting_mistakes import Misread, Missing, Mistake, Unknown, Words, Wrong, below
from bot.core.setting_types import Line, Name, Whole
from bot.core.settings import SettingType, build, settings_in

T = TypeVar("T")


class TableOf(SettingType[T]):
    """A table whose keys are declared by a dataclass of settings."""

    expected = Words("一张表，如 {键 = 值}", "a table such as {key = value}")

    def __init__(self, made: type[T]) -> None:
        self.made = made

    def schema(self) -> dict[str, object]:
        return schema_of_table(self.made)

    def read(self, raw: object) -> T:
        if isinstance(raw, dict):
            return build(self.made, raw)
        raise self.wrong(raw)

    def write(self, value: T) -> object:
        return {
            each.key: each.accepts.write(getattr(value, each.name))
            for each in settings_in(self.made)
            if getattr(value, each.name) != each.default
        }


def schema_of_table(made: type) -> dict[str, object]:
    """JSON schema of a table whose keys are declared by this dataclass."""
    settings = settings_in(made)
    return {
        "type": "object",
        "properties": {
            each.key: {"description": "\n".join(each.says), **each.accepts.schema()}
            for each in settings
        },
        "required": [each.key for each in settings if each.must_be_written],
        "additionalProperties": False,
    }


class Milestones(SettingType[Mapping[int, int]]):
    """Days and what they pay, ``{7 = 5, 30 = 20}``; sorted by day when read."""

    _DAY: Final = re.compile(r"[1-9][0-9]{0,5}")
    _POINTS: Final = Whole()

    expected = Words(
        "天数 = 积分的表，如 {7 = 5, 30 = 20}",
        "a table of days and points such as {7 = 5, 30 = 20}",
    )

    def schema(self) -> dict[str, object]:
        return {
            "type": "object",
            "patternProperties": {f"^{self._DAY.pattern}$": self._POINTS.schema()},
            "additionalProperties": False,
        }

    def read(self, raw: object) -> Mapping[int, int]:
        if not isinstance(raw, dict):
            raise self.wrong(raw)
        counts = _read_counts(raw, self._DAY, _A_DAY, self._POINTS)
        return MappingProxyType({int(day): counts[day] for day in sorted(counts, key=int)})

    def write(self, value: Mapping[int, int]) -> object:
        return {str(day): points for day, points in value.items()}


class Counts(SettingType[Mapping[str, int]]):
    """Names and how many of each, ``{makeup_card = 1}``."""

    _NAME: Final = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
    _COUNT: Final = Whole(1)

    expected = Words(
        "名称 = 数量的表，如 {makeup_card = 1}",
        "a table of names and counts such as {makeup_card = 1}",
    )

    def schema(self) -> dict[str, object]:
        return {
            "type": "object",
            "patternProperties": {f"^{self._NAME.pattern}$": self._COUNT.schema()},
            "additionalProperties": False,
        }

    def read(self, raw: object) -> Mapping[str, int]:
        if not isinstance(raw, dict):
            raise self.wrong(raw)
        return MappingProxyType(_read_counts(raw, self._NAME, Name.expected, self._COUNT))

    def write(self, value: Mapping[str, int]) -> object:
        return dict(value)


_A_DAY: Final = Words("一个正的天数作为键", "a positive number of days as the key")


def _read_counts(
    table: Mapping[str, object], keys: re.Pattern[str], a_key: Words, count: Whole
) -> dict[str, int]:
    counts: dict[str, int] = {}
    mistakes: list[Mistake] = []
    for key, raw in table.items():
        if not keys.fullmatch(key):
            mistakes.append(Wrong((key,), key, a_key))
            continue
        try:
            counts[key] = count.read(raw)
        except Misread as misread:
            mistakes.extend(below(key, misread.mistakes))
    if mistakes:
        raise Misread(mistakes)
    return counts


class BothNames(SettingType[Words]):
    """A name for members in both languages, ``{zh = "…", en = "…"}``."""

    expected = Words(
        '中英文两个名字的表：{zh = "…", en = "…"}', 'a table of two names: {zh = "…", en = "…"}'
    )

    def __init__(self, *, may_be_empty: bool = False) -> None:
        self._name = Line(80, may_be_empty=may_be_empty)

    def schema(self) -> dict[str, object]:
        return {
            "type": "object",
            "properties": {"zh": self._name.schema(), "en": self._name.schema()},
            "required": ["zh", "en"],
            "additionalProperties": False,
        }

    def read(self, raw: object) -> Words:
        if not isinstance(raw, dict):
            raise self.wrong(raw)
        names: dict[str, str] = {}
        mistakes: list[Mistake] = [
            Missing((locale,), self._name.expected) for locale in LOCALES if locale not in raw
        ]
        for key, name in raw.items():
            if key not in LOCALES:
                mistakes.append(Unknown((key,), LOCALES))
                continue
            try:
                names[key] = self._name.read(name)
            except Misread as misread:
                mistakes.extend(below(key, misread.mistakes))
        if mistakes:
            raise Misread(mistakes)
        return Words(**names)

    def write(self, value: Words) -> object:
        return {"zh": value.zh, "en": value.en}


class WhenGone(NamedTuple):
    """What becomes of a member who left: ``keep``, ``erase``, or ``expire`` after some days."""

    what: Literal["keep", "erase", "expire"] = "keep"
    after_days: int = 0


class OnLeave(SettingType[WhenGone]):
    """``"keep"``, ``"erase"`` or ``{expire_after_days = 30}``."""

    _KEY: Final = "expire_after_days"
    _DAYS: Final = Whole(1, 36500)

    expected = Words(
        '"keep"、"erase" 或 {expire_after_days = 天数}',
        '"keep", "erase" or {expire_after_days = DAYS}',
    )

    def schema(self) -> dict[str, object]:
        return {
            "anyOf": [
                {"enum": ["keep", "erase"]},
                {
                    "type": "object",
                    "properties": {self._KEY: self._DAYS.schema()},
                    "required": [self._KEY],
                    "additionalProperties": False,
                },
            ]
        }

    def read(self, raw: object) -> WhenGone:
        if raw == "keep":
            return WhenGone("keep")
        if raw == "erase":
            return WhenGone("erase")
        if not isinstance(raw, dict) or set(raw) != {self._KEY}:
            raise self.wrong(raw, ("keep", "erase"))
        try:
            return WhenGone("expire", self._DAYS.read(raw[self._KEY]))
        except Misread as misread:
            raise Misread(below(self._KEY, misread.mistakes)) from None

    def write(self, value: WhenGone) -> object:
        return {self._KEY: value.after_days} if value.what == "expire" else value.what
