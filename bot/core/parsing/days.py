"""Days, spans of days and months as people write and speak them (docs/features/commands.md).

    2026-12-02  12月3日  十二月三号  3号  Dec 3  昨天  the day after tomorrow  下周一  last friday
    明天到后天  12-24 ~ 12-26  28号到3号  下周一至周三  Nov 24-26  from tomorrow to friday

A day without its year, its month or its week is the next one, or the last one, as the reader of it
says (``Toward``); the end of a span is the next one after its beginning. Weeks begin on Monday.
Numbers stand in the order of a written date: month, then day. "Next friday" is refused where it
may be that of this week or of the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from bot.core.errors import Refusal
from bot.core.folding import fold, fold_with_offsets
from bot.core.parsing.arguments import shown
from bot.core.parsing.dates import (
    CHINESE,
    DAY_OF_MONTH,
    IN_ENGLISH,
    NUMBER,
    SHORT,
    YEARS,
    Toward,
    date_of,
    day_said,
    months_on,
    named_month,
    number_of,
    read_chinese_number,
)
from bot.core.variants import simplified

_LONGEST: Final = 64  # characters that may be a span,
_MOST_WORDS: Final = 12  # in so many words,
_HEAD: Final = 4 * _LONGEST  # once what cannot be seen is gone from so many
_MONTH: Final = re.compile(f"([0-9]{{4}})(?:([-/])([0-9]{{1,2}})|年{NUMBER}月份?)")
_MONTH_ALONE: Final = re.compile(f"(?:(今|明|去)年)?{NUMBER}月份?")
_ENGLISH_MONTH: Final = re.compile(rf"{IN_ENGLISH}(?: ([0-9]{{4}}))?")
_NAMED_MONTHS: Final = {
    "上个月": -1, "上月": -1, "last month": -1, "这个月": 0, "本月": 0, "this month": 0,
    "下个月": 1, "下月": 1, "next month": 1,
}  # fmt: skip

_BETWEEN: Final = re.compile(
    r"到|至|[~〜—–─-]+|\.{2,}|→|(?<![a-z])(?:to|till|until|through)(?![a-z])"
)
_AND: Final = re.compile(r"(?:[\s,，、;；&和与與及]|and\b)+", re.IGNORECASE)
_COUNT: Final = re.compile(
    r"(?:最近|(?:last|past) )?([+\-－−]?\d+|[一二两兩三四五六七八九十]+(?=天))"
    r"\s*(?:天|days?)?(?=[\s,，、;；]|$)",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"\d{1,4}(?:[-/.年月]\d|[日号號])|\d+(?=[\s,，、;；]|$)")
_FROM: Final = re.compile(r"从|自|from ")
_BARE: Final = re.compile("[0-9]{1,2}|[一二三四五六七八九十廿]{1,3}")
_SAYS_ITS_MONTH: Final = re.compile(r".*(?:月|[a-z]{3}|[0-9][-/.][0-9]).*")
_BREAK: Final = re.compile(r"[\s,;、&和与及]")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first day to the last one, both included; the last may be before the first."""

    first: date
    last: date


def read_day(text: str, today: date, toward: Toward) -> date:
    """The day that all of the text says.

    Raises Refusal: ``input.day`` for what is no day or is more than a hundred years from today,
    ``input.day.never`` for a date that does not exist, ``input.day.either`` for what may be two.
    """
    day = day_said(fold(text, simplified), today, today, toward)
    if day is None:
        raise Refusal("input.day", found=shown(text.strip()))
    return day


def take_days(
    text: str, today: date, toward: Toward, since: date | None = None
) -> tuple[Span | None, str]:
    """The longest beginning of the text that says a day or a span, and what follows as written.

    None and the text where it begins with neither. With ``since``, what is not written in full is
    the next such day after that one. Raises Refusal as ``read_day`` does.
    """
    folded = fold_with_offsets(text[:_HEAD], simplified)
    for end in _ends(folded.text):
        span = _span(folded.text[:end], today, toward, since)
        if span is not None:
            rest = folded.offsets[end] if end < len(folded.text) else _HEAD
            return span, text[rest:].strip()
    return None, text.strip()


