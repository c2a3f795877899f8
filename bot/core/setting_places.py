"""The values that say when and where: times, zones, instants, chats and people.

For declarations as ``bot/core/settings.py`` shows them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final, NamedTuple, TypeVar

from bot.core.calendars import CODE, is_known
from bot.core.setting_mistakes import Misread, Words
from bot.core.settings import SettingType
from bot.core.zones import is_zone, zone_meant, zone_names

_CLOCK: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Written(SettingType[str]):
    """Text in one shape; its declaration says which."""

    _pattern: re.Pattern[str]

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^({self._pattern.pattern})$"}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and self._pattern.fullmatch(raw):
            return raw
        raise self.wrong(raw)


class ClockTime(_Written):
    """A local time of day; where it may be empty, ``""`` means off."""

    def __init__(self, *, may_be_empty: bool = False) -> None:
        off = Words('，或 ""（关闭）', ', or "" for off') if may_be_empty else Words("", "")
        self.expected = Words(
            f'引号里的时间，"00:00" 到 "23:59"{off.zh}',
            f'a time in quotes from "00:00" to "23:59"{off.en}',
        )
        self._pattern = re.compile(f"{_CLOCK}|" if may_be_empty else _CLOCK)


class QuietHours(SettingType[tuple[str, ...]]):
    """Two local times, from and until, also across midnight; ``[]`` means off."""

    _TIME: Final = re.compile(_CLOCK)

    expected = Words(
        '起止两个时间，如 ["22:00", "08:00"]，或 []（关闭）',
        'two times such as ["22:00", "08:00"], or [] for off',
    )

    def schema(self) -> dict[str, object]:
        return {
            "type": "array",
            "items": {"type": "string", "pattern": f"^{_CLOCK}$"},
            "maxItems": 2,
        }

    def read(self, raw: object) -> tuple[str, ...]:
        if not isinstance(raw, list) or len(raw) not in (0, 2):
            raise self.wrong(raw)
        if not all(isinstance(each, str) and self._TIME.fullmatch(each) for each in raw):
            raise self.wrong(raw)
        if len(set(raw)) != len(raw):
            raise self.wrong(raw)
        return tuple(raw)

    def write(self, value: tuple[str, ...]) -> object:
        return list(value)


class Timetable(_Written):
    """When something happens in every period, as one line; ``""`` means off."""

    def __init__(self, pattern: str, zh: str, en: str) -> None:
        self._pattern = re.compile(f"{pattern} {_CLOCK}|")
        self.expected = Words(f'{zh}，或 ""（关闭）', f'{en}, or "" for off')


def weekly() -> Timetable:
    """A day of the week and a time, ``"mon 09:00"``."""
    return Timetable(
        f"({'|'.join(_WEEKDAYS)})",
        '引号里的星期和时间，如 "mon 09:00"',
        'a weekday and a time in quotes such as "mon 09:00"',
    )


def monthly() -> Timetable:
    """A day of the month and a time, ``"1 09:00"``; 31 is the last day of a shorter month."""
    return Timetable(
        "([1-9]|[12][0-9]|3[01])",
        '引号里的日期和时间，如 "1 09:00"（每月 1 日）',
        'a day of the month and a time in quotes such as "1 09:00"',
    )


def yearly() -> Timetable:
    """A day of the year and a time, ``"01-01 10:00"``."""
    long, short = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])", "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    return Timetable(
        f"({long}|{short}|02-(0[1-9]|[12][0-9]))",
        '引号里的月-日和时间，如 "01-01 10:00"',
        'a month-day and a time in quotes such as "01-01 10:00"',
    )


class Weekday(SettingType[str]):
    """A day of the week, ``"mon"`` to ``"sun"``."""

    expected = Words('星期几："mon" 到 "sun"', 'a weekday from "mon" to "sun"')

    def schema(self) -> dict[str, object]:
        return {"enum": list(_WEEKDAYS)}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and raw in _WEEKDAYS:
            return raw
        raise self.wrong(raw, _WEEKDAYS)


class Zone(SettingType[str]):
    """An IANA time zone that this machine knows."""

    expected = Words('IANA 时区名，如 "Asia/Shanghai"', 'an IANA time zone such as "Asia/Shanghai"')

    def schema(self) -> dict[str, object]:
        return {"type": "string", "minLength": 1}

    def read(self, raw: object) -> str:
        if not isinstance(raw, str):
            raise self.wrong(raw)
        if not is_zone(raw):
            meant = zone_meant(raw)
            raise self.wrong(raw, (meant,) if meant else zone_names())
        return raw


class Instant(SettingType[datetime]):
    """A date and time with its offset from UTC."""

    expected = Words(
        '带时差的日期和时间，如 "2027-02-06T00:00:00+08:00"',
        'a date and time with its offset such as "2027-02-06T00:00:00+08:00"',
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "date-time"}

    def read(self, raw: object) -> datetime:
        try:
            at = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
        except ValueError:
            raise self.wrong(raw) from None
        if isinstance(at, datetime) and at.tzinfo is not None and 1970 < at.year < 9999:
            return at
        raise self.wrong(raw)

    def write(self, value: datetime) -> object:
        return value.isoformat()


class InstantOrNone(SettingType[datetime | None]):
    """The same, or ``""`` for none."""

    _instant: Final = Instant()
    expected = Words(f'{Instant.expected.zh}，或 ""', f'{Instant.expected.en}, or ""')

    def schema(self) -> dict[str, object]:
        return {"anyOf": [self._instant.schema(), {"const": ""}]}

    def read(self, raw: object) -> datetime | None:
        if raw == "":
            return None
        try:
            return self._instant.read(raw)
        except Misread:
            raise self.wrong(raw) from None

    def write(self, value: datetime | None) -> object:
        return "" if value is None else self._instant.write(value)


class HolidayCalendar(SettingType[str]):
    """A country whose public holidays are known, or a part of one."""

    expected = Words(
        '国家或地区的代码，如 "CN"、"JP"、"US-CA"', 'the code of a country such as "CN" or "US-CA"'
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^{CODE}$"}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and is_known(raw):
            return raw
        meant = raw.upper() if isinstance(raw, str) else ""
        raise self.wrong(raw, (meant,) if is_known(meant) else ())


class ChatRef(NamedTuple):
    """A chat of one platform; on Discord ``guild/channel``, or a guild with all its channels."""

    platform: str
    chat: str


class UserRef(NamedTuple):
    """A person of one platform, by the platform's own id."""

    platform: str
    user: str


