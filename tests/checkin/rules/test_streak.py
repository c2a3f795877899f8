from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedule import DayRule, day_existed, day_exists, day_of, effective_from, local_day
from cogs.checkin.rules import (
    NO_STREAK,
    PLAIN,
    Day,
    DayKind,
    Joining,
    Run,
    Standing,
    Streak,
    alive,
    extend,
    milestones_reached,
    rest_on,
    runs,
    standing,
    streak_of,
)

# 2026-06-01 is a Monday.
MONDAY = date(2026, 6, 1)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEKEND = Joining(rest=rest_on(("sat", "sun")))
LETTERS = {
    "r": DayKind.REAL,
    "m": DayKind.MAKEUP,
    "f": DayKind.FREEZE,
    "l": DayKind.LEAVE,
    "o": DayKind.OUTAGE,
    "i": DayKind.IMPORT,
}


def history(letters: str, first: date = MONDAY) -> list[Day]:
    """A day for each letter from ``first`` on, none for a dot."""
    return [
        Day(first + number * DAY, LETTERS[letter])
        for number, letter in enumerate(letters)
        if letter != "."
    ]


def on(number: int) -> date:
    return date(2026, 6, number)


def a_check_in(at: str, zone: str) -> Day:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Day(local_day(instant, zone), DayKind.REAL, instant, zone)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("", []),
        ("r", [Run(on(1), on(1), 1)]),
        ("rrr", [Run(on(1), on(3), 3)]),
        ("rr.rr", [Run(on(1), on(2), 2), Run(on(4), on(5), 2)]),
        ("rmi", [Run(on(1), on(3), 3)]),
        ("rflor", [Run(on(1), on(5), 2)]),
        ("ffrr", [Run(on(3), on(4), 2)]),
        ("rrff", [Run(on(1), on(2), 2)]),
        ("lll", []),
        ("l.r", [Run(on(3), on(3), 1)]),
    ],
)
def test_a_run_is_named_by_its_first_counting_day(letters: str, expected: list[Run]) -> None:
    assert runs(history(letters), PLAIN.joins) == expected
    assert runs(reversed(history(letters)), PLAIN.joins) == expected


def test_rest_days_join_without_counting() -> None:
    assert runs(history("rrrrr..r"), WEEKEND.joins) == [Run(on(1), on(8), 6)]
    assert runs(history("rrrr...r"), WEEKEND.joins) == [Run(on(1), on(4), 4), Run(on(8), on(8), 1)]
    assert runs(history("rrrrrr.r"), WEEKEND.joins) == [Run(on(1), on(8), 7)]


@pytest.mark.parametrize(
    ("letters", "today", "expected"),
    [
        ("", 1, Standing(0, 0, None, None)),
        ("rrr", 3, Standing(3, 3, on(3), on(1))),
        ("rrr", 4, Standing(3, 3, on(3), on(1))),
        ("rrr", 5, Standing(0, 3, on(3), None)),
        ("rrrf", 5, Standing(3, 3, on(3), on(1))),
        ("rrrf", 6, Standing(0, 3, on(3), None)),
        ("rrrrr.r", 7, Standing(1, 5, on(7), on(7))),
        ("r.l", 3, Standing(0, 1, on(1), None)),
        ("lll", 3, Standing(0, 0, None, None)),
        # Planned leave joins when it has come, not before.
        ("rr.ll", 3, Standing(2, 2, on(2), on(1))),
        ("rr.ll", 4, Standing(0, 2, on(2), None)),
        ("rrlll", 2, Standing(2, 2, on(2), on(1))),
        ("rrlll", 6, Standing(2, 2, on(2), on(1))),
    ],
)
def test_the_current_streak_lives_until_a_day_is_missed(
    letters: str, today: int, expected: Standing
) -> None:
    days = history(letters)
    assert standing(days, on(today)) == expected
    assert alive(streak_of(days, on(today)), on(today)) == expected.current


def test_a_streak_lives_through_rest_days() -> None:
    friday = history("rrrrr")
    streak = streak_of(friday, on(5), WEEKEND)
    assert [alive(streak, on(day), WEEKEND) for day in (5, 6, 7, 8, 9)] == [5, 5, 5, 5, 0]
    assert [standing(friday, on(day), WEEKEND).current for day in (8, 9)] == [5, 0]


