"""Quiet hours: two local times between which nobody is disturbed, also across midnight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.core.schedule import clock_instant, parse_clock_time, zone_of

_ONE_DAY: Final = timedelta(days=1)


def quiet_until_in(now: datetime, zones: Sequence[str], hours: Sequence[str]) -> datetime:
    """The first instant from ``now`` on at which the hours are quiet in none of these zones.

    Where it is quiet in one of them at every instant, it is one at which the hours have just ended.
    """
    for _ in range(len(zones) + 1):
        later = max(quiet_until(now, zone, hours) for zone in zones)
        if later == now:
            break
        now = later
    return now


def quiet_until(now: datetime, zone: str, hours: Sequence[str]) -> datetime:
    """When the quiet hours end in which ``now`` lies in the zone; ``now`` itself outside of them.

    ``hours`` are the times at which they begin and end, ``("22:00", "08:00")``, or nothing.
    """
    if not hours:
        return now
    begins, ends = map(parse_clock_time, hours)
    wall = now.astimezone(zone_of(zone))
    clock, day = wall.time(), wall.date()
    if begins < ends:
        is_quiet = begins <= clock < ends
    else:
        is_quiet = clock >= begins or clock < ends
        day += _ONE_DAY if clock >= begins else timedelta(0)
    return max(clock_instant(day, ends, zone), now) if is_quiet else now
