"""Lets listeners hear what a turn told, in the fixed order of the stages."""

from __future__ import annotations

import heapq
from collections.abc import Collection
from dataclasses import replace

from bot.core.cog import ListenSpec
from bot.core.context import Context
from bot.core.errors import TriedOut
from bot.core.events import Event, Stage
from bot.core.outgoing import Reply
from bot.core.text import Text
from bot.engine.answer import write_tallies
from bot.engine.router import Router

# The place of a listener in the order of a turn. An event may hold ids that are drawn anew when
# the turn is run again, so the event itself says nothing; the order before a failure is the same.
Place = tuple[int, str]


class Hearing:
    """One round of a turn's events: earning, tallies, thresholds, the rest.

    While a listener runs that may be left out when it fails, ``failing`` names it; a listener
    that earns shares the command's fate and is never named. ``skipped`` are those that were
    left out, with the event that they are to hear later.
    """

    __slots__ = ("_left_out", "_router", "failing", "skipped")

    def __init__(self, router: Router, left_out: Collection[Place]) -> None:
        self._router = router
        self._left_out = left_out
        self.failing: Place | None = None
        self.skipped: list[tuple[ListenSpec, Event]] = []

    async def answer(self, ctx: Context, reply: Reply) -> list[Text]:
        """All lines of the answer, once every event was heard. Raises TriedOut for a trial."""
        heard = await self.run(ctx)
        closing = await reply.closing() if reply.closing is not None else ()
        if reply.trial is not None:
            foreseen = (reply.trial, *heard) if heard else ()
            texts = (*reply.texts, *closing, *foreseen)
            raise TriedOut(replace(reply, texts=texts, closing=None, trial=None))
        return [*reply.texts, *heard, *closing]

    async def run(self, ctx: Context) -> list[Text]:
        """Every event was heard, also those that listeners told; the lines for the answer."""
        lines: list[Text] = []
        waiting: list[tuple[int, int, ListenSpec, Event]] = []
        known = order = 0
        while True:
            for event in ctx.told[known:]:
                for listener in self._router.listeners_of(type(event)):
                    heapq.heappush(waiting, (listener.stage, order, listener, event))
                    order += 1
            known = len(ctx.told)
            # What earns and counts comes first; then it is told which numbers have moved.
            counted = not waiting or waiting[0][0] > Stage.TALLIES
            if counted and (ctx.tally_adds or ctx.tally_sets):
                await write_tallies(ctx)
                continue
            if not waiting:
                break
            _, place, listener, event = heapq.heappop(waiting)
            if (place, listener.name) in self._left_out:
                self.skipped.append((listener, event))
                continue
            self.failing = None if listener.stage == Stage.EARNING else (place, listener.name)
            lines += await listener.run(ctx, event) or ()
            self.failing = None
        return lines
