"""What check-in tells other cogs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.events import Event, MemberEvent
from bot.core.model import MemberId


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


@dataclass(frozen=True, slots=True)
class FreezeUsed(MemberEvent):
    """A freeze has covered a missed day; ``left`` is how many the member holds still.

    ``at`` is when the day ended, or when a freeze reached back to it.
    """

    day: date
    left: int


@dataclass(frozen=True, slots=True)
class DayExcused(Event):
    """A missed day of these members breaks nothing: ``kind`` is leave or outage.

    ``members`` are their ids with blanks between; ``at`` is when the day ended.
    """

    members: str
    at: datetime
    day: date
    kind: str

    @property
    def whose(self) -> list[MemberId]:
        """The members."""
        return [MemberId(each) for each in self.members.split()]


@dataclass(frozen=True, slots=True)
class DaysMadeUp(MemberEvent):
    """Missed days were made up. ``days`` are ISO dates with blanks between, the earliest first.

    ``credits`` names each made day in the same order, for whatever it earns: it is the id by
    which that is taken back when the day is replaced. ``earns``: whether they earn points.
    """

    days: str
    credits: str
    earns: bool
    streak: int
    source: str


@dataclass(frozen=True, slots=True)
class MadeDayReplaced(MemberEvent):
    """A day that a rule had made counts no more.

    A check-in or a make-up has its place, or a moderator took back what had made it.

    ``kind`` is how it had been covered, ``credit`` its name in ``DaysMadeUp``.
    """

    day: date
    kind: str
    credit: str


@dataclass(frozen=True, slots=True)
class CheckInTakenBack(MemberEvent):
    """A credited day counts no more: its message was deleted. ``at`` is when.

    The run that it was in went from ``first`` to ``last``; the longest that is left of it begins
    on ``left`` and has ``length`` days that count, 0 where nothing is left and ``left`` is
    ``first``. ``source`` names the message as platform/chat/id.
    """

    day: date
    first: date
    last: date
    left: date
    length: int
    source: str


@dataclass(frozen=True, slots=True)
class MakeupTakenBack(MemberEvent):
    """A moderator's approval was undone, so days of a run count no more. ``at`` is when.

    ``first``, ``last``, ``left`` and ``length`` are as in ``CheckInTakenBack``; what each of the
    days had earned is told by ``MadeDayReplaced``.
    """

    first: date
    last: date
    left: date
    length: int
