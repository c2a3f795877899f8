from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cogs.checkin.rules import (
    PLAIN,
    Day,
    DayKind,
    Joining,
    SheetLine,
    SheetRule,
    day_sheet,
    rest_on,
)

MONDAY = date(2026, 6, 1)
DAY = timedelta(days=1)
LETTERS = {kind.value[0]: kind for kind in DayKind}
WEEKEND = Joining(rest=rest_on(("sat", "sun")))


def rules_of(letters: str, today: int, joining: Joining = PLAIN) -> list[str]:
    days = [
        Day(MONDAY + number * DAY, LETTERS[letter])
        for number, letter in enumerate(letters)
        if letter != "."
    ]
    last = MONDAY + (len(letters) - 1) * DAY
    return [line.rule for line in day_sheet(days, MONDAY, last, date(2026, 6, today), joining)]


@pytest.mark.parametrize(
    ("letters", "today", "expected"),
    [
        ("rr", 2, "started counted"),
        ("rflo", 4, "started joined_freeze joined_leave joined_outage"),
        ("rfm", 3, "started joined_freeze counted"),
        ("lr", 2, "joined_leave started"),
        ("r..r", 4, "started broke missed started"),
        ("..r", 3, "missed missed started"),
        ("rf.", 4, "started joined_freeze broke"),
        ("r.", 2, "started not_yet"),
        ("r...", 3, "started broke not_yet not_yet"),
        ("l.r", 3, "joined_leave missed started"),
        ("r..ll", 2, "started not_yet not_yet planned planned"),
        ("ri", 2, "started counted"),
    ],
)
def test_each_date_has_its_rule(letters: str, today: int, expected: str) -> None:
    assert rules_of(letters, today) == expected.split()


def test_rest_days_join_and_the_day_after_them_breaks() -> None:
    joined = "started counted counted counted counted joined_rest joined_rest"
    assert rules_of("rrrrr..r", 8, WEEKEND) == f"{joined} counted".split()
    assert rules_of("rrrrr...r", 9, WEEKEND) == f"{joined} broke started".split()
    assert rules_of("rrrrr...", 8, WEEKEND) == f"{joined} not_yet".split()


def test_a_line_tells_the_day_its_kind_and_its_rule() -> None:
    at = datetime(2026, 6, 3, 20, tzinfo=UTC)
    days = [
        Day(date(2026, 6, 3), DayKind.REAL, at, "Pacific/Niue"),
        Day(date(2026, 6, 5), DayKind.REAL, at + 30 * DAY / 24, "Pacific/Kiritimati"),
    ]
    assert day_sheet(days, date(2026, 6, 4), date(2026, 6, 5), date(2026, 6, 5)) == [
        SheetLine(date(2026, 6, 4), None, SheetRule.JOINED_TRAVEL),
        SheetLine(date(2026, 6, 5), DayKind.REAL, SheetRule.COUNTED),
    ]


def test_a_date_that_never_was_breaks_nothing() -> None:
    joining = Joining(existed=lambda day: day != date(2026, 6, 2))
    assert rules_of("r.r", 3, joining) == ["started", "never_was", "counted"]


def test_a_sheet_without_days_or_dates() -> None:
    assert rules_of("..", 2) == ["missed", "not_yet"]
    assert day_sheet([], MONDAY, MONDAY - DAY, MONDAY) == []
