from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.schedule import (
    DayRule,
    day_bounds,
    day_existed,
    day_exists,
    day_of,
    day_span,
    effective_from,
    local_day,
    parse_clock_time,
    rule_at,
)

ZONES = (
    "America/New_York",
    "Europe/London",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
    "Pacific/Kiritimati",
    "Pacific/Niue",
    "Pacific/Apia",
)
ODD_ZONES = ("America/St_Johns", "Pacific/Kwajalein", "Antarctica/Troll", "America/Scoresbysund")
STARTS = (time(0, 0), time(1, 30), time(2, 30), time(4, 0), time(23, 30))
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

instants = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(ZONES + ODD_ZONES)
starts = st.sampled_from(STARTS)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "day_start", "expected"),
    [
        ("2026-11-22 15:59:59", "Asia/Shanghai", time(0), "2026-11-22"),
        ("2026-11-22 16:00:00", "Asia/Shanghai", time(0), "2026-11-23"),
        ("2026-11-22 19:59:59", "Asia/Shanghai", time(4), "2026-11-22"),
        ("2026-11-22 20:00:00", "Asia/Shanghai", time(4), "2026-11-23"),
        # 02:30 comes before 04:00 also in the nights of 23 and 25 hours.
        ("2026-03-08 06:30:00", "America/New_York", time(4), "2026-03-07"),
        ("2026-03-08 07:59:59", "America/New_York", time(4), "2026-03-07"),
        ("2026-03-08 08:00:00", "America/New_York", time(4), "2026-03-08"),
        ("2026-11-01 06:30:00", "America/New_York", time(4), "2026-10-31"),
        ("2026-11-01 08:59:59", "America/New_York", time(4), "2026-10-31"),
        ("2026-11-01 09:00:00", "America/New_York", time(4), "2026-11-01"),
        # The night after a skipped date belongs to the last date that was.
        ("2011-12-30 10:30:00", "Pacific/Apia", time(4), "2011-12-29"),
        ("2011-12-30 14:00:00", "Pacific/Apia", time(4), "2011-12-31"),
        # A day start that is skipped, and one that comes twice.
        ("2026-03-08 06:59:59", "America/New_York", time(2, 30), "2026-03-07"),
        ("2026-03-08 07:00:00", "America/New_York", time(2, 30), "2026-03-08"),
        ("2026-11-01 05:29:59", "America/New_York", time(1, 30), "2026-10-31"),
        ("2026-11-01 05:30:00", "America/New_York", time(1, 30), "2026-11-01"),
        ("2026-11-01 06:10:00", "America/New_York", time(1, 30), "2026-11-01"),
    ],
)
def test_the_day_is_the_wall_clock_less_the_day_start(
    instant: str, zone: str, day_start: time, expected: str
) -> None:
    assert local_day(utc(instant), zone, day_start) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "zone", "day_start", "start", "hours"),
    [
        ("2026-11-22", "Asia/Shanghai", time(0), "2026-11-21 16:00", 24),
        ("2026-03-08", "America/New_York", time(0), "2026-03-08 05:00", 23),
        ("2026-11-01", "America/New_York", time(0), "2026-11-01 04:00", 25),
        ("2026-03-07", "America/New_York", time(4), "2026-03-07 09:00", 23),
        ("2026-10-31", "America/New_York", time(4), "2026-10-31 08:00", 25),
        ("2026-10-25", "Europe/London", time(0), "2026-10-24 23:00", 25),
        ("2026-04-05", "Australia/Lord_Howe", time(0), "2026-04-04 13:00", 24.5),
        # The clocks jump at midnight: the day begins at one.
        ("2026-03-08", "America/Havana", time(0), "2026-03-08 05:00", 23),
        ("2026-03-29", "Asia/Beirut", time(0), "2026-03-28 22:00", 23),
        ("2026-04-24", "Africa/Cairo", time(0), "2026-04-23 22:00", 23),
        # The clocks step back from midnight: the day before has 25 hours.
        ("2026-10-24", "Asia/Beirut", time(0), "2026-10-23 21:00", 25),
        ("2026-10-29", "Africa/Cairo", time(0), "2026-10-28 21:00", 25),
        # They step back a minute after midnight: the day that began goes on.
        ("2010-11-06", "America/St_Johns", time(0), "2010-11-06 02:30", 24),
        ("2010-11-07", "America/St_Johns", time(0), "2010-11-07 02:30", 25),
        # Skipped and repeated dates.
        ("2011-12-29", "Pacific/Apia", time(0), "2011-12-29 10:00", 24),
        ("2011-12-30", "Pacific/Apia", time(0), "2011-12-30 10:00", 0),
        ("2011-12-31", "Pacific/Apia", time(0), "2011-12-30 10:00", 24),
        ("2011-12-29", "Pacific/Apia", time(4), "2011-12-29 14:00", 24),
        ("2011-12-30", "Pacific/Apia", time(4), "2011-12-30 14:00", 0),
        ("2011-12-31", "Pacific/Apia", time(4), "2011-12-30 14:00", 24),
        ("1969-09-30", "Pacific/Kwajalein", time(0), "1969-09-29 13:00", 47),
    ],
)
def test_a_day_lasts_from_its_first_instant_to_that_of_the_next(
    day: str, zone: str, day_start: time, start: str, hours: float
) -> None:
    begins = utc(start)
    assert day_bounds(date.fromisoformat(day), zone, day_start) == (begins, begins + hours * HOUR)


