"""What is under way while a bot runs, begun together: inbox, sender, jobs, heartbeats and more."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from bot.core.model import Incoming
from bot.core.ports import Transaction
from bot.engine import lease
from bot.engine.heartbeats import Heartbeats
from bot.engine.housekeeping import Housekeeping
from bot.engine.inbox import Inbox
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.scheduler import Scheduler
from bot.engine.sealing import Commits, Sealing
from bot.engine.sender import Sender
from bot.engine.verifying import freshen
from bot.engine.writing import Writing
from bot.presenter.delivery import Adapter

log = logging.getLogger(__name__)


class Gear:
    """``commits`` is an engine whose transactions do not commit one after the other, else None.

    ``live``: with a clock that goes on by itself.
    """

    def __init__(
        self,
        machine: Machine,
        sender: Sender,
        adapters: Mapping[str, Adapter],
        commits: Commits | None,
        *,
        live: bool,
    ) -> None:
        self.speak: Callable[[Sequence[Waiting]], None] = sender.send
        """Is given what a committed turn wants sent."""
        sender.speak = self._said
        self._machine = machine
        self._sender = sender
        self._inbox = Inbox(machine, self._said)
        self.jobs = Scheduler(machine, self._said, live=live)
        self.heartbeats = Heartbeats(machine, adapters, self.jobs, self._said, live=live)
        self._housekeeping = Housekeeping(machine, self._said)
        self._sealing = None if commits is None else Sealing(machine, commits)
        self._live = live
        self._goes = False

    async def prepare(self) -> None:
        """What is remembered of the database is what it says; what the config made stale is anew.

        Raises the storage's ``unavailable``.
        """
        await self.note()
        await self._freshen()

    async def note(self) -> None:
        """The moves of chats are known, and the config's days are in force."""
        await self._write(self._note)

    async def start(self) -> None:
        """All that waited from an earlier run is under way: this process has the database alone.

        ``note`` was called before.
        """
        await self._freshen()
        take = partial(
            lease.take, name=lease.PROCESS, holder=lease.ALONE, now=self._machine.clock.now()
        )
        unclean = await self._write(take)
        # First what earlier turns wanted sent: a turn of this run sends its own.
        await self._sender.start()
        await self._inbox.start(unclean=unclean)
        self._go()
        await self.heartbeats.start()
        await self.jobs.start(alone=True)

    async def fall_silent(self) -> None:
        """What this process heard was heard until now, and is not any more."""
        try:
            await self.heartbeats.stop()
        except self._machine.database.unavailable as error:
            # Then it was until the last heartbeat.
            log.warning("until when it was heard could not be written down: %s", error)

    async def close(self) -> None:
        """This process, which had the database alone, has ended in order."""
        release = partial(lease.release, name=lease.PROCESS, holder=lease.ALONE)
        # Where it cannot be written down, the next start takes the same care as after a kill.
        try:
            (outcome,) = await self._machine.database.run([Writing(release)])
        except self._machine.database.unavailable as error:
            log.warning("its end could not be written down: %s", error)
        else:
            if outcome.error is not None:
                log.error("its end could not be written down", exc_info=outcome.error)

    async def begin(self, platform: str, *, unclean: bool) -> None:
        """What waited to be handled of this platform is under way."""
        await self._inbox.start(platform, unclean=unclean)
        await self.heartbeats.begin(platform)
        if self._go():
            await self.jobs.start(alone=False)

    async def look(self, platform: str) -> None:
        """What another process has left to be handled of this platform is under way."""
        await self._inbox.look(platform)

    def send(self, messages: Sequence[Waiting]) -> None:
        """These are sent by this process."""
        self._sender.send(messages)

    async def take_in(self, incoming: Incoming) -> None:
        """The update is stored or handled: it may be confirmed to its platform."""
        await self._inbox.take_in(incoming)

    def stop(self) -> None:
        """Nothing more is taken in; what was taken is worked off."""
        self._inbox.stop()

    def _said(self, messages: Sequence[Waiting]) -> None:
        self.speak(messages)

    def _go(self) -> bool:
        """What no platform has for itself is under way; False when it already was."""
        if self._goes:
            return False
        self._goes = True
        if self._live and self._machine.world.shows_cards:
            self._machine.tasks.spawn(self._sender.warm_up())
        self._housekeeping.start()
        if self._sealing is not None:
            self._sealing.start()
        return True

    async def _freshen(self) -> None:
        await self._write(self._begin)
        if members := await freshen(self._machine):
            log.info("kept numbers made anew after a change of the config: %s members", members)

    async def _begin(self, tx: Transaction) -> bool:
        """The cogs note what is in force from now on."""
        now = self._machine.clock.now()
        for place in self._machine.world.places.values():
            for offer in self._machine.router.offers("begin"):
                await offer.run(tx, place.community, place.settings, now)
        return True

    async def _note(self, tx: Transaction) -> bool:
        await self._machine.world.note_moves(tx)
        await self._machine.world.note_days(tx, self._machine.clock.now())
        return True

    async def _write(self, act: Callable[[Transaction], Awaitable[bool]]) -> bool:
        (outcome,) = await self._machine.database.run([Writing(act)])
        return outcome.value