def test_extending_is_counting_one_more_day() -> None:
    first = extend(NO_STREAK, Day(on(1), DayKind.REAL))
    assert first == Streak(on(1), 1, on(1), on(1), 1)
    assert first is not None
    frozen = extend(first, Day(on(2), DayKind.FREEZE))
    assert frozen == Streak(on(1), 1, on(2), on(1), 1)
    assert frozen is not None
    assert extend(frozen, Day(on(3), DayKind.MAKEUP)) == Streak(on(1), 2, on(3), on(3), 2)
    assert extend(frozen, Day(on(4), DayKind.LEAVE)) == Streak(None, 0, on(4), on(1), 1)
    assert extend(frozen, Day(on(4), DayKind.REAL)) == Streak(on(4), 1, on(4), on(4), 1)


def test_an_earlier_or_equal_day_is_left_to_the_whole_history() -> None:
    streak = streak_of(history("r.r"), on(3))
    assert extend(streak, Day(on(3), DayKind.REAL)) is None
    assert extend(streak, Day(on(2), DayKind.MAKEUP)) is None
    assert streak_of(history("rmr"), on(3)) == Streak(on(1), 3, on(3), on(3), 3)


@pytest.mark.parametrize(
    ("second", "zone", "current"),
    [
        # From Niue, Wednesday 09:00, across the date line: Friday there, 23 hours later.
        ("2026-06-04 19:00", "Pacific/Kiritimati", 2),
        ("2026-06-05 08:00", "Pacific/Kiritimati", 2),
        ("2026-06-05 08:01", "Pacific/Kiritimati", 2),
        ("2026-06-05 10:00", "Pacific/Kiritimati", 1),
        ("2026-06-05 08:00", "Asia/Shanghai", 2),
        ("2026-06-05 11:00", "Pacific/Niue", 1),
    ],
)
def test_a_traveller_keeps_the_streak_for_36_hours(second: str, zone: str, current: int) -> None:
    days = [a_check_in("2026-06-03 20:01", "Pacific/Niue"), a_check_in(second, zone)]
    assert standing(days, days[-1].day).current == current
    streak = streak_of(days, days[-1].day)
    assert streak.current_length == current


def test_a_traveller_is_alive_before_the_next_check_in() -> None:
    days = [a_check_in("2026-06-03 20:00", "Pacific/Niue")]
    streak = streak_of(days, on(3))
    zone = "Pacific/Kiritimati"
    found = []
    for hours in (24, 36, 37):
        now = days[0].at + hours * HOUR if days[0].at else None
        kept = alive(streak, on(5), now=now, zone=zone)
        found.append((standing(days, on(5), now=now, zone=zone).current, kept))
    assert found == [(1, 1), (1, 1), (0, 0)]
    assert standing(days, on(5)).current == alive(streak, on(5)) == 0


def test_a_date_that_never_existed_for_the_member_breaks_nothing() -> None:
    rules = [DayRule("Pacific/Niue", time(0), datetime(2026, 1, 1, tzinfo=UTC))]
    asked = datetime(2026, 6, 10, 20, tzinfo=UTC)
    rules.append(DayRule("Pacific/Kiritimati", time(0), effective_from(asked, rules[0])))
    joining = Joining(existed=partial(day_existed, rules=rules))
    # Forty-seven hours apart, and only the eleventh, which was not, between them.
    days = [
        a_check_in("2026-06-10 11:30", "Pacific/Niue"),
        a_check_in("2026-06-12 09:30", "Pacific/Kiritimati"),
    ]
    assert [day.day for day in days] == [on(10), on(12)]
    assert standing(days, on(12), joining).current == 2
    assert standing(days, on(12)).current == 1


def test_a_made_up_day_does_not_travel() -> None:
    at = datetime(2026, 6, 3, 20, tzinfo=UTC)
    days = [
        Day(on(3), DayKind.MAKEUP, at, "Pacific/Niue"),
        Day(on(5), DayKind.REAL, at + HOUR, "Pacific/Kiritimati"),
    ]
    assert standing(days, on(5)).current == 1


