"""What members may write for a time of day, for a kind of notice, and for on and off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.community.notices import Kind
from bot.core.folding import fold
from bot.core.parsing.nearest import nearest
from bot.core.variants import simplified

OFF: Final = frozenset(
    {"off", "no", "none", "never", "stop", "关", "关闭", "关掉", "不要", "取消", "停"}
)
ON: Final = frozenset({"on", "yes", "开", "开启", "打开", "要"})
DEFAULT: Final = frozenset({"default", "reset", "默认", "恢复默认"})

_KINDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("streak", "streaks", "连签", "签到", "打卡"), Kind.STREAK),
    **dict.fromkeys(("program", "programs", "计划", "任务"), Kind.PROGRAM),
    **dict.fromkeys(("win_back", "winback", "win-back", "问候", "想念"), Kind.WIN_BACK),
    **dict.fromkeys(("festival", "festivals", "birthday", "节日", "生日", "祝福"), Kind.FESTIVAL),
    **dict.fromkeys(("recap", "recaps", "回顾", "周报"), Kind.RECAP),
    **dict.fromkeys(
        ("announcement", "announcements", "announce", "公告", "通告"), Kind.ANNOUNCEMENT
    ),
}

_MORNING: Final = ("凌晨", "清晨", "早上", "早晨", "上午", "早", "am")
_NOON: Final = ("中午",)
_AFTERNOON: Final = ("下午", "傍晚", "pm")
_EVENING: Final = ("晚上", "夜里", "夜晚", "今晚", "晚")
_DAYTIME: Final = "|".join((*_MORNING, *_NOON, *_AFTERNOON, *_EVENING))
_DIGITS: Final = "零一二三四五六七八九"
_TIME: Final = re.compile(
    rf"(?P<before>{_DAYTIME})?"
    rf"(?P<hour>[0-9]{{1,2}}|[{_DIGITS}两十]{{1,3}})"
    rf"(?:(?P<sign>[:点])(?P<minute>[0-9]{{1,2}}|[{_DIGITS}十]{{1,3}}|半|一刻|三刻|整)?分?)?"
    r"(?P<after>am|pm)?"
)

_PRIVACY: Final[Mapping[str, str]] = {
    **dict.fromkeys(("public", "open", "group", "公开", "群里"), "public"),
    **dict.fromkeys(("private", "alone", "私下", "不公开", "私聊"), "private"),
}


def privacy_meant(word: str) -> str | None:
    """``public`` or ``private``; None for neither."""
    return _PRIVACY.get(_plain(word))


def kind_meant(word: str) -> Kind | None:
    """The kind of notice that the word names, in either language; None for none."""
    return _KINDS.get(_plain(word))


def nearest_kind(word: str) -> str | None:
    """The name of a kind that was probably meant, in the language of the word."""
    return nearest(_plain(word), _KINDS)


def switch_meant(word: str) -> bool | None:
    """True for on, False for off, None for neither."""
    plain = _plain(word)
    return True if plain in ON else False if plain in OFF else None


def is_default(word: str) -> bool:
    """Whether the word asks for what holds for all."""
    return _plain(word) in DEFAULT


def time_meant(text: str) -> str | None:
    """The time of day as ``HH:MM``; None for what is none.

    ``21:00``, ``9pm``, ``9:30 pm``, ``21点``, ``晚上9点半``, ``九点``, also in full width.
    """
    found = _TIME.fullmatch(re.sub(r"\s|\.", "", _plain(text)))
    if found is None:
        return None
    before, after = found["before"] or "", found["after"] or ""
    if not (found["sign"] or before or after) or (before and after):
        return None
    hour, minute = _number(found["hour"]), _minute(found["minute"] or "", found["sign"])
    if hour is None or minute is None:
        return None
    hour = _of_day(hour, before or after)
    return None if hour is None else f"{hour:02}:{minute:02}"


def _of_day(hour: int, daytime: str) -> int | None:
    """The hour of 24 that is meant in this part of the day; None where it has no such hour."""
    if hour > 23:
        return None
    if daytime in _MORNING:
        return hour % 12 if hour <= 12 else None
    if daytime in _NOON:
        return {11: 11, 12: 12, 1: 13, 2: 14}.get(hour)
    if daytime in _AFTERNOON:
        return hour + 12 if hour < 12 else hour
    if daytime in _EVENING:
        return (hour + 12) % 24 if hour <= 12 else hour
    return hour


def _minute(text: str, sign: str | None) -> int | None:
    if not text or text == "整":
        # A colon wants two digits behind it.
        return None if sign == ":" else 0
    if (named := {"半": 30, "一刻": 15, "三刻": 45}.get(text)) is not None:
        return named
    if sign == ":" and len(text) != 2:
        return None
    minute = _number(text)
    return minute if minute is not None and minute < 60 else None


def _number(text: str) -> int | None:
    """The number that these digits write, 0 to 99; None for what is none."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.replace("两", "二").partition("十")
    if not ten:
        return _DIGITS.index(tens) if len(tens) == 1 else None
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return None
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def _plain(word: str) -> str:
    return fold(word, simplified).strip()
