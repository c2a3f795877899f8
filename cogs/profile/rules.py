"""How often a person may change the zone (``docs/features/checkin.md`` §2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

CHANGES_A_WEEK = 2
_WEEK = timedelta(days=7)


def may_change_zone(changes: Iterable[datetime], now: datetime) -> bool:
    """Whether one more change is allowed: at most two in any seven days."""
    return sum(now - change < _WEEK for change in changes) < CHANGES_A_WEEK
