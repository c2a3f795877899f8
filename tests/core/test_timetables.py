"""Schedules that say a time of day: when a text's occurrences are due, in awkward zones too."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TypeVar

import pytest

from bot.core.jobs import Schedule, Where
from bot.core.timetables import AtChosenTime, Timed, next_by

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
