"""What ranks tell other cogs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.events import Event


@dataclass(frozen=True, slots=True)
class BoardFrozen(Event):
    """The board of a period is final.

    ``kind`` is week, month or season, from ``first`` to ``last``; ``members`` were on it with
    points, and ``streaks`` on a streak when it was frozen.
    """

    kind: str
    first: date
    last: date
    members: int
    streaks: int
    at: datetime
