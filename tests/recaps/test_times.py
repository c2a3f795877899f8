"""Recaps of other lengths than a week, and spans of days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.recaps import Scope, Span, span_of
from tests.kit import a_bot
from tests.recaps.weeks import ALL, FOOT, check_in, heard

ANN, BO = "telegram:42", "telegram:43"


async def test_a_digest_a_month_and_a_year_come_at_their_times(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ALL) as bot:
        await bot.says(ANN, "/checkin")
        assert await heard(bot, hours=12) == []
        assert await heard(bot, hours=24) == [
            [
                "📅 Dawn · 2026-11-23",
                "Check-ins: 1 (the day before: 0)",
                "Welcome, one new member: P42",
                FOOT,
            ]
        ]
        assert await heard(bot, hours=24) == [["📅 Dawn · 2026-11-24", "A quiet day."]]
        assert await heard(bot, hours=24) == []
        await bot.says(BO, "/checkin")
        told = await heard(bot, days=5)
        assert [lines[0] for lines in told] == [
            "📅 Dawn · 2026-11-26",
            "📅 Dawn · 2026-11-27",
            "📅 Dawn · week of 2026-11-23 to 2026-11-29 (2026-W48)",
            "📅 Dawn · month 2026-11",
        ]
        assert told[-1] == [
            "📅 Dawn · month 2026-11",
            "Check-ins: 2 (the month before: 0)",
            "Members who checked in: 2 (the month before: 0)",
            "Most points:",
            "⭐ 1: P42, P43",
            "Welcome, 2 new members: P42, P43",
            FOOT,
        ]
        told = await heard(bot, days=31)
        assert [lines[:3] for lines in told if "year" in lines[0]] == [
            [
                "📅 Dawn · year 2026",
                "Check-ins: 2 (the year before: 0)",
                "Members who checked in: 2 (the year before: 0)",
            ]
        ]
        spans = [str(span) for (span,) in await bot.rows("SELECT span FROM recaps ORDER BY span")]
        assert [span for span in spans if len(span) < 10] == [
            "2026", "2026-11", "2026-12", "2026-W48", "2026-W49",
        ]  # fmt: skip


async def test_who_is_near_a_milestone_is_told(tmp_path: Path) -> None:
    config = ALL.replace('daily = "20:00"\n', "")
    async with a_bot(tmp_path, config=config) as bot:
        await bot.tick(days=2)
        await check_in(bot, [[ANN], *[[ANN, BO]] * 3])
        await bot.says(ANN, "/checkin")
        await bot.says(BO, "/checkin")
        (lines,) = await heard(bot, days=1)
        assert lines[-4:] == [
            "Coming up:",
            "⏳ 2 more days to a streak of 7: P42",
            "⏳ 3 more days to a streak of 7: P43",
            FOOT,
        ]


@pytest.mark.parametrize(
    ("scope", "day", "name", "first", "last"),
    [
        (Scope.DAY, "2026-11-23", "2026-11-23", "2026-11-23", "2026-11-23"),
        (Scope.WEEK, "2026-11-29", "2026-W48", "2026-11-23", "2026-11-29"),
        (Scope.WEEK, "2027-01-01", "2026-W53", "2026-12-28", "2027-01-03"),
        (Scope.WEEK, "2021-01-03", "2020-W53", "2020-12-28", "2021-01-03"),
        (Scope.WEEK, "2024-12-30", "2025-W01", "2024-12-30", "2025-01-05"),
        (Scope.MONTH, "2028-02-29", "2028-02", "2028-02-01", "2028-02-29"),
        (Scope.YEAR, "2028-02-29", "2028", "2028-01-01", "2028-12-31"),
    ],
)
def test_a_span_is_named_after_its_days(
    scope: Scope, day: str, name: str, first: str, last: str
) -> None:
    span = span_of(scope, date.fromisoformat(day))
    assert (span.name, span.first.isoformat(), span.last.isoformat()) == (name, first, last)


@given(st.sampled_from(Scope), st.dates(date(1971, 1, 1), date(2999, 1, 1)))
def test_spans_follow_each_other_without_a_gap(scope: Scope, day: date) -> None:
    span: Span = span_of(scope, day)
    assert span.first <= day <= span.last
    assert span.before.last == span.first - timedelta(days=1)
    assert {span_of(scope, each) for each in span.days} == {span}
    assert span.before.name < span.name


async def test_streaks_of_a_year_are_those_at_its_end(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ALL) as bot:
        await bot.tick(days=36)
        await check_in(bot, [[ANN], [ANN], [ANN]])
        # It is the first of January.
        await bot.says(ANN, "/checkin")
        # Counts up to now, and makes a member of the moderator.
        await bot.says("telegram:900", "/recap now")
        told = [lines for lines in await heard(bot, hours=12) if "year" in lines[0]]
        assert told == [
            [
                "📅 Dawn · year 2026",
                "Check-ins: 3 (the year before: 0)",
                "Members who checked in: 1 (the year before: 0)",
                "Longest streaks:",
                "🔥 3 days: P42",
                "Welcome, one new member: P42",
                FOOT,
            ]
        ]


async def test_a_time_before_the_day_begins_waits_until_it_does(tmp_path: Path) -> None:
    early = ALL.replace('daily = "20:00"', 'daily = "03:30"').replace('"mon 09:00"', '"mon 03:00"')
    config = early + '[checkin]\nday_start = "04:00"\n'
    async with a_bot(tmp_path, config=config) as bot:
        # It is Monday 09:00.
        await bot.tick(days=6, hours=16)
        await bot.says(ANN, "/checkin")
        # The night of Sunday to Monday: this is still Sunday's.
        await bot.says(BO, "/checkin")
        assert await heard(bot, hours=2, minutes=59) == []
        told = await heard(bot, minutes=1)
        assert [lines[:2] for lines in told] == [
            ["📅 Dawn · 2026-11-29", "Check-ins: 2 (the day before: 0)"],
            [
                "📅 Dawn · week of 2026-11-23 to 2026-11-29 (2026-W48)",
                "Check-ins: 2 (the week before: 0)",
            ],
        ]
        done = await bot.rows("SELECT job, period FROM occurrences WHERE job = 'recap_weekly'")
        assert ("recap_weekly", "2026-W49") in done
