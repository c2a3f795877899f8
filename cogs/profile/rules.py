"""How often a person may change the zone (``docs/features/checkin.md`` §2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

CHANGES_A_WEEK = 2
_WEEK = timedelta(days=7)


def next_change(changes: Iterable[datetime]) -> datetime | None:
    """From when on one more change is allowed, at most two in any seven days; None for always."""
    latest = sorted(changes, reverse=True)[:CHANGES_A_WEEK]
    return latest[-1] + _WEEK if len(latest) == CHANGES_A_WEEK else None
