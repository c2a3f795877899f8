"""The rules of checking in: pure functions of plain values, ``today`` passed in."""

from __future__ import annotations

from cogs.checkin.rules.covering import (
    Settlement,
    Walk,
    cover_of,
    resettling,
    settling,
)
from cogs.checkin.rules.fairness import (
    ReadClock,
    changed_lately,
    clock_of,
    zone_hop_ends,
)
from cogs.checkin.rules.leave import (
    Leave,
    LeavePlan,
    LeaveProblem,
    cancelled_on,
    merged,
    plan_leave,
)
from cogs.checkin.rules.makeup import (
    MakeupPlan,
    MakeupProblem,
    MakeupRefused,
    Planning,
    Standpoint,
    latest_missed,
    planning,
)
from cogs.checkin.rules.rounds import is_round
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
    travelled,
)

__all__ = [
    "NO_STREAK",
    "PLAIN",
    "Day",
    "DayKind",
    "Joining",
    "Leave",
    "LeavePlan",
    "LeaveProblem",
    "MakeupPlan",
    "MakeupProblem",
    "MakeupRefused",
    "Planning",
    "ReadClock",
    "Run",
    "Settlement",
    "SheetLine",
    "SheetRule",
    "Standing",
    "Standpoint",
    "Streak",
    "Walk",
    "alive",
    "cancelled_on",
    "changed_lately",
    "clock_of",
    "cover_of",
    "day_sheet",
    "extend",
    "is_round",
    "latest_missed",
    "merged",
    "milestones_reached",
    "plan_leave",
    "planning",
    "resettling",
    "rest_on",
    "runs",
    "settling",
    "standing",
    "streak_of",
    "travelled",
    "zone_hop_ends",
]
