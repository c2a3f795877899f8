"""How far this machine's clock is from a platform's: days are counted by it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Protocol, runtime_checkable

from bot.core.text import Text

# Seconds. More than a slow answer explains, and enough to count a check-in for the wrong day.
MOST_S: Final = 30


@runtime_checkable
class KnowsTheTime(Protocol):
    """An adapter whose platform says what time it is."""

    @property
    def ahead_s(self) -> int | None:
        """By how many seconds this machine's clock is ahead; None before the first answer."""
        ...


def seconds_ahead(date: str, now: datetime) -> int | None:
    """By how many seconds ``now`` is ahead of the ``Date`` header of an answer that came now.

    None for a header that is no date. The header has whole seconds, the answer has a way.
    """
    try:
        there = parsedate_to_datetime(date)
    except ValueError:
        return None
    return int((now - there.replace(tzinfo=there.tzinfo or UTC)).total_seconds())


def wrong_clock(platform: str, ahead_s: int | None) -> list[Text]:
    """What the operator is told of a clock that is too far off."""
    if ahead_s is None or abs(ahead_s) <= MOST_S:
        return []
    key = "adapter.clock.fast" if ahead_s > 0 else "adapter.clock.slow"
    return [Text(key, platform=platform, seconds=abs(ahead_s))]
