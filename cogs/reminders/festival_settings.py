"""A festival as an operator writes it: a known name, or a table with names and a date."""

from __future__ import annotations

import re
from typing import Final

from bot.core.lunar import LONGEST_MONTH, TERMS, LunarDay
from bot.core.setting_mistakes import Misread, Missing, Mistake, Unknown, Words, Wrong, below
from bot.core.setting_tables import BothNames
from bot.core.settings import SettingType
from cogs.reminders.occasions import KNOWN, Festival, SolarDay, Term, When

_DATE: Final = re.compile(r"(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])")
_LUNAR: Final = re.compile(r"(leap )?(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|30)")
_NAMES: Final = BothNames()
_WHEN: Final = ("date", "lunar", "term")
A_DATE: Final = Words(
    '公历月日，如 "05-20"（没有 02-30 这样的日子）',
    'month and day such as "05-20" (there is no 02-30)',
)
A_LUNAR_DATE: Final = Words(
    f'农历月日，如 "8-15"，闰月写 "leap 6-1"；1 到 12 月，1 到 {LONGEST_MONTH} 日',
    f'a lunar month and day such as "8-15", "leap 6-1" for a leap month; months 1 to 12, days 1 to'
    f" {LONGEST_MONTH}",
)
A_TERM: Final = Words(
    '节气名，如 "qingming"、"winter_solstice"',
    'a solar term such as "qingming" or "winter_solstice"',
)
ONE_WHEN: Final = Words(
    'date、lunar、term 中的一个，如 date = "05-20"',
    'one of date, lunar and term, such as date = "05-20"',
)


class FestivalEntry(SettingType[Festival]):
    """``"mid_autumn"``, or ``{name = {zh = "…", en = "…"}, lunar = "8-15"}``."""

    expected = Words(
        '节日名，如 "mid_autumn"，或一张表 {name = {zh = "…", en = "…"}, date = "05-20"}',
        'a festival such as "mid_autumn", or a table {name = {zh = "…", en = "…"}, date = "05-20"}',
    )

    def schema(self) -> dict[str, object]:
        return {
            "anyOf": [
                {"enum": list(KNOWN)},
                {
                    "type": "object",
                    "properties": {
                        "name": _NAMES.schema(),
                        "date": {"type": "string", "pattern": f"^({_DATE.pattern})$"},
                        "lunar": {"type": "string", "pattern": f"^({_LUNAR.pattern})$"},
                        "term": {"enum": list(TERMS)},
                    },
                    "required": ["name"],
                    "additionalProperties": False,
                },
            ]
        }

    def read(self, raw: object) -> Festival:
        if isinstance(raw, dict):
            return _own(raw)
        if isinstance(raw, str) and raw in KNOWN:
            return Festival(KNOWN[raw], raw)
        raise self.wrong(raw, tuple(KNOWN))

    def write(self, value: Festival) -> object:
        if value.key:
            return value.key
        key, text = _written(value.when)
        return {"name": _NAMES.write(value.names), key: text}


def _own(table: dict[str, object]) -> Festival:
    mistakes: list[Mistake] = [
        Unknown((key,), ("name", *_WHEN)) for key in table if key not in ("name", *_WHEN)
    ]
    names, when = Words("", ""), None
    try:
        if "name" in table:
            names = _NAMES.read(table["name"])
        else:
            mistakes.append(Missing(("name",), _NAMES.expected))
    except Misread as misread:
        mistakes += below("name", misread.mistakes)
    given = [key for key in _WHEN if key in table]
    if len(given) == 1:
        when = _read_when(given[0], table[given[0]], mistakes)
    elif given:
        mistakes.append(Wrong((given[1],), table[given[1]], ONE_WHEN))
    elif not mistakes:
        mistakes.append(Missing(("date",), ONE_WHEN))
    if mistakes or when is None:
        raise Misread(mistakes)
    return Festival(when, "", names)


def _read_when(key: str, raw: object, mistakes: list[Mistake]) -> When | None:
    expected = {"date": A_DATE, "lunar": A_LUNAR_DATE, "term": A_TERM}[key]
    if key == "term":
        if isinstance(raw, str) and raw in TERMS:
            return Term(raw)
        mistakes.append(Wrong((key,), raw, expected, TERMS))
        return None
    found = (_DATE if key == "date" else _LUNAR).fullmatch(raw) if isinstance(raw, str) else None
    try:
        if found is not None and key == "date":
            return SolarDay(int(found[1]), int(found[2]))
        if found is not None:
            return LunarDay(int(found[2]), int(found[3]), leap=bool(found[1]))
    except ValueError:
        pass
    mistakes.append(Wrong((key,), raw, expected))
    return None


def _written(when: When) -> tuple[str, str]:
    match when:
        case SolarDay():
            return "date", f"{when.month:02}-{when.day:02}"
        case LunarDay():
            return "lunar", f"{'leap ' if when.leap else ''}{when.month}-{when.day}"
        case Term():
            return "term", when.name
    raise ValueError(when)
