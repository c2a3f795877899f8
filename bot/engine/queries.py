"""Runs commands that only read: on a reader, outside any turn."""

from __future__ import annotations

import logging
from dataclasses import fields
from typing import Final

from bot.core.context import Asking, QueryContext
from bot.core.errors import Refusal
from bot.core.outgoing import Reply
from bot.engine.arrivals import MOST_TRIES
from bot.engine.examples import examples_of
from bot.engine.machine import Machine
from bot.engine.turn import Admitted, Turn

log = logging.getLogger(__name__)
_SHARED = tuple(field.name for field in fields(Asking))
# A query that takes longer has gone wrong: it would hold its chat for ever.
MOST_SECONDS: Final = 30.0
_TROUBLE_S: Final = 2.0


async def answer_query(machine: Machine, turn: Turn) -> None:
    """The turn has its reply, its refusal, or is to be set aside after five tries.

    A storage that cannot be read is waited out and counts as no try. A query that computes
    without end has one: while it does, nothing else goes on.
    """
    admitted = turn.admitted
    assert admitted is not None  # the caller has looked
    while turn.tries < MOST_TRIES:
        try:
            await machine.tasks.within(MOST_SECONDS, _ask(machine, turn, admitted))
        except Refusal as refusal:
            turn.refuse(refusal.text)
            return
        except Exception as error:
            if isinstance(error, machine.database.unavailable) and not await can_read(machine):
                await machine.tasks.pause(_TROUBLE_S)
                continue
            log.error("query failed: %s", admitted.command.name, exc_info=error)
            turn.tries += 1
            if turn.tries >= MOST_TRIES or isinstance(error, machine.database.broken):
                turn.give_up(f"{type(error).__name__}: {error}")
                return
        else:
            return


async def _ask(machine: Machine, turn: Turn, admitted: Admitted) -> None:
    shared = {name: getattr(admitted.context, name) for name in _SHARED}
    command, values = admitted.command, admitted.values

    async def answer(ctx: QueryContext) -> Reply:
        return await command.run(ctx, **values)

    with examples_of(command):
        async with machine.database.read() as read:
            ctx = QueryContext(**shared, read=read)
            turn.reply = await machine.database.watched(answer(ctx))


async def can_read(machine: Machine) -> bool:
    """Whether the storage answers at all: then it was the question that failed."""
    try:
        async with machine.database.read() as read:
            await read.fetch_one("SELECT name FROM leases LIMIT 1")
    except machine.database.unavailable:
        return False
    return True