histories = st.builds(
    lambda steps: [
        Day(
            MONDAY + sum(gap for gap, *_ in steps[: place + 1]) * DAY,
            kind,
            datetime(2026, 6, 1, tzinfo=UTC)
            + sum(gap for gap, *_ in steps[: place + 1]) * DAY
            + hour * HOUR,
            zone,
        )
        for place, (gap, kind, hour, zone) in enumerate(steps)
    ],
    st.lists(
        st.tuples(
            st.sampled_from((1, 1, 1, 1, 2, 2, 3, 4)),
            st.sampled_from([*DayKind, DayKind.REAL, DayKind.REAL]),
            st.integers(-12, 12),
            st.sampled_from(("Pacific/Niue", "Pacific/Kiritimati", "Asia/Shanghai")),
        ),
        max_size=25,
    ),
)
joinings = st.builds(
    lambda resting, skipped: Joining(
        rest=rest_on(resting), existed=lambda day: day.day not in skipped
    ),
    st.sets(st.sampled_from(("mon", "wed", "sat", "sun"))),
    st.sets(st.integers(1, 28), max_size=4),
)


@given(histories, joinings, st.integers(0, 4))
def test_extending_day_by_day_is_reading_the_whole_history(
    days: Sequence[Day], joining: Joining, later: int
) -> None:
    today = (days[-1].day if days else MONDAY) + later * DAY
    streak = NO_STREAK
    for day in days:
        extended = extend(streak, day, joining)
        assert extended is not None
        streak = extended
    current = alive(streak, today, joining)
    assert streak == streak_of(reversed(days), today, joining)
    assert standing(days, today, joining) == Standing(
        current, streak.longest, streak.last_counted, streak.current_first if current else None
    )


@given(histories, joinings)
def test_days_that_only_join_never_raise_the_longest_streak(
    days: Sequence[Day], joining: Joining
) -> None:
    found = runs(days, joining.joins)
    assert sum(run.length for run in found) == sum(day.kind.counts for day in days)


@given(histories, joinings, st.integers(0, 24))
def test_one_more_covered_day_never_shortens_the_longest_streak(
    days: Sequence[Day], joining: Joining, place: int
) -> None:
    today = days[-1].day if days else MONDAY
    fewer = [*days[:place], *days[place + 1 :]]
    zoneless = [Day(day.day, day.kind) for day in days]
    fewer_zoneless = [Day(day.day, day.kind) for day in fewer]
    less = standing(fewer_zoneless, today, joining).longest
    assert less <= standing(zoneless, today, joining).longest


CHANGES = (
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Europe/London", "2026-03-29"),
    ("Europe/London", "2026-10-25"),
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-29"),
    ("Asia/Beirut", "2026-03-29"),
    ("Asia/Beirut", "2026-10-25"),
    ("America/Havana", "2026-03-08"),
    ("America/Havana", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Asia/Shanghai", "1991-04-14"),
    ("Pacific/Kiritimati", "1994-12-31"),
    ("Pacific/Niue", "1964-07-01"),
    ("Pacific/Apia", "2011-12-30"),
)


@pytest.mark.parametrize("day_start", [time(0), time(4)])
@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_a_minute_before_and_after_midnight_around_a_change(
    zone: str, change: str, day_start: time
) -> None:
    middle = date.fromisoformat(change)
    rules = [DayRule(zone, day_start, datetime(1900, 1, 1, tzinfo=UTC))]
    dates = [middle + number * DAY for number in range(-3, 4)]
    existing = [day for day in dates if day_exists(day, zone)]
    joining = Joining(existed=partial(day_existed, rules=rules))
    for minute in (time(0, 1), time(23, 59)):
        instants = [
            datetime.combine(day, minute, ZoneInfo(zone)).astimezone(UTC) for day in existing
        ]
        read = [day_of(instant, rules) for instant in instants]
        before = [existing[0] - DAY, *existing[:-1]]
        assert read == (existing if minute >= day_start else before)
        days = [Day(day, DayKind.REAL, at, zone) for day, at in zip(read, instants, strict=True)]
        assert standing(days, read[-1], joining).current == len(existing)
        assert streak_of(days, read[-1], joining).current_length == len(existing)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [(6, 7, [7]), (7, 7, []), (0, 40, [7, 30]), (29, 30, [30]), (8, 3, []), (0, 6, [])],
)
def test_milestones_between_two_lengths_are_reached(
    before: int, now: int, expected: list[int]
) -> None:
    assert milestones_reached(before, now, (30, 7, 100, 365, 7)) == expected
