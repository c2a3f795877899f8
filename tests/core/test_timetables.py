"""Schedules that say a time of day: when a text's occurrences are due, in awkward zones too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.jobs import Due, Schedule, Where
from bot.core.timetables import WEEKDAYS, AtChosenTime, Timed, next_by

S = TypeVar("S")


def due(text: str, after: str, zone: str = "Asia/Shanghai") -> str:
    """The period and instant, in the words of the test."""
    found = next_by(text, datetime.fromisoformat(after).astimezone(UTC), zone)
    assert found is not None
    return f"{found.period} {found.at.isoformat()}"


@pytest.mark.parametrize(
    ("text", "after", "zone", "expected"),
    [
        ("20:00", "2026-11-23T19:59:00+08:00", "Asia/Shanghai", "2026-11-23 2026-11-23T12:00"),
        ("20:00", "2026-11-23T20:00:00+08:00", "Asia/Shanghai", "2026-11-24 2026-11-24T12:00"),
        ("mon 09:00", "2026-11-23T09:00:00+08:00", "Asia/Shanghai", "2026-W49 2026-11-30T01:00"),
        ("sun 09:00", "2026-12-28T09:00:00+08:00", "Asia/Shanghai", "2026-W53 2027-01-03T01:00"),
        ("31 09:00", "2027-02-01T00:00:00+08:00", "Asia/Shanghai", "2027-02 2027-02-28T01:00"),
        ("31 09:00", "2027-02-28T09:00:00+08:00", "Asia/Shanghai", "2027-03 2027-03-31T01:00"),
        ("02-29 10:00", "2027-01-01T00:00:00+08:00", "Asia/Shanghai", "2027 2027-02-28T02:00"),
        ("02-29 10:00", "2027-03-01T00:00:00+08:00", "Asia/Shanghai", "2028 2028-02-29T02:00"),
        # 02:30 is skipped, and 01:30 comes twice.
        ("02:30", "2026-03-28T20:00:00+00:00", "Europe/Berlin", "2026-03-29 2026-03-29T01:00"),
        ("01:30", "2026-11-01T04:00:00+00:00", "America/New_York", "2026-11-01 2026-11-01T05:30"),
        ("01:30", "2026-11-01T05:30:00+00:00", "America/New_York", "2026-11-02 2026-11-02T06:30"),
        # A clock that jumps by half an hour.
        ("02:15", "2026-10-03T00:00:00Z", "Australia/Lord_Howe", "2026-10-04 2026-10-03T15:30"),
        # 30 December 2011 never was in Apia: no day, but a Friday of that week and month.
        ("20:00", "2011-12-30T06:30:00+00:00", "Pacific/Apia", "2011-12-31 2011-12-31T06:00"),
        ("fri 20:00", "2011-12-28T00:00:00+00:00", "Pacific/Apia", "2011-W52 2011-12-30T10:00"),
        ("30 20:00", "2011-12-01T12:00:00+00:00", "Pacific/Apia", "2011-12 2011-12-30T10:00"),
        ("00:10", "2026-11-23T10:00:00Z", "Pacific/Kiritimati", "2026-11-24 2026-11-23T10:10"),
    ],
)  # fmt: skip
def test_the_next_occurrence_is_at_the_local_time_that_the_text_says(
    text: str, after: str, zone: str, expected: str
) -> None:
    assert due(text, after, zone) == f"{expected}:00+00:00"


def test_an_empty_text_is_never_due() -> None:
    assert next_by("", datetime(2026, 11, 23, tzinfo=UTC), "UTC") is None


class _Settings:
    """Each section as it is where nothing was written."""

    def __call__(self, section: type[S]) -> S:
        """The section's defaults."""
        return section()

    def listed(self, section: type[S]) -> tuple[S, ...]:
        """No tables."""
        return ()


@pytest.mark.parametrize("schedule", [AtChosenTime(), Timed(lambda of: of(str) or "21:30")])
def test_a_chosen_time_and_a_setting_of_one_are_due_every_day(schedule: Schedule) -> None:
    where = Where("Asia/Shanghai", time(4), _Settings(), "21:30")
    found = schedule.next_due(datetime(2026, 11, 23, tzinfo=UTC), where)
    assert found == ("2026-11-23", datetime(2026, 11, 23, 13, 30, tzinfo=UTC))


