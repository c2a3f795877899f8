"""The month grid: rows from Monday to Sunday, a mark for each date."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cogs.checkin.rules import Day, DayKind, Joining, day_sheet, rest_on
from cogs.checkin.rules.month import Mark, Week, month_of, weeks_of

LETTERS = {
    Mark.REAL: "r",
    Mark.MAKEUP: "m",
    Mark.IMPORT: "i",
    Mark.FREEZE: "f",
    Mark.LEAVE: "l",
    Mark.OUTAGE: "o",
    Mark.REST: "z",
    Mark.TRAVEL: "t",
    Mark.MISSED: "x",
    Mark.TODAY: "!",
    Mark.NOTHING: ".",
    Mark.OUTSIDE: "-",
}
KINDS = {kind.value[0]: kind for kind in DayKind}


def weeks(  # the cases of one month
    covered: str, *, today: int, begins: int = 1, joining: Joining | None = None, leave: str = ""
) -> list[str]:
    """The rows of June 2026, which begins on a Monday; ``leave`` is FIRST-LAST."""
    first, last = month_of(date(2026, 6, 1))
    days = [
        Day(first + timedelta(days=number), KINDS[letter])
        for number, letter in enumerate(covered)
        if letter in KINDS
    ]
    here = date(2026, 6, today)
    low, _, high = leave.partition("-")
    span = range(int(low), int(high) + 1) if leave else range(0)
    lines = day_sheet(days, first, last, here, joining or Joining())
    found = weeks_of(lines, here, date(2026, 6, begins), lambda day: day.day in span)
    return ["".join(LETTERS[mark] for mark in week.marks) for week in found]


def test_each_kind_of_day_has_its_mark() -> None:
    assert weeks("rmiflor", today=7) == ["rmiflor", ".......", ".......", ".......", "..-----"]


def test_what_was_missed_is_told_from_what_is_to_come() -> None:
    assert weeks("r..r", today=5)[0] == "rxxr!.."
    assert weeks("r..rr", today=5)[0] == "rxxrr.."


def test_nothing_is_missed_before_the_first_day() -> None:
    assert weeks("...r", today=6, begins=3)[0] == "..xrx!."


def test_rest_days_are_shown_also_when_they_are_to_come() -> None:
    weekend = Joining(rest=rest_on(("sat", "sun")))
    assert weeks("rrrrr..r", today=8, joining=weekend)[:3] == ["rrrrrzz", "r....zz", ".....zz"]
    assert weeks("rrrrrr", today=6, joining=weekend)[0] == "rrrrrrz"


def test_leave_is_shown_where_nothing_else_covers_the_day() -> None:
    assert weeks("r.r", today=2, leave="2-4")[0] == "rlrl..."
    assert weeks("r", today=4, leave="2-2")[0] == "rlx!..."
    assert weeks("", today=4, leave="4-5")[0] == "xxxll.."


def test_a_date_that_never_was_is_a_journey() -> None:
    assert weeks("r.r", today=3, joining=Joining(existed=lambda day: day.day != 2))[0][:3] == "rtr"


@given(st.dates(date(1970, 1, 1), date(9998, 12, 31)))
def test_every_month_has_each_of_its_dates_once(day: date) -> None:
    first, last = month_of(day)
    lines = day_sheet([], first, last, day)
    found = weeks_of(lines, day, first, lambda _: False)
    assert {len(week.marks) for week in found} == {7}
    inside = [mark for week in found for mark in week.marks if mark is not Mark.OUTSIDE]
    assert len(inside) == (last - first).days + 1
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    spans = [(week.first, week.last) for week in found]
    assert all(one.last < other.first for one, other in pairwise(found))
    assert (spans[0][0], spans[-1][1]) == (first, last)
    assert found[0].marks.index(inside[0]) == first.weekday()


def test_no_lines_are_no_weeks() -> None:
    none: list[Week] = weeks_of([], date(2026, 6, 1), date(2026, 6, 1), lambda _: False)
    assert none == []
