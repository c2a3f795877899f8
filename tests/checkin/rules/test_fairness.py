from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.core.schedule import DayRule, day_bounds, day_of, effective_from, rule_at
from cogs.checkin.rules import (
    ReadClock,
    changed_lately,
    clock_of,
    zone_hop_ends,
)
from cogs.profile.rules import next_change

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
ZONES = ("Pacific/Kiritimati", "Asia/Shanghai", "Europe/London", "America/New_York", "Pacific/Niue")


@pytest.mark.parametrize(
    ("sent_at", "expected"),
    [
        (NOON, ReadClock(NOON, False)),
        (NOON - HOUR, ReadClock(NOON - HOUR, False)),
        (NOON - 48 * HOUR, ReadClock(NOON - 48 * HOUR, False)),
        (NOON - 48 * HOUR - SECOND, ReadClock(NOON, True)),
        (NOON + SECOND, ReadClock(NOON, True)),
        (datetime(1970, 1, 1, tzinfo=UTC), ReadClock(NOON, True)),
    ],
)
def test_a_time_in_the_future_or_too_old_is_replaced_by_the_arrival(
    sent_at: datetime, expected: ReadClock
) -> None:
    assert clock_of(sent_at, NOON) == expected


def test_the_zone_may_be_changed_twice_in_seven_days() -> None:
    changes = [NOON - 8 * DAY, NOON - 6 * DAY, NOON - DAY]
    assert next_change([]) is None
    assert next_change(changes[:1]) is None
    assert next_change(changes[:2]) == NOON - DAY
    assert next_change(changes) == NOON + DAY
    assert next_change(reversed(changes)) == NOON + DAY


def test_a_change_is_watched_for_seven_days() -> None:
    assert not changed_lately([], NOON)
    assert changed_lately([NOON], NOON)
    assert changed_lately([NOON - 30 * DAY, NOON], NOON + 7 * DAY)
    assert not changed_lately([NOON], NOON + 7 * DAY + SECOND)
    assert not changed_lately([NOON], NOON - SECOND)


@pytest.mark.parametrize(
    ("hours", "since", "refused"),
    [
        (0, 1, False),
        (0, 2, True),
        (23.99, 1, False),
        (23.99, 2, True),
        (24, 2, False),
        (24, 3, True),
        (47.99, 3, True),
        (150, 7, False),
        (150, 8, True),
    ],
)
def test_credits_may_pass_the_begun_periods_by_one(hours: float, since: int, refused: bool) -> None:
    assert (NOON + hours * HOUR < zone_hop_ends(NOON, since)) is refused


def hop(seed: int, hours: int, eager: bool) -> list[datetime]:
    """The credits of a member who tries each hour and changes the zone whenever it may help."""
    random = Random(seed)
    start = datetime(2026, 1, 1, random.randrange(24), tzinfo=UTC)
    rules = [DayRule(random.choice(ZONES), time(random.choice((0, 4))), start)]
    changes: list[datetime] = []
    change_day_start = start
    credited: dict[date, datetime] = {}
    for number in range(hours):
        now = start + number * HOUR
        free = next_change(changes)
        if (free is None or free <= now) and (eager or random.random() < 0.05):
            rule = rule_at(rules, now)
            day = day_of(now, rules)
            change_day_start = day_bounds(day, rule.zone, rule.day_start)[0]
            since = effective_from(now, rule)
            zone = ZONES[0] if rule.zone == ZONES[-1] else ZONES[-1]
            zone = zone if eager else random.choice(ZONES)
            rules.append(DayRule(zone, rule.day_start, since))
            changes.append(now)
        day = day_of(now, rules)
        since_change = sum(at >= change_day_start for at in credited.values())
        hopping = changed_lately(changes, now)
        if day in credited or (hopping and now < zone_hop_ends(change_day_start, since_change)):
            continue
        credited[day] = now
    return list(credited.values())


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("eager", [True, False])
def test_a_year_of_hopping_gains_two_days_at_most(seed: int, eager: bool) -> None:
    days = 365
    assert len(hop(seed, days * 24, eager)) <= days + 2


@pytest.mark.parametrize("seed", range(20))
def test_a_week_of_hopping_gains_two_days_at_most(seed: int) -> None:
    for eager in (True, False):
        assert len(hop(seed, 7 * 24, eager)) <= 7 + 2
