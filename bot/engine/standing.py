"""How a process stands with the others on its database: a line, and how long it may be trusted.

The server keeps everybody else away from what a line has taken as long as the line lives. Nobody
can know at every instant that it does, so there is a time besides: whoever holds something acts
on it for ``HOLD_S`` behind the latest answer, and whoever takes it over from one that did not end
in order waits ``WAIT_S`` first. Only lengths of time are compared, never what clocks show.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final, Protocol

from bot.engine.machine import Machine

HOLD_S: Final = 10.0
# More by what clocks may differ in pace, and by what it takes to stop.
WAIT_S: Final = 12.0


class Line(Protocol):
    """What an engine gives a process to be known to the others. Its calls raise ``unavailable``."""

    @property
    def is_lost(self) -> bool:
        """Whether what it had taken may be another's by now."""
        ...

    async def take(self, name: str) -> bool:
        """Whether the lock of this name is this line's from now on."""
        ...

    async def ping(self) -> None:
        """The server has answered after this was called."""
        ...

    async def call(self) -> None:
        """The other processes hear of it."""
        ...

    async def leave(self) -> None:
        """What it had taken is free, and the other processes hear of it."""
        ...

    async def close(self) -> None:
        """The connection is closed. Safe to call twice."""
        ...


OpenLine = Callable[[Callable[[], None]], Awaitable[Line]]
"""A new line; the function is called when another process calls, and when the line is lost."""


class Standing:
    """One process's line, opened anew when it was lost.

    ``news`` is set when another process calls, and when the line is lost; who waits for it
    clears it.
    """

    def __init__(self, machine: Machine, open_line: OpenLine) -> None:
        self.news = asyncio.Event()
        self._machine = machine
        self._open_line = open_line
        self._line: Line | None = None
        self._sure_to = -1.0
        self._asked_at = machine.clock.now()
        self._answered = asyncio.Event()

    async def renew(self) -> bool:
        """There is a line; True when it is a new one, which has taken nothing yet.

        Raises the storage's ``unavailable``.
        """
        if self._line is not None and not self._line.is_lost:
            return False
        self._line = await self._open_line(self.news.set)
        return True

    async def ping(self) -> None:
        """What was taken may be acted on for ``HOLD_S`` from now. Raises ``unavailable``."""
        clock = self._machine.clock
        began, asked_at = clock.monotonic(), clock.now()
        await self._known().ping()
        self._sure_to, self._asked_at = began + HOLD_S, asked_at
        self._answered.set()

    def sure_for(self) -> float:
        """Seconds for which nobody else acts on what this process has taken; 0 for none."""
        clock = self._machine.clock
        # A machine that slept has stopped the one clock, and may have moved on the other.
        if clock.now() - self._asked_at > timedelta(seconds=HOLD_S):
            return 0.0
        return max(self._sure_to - clock.monotonic(), 0.0)

    async def assured(self) -> None:
        """Returns when nobody else acts on what this process has taken."""
        while not self.sure_for():
            self._answered.clear()
            await self._machine.tasks.wait(self._answered)

    async def take(self, name: str) -> bool:
        """Whether the lease of this name is this process's. Raises ``unavailable``."""
        return await self._known().take(name)

    async def call(self) -> None:
        """The other processes hear of it. Raises ``unavailable``."""
        await self._known().call()

    async def leave(self) -> None:
        """Whatever was taken is free, and the others hear of it. Raises ``unavailable``."""
        if self._line is not None:
            await self._line.leave()

    async def close(self) -> None:
        """There is no line. Safe to call twice."""
        line, self._line = self._line, None
        if line is not None:
            await line.close()

    def _known(self) -> Line:
        assert self._line is not None, "renew() opens it"
        return self._line
