"""Public holidays, and the weekends that China works for them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.calendars import Calendar, Mark, is_known


@pytest.mark.parametrize(
    ("code", "day", "mark"),
    [
        ("CN", "2026-10-01", Mark.HOLIDAY),
        ("CN", "2026-10-07", Mark.HOLIDAY),
        ("CN", "2026-10-08", None),
        ("CN", "2026-10-10", Mark.WORKING_WEEKEND),
        ("CN", "2026-10-11", None),
        ("CN", "2026-02-14", Mark.WORKING_WEEKEND),
        ("CN", "2026-02-15", None),
        ("CN", "2026-02-23", Mark.HOLIDAY),
        # A weekend in the middle of the days off is one of them, one at their end is a weekend.
        ("CN", "2026-02-21", Mark.HOLIDAY),
        ("CN", "2026-02-22", Mark.HOLIDAY),
        ("CN", "2026-05-03", Mark.HOLIDAY),
        ("CN", "2026-10-04", Mark.HOLIDAY),
        ("CN", "2026-09-26", None),
        ("CN", "2024-02-17", None),
        ("JP", "2026-05-10", None),
        ("CN", "2025-01-26", Mark.WORKING_WEEKEND),
        ("CN", "2005-12-31", Mark.WORKING_WEEKEND),
        ("CN", "2001-12-29", Mark.WORKING_WEEKEND),
        ("CN", "2098-10-01", None),
        ("JP", "2026-05-05", Mark.HOLIDAY),
        ("JP", "2098-05-05", Mark.HOLIDAY),
        ("US-CA", "2026-03-31", Mark.HOLIDAY),
        ("US", "2026-03-31", None),
        ("US", "9998-07-04", None),
    ],
)
def test_a_day_is_a_holiday_a_worked_weekend_or_an_ordinary_day(
    code: str, day: str, mark: Mark | None
) -> None:
    assert Calendar(code).mark(date.fromisoformat(day)) == mark


def test_china_is_known_as_far_as_it_was_published_and_others_by_their_rules() -> None:
    last = Calendar("CN").known_until
    assert last is not None
    assert last >= 2026
    assert Calendar("CN").mark(date(last, 10, 1)) is Mark.HOLIDAY
    assert Calendar("CN").mark(date(last + 1, 10, 1)) is None
    assert Calendar("JP").known_until is None


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("CN", True), ("US-CA", True), ("GB-ENG", True), ("cn", False), ("XX", False),
        ("US-XX", False), ("China", False), ("", False), ("CN-", False),
    ],
)  # fmt: skip
def test_a_calendar_has_the_code_of_its_country(code: str, known: bool) -> None:
    assert is_known(code) is known
