"""The rules of checking in: pure functions of plain values, ``today`` passed in."""

from __future__ import annotations

from cogs.checkin.rules.fairness import (
    ReadClock,
    changed_lately,
    clock_of,
    zone_hop_ends,
)
from cogs.checkin.rules.sheet import SheetLine, SheetRule, day_sheet
from cogs.checkin.rules.streak import (
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

__all__ = [
    "NO_STREAK",
    "PLAIN",
    "Day",
    "DayKind",
    "Joining",
    "ReadClock",
    "Run",
    "SheetLine",
    "SheetRule",
    "Standing",
    "Streak",
    "alive",
    "changed_lately",
    "clock_of",
    "day_sheet",
    "extend",
    "milestones_reached",
    "rest_on",
    "runs",
    "standing",
    "streak_of",
    "zone_hop_ends",
]
