"""What the machinery does by itself: retries of listeners, and forgetting what is old."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from bot.community import people
from bot.core.clock import to_micros
from bot.core.context import Context
from bot.core.events import Event, MemberEvent, event_from_json
from bot.core.model import Incoming, Rank
from bot.core.ports import Transaction
from bot.engine import arrivals, buttons, hearing, outbox, retries
from bot.engine.machine import Machine
from bot.engine.scene import Scene

log = logging.getLogger(__name__)

BODIES_KEPT: Final = timedelta(days=7)
ROWS_KEPT: Final = timedelta(days=30)
_DAY_S: Final = 86_400.0
_TROUBLE_S: Final = 5.0
_MICROS: Final = 1_000_000
_PAGE: Final = 100


class Housekeeping:
    """Two loops on the machine's clock, ended with its tasks."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def start(self) -> None:
        """Both loops run until the machine's tasks are closed."""
        self._machine.tasks.spawn(self._retry_loop())
        self._machine.tasks.spawn(self._forget_loop())

    async def retry_due(self) -> None:
        """Every event whose time has come was given to its listener once more."""
        now = self._machine.clock.now()
        async with self._machine.database.read() as read:
            due = await retries.due(read, now, _PAGE)
        works = [_Retry(self._machine, *each) for each in due]
        if works:
            await self._machine.database.run(works)

    async def forget_old(self) -> None:
        """Bodies older than 7 days and rows older than 30 are gone."""
        now = self._machine.clock.now()
        await self._machine.database.run([_Forget(now)])

    async def _retry_loop(self) -> None:
        machine = self._machine
        while True:
            async with machine.database.read() as read:
                due = await retries.next_due(read)
            machine.retry_kept.clear()
            if due is None:
                await machine.tasks.wait(machine.retry_kept)
                continue
            wait = (due - to_micros(machine.clock.now())) / _MICROS
            if wait > 0:
                await machine.tasks.wait_or_pause(machine.retry_kept, wait)
            await self._guarded(self.retry_due)

    async def _forget_loop(self) -> None:
        while True:
            await self._machine.tasks.pause(_DAY_S)
            await self._guarded(self.forget_old)

    async def _guarded(self, duty: Callable[[], Awaitable[None]]) -> None:
        try:
            await duty()
        except self._machine.database.unavailable as error:
            log.warning("housekeeping waits, the database keeps nothing now: %s", error)
            await self._machine.tasks.pause(_TROUBLE_S)


class _Forget:
    """What is old enough is forgotten."""

    def __init__(self, now: datetime) -> None:
        self._bodies = to_micros(now - BODIES_KEPT)
        self._rows = to_micros(now - ROWS_KEPT)

    async def run(self, tx: Transaction) -> None:
        await arrivals.forget_bodies(tx, self._bodies, self._rows)
        await outbox.forget_bodies(tx, self._bodies, self._rows)
        await buttons.forget(tx, self._rows)

    def recover(self, error: Exception) -> None:
        return None


class _Retry:
    """A listener hears, once more, an event that it failed on."""

    def __init__(
        self, machine: Machine, retry: str, listener: str, body: str, tries: int
    ) -> None:
        self._machine = machine
        self._retry = retry
        self._listener = listener
        self._body = body
        self._tries = tries
        self._error = ""

    async def run(self, tx: Transaction) -> None:
        now = self._machine.clock.now()
        if self._error:
            over = await retries.failed(tx, self._retry, self._tries, self._error, now)
            if over:
                log.error("event set aside: %s %s", self._listener, self._retry)
            return
        if not await retries.done(tx, self._retry):
            return
        listener = self._machine.router.listeners[self._listener]
        event = event_from_json(listener.event, self._body)
        ctx = await self._context(tx, event)
        await listener.run(ctx, event)
        async for _ in hearing.hear(ctx, self._machine.router, ()):
            pass

    def recover(self, error: Exception) -> _Retry | None:
        if self._error:
            return None
        log.error("event failed again: %s", self._listener, exc_info=error)
        self._error = f"{type(error).__name__}: {error}"
        return self

    async def _context(self, tx: Transaction, event: Event) -> Context:
        """As in the turn that told it: at the event's own instant, by the account that acted."""
        place = self._machine.world.places[event.community]
        if not isinstance(event, MemberEvent):
            raise TypeError(f"{type(event).__name__} is no member's event")
        known = await people.find_account(tx, event.community, event.account)
        if known is None:
            raise LookupError(f"no account {event.account}")
        account = known.account
        incoming = Incoming(account.platform, self._retry, "", account.user, event.at, event.at)
        rules = await self._machine.world.day_rules(tx, event.community, known)
        scene = Scene(place, known, place.community.locale, rules)
        return Context(
            event.at,
            place.community,
            scene.actor(Rank.MEMBER),
            incoming,
            rules,
            place.settings,
            scene.locale,
            self._machine.house,
            tx,
            self._machine.ids,
        )
