"""Quiet hours: within a day, across midnight, and when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.quiet_hours import quiet_until, quiet_until_in

NIGHT = ("22:00", "08:00")
NOON = ("12:00", "14:00")


@pytest.mark.parametrize(
    ("hours", "wall", "until"),
    [
        (NIGHT, "2026-11-23T21:59", "2026-11-23T21:59"),
        (NIGHT, "2026-11-23T22:00", "2026-11-24T08:00"),
        (NIGHT, "2026-11-23T23:59", "2026-11-24T08:00"),
        (NIGHT, "2026-11-24T00:00", "2026-11-24T08:00"),
        (NIGHT, "2026-11-24T07:59", "2026-11-24T08:00"),
        (NIGHT, "2026-11-24T08:00", "2026-11-24T08:00"),
        (NOON, "2026-11-23T11:59", "2026-11-23T11:59"),
        (NOON, "2026-11-23T12:00", "2026-11-23T14:00"),
        (NOON, "2026-11-23T14:00", "2026-11-23T14:00"),
        ((), "2026-11-23T23:00", "2026-11-23T23:00"),
        # The clocks go from 02:00 to 03:00: half past two is when they have jumped.
        (("22:00", "02:30"), "2026-03-07T23:00", "2026-03-08T03:00"),
        # They go back from 02:00 to 01:00: the first half past one counts.
        (("22:00", "01:30"), "2026-10-31T23:00", "2026-11-01T01:30"),
    ],
)
def test_what_falls_into_them_waits_until_they_end(
    hours: tuple[str, ...], wall: str, until: str
) -> None:
    zone = ZoneInfo("America/New_York")
    now, ends = (
        datetime.fromisoformat(each).replace(tzinfo=zone).astimezone(UTC) for each in (wall, until)
    )
    assert quiet_until(now, zone.key, hours) == ends


@pytest.mark.parametrize(
    ("zones", "hours", "until"),
    [
        # Nine in the evening in Shanghai, one in the afternoon in London.
        (("Asia/Shanghai",), NIGHT, "2026-11-23T13:00"),
        (("Asia/Shanghai", "Asia/Tokyo"), NIGHT, "2026-11-24T00:00"),
        (("Asia/Tokyo", "Asia/Shanghai"), NIGHT, "2026-11-24T00:00"),
        (("Asia/Shanghai", "Europe/London"), NIGHT, "2026-11-23T13:00"),
        (("Asia/Shanghai", "Europe/London"), ("13:00", "20:00"), "2026-11-23T20:00"),
        # At every instant it is quiet in one of them.
        (("Asia/Shanghai", "Europe/London"), ("21:00", "13:00"), "2026-11-25T05:00"),
        (("Asia/Shanghai", "Asia/Tokyo"), (), "2026-11-23T13:00"),
    ],
)
def test_what_is_heard_in_two_zones_waits_until_they_end_in_both(
    zones: tuple[str, ...], hours: tuple[str, ...], until: str
) -> None:
    now = datetime(2026, 11, 23, 13, tzinfo=UTC)
    assert f"{quiet_until_in(now, zones, hours):%Y-%m-%dT%H:%M}" == until
