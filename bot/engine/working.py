"""One occurrence of a job, worked off slice by slice: each slice is a turn, so a kill repeats none.

``docs/architecture.md``, "Jobs".
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.core.cog import JobSpec
from bot.core.context import Context
from bot.core.jobs import GONE, LATE, Looking, Occurrence, Page
from bot.core.ports import Transaction
from bot.engine import occurrences
from bot.engine.machine import Machine
from bot.engine.occurrences import Planned
from bot.engine.outbox import Waiting
from bot.engine.own_turn import OwnTurn, context_of_job
from bot.engine.planning import Lateness
from bot.engine.world import Place
from bot.engine.writing import Writing

T = TypeVar("T")
log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
MOST_TRIES: Final = 5
# Minutes before a slice that failed is tried again; the last one holds.
WAITS_MIN: Final = (1, 5, 30, 120)
_END: Final = "."


class Worker:
    """Does occurrences that are due. ``send`` is given what a slice wants sent."""

    def __init__(self, machine: Machine, send: Callable[[Sequence[Waiting]], None]) -> None:
        self._machine = machine
        self._send = send

    async def work(self, planned: Planned, now: datetime) -> None:
        """The occurrence is over, or put off, or somebody else's."""
        spec = self._machine.router.jobs.get(planned.job)
        place = self._machine.world.places.get(planned.community)
        if spec is None or place is None:
            return await self._finish(planned, "skipped", GONE)
        rules = self._machine.world.default_rules(planned.community)
        if Lateness(spec, planned.zone, rules, now).too_late(planned.due):
            if planned.state == "running":
                return await self.write(lambda tx: occurrences.give_up(tx, planned, now))
            return await self._finish(planned, "skipped", LATE)
        if planned.tries >= MOST_TRIES:
            log.error("job set aside: %s", planned.key)
            return await self._finish(planned, "failed", "it failed or ended the process each time")
        if not await self.write(lambda tx: occurrences.claim(tx, planned, now, LEASE)):
            return None
        planned = replace(planned, state="running", tries=planned.tries + 1)
        try:
            await self._slices(spec, place, planned)
        except self._machine.database.unavailable:
            raise
        except Exception as error:
            log.exception("job failed: %s", planned.key)
            wait = timedelta(minutes=WAITS_MIN[min(planned.tries, len(WAITS_MIN)) - 1])
            until, reason = now + wait, f"{type(error).__name__}: {error}"
            await self.write(lambda tx: occurrences.put_off(tx, planned, until, reason))

    async def write(self, act: Callable[[Transaction], Awaitable[T]]) -> T:
        """What the function returned; it has written in a turn of its own."""
        (outcome,) = await self._machine.database.run([Writing(act)])
        _raise(outcome.error)
        return outcome.value

    async def _slices(self, spec: JobSpec, place: Place, planned: Planned) -> None:
        database, clock = self._machine.database, self._machine.clock
        async with database.read() as read:
            previous = await occurrences.done_before(read, planned)
        about = Occurrence(
            planned.job, planned.zone, planned.period, planned.due, previous, planned.at
        )
        cursor: str | None = planned.cursor
        while cursor is not None and cursor != _END:
            page = Page((), None)
            if spec.find is not None:
                async with database.read() as read:
                    looking = Looking(
                        read,
                        place.community,
                        place.settings,
                        clock.now(),
                        about,
                        cursor,
                        self._machine.house,
                    )
                    page = await spec.find(looking)
            if page.keys or spec.find is None:
                if not await self._slice(spec, place, planned, about, page):
                    return
                planned = replace(planned, cursor=_END if page.cursor is None else page.cursor)
            cursor = page.cursor
        await self._finish(planned, "done")

    async def _slice(
        self, spec: JobSpec, place: Place, planned: Planned, about: Occurrence, page: Page
    ) -> bool:
        """The page was worked on in one turn; False when another process has done it."""
        work = _Slice(self._machine, spec, place, planned, about)
        turn = work.turn(page.keys, page.cursor)
        (outcome,) = await self._machine.database.run([turn])
        if outcome.error is None:
            self._send(outcome.value)
            if turn.forgets:
                self._machine.forgot.ring()
            return work.is_ours
        if len(page.keys) < 2:
            raise outcome.error
        log.error("slice failed, one by one now: %s", planned.key, exc_info=outcome.error)
        # Each alone, so that one of them stops no other; the last one moves the cursor.
        for key in page.keys:
            (alone,) = await self._machine.database.run([work.turn((key,), planned.cursor)])
            if alone.error is None:
                self._send(alone.value)
            else:
                log.error("left out of a job: %s %s", planned.key, key, exc_info=alone.error)
        (moved,) = await self._machine.database.run([work.turn((), page.cursor)])
        _raise(moved.error)
        return work.is_ours

    async def _finish(self, planned: Planned, state: str, error: str = "") -> None:
        now = self._machine.clock.now()
        await self.write(lambda tx: occurrences.finish(tx, planned, state, now, error))


class _Slice:
    """One page of an occurrence; ``is_ours`` is False when another process has done it."""

    def __init__(
        self, machine: Machine, spec: JobSpec, place: Place, planned: Planned, about: Occurrence
    ) -> None:
        self._machine = machine
        self._spec = spec
        self._place = place
        self._planned = planned
        self._about = about
        self.is_ours = True

    def turn(self, keys: Sequence[str], cursor: str | None) -> OwnTurn:
        """The work that does these and leaves the cursor there."""

        async def act(tx: Transaction) -> list[Context]:
            machine, now = self._machine, self._machine.clock.now()
            self.is_ours = await occurrences.advance(
                tx, self._planned, _END if cursor is None else cursor, now, LEASE
            )
            if not self.is_ours:
                return []
            ctx = context_of_job(machine, tx, self._place, now, self._about)
            if keys or self._spec.find is None:
                await self._spec.run(ctx, keys)
            return [ctx]

        return OwnTurn(self._machine, f"job:{self._planned.job}", act)


def _raise(error: Exception | None) -> None:
    if error is not None:
        raise error
