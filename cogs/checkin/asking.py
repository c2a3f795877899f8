"""What a member asks to be made up, read from the words behind ``/makeup``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.core.errors import Refusal, ToldHow
from bot.core.parsing import read_count, read_day
from bot.core.parsing.arguments import shown, take_word
from bot.core.text import Text

REASON_LIMIT: Final = 200
_COMMAS: Final = re.compile(r"[,，、;；]")
_COUNT: Final = re.compile(r"[+\-－−]?\d+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days that are named, or how many of the latest missed; ``reason`` may be empty."""

    days: tuple[date, ...] = ()
    count: int = 0
    reason: str = ""


def read_wanted(text: str, today: date, most: int) -> Wanted:
    """What the words say: nothing is yesterday, a number the latest missed days, else dates.

    Words behind the dates are the reason. ``most`` is the highest number that makes sense.
    Raises Refusal with an example.
    """
    try:
        return _wanted(text.strip(), today, most)
    except Refusal as refusal:
        example = Text("example.makeup")
        raise ToldHow("input.wrong", problem=refusal.text, example=example) from refusal


def _wanted(text: str, today: date, most: int) -> Wanted:
    if not text:
        return Wanted((today - timedelta(days=1),))
    word, rest = take_word(text)
    if _COUNT.fullmatch(word):
        count = read_count(word, 1, most)
        if rest and _is_day(take_word(rest)[0], today):
            raise Refusal("input.too.much", found=shown(rest))
        return Wanted(count=count, reason=_reason(rest))
    days: list[date] = []
    while True:
        days += [read_day(part, today) for part in _COMMAS.split(word) if part]
        word, behind = take_word(rest)
        if not word or not _is_day(word, today):
            break
        rest = behind
    if not days:
        raise Refusal("input.day", found=shown(text))
    return Wanted(tuple(sorted(set(days))), reason=_reason(rest))


def _is_day(word: str, today: date) -> bool:
    """Whether the word is meant as a day: it begins with a digit, or names one."""
    first = next(filter(None, _COMMAS.split(word)), "")
    if first[:1].isdecimal():
        return True
    try:
        read_day(first, today)
    except Refusal:
        return False
    return True


def _reason(text: str) -> str:
    if len(text) > REASON_LIMIT:
        raise Refusal("input.too.long", limit=REASON_LIMIT)
    return text.strip()
