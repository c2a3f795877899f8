"""What members may write for a birthday, by the solar and by the Chinese calendar."""

from __future__ import annotations

import re
from typing import Final

from bot.core.folding import fold
from bot.core.lunar import LunarDay
from bot.core.variants import simplified
from cogs.reminders.occasions import SolarDay

_DIGITS: Final = "零一二三四五六七八九"
# Not asked for, and not kept.
_YEAR: Final = "(?:[0-9]{4}[-/.年])?"
_SOLAR: Final = re.compile(rf"{_YEAR}([0-9]{{1,2}})(?:[-/.]([0-9]{{1,2}})|月([0-9]{{1,2}})[日号]?)")
_LUNAR_NAMES: Final = ("lunar", "农历", "阴历", "旧历")
_LUNAR: Final = re.compile(
    rf"{_YEAR}({'|'.join(_LUNAR_NAMES)})?{_YEAR}(leap|闰)?"
    r"(?:([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?|([正一二三四五六七八九十冬腊]{1,2})月(.{1,3}?)[日号]?)"
)
_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12, "十一": 11, "十二": 12, "十": 10}


def date_meant(text: str) -> SolarDay | LunarDay | None:
    """The date that is meant; None for what is none.

    ``11-23``, ``11月23日``, ``lunar 8-15``, ``lunar leap 6-1``, ``农历八月十五``, ``闰六月初一``. A
    year before it is not looked at.
    """
    plain = re.sub(r"\s", "", fold(text, simplified))
    try:
        if found := _SOLAR.fullmatch(plain):
            return SolarDay(int(found[1]), int(found[2] or found[3]))
        found = _LUNAR.fullmatch(plain)
        # In digits and without a word for it, a date is of the solar calendar.
        if found is None or not (found[1] or found[2] or found[5]):
            return None
        month = int(found[3]) if found[3] else _month(found[5])
        day = int(found[4]) if found[4] else _day(found[6])
        return LunarDay(month, day, leap=bool(found[2]))
    except ValueError:
        return None


def _month(text: str) -> int:
    return _MONTHS[text] if text in _MONTHS else _digit(text)


def _day(text: str) -> int:
    """初一 is 1, 十五 15, 二十 20, 廿三 23, 三十 30. Raises ValueError for what is none."""
    if text.isascii():
        return int(text)
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _digit(tens)
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)


def _digit(text: str) -> int:
    if len(text) != 1:
        raise ValueError(text)
    return _DIGITS.index(text)