def without_and(text: str) -> str:
    """The text without commas, ``和``, ``and`` and their kin at its beginning."""
    return _AND.sub("", text, count=1) if _AND.match(text) else text


def begins_with_a_date(text: str) -> bool:
    """Whether it can only be meant as a date, right or wrong, what the text begins with."""
    return _DATE.match(text) is not None


def take_number_of_days(text: str) -> tuple[str, str]:
    """How many days the text begins with, in digits, and what follows; else nothing and the text.

    ``3``, ``3天``, ``三天``, ``最近3天``, ``last 3 days``; the digits may be wrong ones (``-3``).
    """
    found = _COUNT.match(text)
    if found is None:
        return "", text
    number = read_chinese_number(re.sub("[两兩]", "二", found[1]))
    return found[1] if number is None else str(number), text[found.end() :].strip()


def read_month(text: str, today: date) -> date:
    """The first day of the month that the text says, of the years 1900 to 2999.

    ``2026-12``, ``2026/12``, ``2026年12月``, ``十二月``, ``Dec 2026``, ``last month``, ``上个月``.
    A month without its year is the latest one that has begun.
    """
    month = _month(fold(text, simplified), today)
    if month is None or not 1900 <= month.year < 3000:
        raise Refusal("input.month", found=shown(text.strip()))
    return month


def _ends(text: str) -> list[int]:
    """Where a span may end, the furthest first."""
    breaks = (found.start() for found in _BREAK.finditer(text, 1, _LONGEST + 1))
    ends = list(islice(breaks, _MOST_WORDS))
    if len(text) <= _LONGEST and len(ends) < _MOST_WORDS:
        ends.append(len(text))
    return ends[::-1]


def _span(text: str, today: date, toward: Toward, since: date | None) -> Span | None:
    """What all of the folded text says; a bare number is the day of a month only beside another."""
    text = _FROM.sub("", text, count=1).strip() if _FROM.match(text) else text.strip()
    refusal: Refusal | None = None
    try:
        day = day_said(text, today, since or today, Toward.AHEAD if since else toward)
    except Refusal as refused:
        day, refusal = None, refused
    if day is not None:
        return Span(day, day)
    for between in islice(_BETWEEN.finditer(text), _MOST_WORDS):
        left, right = text[: between.start()].strip(), text[between.end() :].strip()
        if not left or not right:
            continue
        try:
            found = _ended(left, right, between[0], today, toward)
        except Refusal as refused:
            refusal = refusal or refused
            continue
        if found is not None:
            return found
    if refusal is not None:
        raise refusal
    return None


def _ended(left: str, right: str, between: str, today: date, toward: Toward) -> Span | None:
    if _BARE.fullmatch(left) and DAY_OF_MONTH.fullmatch(right):  # 3-5号
        left += "号"
    first = day_said(left, today, today, toward)
    if first is None:
        return None
    # 12月24-26 and Nov 24-26; 12-24-26 may be a date of somebody's.
    is_triple = between == "-" and "-" in left and SHORT.fullmatch(left)
    says_month = _SAYS_ITS_MONTH.fullmatch(left) and not is_triple
    if says_month and _BARE.fullmatch(right):
        number = number_of(right)
        last = None if number is None else date_of(right, first.year, first.month, number)
    else:
        last = day_said(right, today, first, Toward.AHEAD)
    return None if last is None else Span(first, last)


def _month(text: str, today: date) -> date | None:
    if CHINESE.search(text):
        text = text.replace(" ", "")
    if text in _NAMED_MONTHS:
        return months_on(today, _NAMED_MONTHS[text])
    year: int | None = None
    if found := _MONTH.fullmatch(text):
        year, number = int(found[1]), number_of(found[3] or found[4])
        if found[2] == "-" and len(found[3]) != len("00"):
            return None
    elif found := _MONTH_ALONE.fullmatch(text):
        number = number_of(found[2])
        year = today.year + YEARS[found[1]] if found[1] else None
    elif found := _ENGLISH_MONTH.fullmatch(text):
        number = named_month(found[1])
        year = int(found[2]) if found[2] else None
    else:
        return None
    if number is None or not 1 <= number <= 12:
        return None
    if year is None:
        year = today.year - int(number > today.month)
    return date(year, number, 1) if year else None
