"""What the machinery does by itself: retries of listeners, and forgetting what is old."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from bot.community import messages, people
from bot.core.clock import to_micros
from bot.core.context import Context
from bot.core.events import Event, MemberEvent, event_from_json
from bot.core.model import Incoming, Rank
from bot.core.ports import Transaction
from bot.engine import arrivals, buttons, occurrences, outbox, purging, retries
from bot.engine.answer import Answer
from bot.engine.hearing import Hearing
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.own_turn import context_of_nobody, keep_plans
from bot.engine.retries import Kept
from bot.engine.scene import Scene
from bot.engine.writing import Writing

log = logging.getLogger(__name__)

BODIES_KEPT: Final = timedelta(days=7)
ROWS_KEPT: Final = timedelta(days=30)
MESSAGES_KEPT: Final = timedelta(days=90)
JOBS_KEPT: Final = timedelta(days=400)
_DAY_S: Final = 86_400.0
_TROUBLE_S: Final = 5.0
_PURGE_AGAIN_S: Final = 60.0
_MICROS: Final = 1_000_000
_PAGE: Final = 100
_SLICE: Final = 500


class Housekeeping:
    """Three loops on the machine's clock, ended with its tasks.

    ``send`` is given what a listener that heard its event later wants sent; without one it is
    sent at the next start.
    """

    def __init__(
        self, machine: Machine, send: Callable[[list[Waiting]], None] | None = None
    ) -> None:
        self._machine = machine
        self._send = send

    def start(self) -> None:
        """The loops run until the machine's tasks are closed."""
        self._machine.tasks.spawn(self._retry_loop())
        self._machine.tasks.spawn(self._forget_loop())
        self._machine.tasks.spawn(self._purge_loop())

    async def retry_due(self) -> None:
        """Every event whose time has come was given to its listener once more."""
        now = self._machine.clock.now()
        async with self._machine.database.read() as read:
            due = await retries.due(read, now, _PAGE)
        works = [_Retry(self._machine, kept) for kept in due]
        if not works:
            return
        for outcome in await self._machine.database.run(works):
            if self._send is not None and outcome.error is None and outcome.value:
                self._send(outcome.value)
        if any(work.planned for work in works):
            self._machine.jobs_planned.ring()

    async def forget_old(self) -> None:
        """Bodies older than 7 days, rows older than 30 and jobs older than 400 are gone.

        So is who wrote what more than 90 days ago. What is old is looked for on a reader, and
        forgotten in slices that hold nobody up.
        """
        now = self._machine.clock.now()
        bodies, rows = to_micros(now - BODIES_KEPT), to_micros(now - ROWS_KEPT)
        await self._forget_updates(bodies, rows)
        await self._forget_messages(bodies, rows)
        await self._forget_talk(now - MESSAGES_KEPT)
        await self._machine.database.run([_Forget(buttons.forget, rows)])
        jobs = to_micros(now - JOBS_KEPT)
        await self._machine.database.run([_Forget(occurrences.forget, jobs)])

    async def _forget_updates(self, bodies: int, rows: int) -> None:
        last: arrivals.Key = ("", "", "")
        while True:
            async with self._machine.database.read() as read:
                page = await arrivals.page_after(read, last, _SLICE)
            if not page:
                return
            last = page[-1][0]
            over = [(key, at) for key, at, is_over in page if is_over]
            await self._forget(arrivals, [k for k, at in over if rows <= at < bodies],
                               [k for k, at in over if at < rows])  # fmt: skip

    async def _forget_talk(self, before: datetime) -> None:
        """Who wrote what so long ago is forgotten, and counted for ever."""
        for community in self._machine.world.places:
            last = ""
            while True:
                async with self._machine.database.read() as read:
                    last, old = await messages.old_after(read, community, last, before, _SLICE)
                if not last:
                    break
                if old:
                    drop = partial(messages.drop, community=community, sources=old)
                    await self._machine.database.run([Writing(drop)])

    async def _forget_messages(self, bodies: int, rows: int) -> None:
        seq = 0
        while True:
            async with self._machine.database.read() as read:
                page = await outbox.old_after(read, seq, bodies, _SLICE)
            if not page:
                return
            seq = page[-1][0]
            await self._forget(outbox, [s for s, at in page if at >= rows],
                               [s for s, at in page if at < rows])  # fmt: skip

    async def _forget(self, table: Any, emptied: list[Any], dropped: list[Any]) -> None:
        works = []
        if emptied:
            works.append(_Forget(table.empty, emptied))
        if dropped:
            works.append(_Forget(table.drop, dropped))
        if works:
            await self._machine.database.run(works)

    async def _retry_loop(self) -> None:
        while True:
            # Before the look, so that what is kept right after it is not overlooked.
            self._machine.retry_kept.clear()
            await self._guarded(self._retry_next)

    async def _retry_next(self) -> None:
        machine = self._machine
        async with machine.database.read() as read:
            due = await retries.next_due(read)
        if due is None:
            return await machine.tasks.wait(machine.retry_kept)
        wait = (due - to_micros(machine.clock.now())) / _MICROS
        if wait > 0:
            await machine.tasks.wait_or_pause(machine.retry_kept, wait)
        return await self.retry_due()

    async def _forget_loop(self) -> None:
        while True:
            await self._guarded(self.forget_old)
            await self._machine.tasks.pause(_DAY_S)

    async def _purge_loop(self) -> None:
        while True:
            await self._guarded(self._purge)

    async def _purge(self) -> None:
        is_done = await purging.purge(self._machine)
        again = None if is_done else _PURGE_AGAIN_S
        await self._machine.forgot.wait(self._machine.tasks, again)

    async def _guarded(self, duty: Callable[[], Awaitable[None]]) -> None:
        try:
            await duty()
        except self._machine.database.unavailable as error:
            log.warning("housekeeping waits, the database keeps nothing now: %s", error)
            await self._machine.tasks.pause(_TROUBLE_S)