def test_only_a_skipped_date_does_not_exist() -> None:
    existing = {
        (zone, day): day_exists(date.fromisoformat(day), zone)
        for zone, day in [
            ("Pacific/Apia", "2011-12-29"),
            ("Pacific/Apia", "2011-12-30"),
            ("Pacific/Apia", "2011-12-31"),
            ("Pacific/Kwajalein", "1993-08-20"),
            ("Pacific/Kwajalein", "1993-08-21"),
            ("Asia/Beirut", "2026-03-29"),
        ]
    }
    assert [key for key, exists in existing.items() if not exists] == [
        ("Pacific/Apia", "2011-12-30"),
        ("Pacific/Kwajalein", "1993-08-21"),
    ]
    assert not day_exists(date(2011, 12, 30), "Pacific/Apia", time(4))


@given(instants, zones, starts)
@example(utc("2011-12-30 10:00"), "Pacific/Apia", time(0))
@example(utc("2010-11-07 03:00"), "America/St_Johns", time(0))
@example(utc("1969-10-01 00:00"), "Pacific/Kwajalein", time(4))
def test_an_instant_lies_within_its_own_day(instant: datetime, zone: str, day_start: time) -> None:
    start, end = day_bounds(local_day(instant, zone, day_start), zone, day_start)
    assert start <= instant < end


@given(instants, zones, starts)
def test_the_bounds_of_a_day_belong_to_it_and_to_the_next(
    instant: datetime, zone: str, day_start: time
) -> None:
    day = local_day(instant, zone, day_start)
    start, end = day_bounds(day, zone, day_start)
    tick = timedelta(microseconds=1)
    assert local_day(start, zone, day_start) == day
    assert local_day(end - tick, zone, day_start) == day
    assert local_day(start - tick, zone, day_start) < day < local_day(end, zone, day_start)
    assert day_bounds(day + DAY, zone, day_start)[0] == end


@given(instants, st.timedeltas(timedelta(0), timedelta(days=3)), zones, starts)
def test_local_days_never_go_back(
    instant: datetime, later: timedelta, zone: str, day_start: time
) -> None:
    assert local_day(instant, zone, day_start) <= local_day(instant + later, zone, day_start)


@pytest.mark.parametrize("zone", ZONES + ODD_ZONES)
@pytest.mark.parametrize("day_start", STARTS)
def test_every_quarter_hour_around_a_change_lies_within_its_day(zone: str, day_start: time) -> None:
    rules = ZoneInfo(zone)
    before = utc("2009-12-01 00:00")
    while before < utc("2013-02-01 00:00"):
        after = before + 12 * HOUR
        if before.astimezone(rules).utcoffset() != after.astimezone(rules).utcoffset():
            quarters = [before - DAY + step * HOUR / 4 for step in range(4 * 60)]
            days = [local_day(quarter, zone, day_start) for quarter in quarters]
            assert days == sorted(days)
            for quarter, day in zip(quarters, days, strict=True):
                start, end = day_bounds(day, zone, day_start)
                assert start <= quarter < end
        before = after


