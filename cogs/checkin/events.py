"""What check-in tells other cogs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.events import MemberEvent


@dataclass(frozen=True, slots=True)
class CheckedIn(MemberEvent):
    """A local day was credited. ``at`` is when the person wrote, ``streak`` the run it is in.

    ``source`` names the message as platform/chat/id.
    """

    day: date
    streak: int
    source: str


@dataclass(frozen=True, slots=True)
class StreakReached(MemberEvent):
    """A run has grown from ``before`` days that count to ``length``.

    It is named by ``first``, its first day, and ends with ``last``. A day that came late may
    have joined it from runs that were counted before: then ``before`` is 0.
    """

    first: date
    last: date
    before: int
    length: int
    day: date
    source: str
