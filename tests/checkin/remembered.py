"""What the machine remembers of people: who checked in when, where they live, when we were deaf.

It learns from what the bot answers, and first asks whether that answer could be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from tests.checkin.plain_days import WATCHED, Calendar, beginning_of, breaks_fairness

OLDEST: Final = timedelta(hours=48)
REVOKED: Final = timedelta(minutes=10)
# Who was linked or parted lately has a history in which days were read in several ways.
_UNSURE: Final = timedelta(days=9)
_DONE: Final = ("checkin.done", "checkin.done.late")


@dataclass(frozen=True)
class Written:
    """A check-in that somebody sent; ``id`` is the message's."""

    who: str
    at: datetime
    id: str


@dataclass
class Standing:
    """A check-in of an account that counts, or would if nobody else had the day."""

    at: datetime
    message: str
    credited: bool


@dataclass
class Memory:
    """Everybody, the oldest account first; ``home`` and ``start`` are the community's."""

    home: str
    start: time
    accounts: tuple[str, ...]
    together: dict[str, frozenset[str]] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    choices: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    days: dict[str, dict[date, Standing]] = field(default_factory=dict)
    leaves: dict[str, set[date]] = field(default_factory=dict)
    deaf: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for who in self.accounts:
            self.together[who] = frozenset({who})
            self.choices[who], self.days[who], self.leaves[who] = [], {}, set()
            self.deaf[who.partition(":")[0]] = []

    # Who is who.

    def oldest(self, who: str) -> str:
        """The account whose person the group is."""
        return next(each for each in self.accounts if each in self.together[who])

    def calendar(self, who: str) -> Calendar:
        """How the days of this person are read."""
        return Calendar.of(self.home, self.start, self.choices[self.oldest(who)])

    def link(self, one: str, other: str, now: datetime) -> None:
        """The two are one person."""
        for each in (one, other):
            self.together[each] = frozenset({one, other})
            self.changed[each] = now

    def part(self, one: str, other: str, now: datetime) -> None:
        """They are two again; what was chosen while they were one, both have chosen."""
        first, second = sorted((one, other), key=self.accounts.index)
        known = {at for at, _ in self.choices[second]}
        self.choices[second] += [
            each for each in self.choices[first]
            if each[0] > self.changed[first] and each[0] not in known
        ]  # fmt: skip
        self.choices[second].sort()
        for each in (one, other):
            self.together[each] = frozenset({each})
            self.changed[each] = now

    def changed_since(self, who: str, instant: datetime) -> bool:
        """Whether the person's accounts came together or went apart after that."""
        changes = [self.changed[each] for each in self.together[who] if each in self.changed]
        return any(each > instant for each in changes)

    # Check-ins.

    def answered(self, written: Written, arrived: datetime, key: str, values: Any) -> None:
        """The bot has answered a check-in: that is right, and so it is from now on."""
        doubted = not arrived - OLDEST <= written.at <= arrived
        at = arrived if doubted else written.at
        calendar = self.calendar(written.who)
        day = calendar.day_of(at)
        assert key in (*_DONE, "checkin.already", "checkin.zone.hopping"), key
        held = any(day in self.days[each] for each in self.together[written.who])
        if key == "checkin.zone.hopping":
            assert not held
            assert self.is_hopping(written.who, at) is not False
            return
        assert values["day"] == day.isoformat(), f"{written} is of {day}, not {values['day']}"
        if key in _DONE:
            assert not held, f"{day} had a credit before {written}"
            assert self.is_hopping(written.who, at) is not True, f"{written} hops"
            assert key == _DONE[day != calendar.day_of(arrived)]
            self.days[written.who][day] = Standing(at, written.id, credited=True)
        else:
            assert held, f"{written} should have had {day}"
            self.days[written.who].setdefault(day, Standing(at, written.id, credited=False))

    def is_hopping(self, who: str, at: datetime) -> bool | None:
        """Whether a credit at that instant is one too many; None where nobody can tell here."""
        chosen = [instant for instant, _ in self.choices[self.oldest(who)] if instant <= at]
        if not chosen or at - chosen[-1] > WATCHED:
            return False
        if self.changed_since(who, at - _UNSURE):
            return None
        calendar = self.calendar(who)
        day, zone = calendar.day_of(chosen[-1]), calendar.zone_at(chosen[-1])
        since = beginning_of(day, zone, self.start)
        credits = [each for each in self.credits(who).values() if each >= since]
        return breaks_fairness(since, credits, at)

    def credits(self, who: str) -> Mapping[date, datetime]:
        """When the check-ins were written that the person has a credit for."""
        found: dict[date, datetime] = {}
        for each in sorted(self.together[who], key=self.accounts.index):
            for day, standing in self.days[each].items():
                if standing.credited or day not in found:
                    found[day] = standing.at
        return found

    def is_taken_back(self, who: str, message: str, now: datetime, *, by_author: bool) -> bool:
        """The message is gone; whether a check-in stood by it, which is gone as well."""
        for day, standing in self.days[who].items():
            if standing.message == message:
                if by_author and now - standing.at > REVOKED:
                    return False
                del self.days[who][day]
                return True
        return False

    # What keeps a streak.

    def on_leave(self, who: str, day: date) -> bool:
        """Whether the person had leave on that day."""
        return any(day in self.leaves[each] for each in self.together[who])

    def deaf_minutes(self, platforms: Iterable[str], quarters: Iterable[datetime]) -> int:
        """In how many minutes of these quarter hours none of the platforms was heard."""
        fives = [
            quarter + timedelta(minutes=minutes) for quarter in quarters for minutes in (0, 5, 10)
        ]
        names = set(platforms)
        return 5 * sum(
            all(any(first <= at < last for first, last in self.deaf[name]) for name in names)
            for at in fives
        )

    def is_excused(self, who: str, day: date, amnesty: int) -> bool:
        """Whether the bot was deaf on all of the person's platforms for too long that day."""
        platforms = {each.partition(":")[0] for each in self.together[who]}
        return self.deaf_minutes(platforms, self.calendar(who).quarters_of(day)) > amnesty