ZONES = (
    "Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia",
    "Pacific/Kiritimati", "America/Havana", "Asia/Beirut", "Africa/Casablanca",
    "Antarctica/Troll", "Asia/Kathmandu", "America/St_Johns",
)  # fmt: skip
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
TEXTS = st.one_of(
    CLOCKS,
    st.builds("{} {}".format, st.sampled_from(WEEKDAYS), CLOCKS),
    st.builds("{} {}".format, st.integers(1, 31), CLOCKS),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)).flatmap(
        lambda day: CLOCKS.map(lambda clock: f"{day:%m-%d} {clock}")
    ),
)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@given(text=TEXTS, zone=st.sampled_from(ZONES), after=INSTANTS)
@example(text="20:00", zone="Pacific/Apia", after=datetime(2011, 12, 27, tzinfo=UTC))
@example(text="02:15", zone="Australia/Lord_Howe", after=datetime(2026, 10, 1, tzinfo=UTC))
@example(text="fri 20:00", zone="Pacific/Apia", after=datetime(2011, 12, 20, tzinfo=UTC))
def test_what_follows_is_later_and_of_a_later_period(text: str, zone: str, after: datetime) -> None:
    chain = list(_chain(text, zone, after, 12))
    assert chain[0].at > after
    assert all(one.at < next_.at and one.period < next_.period for one, next_ in pairwise(chain))
    # Asked from anywhere before it, the answer is the same one.
    for one, next_ in pairwise(chain):
        for instant in (next_.at - timedelta(microseconds=1), one.at + (next_.at - one.at) / 2):
            assert next_by(text, instant, zone) == next_


@given(clock=CLOCKS, zone=st.sampled_from(ZONES), after=INSTANTS)
@example(clock="02:30", zone="Europe/London", after=datetime(2026, 3, 20, tzinfo=UTC))
@example(clock="01:30", zone="America/New_York", after=datetime(2026, 10, 25, tzinfo=UTC))
@example(clock="20:00", zone="Pacific/Apia", after=datetime(2011, 12, 27, tzinfo=UTC))
def test_each_local_day_has_one_at_the_minute_that_the_wall_clock_shows(
    clock: str, zone: str, after: datetime
) -> None:
    rules, at = ZoneInfo(zone), time.fromisoformat(clock)
    chain = list(_chain(clock, zone, after, 12))
    days = [date.fromisoformat(due.period) for due in chain]
    assert [
        day + timedelta(days=1)
        for day, later in pairwise(days)
        if later != day + timedelta(days=1) and _is_there(day + timedelta(days=1), rules)
    ] == []
    for day, due in zip(days, chain, strict=True):
        wall = due.at.astimezone(rules)
        plain = datetime.combine(day, at, rules)
        if plain.astimezone(UTC).astimezone(rules).replace(fold=0) == plain:
            assert (wall.date(), wall.time(), wall.fold) == (day, at, 0)
        else:
            # That minute was skipped: it is the first instant behind the jump.
            before = (due.at - timedelta(microseconds=1)).astimezone(rules).replace(tzinfo=None)
            assert before < datetime.combine(day, at) < wall.replace(tzinfo=None)


@pytest.mark.parametrize("text", ["25:00", "foo 09:00", "20:0", "9"])
def test_what_is_no_time_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"time of day|literal|hour"):
        next_by(text, datetime(2026, 11, 23, tzinfo=UTC), "UTC")


def _chain(text: str, zone: str, after: datetime, count: int) -> Iterator[Due]:
    for _ in range(count):
        due = next_by(text, after, zone)
        assert due is not None
        yield due
        after = due.at


def _is_there(day: date, rules: ZoneInfo) -> bool:
    """Whether a wall clock ever shows the date, looked at every quarter of an hour."""
    noon = datetime.combine(day, time(12), UTC)
    quarters = (noon + timedelta(minutes=15 * n) for n in range(-200, 200))
    return any(each.astimezone(rules).date() == day for each in quarters)