def test_an_instant_in_any_zone_has_the_same_day() -> None:
    instant = utc("2026-11-22 16:30")
    elsewhere = instant.astimezone(ZoneInfo("America/New_York"))
    assert local_day(elsewhere, "Asia/Shanghai") == local_day(instant, "Asia/Shanghai")


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        local_day(datetime(2026, 11, 22, 12, 0), "Asia/Shanghai")


def test_a_change_takes_effect_when_the_present_day_ends_by_the_old_rule() -> None:
    old = DayRule("Asia/Shanghai", time(4), utc("2026-01-01 00:00"))
    assert effective_from(utc("2026-11-22 19:30"), old) == utc("2026-11-22 20:00")
    assert effective_from(utc("2026-11-22 20:00"), old) == utc("2026-11-23 20:00")


def test_the_rule_in_force_is_the_latest_that_has_begun() -> None:
    first = DayRule("Asia/Shanghai", time(0), utc("2026-01-01 00:00"))
    second = DayRule("Europe/London", time(0), utc("2026-06-01 16:00"))
    third = DayRule("Asia/Tokyo", time(4), utc("2026-06-01 16:00"))
    rules = [second, first]
    assert rule_at(rules, utc("2025-01-01 00:00")) == first
    assert rule_at(rules, utc("2026-06-01 15:59")) == first
    assert rule_at(rules, utc("2026-06-01 16:00")) == second
    assert rule_at([first, second, third], utc("2026-06-01 16:00")) == third
    assert day_of(utc("2026-06-01 16:00"), rules) == date(2026, 6, 1)
    with pytest.raises(ValueError, match="at least one"):
        rule_at([], utc("2026-01-01 00:00"))


def test_a_member_who_moves_east_across_the_date_line_skips_a_date() -> None:
    at_home = DayRule("Pacific/Niue", time(0), utc("2026-01-01 00:00"))
    change = effective_from(utc("2026-06-10 20:00"), at_home)
    rules = [at_home, DayRule("Pacific/Kiritimati", time(0), change)]
    assert change == utc("2026-06-11 11:00")
    days = [date(2026, 6, number) for number in range(9, 14)]
    assert [day_existed(day, rules) for day in days] == [True, True, False, True, True]
    assert day_span(days[1], rules) == (utc("2026-06-10 11:00"), change)
    assert day_span(days[2], rules) is None
    assert day_span(days[3], rules) == (change, utc("2026-06-12 10:00"))
    assert day_of(change - timedelta(seconds=1), rules) == date(2026, 6, 10)
    assert day_of(change, rules) == date(2026, 6, 12)


def test_a_member_who_moves_west_keeps_every_date() -> None:
    at_home = DayRule("Pacific/Kiritimati", time(0), utc("2026-01-01 00:00"))
    change = effective_from(utc("2026-06-10 20:00"), at_home)
    rules = [at_home, DayRule("Pacific/Niue", time(0), change)]
    days = [date(2026, 6, number) for number in range(9, 14)]
    assert [day_existed(day, rules) for day in days] == [True] * 5
    # Of the date that comes twice, what lies between belongs to the date before.
    assert day_span(days[2], rules) == (utc("2026-06-10 10:00"), utc("2026-06-12 11:00"))
    assert day_of(change - timedelta(seconds=1), rules) == date(2026, 6, 11)
    assert day_of(change, rules) == date(2026, 6, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("04:00", time(4)), ("4:05", time(4, 5)), (" 23:59 ", time(23, 59)), ("00:00", time(0))],
)
def test_a_time_of_day_is_read(text: str, expected: time) -> None:
    assert parse_clock_time(text) == expected


@pytest.mark.parametrize(
    "text", ["", "4", "24:00", "12:60", "12:5", "-1:00", "1 2:00", "04:00:00", "٠٤:٠٠", "4.30"]
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_clock_time(text)
