"""Lets listeners hear what a turn told, in the fixed order of the stages."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from bot.core.cog import ListenSpec
from bot.core.context import Context
from bot.core.events import Event, Stage
from bot.core.text import Text
from bot.engine.answer import write_tallies
from bot.engine.router import Router

Heard = tuple[ListenSpec, Event]


class Hearing:
    """One round of a turn's events: earning, tallies, thresholds, the rest.

    While a listener runs that may be left out when it fails, ``failing`` names it with its
    event; a listener that earns shares the command's fate and is never named.
    """

    __slots__ = ("_left_out", "_router", "failing")

    def __init__(self, router: Router, left_out: Sequence[Heard]) -> None:
        self._router = router
        self._left_out = left_out
        self.failing: Heard | None = None

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
            if not waiting:
                break
            stage, _, listener, event = heapq.heappop(waiting)
            if stage > Stage.TALLIES:
                await write_tallies(ctx)
            if (listener, event) in self._left_out:
                continue
            self.failing = None if stage == Stage.EARNING else (listener, event)
            lines += await listener.run(ctx, event) or ()
            self.failing = None
        await write_tallies(ctx)
        return lines
