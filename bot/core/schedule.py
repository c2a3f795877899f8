"""Local days: which day an instant belongs to, and from when to when a day lasts.

The day of an instant is the date that the wall clock shows, or the date before while it shows a
time before ``day_start``: with 04:00 half past two belongs to the day before, whatever the clocks
do that night (docs/features/checkin.md §2). What follows from it:

- A day begins at the first instant at which the wall clock shows its ``day_start`` or later.
  Where that time is skipped, it begins when the clocks jump; where it comes twice, the first
  time. A day that has begun is not left again because the clocks step back over its beginning.
- So local days never go back for one zone and ``day_start``, and each ends where the next
  begins. A date that a zone repeats by moving across the date line is one long day. A date that
  it skips holds no instant with any ``day_start``: the night after belongs to the last date
  that was.

Instants are aware; a naive one raises ValueError. Zones are IANA names; an unknown one raises
``zoneinfo.ZoneInfoNotFoundError``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MIDNIGHT = time(0, 0)
_ONE_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class DayRule:
    """How a member's days are read from the instant ``since`` on."""

    zone: str
    day_start: time
    since: datetime


def local_day(instant: datetime, zone: str, day_start: time = MIDNIGHT) -> date:
    """The local day to which the instant belongs."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a zone: {instant!r}")
    wall = instant.astimezone(zone_of(zone))
    day = wall.date()
    if wall.time() < day_start:
        day -= _ONE_DAY
        while _skipped(day, zone):
            day -= _ONE_DAY
    if wall.fold and _beginning(day + _ONE_DAY, zone, day_start) <= instant:
        return day + _ONE_DAY
    return day


def day_bounds(day: date, zone: str, day_start: time = MIDNIGHT) -> tuple[datetime, datetime]:
    """The first instant of the local day and the first one after it, in UTC."""
    return _beginning(day, zone, day_start), _beginning(day + _ONE_DAY, zone, day_start)


def day_exists(day: date, zone: str, day_start: time = MIDNIGHT) -> bool:
    """Whether any instant belongs to this local day; crossing the date line skips one."""
    start, end = day_bounds(day, zone, day_start)
    return start < end


def clock_instant(day: date, clock: time, zone: str) -> datetime:
    """When the wall clock shows this time on that date, in UTC.

    A time that comes twice: the first; one that does not exist: the next instant that does. Of a
    date that the zone skips, that is the beginning of the next one.
    """
    return _beginning(day, zone, MIDNIGHT if _skipped(day, zone) else clock)


def effective_from(now: datetime, current: DayRule) -> datetime:
    """When a change of zone or ``day_start`` made now takes effect: at the end of the present day.

    The present day is read by the rule that is being left (docs/features/checkin.md §2).
    """
    today = local_day(now, current.zone, current.day_start)
    return _beginning(today + _ONE_DAY, current.zone, current.day_start)


def rule_at(rules: Sequence[DayRule], instant: datetime) -> DayRule:
    """The rule in force at the instant: the one with the latest ``since`` that is not after it.

    Before the first of them the first one holds; of two with the same ``since`` the later in the
    sequence. Raises ValueError without rules.
    """
    if not rules:
        raise ValueError("a member has at least one rule of days")
    if len(rules) == 1:
        return rules[0]
    begun = [rule for rule in rules if rule.since <= instant]
    if not begun:
        return min(rules, key=lambda rule: rule.since)
    return max(reversed(begun), key=lambda rule: rule.since)


def day_of(instant: datetime, rules: Sequence[DayRule]) -> date:
    """The local day of the instant by the rule in force at it.

    Unlike ``local_day`` this may go back by a day or two when a member moves west.
    """
    rule = rule_at(rules, instant)
    return local_day(instant, rule.zone, rule.day_start)


def day_existed(day: date, rules: Sequence[DayRule]) -> bool:
    """Whether any instant belonged to the day by the rules as they followed each other.

    A member who moves east across the date line may have no such instant.
    """
    return bool(_spans_of(day, tuple(rules)))


def day_span(day: date, rules: Sequence[DayRule]) -> tuple[datetime, datetime] | None:
    """From when until when it was the day by the rules as they followed each other.

    None for a day that never was. A member who moves west may have been out of it in between.
    """
    spans = _spans_of(day, tuple(rules))
    return (min(spans)[0], max(end for _, end in spans)) if spans else None


@lru_cache(maxsize=4096)
def _spans_of(day: date, rules: tuple[DayRule, ...]) -> tuple[tuple[datetime, datetime], ...]:
    spans = []
    ordered = sorted(rules, key=lambda rule: rule.since)
    for position, rule in enumerate(ordered):
        start, end = day_bounds(day, rule.zone, rule.day_start)
        if position > 0:
            start = max(start, rule.since)
        if position + 1 < len(ordered):
            end = min(end, ordered[position + 1].since)
        if start < end:
            spans.append((start, end))
    return tuple(spans)


def parse_clock_time(text: str) -> time:
    """The time of day that ``HH:MM`` says, from 00:00 to 23:59. Raises ValueError for all else."""
    hours, colon, minutes = text.strip().partition(":")
    digits = hours + minutes
    plain = digits.isascii() and digits.isdigit()
    if not (colon and plain and 1 <= len(hours) <= 2 and len(minutes) == 2):
        raise ValueError(f"not a time of day as 04:00: {text!r}")
    return time(int(hours), int(minutes))


@lru_cache(maxsize=1024)
def zone_of(zone: str) -> ZoneInfo:
    """The rules of the zone; kept, since looking them up costs more than using them."""
    return ZoneInfo(zone)


@lru_cache(maxsize=4096)
def _beginning(day: date, zone: str, day_start: time) -> datetime:
    """The first instant at which the wall clock shows this date and time or a later one."""
    if day_start != MIDNIGHT and _skipped(day, zone):
        return _beginning(day + _ONE_DAY, zone, day_start)
    rules = zone_of(zone)
    wanted = datetime.combine(day, day_start)
    # Of a time that comes twice fold 0 is the first; of a skipped one it is after the jump.
    after = wanted.replace(tzinfo=rules).astimezone(UTC)
    if _wall(after, rules) == wanted:
        return after
    before = wanted.replace(tzinfo=rules, fold=1).astimezone(UTC)
    # The jump lies in (before, after] on a whole second.
    low, high = 0, (after - before) // _SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if _wall(before + middle * _SECOND, rules) >= wanted:
            high = middle
        else:
            low = middle
    return before + high * _SECOND


@lru_cache(maxsize=4096)
def _skipped(day: date, zone: str) -> bool:
    """Whether the zone left this date out of its calendar."""
    return _beginning(day, zone, MIDNIGHT) == _beginning(day + _ONE_DAY, zone, MIDNIGHT)


def _wall(instant: datetime, rules: ZoneInfo) -> datetime:
    return instant.astimezone(rules).replace(tzinfo=None, fold=0)
