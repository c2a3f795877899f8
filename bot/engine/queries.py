"""Runs commands that only read: on a reader, outside any turn."""

from __future__ import annotations

import logging
from dataclasses import fields

from bot.core.context import Asking, QueryContext
from bot.core.errors import Refusal
from bot.engine.arrivals import MOST_TRIES
from bot.engine.machine import Machine
from bot.engine.turn import Turn

log = logging.getLogger(__name__)
_SHARED = tuple(field.name for field in fields(Asking))


async def answer_query(machine: Machine, turn: Turn) -> None:
    """The turn has its reply, its refusal, or is to be set aside after five tries."""
    admitted = turn.admitted
    assert admitted is not None  # the caller has looked
    shared = {name: getattr(admitted.context, name) for name in _SHARED}
    while turn.tries < MOST_TRIES:
        try:
            async with machine.database.read() as read:
                ctx = QueryContext(**shared, read=read)
                turn.reply = await admitted.command.run(ctx, **admitted.values)
        except Refusal as refusal:
            turn.refuse(refusal.text)
            return
        except Exception as error:  # noqa: BLE001  a bug in a cog stops this update alone
            log.error("query failed: %s", admitted.command.name, exc_info=error)
            turn.tries += 1
            if turn.tries >= MOST_TRIES:
                turn.give_up(f"{type(error).__name__}: {error}")
        else:
            return
