"""The section ``[reminders]``: what is wrong in it is found, with what was expected."""

from __future__ import annotations

import pytest

from bot.app import read_config
from bot.config.problems import ConfigProblems
from bot.core.lunar import LunarDay
from bot.core.setting_mistakes import Words
from cogs.reminders.festival_settings import FestivalEntry
from cogs.reminders.occasions import KNOWN, Eve, Festival, SolarDay, Term
from tests.reminders.members import REMINDED

NAME = 'name = {zh = "a", en = "b"}'
LINE = REMINDED.count("\n") + 3
A_LUNAR_DATE = (
    'a lunar month and day such as "8-15", "leap 6-1" for a leap month; months 1 to 12, days 1 to'
    " 30"
)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (
            'streak_at_risk = "25:00"',
            'streak_at_risk: found "25:00", expected a time in quotes from "00:00" to "23:59", or'
            ' "" for off.',
        ),
        (
            'festivals = ["mid_autum"]',
            'festivals[1]: found "mid_autum", expected a festival such as "mid_autumn", or a table'
            ' {name = {zh = "…", en = "…"}, date = "05-20"}. Did you mean "mid_autumn"?',
        ),
        (
            f'festivals = ["laba", {{{NAME}, lunar = "13-1"}}]',
            f'festivals[2].lunar: found "13-1", expected {A_LUNAR_DATE}.',
        ),
        (
            f'festivals = [{{{NAME}, lunar = "1-31"}}]',
            f'festivals[1].lunar: found "1-31", expected {A_LUNAR_DATE}.',
        ),
        (
            f'festivals = [{{{NAME}, date = "2-30"}}]',
            'festivals[1].date: found "2-30", expected month and day such as "05-20" (there is no'
            " 02-30).",
        ),
        (
            f'festivals = [{{{NAME}, term = "quingming"}}]',
            'festivals[1].term: found "quingming", expected a solar term such as "qingming" or'
            ' "winter_solstice". Did you mean "qingming"?',
        ),
        (
            f"festivals = [{{{NAME}}}]",
            "festivals[1].date: this setting is missing, expected one of date, lunar and term, such"
            ' as date = "05-20".',
        ),
        (
            f'festivals = [{{{NAME}, date = "05-20", lunar = "5-5"}}]',
            'festivals[1].lunar: found "5-5", expected one of date, lunar and term, such as'
            ' date = "05-20".',
        ),
        (
            f'festivals = [{{{NAME}, dat = "05-20"}}]',
            "festivals[1].dat: there is no such setting. Did you mean date?",
        ),
        (
            'festivals = [{date = "05-20"}]',
            "festivals[1].name: this setting is missing, expected a table of two names:"
            ' {zh = "…", en = "…"}.',
        ),
        (
            "win_back_days = [7, 3]",
            "win_back_days: found a list of 2 items, expected a list in square brackets, at most 20"
            " items, each larger than the one before.",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_what_was_expected(
    written: str, problem: str
) -> None:
    with pytest.raises(ConfigProblems) as refused:
        read_config(f"{REMINDED}\n[reminders]\n{written}\n")
    assert refused.value.sentences("en") == [f"<text>:{LINE}: reminders.{problem}"]


@pytest.mark.parametrize(
    ("raw", "festival"),
    [
        ("mid_autumn", Festival(LunarDay(8, 15), "mid_autumn")),
        ("new_years_eve", Festival(Eve(), "new_years_eve")),
        (
            {"name": {"zh": "a", "en": "b"}, "date": "02-29"},
            Festival(SolarDay(2, 29), "", Words("a", "b")),
        ),
        (
            {"name": {"zh": "a", "en": "b"}, "lunar": "leap 6-1"},
            Festival(LunarDay(6, 1, leap=True), "", Words("a", "b")),
        ),
        (
            {"name": {"zh": "a", "en": "b"}, "term": "start_of_spring"},
            Festival(Term("start_of_spring"), "", Words("a", "b")),
        ),
    ],
)
def test_festivals_are_read_as_they_are_written(raw: object, festival: Festival) -> None:
    assert FestivalEntry().read(raw) == festival
    assert FestivalEntry().write(festival) == raw


@pytest.mark.parametrize("key", KNOWN)
def test_every_festival_has_a_greeting_of_its_own(key: str) -> None:
    from bot.app import sentences
    from bot.core.text import Text

    said = {sentences(strict=True).say(Text(f"festival.{key}"), each) for each in ("zh", "en")}
    assert len(said) == 2