class _Forget:
    """A slice of what is old is forgotten."""

    def __init__(self, forget: Callable[[Transaction, Any], Awaitable[None]], what: Any) -> None:
        self._forget = forget
        self._what = what

    async def run(self, tx: Transaction) -> None:
        await self._forget(tx, self._what)

    def recover(self, error: Exception) -> None:
        return None


class _Retry:
    """A listener hears, once more, an event that it failed on."""

    def __init__(self, machine: Machine, kept: Kept) -> None:
        self._machine = machine
        self._kept = kept
        self._error = ""
        self.planned = False

    async def run(self, tx: Transaction) -> list[Waiting]:
        machine, kept = self._machine, self._kept
        now = machine.clock.now()
        if self._error:
            over = await retries.failed(tx, kept.id, kept.tries, self._error, now)
            if over:
                log.error("event set aside: %s %s", kept.listener, kept.id)
            return []
        if not await retries.done(tx, kept.id):
            return []
        listener = machine.router.listeners[kept.listener]
        event = event_from_json(listener.event, kept.body)
        ctx = await self._context(tx, event)
        if isinstance(event, MemberEvent):
            # The account may be another member's since, by a link.
            event = replace(event, member=ctx.member)
        await listener.run(ctx, event)
        await Hearing(machine.router, ()).run(ctx)
        self.planned = await keep_plans(ctx)
        return await Answer(tx, machine.ids, ctx.incoming, ctx.locale).others(ctx)

    def recover(self, error: Exception) -> _Retry | None:
        if self._error:
            return None
        log.error("event failed again: %s", self._kept.listener, exc_info=error)
        self._error = f"{type(error).__name__}: {error}"
        return self

    async def _context(self, tx: Transaction, event: Event) -> Context:
        """As in the turn that told it: by the account that acted.

        At the instant of what happened to a member, else of the turn.
        """
        place = self._machine.world.places[event.community]
        acted, at = self._kept.account, self._kept.told_at
        if not acted and not isinstance(event, MemberEvent):
            return context_of_nobody(self._machine, tx, place, at, self._kept.id)
        if isinstance(event, MemberEvent):
            acted, at = event.account, event.at
        known = await people.find_account(tx, event.community, acted)
        if known is None:
            raise LookupError(f"no account {acted}")
        account = known.account
        await tx.lock(people.person_key(account.person))
        incoming = Incoming(account.platform, self._kept.id, "", account.user, at, at)
        rules = await self._machine.world.day_rules(tx, event.community, known)
        scene = Scene(place, known, place.community.locale, rules)
        return Context(
            at,
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
