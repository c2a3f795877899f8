"""Months of a bot's life on a virtual clock, and what its jobs must have done by then.

What is expected knows nothing of the code under test: it looks at every quarter of an hour what
the wall clocks of the zones show, and follows what happened to the bot.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.core.cog import Cog, job
from bot.core.context import JobContext
from bot.core.jobs import CatchUp
from bot.core.timetables import Timed
from tests.kit import Bot, a_cog

ZONES: Final = (
    "America/New_York", "Australia/Lord_Howe", "Europe/Berlin", "Pacific/Kiritimati",
    "Africa/Casablanca", "America/Havana", "America/St_Johns", "Antarctica/Troll",
    "Asia/Beirut", "Asia/Kathmandu", "Asia/Shanghai", "Pacific/Apia",
)  # fmt: skip
JOBS: Final = {
    "all": (CatchUp.RUN_ALL, time(1, 30)),
    "once": (CatchUp.RUN_ONCE, time(2, 15)),
    "skip": (CatchUp.SKIP, time(20, 0)),
}
QUARTER: Final = timedelta(minutes=15)
JUMPS: Final = (
    timedelta(hours=-1), timedelta(hours=2), timedelta(hours=25), timedelta(days=-10),
)  # fmt: skip
DOWN: Final = timedelta(days=3)


def dues(clock: time, zone: str, first: datetime, last: datetime) -> list[tuple[str, datetime]]:
    """Each local day with the first instant at which its wall clock shows the time, or later."""
    rules, found = ZoneInfo(zone), []
    now = first.replace(minute=0) - timedelta(days=2)
    day: date | None = None
    while now <= last:
        wall = now.astimezone(rules).replace(tzinfo=None, fold=0)
        if day is None:
            day = wall.date() + timedelta(days=1)
        if wall >= datetime.combine(day, clock):
            found.append((day.isoformat(), now))
            day += timedelta(days=1)
        now += QUARTER
    return [(period, at) for period, at in found if first < at]


@dataclass
class Expected:
    """One job in one zone: when which of its occurrences happens.

    ``over`` are those that were done or skipped, ``open`` those that have a row and wait.
    """

    policy: CatchUp
    zone: str
    all: Sequence[tuple[str, datetime]]
    done: dict[str, datetime] = field(default_factory=dict)
    over: set[int] = field(default_factory=set)
    open: set[int] = field(default_factory=set)

    def goes_on(self, since: datetime, until: datetime) -> None:
        """The bot runs from one instant to the other; the next one is planned then."""
        for number in self._between(since, until):
            self._do(number, self.all[number][1])
        ahead = self._place(until)
        while ahead in self.over:
            ahead += 1
        self.open.add(ahead)

    def misses(self, since: datetime, now: datetime) -> None:
        """The bot, or its clock, comes from one instant to a later one at once."""
        waits = sorted(each for each in self.open if self.all[each][1] <= now)
        new = [each for each in self._between(since, now) if each not in self.open]
        if self.policy is CatchUp.RUN_ALL:
            happening = sorted([*waits, *new])
        elif self.policy is CatchUp.SKIP:
            happening = [each for each in [*waits, *new] if self._is_of_today(each, now)]
        else:
            known = [each for each in self.over if self.all[each][1] <= now] + waits
            new = [each for each in new if each > max(known, default=-1)]
            happening = (new or waits)[-1:]
        for number in happening:
            self._do(number, now)
        self.over.update(waits)
        self.open.difference_update(waits)

    def _between(self, since: datetime, until: datetime) -> list[int]:
        found = range(self._place(since), self._place(until))
        return [number for number in found if number not in self.over]

    def _place(self, instant: datetime) -> int:
        return bisect_right(self.all, instant, key=lambda each: each[1])

    def _is_of_today(self, number: int, now: datetime) -> bool:
        return self.all[number][0] == now.astimezone(ZoneInfo(self.zone)).date().isoformat()

    def _do(self, number: int, now: datetime) -> None:
        assert number not in self.over
        self.over.add(number)
        self.open.discard(number)
        self.done[self.all[number][0]] = now


class Life:
    """A bot with three daily jobs in each of the zones, and what is expected of it."""

    def __init__(self, folder: Path, zones: Sequence[str], start: datetime, days: int) -> None:
        self.done: list[tuple[str, str, str, datetime]] = []
        chats = "".join(
            f'[community.c{n}]\nname = "C{n}"\nzone = "{zone}"\nchats = ["telegram:-{n + 1}"]\n'
            for n, zone in enumerate(zones)
        )
        self.bot = Bot(folder, config=chats, cogs=[self._cog()])
        self.bot.clock.jump_to(start)
        far = start + timedelta(days=days + 60)
        self.expected = {
            (name, zone): Expected(policy, zone, dues(clock, zone, start - 2 * DOWN, far))
            for zone in zones
            for name, (policy, clock) in JOBS.items()
        }
        for each in self.expected.values():
            each.goes_on(start, start)

    async def lives(self, days: int, seed: int) -> None:
        """So many days, with restarts, kills, outages and jumps of the clock at random instants."""
        chance, end = random.Random(seed), self.bot.clock.now() + timedelta(days=days)
        await self.bot.start()
        await self.bot.settle()
        jumps = 0
        while self.bot.clock.now() < end:
            await self.goes_on(timedelta(minutes=chance.randrange(60, 60 * 24 * 5)))
            match chance.randrange(5):
                case 0:
                    await self.is_off(DOWN)
                case 1:
                    await self.bot.restart()
                case 2:
                    await self.bot.crash()
                    await self.bot.start()
                case _:
                    await self.jumps(JUMPS[jumps % len(JUMPS)])
                    jumps += 1
            await self.bot.settle()
        await self.goes_on(timedelta(days=11))
        await self.bot.stop()

    async def goes_on(self, span: timedelta) -> None:
        """Time passes."""
        since = self.bot.clock.now()
        await self.bot.tick(seconds=span.total_seconds())
        for each in self.expected.values():
            each.goes_on(since, since + span)

    async def is_off(self, span: timedelta) -> None:
        """The bot does not run for so long."""
        since = self.bot.clock.now()
        await self.bot.stop()
        await self.bot.clock.advance_to(since + span, _nothing)
        await self.bot.start()
        await self.bot.settle()
        self._miss(since, since + span)

    async def jumps(self, span: timedelta) -> None:
        """The wall clock is set anew, which a look of the loop finds."""
        since = self.bot.clock.now()
        self.bot.clock.jump_to(since + span)
        self.bot.app.jobs.wake()
        await self.bot.settle()
        self._miss(since, since + span)

    def wanted(self) -> list[tuple[str, str, str, datetime]]:
        """What must have happened, in order."""
        return sorted(
            (name, zone, period, at)
            for (name, zone), each in self.expected.items()
            for period, at in each.done.items()
        )

    def _miss(self, since: datetime, now: datetime) -> None:
        for each in self.expected.values():
            if now > since:
                each.misses(since, now)
            each.goes_on(now, now)

    def _cog(self) -> Cog:
        return a_cog("daily", *(self._job(name) for name in JOBS))

    def _job(self, name: str) -> Callable[..., Any]:
        policy, clock = JOBS[name]

        async def act(ctx: JobContext, keys: Sequence[str]) -> None:
            about = ctx.occurrence
            self.done.append((name, about.zone, about.period, ctx.now))

        act.__name__ = name
        schedule = Timed(lambda settings: f"{clock:%H:%M}")
        until_day_ends = policy is CatchUp.SKIP
        return job(name, schedule, catch_up=policy, until_day_ends=until_day_ends)(act)


async def _nothing() -> None:
    """Nothing runs while the bot is off."""


AUTUMN: Final = datetime(2026, 10, 20, 3, 7, tzinfo=UTC)
"""Before the clocks go back in Europe and America."""
