"""Notes when each platform is heard, and tells the communities when it was not.

Live each adapter is watched and its heartbeat written at a calm pace; in a rehearsal only what
happens to an adapter is noted. ``docs/features/checkin.md`` §6.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from bot.community import outages
from bot.core.context import Context
from bot.core.events import PlatformWasDown
from bot.core.ports import Transaction
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.own_turn import OwnTurn, context_of_nobody
from bot.engine.scheduler import Scheduler
from bot.engine.writing import Writing
from bot.presenter.delivery import Adapter

log = logging.getLogger(__name__)

PACE_S: Final = 60.0
# What was written while a platform was away arrives first: so long jobs wait for it.
BACKLOG_S: Final = 60.0
# Who has not come to a heartbeat for so long has come to nothing else.
STANDSTILL_S: Final = 180.0
_TROUBLE_S: Final = 5.0


class Heartbeats:
    """The heartbeats of the adapters; ``live``: with a clock that goes on by itself."""

    def __init__(
        self,
        machine: Machine,
        adapters: Mapping[str, Adapter],
        scheduler: Scheduler,
        send: Callable[[Sequence[Waiting]], None],
        *,
        live: bool,
    ) -> None:
        self._machine = machine
        self._adapters = adapters
        self._scheduler = scheduler
        self._send = send
        self._live = live
        self._watched: set[str] = set()
        self._heard: set[str] = set()
        self._beats: dict[str, float] = {}

    async def start(self) -> None:
        """Who is up is heard; live, every adapter is watched from now on.

        No other process hears anything.
        """
        await self._write(outages.nothing_is_heard)
        for platform in self._adapters:
            if self._live:
                self._begin(platform)
            elif self._adapters[platform].up.is_set():
                await self.hear(platform)

    async def begin(self, platform: str) -> None:
        """This platform is ours and watched from now on; another process heard it before."""
        await self._lose(platform)
        self._begin(platform)

    async def hear(self, platform: str) -> None:
        """The platform is heard; if it was not, its communities have been told."""
        now, world = self._machine.clock.now(), self._machine.world

        async def act(tx: Transaction) -> list[Context]:
            outage = await outages.hear(tx, platform, now)
            told = []
            for community, place in sorted(world.places.items()):
                if outage is None or platform not in {name for name, _ in place.chats}:
                    continue
                ctx = context_of_nobody(self._machine, tx, place, now, f"up:{platform}")
                ctx.tell(PlatformWasDown(community, platform, outage.began, outage.ended))
                told.append(ctx)
            return told

        turn = OwnTurn(self._machine, f"up:{platform}", act)
        (outcome,) = await self._machine.database.run([turn])
        if outcome.error is not None:
            raise outcome.error
        self._heard.add(platform)
        self._send(outcome.value)
        if turn.left_out:
            self._machine.retry_kept.set()
        if turn.planned:
            self._scheduler.wake()

    async def beat(self) -> None:
        """What is heard was heard until now, and goes on."""
        heard, now = sorted(self._heard), self._machine.clock.now()
        await self._write(lambda tx: outages.beat(tx, heard, now))

    async def fall_silent(self, platform: str) -> None:
        """The platform was heard until now."""
        self._heard.discard(platform)
        now = self._machine.clock.now()
        await self._write(lambda tx: outages.fall_silent(tx, (platform,), now))

    async def stop(self) -> None:
        """The bot ends in order: what was heard was heard until now."""
        heard, self._heard = sorted(self._heard), set()
        now = self._machine.clock.now()
        if heard:
            await self._write(lambda tx: outages.fall_silent(tx, heard, now))

    def _begin(self, platform: str) -> None:
        if platform not in self._watched:
            self._watched.add(platform)
            self._hold_jobs()
            self._machine.tasks.spawn(self._watch(platform))

    async def _watch(self, platform: str) -> None:
        adapter, tasks = self._adapters[platform], self._machine.tasks
        while True:
            await tasks.wait(adapter.up)
            try:
                await self._beat(platform)
                await tasks.pause(PACE_S)
                if not adapter.up.is_set():
                    await self._lose(platform)
            except self._machine.database.unavailable as error:
                log.warning("no heartbeat, the database keeps nothing now: %s", error)
                await tasks.pause(_TROUBLE_S)

    async def _beat(self, platform: str) -> None:
        now, monotonic = self._machine.clock.now(), self._machine.clock.monotonic()
        if platform in self._heard and monotonic - self._beats[platform] > STANDSTILL_S:
            await self._lose(platform)  # the process stood still and heard nothing
        if platform in self._heard:
            await self._write(lambda tx: outages.beat(tx, (platform,), now))
        else:
            self._hold_jobs()
            await self.hear(platform)
        self._beats[platform] = monotonic

    async def _lose(self, platform: str) -> None:
        """The platform is not heard any more: its last heartbeat says until when it was."""
        self._heard.discard(platform)
        await self._write(lambda tx: outages.lose(tx, platform))

    def _hold_jobs(self) -> None:
        self._scheduler.hold()
        self._machine.tasks.spawn(self._release_later())

    async def _release_later(self) -> None:
        await self._machine.tasks.pause(BACKLOG_S)
        self._scheduler.release()

    async def _write(self, act: Callable[[Transaction], Awaitable[None]]) -> None:
        (outcome,) = await self._machine.database.run([Writing(act)])
        if outcome.error is not None:
            raise outcome.error
