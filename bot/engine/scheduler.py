"""Does what is due: the rows are the truth, each occurrence happens once, slice by slice.

A rehearsal's loop sleeps until the next due instant of its virtual clock. Live the library rings
then, by the wall clock; and since that may be set, the loop looks by the monotonic clock as well,
every 30 seconds (``docs/architecture.md``, "Jobs").
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bot.core.clock import from_micros, to_micros
from bot.engine import occurrences
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.planning import Keep, Planner
from bot.engine.working import Worker

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

# Seconds after which a live bot looks what is due, whatever its clock has done meanwhile.
LOOK_S: Final = 30.0
_TROUBLE_S: Final = 5.0
_MICROS: Final = 1_000_000


class WallRings:
    """Rings once when the wall clock shows an instant; the library is loaded when first asked."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._library: AsyncIOScheduler | None = None

    async def at(self, instant: datetime) -> None:
        """It rings then, and not at the instant that was asked for before."""
        library = self._library or await self._begun()
        library.add_job(
            self._rung,
            "date",
            run_date=instant,
            id="next",
            replace_existing=True,
            misfire_grace_time=None,
            coalesce=True,
        )

    def end(self) -> None:
        """It does not ring any more."""
        if self._library is not None:
            self._library.shutdown(wait=False)
            self._library = None

    async def _begun(self) -> AsyncIOScheduler:
        # To load it takes a tenth of a second, for which nobody is to wait.
        self._library = library = await asyncio.to_thread(_library)
        library.start()
        return library

    async def _rung(self) -> None:
        self._ring()


def _library() -> AsyncIOScheduler:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    # It tells of each ringing.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    return AsyncIOScheduler(timezone=UTC)


class Scheduler:
    """One loop on the machine's clock. ``send`` is given what a slice wants sent.

    ``live``: with a clock that goes on by itself, and that may be set meanwhile.
    """

    def __init__(
        self, machine: Machine, send: Callable[[Sequence[Waiting]], None], *, live: bool
    ) -> None:
        self._machine = machine
        self._planner = Planner(machine)
        self._worker = Worker(machine, send)
        self._rings = WallRings(self.wake) if live else None
        self._asked: int | None = None
        self._holds = 0

    async def start(self, *, alone: bool) -> None:
        """The loop runs until the machine's tasks are closed.

        What a process before this one held is free: at once where no other process works on the
        database (``alone``), else when its time has passed.
        """
        if alone:
            await self._worker.write(occurrences.open_again)
        self._machine.tasks.spawn(self._loop())

    @property
    def is_held(self) -> bool:
        """Whether nothing is begun now."""
        return self._holds > 0

    def hold(self) -> None:
        """Nothing is begun until ``release`` was called as often: what was missed comes first."""
        self._holds += 1

    def release(self) -> None:
        """What is due is done, unless somebody else holds it up."""
        self._holds -= 1
        self.wake()

    def wake(self) -> None:
        """The loop looks what is due now."""
        self._machine.jobs_planned.ring()

    async def run_due(self) -> None:
        """All that is due has been done, in the order of its instants, as far as it can be."""
        has_news = True
        while not self._holds:
            now = self._machine.clock.now()
            if has_news or not self._planner.holds(now):
                await self._plan(now)
                has_news = False
            async with self._machine.database.read() as read:
                planned = await occurrences.first_due(read, now)
            if planned is None:
                return
            await self._worker.work(planned, now)

    async def _plan(self, now: datetime) -> None:
        async with self._machine.database.read() as read:
            plans = await self._planner.missing(read, now)
        if plans:
            (outcome,) = await self._machine.database.run([Keep(plans, now)])
            if outcome.error is not None:
                raise outcome.error

    async def _loop(self) -> None:
        machine = self._machine
        try:
            while True:
                try:
                    await self.run_due()
                    wait = await self._seconds_to_look()
                except machine.database.unavailable as error:
                    log.warning("jobs wait, the database keeps nothing now: %s", error)
                    await machine.tasks.pause(_TROUBLE_S)
                    continue
                # What was planned after the look has rung.
                await machine.jobs_planned.wait(machine.tasks, wait)
        finally:
            if self._rings is not None:
                self._rings.end()

    async def _seconds_to_look(self) -> float | None:
        """How long the loop sleeps unless somebody rings; None for as long as nobody does."""
        at_most = None if self._rings is None else LOOK_S
        if self._holds:
            return at_most
        now = self._machine.clock.now()
        async with self._machine.database.read() as read:
            next_at = await occurrences.next_at(read, now)
        if next_at is None:
            return at_most
        wait = max(next_at - to_micros(now), 0) / _MICROS
        if self._rings is None:
            return wait
        # What is due later than the next look is asked for then; where it has rung for the same
        # instant already, the clock was set back since.
        if wait > LOOK_S:
            self._asked = None
        elif next_at != self._asked:
            self._asked = next_at
            await self._rings.at(from_micros(next_at))
        return LOOK_S
