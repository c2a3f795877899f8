"""The clock of a rehearsal: time stands still until it is moved, and nobody really waits."""

from __future__ import annotations

import asyncio
import math
from bisect import bisect_left, insort
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.clock import from_micros, to_micros

Settle = Callable[[], Awaitable[None]]


@dataclass(order=True, slots=True)
class _Sleeper:
    due: int
    order: int
    wakes: asyncio.Future[None] = field(compare=False)


class VirtualClock:
    """A ``bot.core.clock.Clock`` that is moved by hand; one event loop sleeps on it.

    Inside it counts whole microseconds, so that the same moves always give the same instants.
    """

    def __init__(self, start: datetime) -> None:
        self._wall = to_micros(start)
        self._monotonic = 0
        self._begun = 0
        self._sleepers: list[_Sleeper] = []

    def now(self) -> datetime:
        """The virtual instant, aware, in UTC."""
        return from_micros(self._wall)

    def monotonic(self) -> float:
        """Virtual seconds since this clock was made; a jump of the wall clock does not count."""
        return self._monotonic / 1_000_000

    async def sleep(self, seconds: float) -> None:
        """Returns when the clock has been moved on by ``seconds``; at once for 0 and less.

        Raises ``ValueError`` for a number of seconds that is not finite.
        """
        if not math.isfinite(seconds):
            raise ValueError(f"cannot sleep for {seconds} seconds")
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        self._begun += 1
        wakes: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        due = self._monotonic + max(1, round(seconds * 1_000_000))
        sleeper = _Sleeper(due, self._begun, wakes)
        insort(self._sleepers, sleeper)
        try:
            await wakes
        finally:
            self._forget(sleeper)

    def next_wake(self) -> float | None:
        """The monotonic second at which the first sleeper is due; None while nobody sleeps."""
        due = self._next_due()
        return None if due is None else due / 1_000_000

    def next_wake_at(self) -> datetime | None:
        """The instant that ``now`` will show when the first sleeper is due, unless it jumps."""
        due = self._next_due()
        return None if due is None else from_micros(self._wall + due - self._monotonic)

    async def advance_to(self, instant: datetime, settle: Settle) -> None:
        """It is ``instant``, and whoever was due on the way was woken at its own due instant.

        Sleepers wake one after the other, by due instant, then in the order in which they
        began; ``settle`` is awaited before the first and after each, and returns when all
        that could run has run. Who begins to sleep meanwhile and is due by then wakes too.
        Raises ``ValueError`` for an instant in the past: that is a jump.
        """
        distance = to_micros(instant) - self._wall
        if distance < 0:
            raise ValueError(f"{instant.isoformat()} is before {self.now().isoformat()}")
        end = self._monotonic + distance
        await settle()
        while (due := self._next_due()) is not None and due <= end:
            self._move_to(due)
            self._wake_first()
            await settle()
        self._move_to(end)

    def jump_to(self, instant: datetime) -> None:
        """The wall clock shows ``instant``, earlier or later; nobody has slept any longer."""
        self._wall = to_micros(instant)

    def _next_due(self) -> int | None:
        return next((sleeper.due for sleeper in self._sleepers if not sleeper.wakes.done()), None)

    def _wake_first(self) -> None:
        first = next(sleeper for sleeper in self._sleepers if not sleeper.wakes.done())
        first.wakes.set_result(None)

    def _move_to(self, monotonic: int) -> None:
        self._wall += monotonic - self._monotonic
        self._monotonic = monotonic

    def _forget(self, sleeper: _Sleeper) -> None:
        place = bisect_left(self._sleepers, sleeper)
        if place < len(self._sleepers) and self._sleepers[place] is sleeper:
            del self._sleepers[place]
