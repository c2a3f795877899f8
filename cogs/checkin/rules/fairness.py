"""Which instant a check-in has, and what moving between zones may not gain.

The rules are those of docs/features/checkin.md §1 and §2. All instants are aware.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

OLDEST = timedelta(hours=48)
WATCHED = timedelta(days=7)
_PERIOD = timedelta(hours=24)


class ReadClock(NamedTuple):
    """The instant that holds for a message, and whether the platform's own was not believed."""

    instant: datetime
    flagged: bool


def clock_of(sent_at: datetime, received_at: datetime) -> ReadClock:
    """When the person wrote; the arrival where that lies ahead or more than 48 hours back."""
    if received_at - OLDEST <= sent_at <= received_at:
        return ReadClock(sent_at, flagged=False)
    return ReadClock(received_at, flagged=True)


def changed_lately(changes: Iterable[datetime], at: datetime) -> bool:
    """Whether the zone was changed in the seven days before ``at``: only then is hopping judged."""
    return any(timedelta(0) <= at - change <= WATCHED for change in changes)


def zone_hop_ends(change_day_start: datetime, credits_since: int) -> datetime:
    """From when on one more credit is not one too many for a member who changed the zone lately.

    ``change_day_start`` is the start of the local day of the last change, ``credits_since`` how
    many credits the member has since then. There may be one more than 24-hour periods begun.
    """
    return change_day_start + _PERIOD * (credits_since - 1)
