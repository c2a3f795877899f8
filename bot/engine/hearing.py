"""Lets listeners hear what a turn told, in the fixed order of the stages."""

from __future__ import annotations

import heapq
from collections.abc import AsyncIterator, Sequence

from bot.core.cog import ListenSpec
from bot.core.context import Context
from bot.core.events import Event, Stage
from bot.core.text import Text
from bot.engine.answer import write_tallies
from bot.engine.router import Router

# A listener that must share the command's fate is no candidate for being left out.
Candidate = tuple[ListenSpec, Event] | None


async def hear(
    ctx: Context, router: Router, left_out: Sequence[tuple[ListenSpec, Event]]
) -> AsyncIterator[tuple[Candidate, Sequence[Text]]]:
    """Every event told so far, and those told meanwhile, was heard: earning, tallies, the rest.

    Yields before each listener who may be left out if it fails, and after each with the
    sentences that it adds to the answer.
    """
    waiting: list[tuple[int, int, ListenSpec, Event]] = []
    known = order = 0
    while True:
        for event in ctx.told[known:]:
            for listener in router.listeners_of(type(event)):
                heapq.heappush(waiting, (listener.stage, order, listener, event))
                order += 1
        known = len(ctx.told)
        if not waiting:
            break
        stage, _, listener, event = heapq.heappop(waiting)
        if stage > Stage.TALLIES:
            await write_tallies(ctx)
        if (listener, event) in left_out:
            continue
        optional = stage != Stage.EARNING
        if optional:
            yield (listener, event), ()
        lines = await listener.run(ctx, event)
        yield None, lines or ()
    await write_tallies(ctx)
