"""What members write for a time, a kind and a date."""

from __future__ import annotations

import pytest

from bot.community.notices import Kind
from bot.core.lunar import LunarDay
from cogs.reminders.dates import date_meant
from cogs.reminders.occasions import SolarDay
from cogs.reminders.words import kind_meant, nearest_kind, switch_meant, time_meant


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("21:00", "21:00"),
        ("9:05", "09:05"),
        ("００：３０", "00:30"),
        ("２１：００", "21:00"),
        ("9pm", "21:00"),
        ("9 PM", "21:00"),
        ("9:30 p.m.", "21:30"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("21点", "21:00"),
        ("21點30分", "21:30"),
        ("晚上9点", "21:00"),
        ("晚上 9 点半", "21:30"),
        ("晚上九点半", "21:30"),
        ("晚上12点", "00:00"),
        ("早上八点", "08:00"),
        ("下午三点一刻", "15:15"),
        ("中午12点", "12:00"),
        ("十二点二十五分", "12:25"),
        ("二十一点", "21:00"),
        ("25:00", None),
        ("24:00", None),
        ("21:60", None),
        ("21:5", None),
        ("21:", None),
        ("21", None),
        ("下午25点", None),
        ("上午13点", None),
        ("十十点", None),
        ("晚上9pm", None),
        ("soon", None),
        ("", None),
        ("²1:00", "21:00"),
    ],
)
def test_times_are_read_as_people_write_them(text: str, time: str | None) -> None:
    assert time_meant(text) == time


@pytest.mark.parametrize(
    ("word", "kind", "near"),
    [
        ("streak", Kind.STREAK, "streak"),
        ("连签", Kind.STREAK, "连签"),
        ("連簽", Kind.STREAK, "连签"),
        ("Win-Back", Kind.WIN_BACK, "win-back"),
        ("节日", Kind.FESTIVAL, "节日"),
        ("steak", None, "streak"),
        ("fesitval", None, "festival"),
        ("公佈", None, "公告"),
        ("xyzzy", None, None),
    ],
)
def test_kinds_have_names_in_both_languages(word: str, kind: Kind | None, near: str | None) -> None:
    assert (kind_meant(word), nearest_kind(word)) == (kind, near)


@pytest.mark.parametrize(
    ("word", "on"),
    [("on", True), ("开", True), ("開", True), ("OFF", False), ("关", False), ("maybe", None)],
)
def test_switches(word: str, on: bool | None) -> None:
    assert switch_meant(word) is on


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("11-23", SolarDay(11, 23)),
        ("1990-11-23", SolarDay(11, 23)),
        ("１１－２３", SolarDay(11, 23)),
        ("11月23日", SolarDay(11, 23)),
        ("1990年11月23号", SolarDay(11, 23)),
        ("02-29", SolarDay(2, 29)),
        ("lunar 8-15", LunarDay(8, 15)),
        ("Lunar leap 6-1", LunarDay(6, 1, leap=True)),
        ("农历八月十五", LunarDay(8, 15)),
        ("農曆八月十五", LunarDay(8, 15)),
        ("农历8月15日", LunarDay(8, 15)),
        ("八月十五", LunarDay(8, 15)),
        ("正月初一", LunarDay(1, 1)),
        ("腊月廿三", LunarDay(12, 23)),
        ("冬月三十", LunarDay(11, 30)),
        ("十一月二十", LunarDay(11, 20)),
        ("闰六月初一", LunarDay(6, 1, leap=True)),
        ("1995年农历正月初三", LunarDay(1, 3)),
        ("农历1995年正月初三", LunarDay(1, 3)),
        ("农历闰六月十五", LunarDay(6, 15, leap=True)),
        ("02-30", None),
        ("13-01", None),
        ("lunar 13-1", None),
        ("lunar 1-31", None),
        ("农历八月", None),
        ("八月一二", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_birthdays_are_read_by_both_calendars(text: str, date: SolarDay | LunarDay | None) -> None:
    assert date_meant(text) == date
