"""What waits in the inbox: the updates of each chat, in their order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from bot.core.model import Incoming
from bot.engine.router import Route
from bot.engine.turn import Turn


class Item:
    """An update that waits for its end.

    ``in_passing``: it is overheard with others, without a turn of its own as long as it
    can. ``taken`` is whoever waits for it to be confirmed.
    """

    __slots__ = ("_turn", "in_passing", "incoming", "make", "storing", "taken")

    def __init__(
        self,
        incoming: Incoming,
        make: Callable[[Incoming, Route], Turn],
        taken: asyncio.Future[None] | None,
        turn: Turn | None = None,
    ) -> None:
        self.incoming = incoming
        self.make = make
        self.taken = taken
        self.in_passing = turn is None
        self.storing: asyncio.Event | None = None
        self._turn = turn

    @property
    def turn(self) -> Turn:
        """Its own turn."""
        if self._turn is None:
            self._turn = self.make(self.incoming, None)
        return self._turn

    def confirm(self) -> None:
        """Its platform may forget it."""
        if self.taken is not None and not self.taken.done():
            self.taken.set_result(None)

    def fail(self, error: Exception) -> None:
        """Its platform is not told that it was taken."""
        if self.taken is not None and not self.taken.done():
            self.taken.set_exception(error)


def is_ready(item: Item) -> bool:
    """Whether its turn can share a transaction now."""
    if item.in_passing or item.turn.is_query:
        return False
    return item.storing is None or item.storing.is_set()


class Lane:
    """The updates of one chat in their order; ``slow`` when one of them takes its time."""

    __slots__ = ("items", "slow")

    def __init__(self) -> None:
        self.items: deque[Item] = deque()
        self.slow = False
