"""A turn that no update asked for: a slice of a job, a platform that is heard again.

What it tells is heard, said and kept as in every turn: ``docs/architecture.md``, "Events,
listeners and retries".
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Final

from bot.core.context import Context, JobContext
from bot.core.events import Event
from bot.core.jobs import Occurrence
from bot.core.model import (
    Account,
    AccountId,
    Actor,
    CommunityId,
    Incoming,
    MemberId,
    PersonId,
    Rank,
)
from bot.core.ports import Transaction
from bot.engine import occurrences, retries
from bot.engine.answer import Answer
from bot.engine.hearing import Hearing, Place
from bot.engine.machine import Machine
from bot.engine.occurrences import spot_of
from bot.engine.outbox import Waiting
from bot.engine.world import Place as CommunityPlace

log = logging.getLogger(__name__)

Act = Callable[[Transaction], Awaitable[Sequence[Context]]]
"""Does the work; what its contexts have told is heard then, one after the other."""

_NOBODY: Final = Actor(
    Account(AccountId(""), PersonId(""), "", "", ""), MemberId(""), Rank.MEMBER, "", ""
)


class OwnTurn:
    """One such turn, as a work. ``cause`` names it in the outbox and in logs.

    ``has_kept_events`` says whether listeners failed and hear their event later, ``planned``
    whether it planned jobs, ``forgets`` whether somebody was forgotten.
    """

    def __init__(self, machine: Machine, cause: str, act: Act) -> None:
        self._machine = machine
        self._cause = cause
        self._act = act
        self._hearing: tuple[int, Hearing] | None = None
        self._left_out: defaultdict[int, list[Place]] = defaultdict(list)
        self.planned = self.forgets = False

    @property
    def has_kept_events(self) -> bool:
        """Whether an event was kept for a listener that failed."""
        return any(self._left_out.values())

    async def run(self, tx: Transaction) -> list[Waiting]:
        """The work is done, and what it told was heard; returns what is to be sent."""
        self._hearing, self.planned, self.forgets = None, False, False
        waiting: list[Waiting] = []
        for number, ctx in enumerate(await self._act(tx)):
            hearing = Hearing(self._machine.router, self._left_out[number])
            self._hearing = (number, hearing)
            await hearing.run(ctx)
            for listener, event in hearing.skipped:
                await retries.keep(ctx, listener, event)
            self.planned |= await keep_plans(ctx)
            self.forgets |= ctx.forgets
            waiting += await Answer(tx, ctx.ids, ctx.incoming, ctx.locale).others(ctx)
        return waiting

    def recover(self, error: Exception) -> OwnTurn | None:
        """Runs once more without a listener that failed."""
        if self._hearing is None or self._hearing[1].failing is None:
            return None
        log.error("listener failed: %s", self._cause, exc_info=error)
        number, hearing = self._hearing
        assert hearing.failing is not None  # asked two lines above
        self._left_out[number].append(hearing.failing)
        return self


async def keep_plans(ctx: Context) -> bool:
    """What was planned in the turn has its row; whether jobs are to be looked at anew."""
    community = ctx.community
    for job, due in ctx.planned:
        await occurrences.plan(ctx.tx, community.id, job, community.zone, (due,), ctx.now)
    return bool(ctx.planned) or ctx.wakes_jobs


async def tell_later(
    machine: Machine, tx: Transaction, community: CommunityId, events: Sequence[Event]
) -> None:
    """Each listener hears these in a turn of its own, within a minute or so."""
    place = machine.world.places[community]
    ctx = context_of_nobody(machine, tx, place, machine.clock.now(), "")
    for event in events:
        for listener in machine.router.listeners_of(type(event)):
            await retries.keep(ctx, listener, event)


def context_of_nobody(
    machine: Machine, tx: Transaction, place: CommunityPlace, now: datetime, cause: str
) -> Context:
    """The context of a turn in this community that nobody asked for."""
    return Context(*_parts(machine, tx, place, now, cause))


def context_of_job(
    machine: Machine, tx: Transaction, place: CommunityPlace, now: datetime, about: Occurrence
) -> JobContext:
    """The same for a slice of a job."""
    cause = f"job:{about.job}:{spot_of(about.zone, about.at)}:{about.period}"
    return JobContext(*_parts(machine, tx, place, now, cause), occurrence=about)


def _parts(
    machine: Machine, tx: Transaction, place: CommunityPlace, now: datetime, cause: str
) -> tuple[Any, ...]:
    community = place.community
    rules = machine.world.default_rules(community.id)
    incoming = Incoming("", cause, "", "", now, now)
    return (
        now, community, _NOBODY, incoming, rules, place.settings, community.locale,
        machine.house, tx, machine.ids,
    )  # fmt: skip
