"""Leave: it begins today at the earliest, and a change of it changes only what is to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.checkin.rules import Leave, LeavePlan, LeaveProblem, cancelled_on, merged, plan_leave
from cogs.checkin.rules.leave import FURTHEST_AHEAD, LONGEST_LEAVE

TODAY = date(2026, 6, 10)
DAY = timedelta(days=1)


def span(first: int, last: int) -> Leave:
    """From so many days after today to so many; negative ones are gone."""
    return Leave(TODAY + first * DAY, TODAY + last * DAY)


@pytest.mark.parametrize(
    ("existing", "first", "last", "expected"),
    [
        ([], 0, 0, LeavePlan(span(0, 0))),
        ([], 3, 5, LeavePlan(span(3, 5))),
        ([], -1, 5, LeaveProblem.PAST),
        ([], 5, 3, LeaveProblem.BACKWARDS),
        ([], 0, LONGEST_LEAVE - 1, LeavePlan(span(0, LONGEST_LEAVE - 1))),
        ([], 0, LONGEST_LEAVE, LeaveProblem.TOO_LONG),
        ([], FURTHEST_AHEAD, FURTHEST_AHEAD, LeavePlan(span(FURTHEST_AHEAD, FURTHEST_AHEAD))),
        ([], FURTHEST_AHEAD + 1, FURTHEST_AHEAD + 2, LeaveProblem.TOO_FAR),
        # The first day is named again, or today: that leave becomes shorter or longer.
        ([span(-5, 5)], -5, 2, LeavePlan(span(0, 2), (span(-5, 5),))),
        ([span(-5, 5)], 0, 8, LeavePlan(span(0, 8), (span(-5, 5),))),
        ([span(2, 5)], 2, 3, LeavePlan(span(2, 3), (span(2, 5),))),
        ([span(-5, -1), span(0, 4)], -5, 1, LeavePlan(span(0, 1), (span(0, 4),))),
        ([span(0, 4), span(3, 6)], 0, 2, LeavePlan(span(0, 2), (span(0, 4), span(3, 6)))),
        # What is gone stays.
        ([span(-5, 5)], -5, -1, LeaveProblem.PAST),
        ([span(-5, 5)], -4, 5, LeaveProblem.PAST),
        # Nothing changes.
        ([span(-5, 5)], 0, 5, LeavePlan(None)),
        ([span(0, 9)], 2, 4, LeavePlan(None)),
        # Any other range only adds.
        ([span(-5, 5)], 3, 9, LeavePlan(span(3, 9))),
        ([span(4, 6)], 2, 5, LeavePlan(span(2, 5))),
        ([span(4, 6)], 10, 12, LeavePlan(span(10, 12))),
    ],
)
def test_a_range_is_planned(
    existing: list[Leave], first: int, last: int, expected: LeavePlan | LeaveProblem
) -> None:
    asked = span(first, last)
    assert plan_leave(existing, asked.first, asked.last, TODAY) == expected


def test_ranges_that_touch_are_one() -> None:
    assert merged([span(5, 6), span(0, 2), span(3, 3)]) == [span(0, 3), span(5, 6)]


def test_a_cancelled_leave_has_ended_with_yesterday() -> None:
    assert cancelled_on(TODAY) == TODAY - DAY


spans = st.builds(
    lambda first, length: span(first, first + length), st.integers(-9, 9), st.integers(0, 9)
)


@given(st.lists(spans, max_size=4), spans)
def test_a_plan_changes_no_day_that_is_gone_and_covers_what_was_asked(
    existing: list[Leave], asked: Leave
) -> None:
    known = [each for each in existing if each.last >= TODAY - 20 * DAY]
    plan = plan_leave(known, asked.first, asked.last, TODAY)
    if isinstance(plan, LeaveProblem):
        return
    after = known
    if plan.leave is not None:
        end = plan.leave.first - DAY
        ended = [Leave(each.first, end) if each in plan.ends else each for each in known]
        after = [*(each for each in ended if each.first <= each.last), plan.leave]
    dates = [TODAY + number * DAY for number in range(-20, 21)]
    before_on = {day for day in dates if any(each.covers(day) for each in known)}
    after_on = {day for day in dates if any(each.covers(day) for each in after)}
    assert {day for day in before_on if day < TODAY} == {day for day in after_on if day < TODAY}
    assert {day for day in dates if asked.covers(day) and day >= TODAY} <= after_on
    if not plan.ends:
        assert before_on <= after_on