Reference = TypeVar("Reference", ChatRef, UserRef)


class _ReferenceType(SettingType[Reference]):
    """``platform:id``; a platform that is none of Hearth's is the loader's to find."""

    _MADE_OF: Final = re.compile(r"([a-z][a-z0-9_]*):([^\s:/]+(?:/[^\s:/]+)?)")
    _made: type[Reference]
    _with_parts: tuple[str, ...] = ()

    def read(self, raw: object) -> Reference:
        matched = self._MADE_OF.fullmatch(raw) if isinstance(raw, str) else None
        if matched and matched[0].isprintable() and self._takes(matched[1], matched[2]):
            return self._made(matched[1], matched[2])
        raise self.wrong(raw, self._meant(raw))

    def write(self, value: Reference) -> object:
        return ":".join(value)

    def _takes(self, platform: str, own: str) -> bool:
        return "/" not in own or platform in self._with_parts

    def _meant(self, raw: object) -> tuple[str, ...]:
        """The same with ASCII signs and no spaces, when that would do."""
        if not isinstance(raw, str):
            return ()
        plain = "".join(raw.replace("：", ":").replace("／", "/").split()).rstrip("/")
        matched = self._MADE_OF.fullmatch(plain)
        return (plain,) if matched and self._takes(matched[1], matched[2]) else ()


class Chat(_ReferenceType[ChatRef]):
    """A chat, ``"telegram:-1001"``, ``"discord:2001/3001"`` or ``"discord:2001"``."""

    _made = ChatRef
    _with_parts = ("discord",)
    expected = Words(
        '"平台:聊天"，如 "telegram:-1001" 或 "discord:2001/3001"',
        '"platform:chat" such as "telegram:-1001" or "discord:2001/3001"',
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": r"^[a-z][a-z0-9_]*:[^\s:/]+(/[^\s:/]+)?$"}


class OwnChat(Chat):
    """A chat of the community for which it is set, in which it can be spoken."""


def config_name(platform: str, chat: str) -> str:
    """The chat as the config names it; what has no name of its own there, by the whole it is in."""
    own = chat if platform in Chat._with_parts else chat.partition("/")[0]
    return f"{platform}:{own}"


class User(_ReferenceType[UserRef]):
    """A person's account, ``"telegram:900"``."""

    _made = UserRef
    expected = Words('"平台:账号"，如 "telegram:900"', '"platform:user" such as "telegram:900"')

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": r"^[a-z][a-z0-9_]*:[^\s:/]+$"}
