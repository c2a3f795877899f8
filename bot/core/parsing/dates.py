"""One day as it is written or spoken, in text that is folded and simplified."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

from bot.core.errors import Refusal
from bot.core.parsing.arguments import shown

_FURTHEST_YEARS: Final = 100
_SLIP: Final = timedelta(days=31)  # so near on the wrong side, a date without a year is a slip

_NAMED: Final = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0,
    "明天": 1, "明日": 1, "后天": 2, "后日": 2, "大后天": 3,
    "day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1,
    "day after tomorrow": 2,
}  # fmt: skip
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH_WEEKDAY: Final = re.compile(
    r"(?:(this|next|last) )?"
    r"(mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
)
_CHINESE_WEEKDAY: Final = re.compile(
    r"(上上|上|这|本|下下|下)?个?(?:周|星期|礼拜)([一二三四五六日天])"
)
_WEEKS: Final = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_MONTH_NAMES: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
IN_ENGLISH: Final = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
NUMBER: Final = "([0-9]{1,2}|[一二三四五六七八九十廿]{1,3})"
_NTH: Final = "([0-9]{1,2})(?:st|nd|rd|th)?"
_FULL: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_CHINESE_DATE: Final = re.compile(f"(?:([0-9]{{4}}|今|明|去)年)?{NUMBER}月{NUMBER}[日号]?")
YEARS: Final = {"去": -1, "今": 0, "明": 1}
SHORT: Final = re.compile("([0-9]{1,2})[-/.]([0-9]{1,2})")
DAY_OF_MONTH: Final = re.compile(f"(?:(上|这|本|下)个?月)?{NUMBER}[日号]")
_NTH_OF_MONTH: Final = re.compile("(?:the )?([0-9]{1,2})(?:st|nd|rd|th)")
_MONTH_FIRST: Final = re.compile(f"{IN_ENGLISH} ?{_NTH}(?:,? ([0-9]{{4}}))?")
_DAY_FIRST: Final = re.compile(f"(?:the )?{_NTH}(?: of)? ?{IN_ENGLISH}(?:,? ([0-9]{{4}}))?")
CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_DIGITS: Final = "零一二三四五六七八九"
_ONE_DAY: Final = timedelta(days=1)


class Toward(Enum):
    """On which side of today a day lies that is not written in full; today is on both."""

    PAST = auto()
    AHEAD = auto()


def day_said(text: str, today: date, anchor: date, toward: Toward) -> date | None:
    """The day, None for what is none; ``anchor`` is from where one is looked for."""
    text = text.removeprefix("the ") if text.startswith("the day ") else text
    if CHINESE.search(text):
        text = text.replace(" ", "")
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    found = (
        _weekday(text, today, anchor, toward)
        or _written(text, today, anchor, toward)
        or _of_a_month(text, today, anchor, toward)
    )
    return None if found is None or abs(found.year - today.year) > _FURTHEST_YEARS else found


def _weekday(text: str, today: date, anchor: date, toward: Toward) -> date | None:
    monday = today - timedelta(days=today.weekday())
    if found := _CHINESE_WEEKDAY.fullmatch(text):
        number = 6 if found[2] == "天" else "一二三四五六日".index(found[2])
        if found[1] is not None:
            return monday + timedelta(days=number, weeks=_WEEKS[found[1]])
        return _nearest_weekday(number, anchor, toward)
    if not (found := _ENGLISH_WEEKDAY.fullmatch(text)):
        return None
    number = _WEEKDAYS.index(found[2][:3])
    if found[1] is None:
        return _nearest_weekday(number, anchor, toward)
    if found[1] == "this":
        return monday + timedelta(days=number)
    if found[1] == "next":
        nearest = _nearest_weekday(number, today + _ONE_DAY, Toward.AHEAD)
        other = monday + timedelta(days=number, weeks=1)
    else:
        nearest = _nearest_weekday(number, today - _ONE_DAY, Toward.PAST)
        other = monday + timedelta(days=number, weeks=-1)
    if today < anchor and nearest < anchor:  # the end of a span that begins later
        return other
    if nearest != other:
        raise Refusal(
            "input.day.either", found=shown(text), one=nearest.isoformat(), other=other.isoformat()
        )
    return nearest


def _nearest_weekday(number: int, anchor: date, toward: Toward) -> date:
    if toward is Toward.AHEAD:
        return anchor + timedelta(days=(number - anchor.weekday()) % 7)
    return anchor - timedelta(days=(anchor.weekday() - number) % 7)


def _written(text: str, today: date, anchor: date, toward: Toward) -> date | None:
    """A date with its month."""
    if found := _FULL.fullmatch(text):
        return date_of(text, int(found[1]), int(found[3]), int(found[4]))
    year: int | None = None
    if found := _CHINESE_DATE.fullmatch(text):
        month, day = number_of(found[2]), number_of(found[3])
        if found[1]:
            year = today.year + YEARS[found[1]] if found[1] in YEARS else int(found[1])
    elif found := SHORT.fullmatch(text):
        month, day = int(found[1]), int(found[2])
    elif found := _MONTH_FIRST.fullmatch(text):
        month, day = named_month(found[1]), int(found[2])
        year = int(found[3]) if found[3] else None
    elif found := _DAY_FIRST.fullmatch(text):
        month, day = named_month(found[2]), int(found[1])
        year = int(found[3]) if found[3] else None
    else:
        return None
    if month is None or day is None:
        return None
    if year is not None:
        return date_of(text, year, month, day)
    return _in_some_year(text, month, day, anchor, toward)


def _in_some_year(text: str, month: int, day: int, anchor: date, toward: Toward) -> date | None:
    # February 29 is at most eight years away.
    years = range(anchor.year - 8, anchor.year + 9)
    dates = [date(year, month, day) for year in years if _exists(year, month, day)]
    if not dates:
        return date_of(text, anchor.year, month, day)
    if toward is Toward.AHEAD:
        return next(each for each in dates if each >= anchor - _SLIP)
    return next(each for each in reversed(dates) if each <= anchor + _SLIP)


def _of_a_month(text: str, today: date, anchor: date, toward: Toward) -> date | None:
    """``3号``, ``下个月3号``, ``the 3rd``."""
    if found := DAY_OF_MONTH.fullmatch(text):
        day = number_of(found[2])
        if day is not None and found[1] is not None:
            month = months_on(today, {"上": -1, "下": 1}.get(found[1], 0))
            return date_of(text, month.year, month.month, day)
    elif found := _NTH_OF_MONTH.fullmatch(text):
        day = int(found[1])
    else:
        return None
    if day is None:
        return None
    step = int(day < anchor.day) if toward is Toward.AHEAD else -int(day > anchor.day)
    month = months_on(anchor, step)
    return date_of(text, month.year, month.month, day)


def date_of(text: str, year: int, month: int, day: int) -> date | None:
    """The date; None where no month is numbered so, refused where the month has not that day."""
    if not (1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    if not _exists(year, month, day):
        last = months_on(date(year, month, 1), 1) - _ONE_DAY
        raise Refusal(
            "input.day.never", found=shown(text), year=str(year), month=month, days=last.day
        )
    return date(year, month, day)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def months_on(day: date, months: int) -> date:
    """The first day of the month that lies so many months from the day's."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def named_month(name: str) -> int:
    return _MONTH_NAMES.index(name[:3]) + 1


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() else read_chinese_number(text)


def read_chinese_number(text: str) -> int | None:
    """The number from 1 to 99 that ``三``, ``十五`` or ``廿一`` writes; None for anything else."""
    tens, ten, ones = text.replace("廿", "二十").partition("十")
    if len(tens) > 1 or len(ones) > 1 or not (tens or ten) or "零" in text:
        return None
    high = (_DIGITS.find(tens) if tens else 1) if ten else 0
    low = _DIGITS.find(ones if ten else tens) if (ones or not ten) else 0
    return None if high < 0 or low < 0 else 10 * high + low
