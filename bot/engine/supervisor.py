"""Keeps the adapters running: each starts, fails and starts again by itself.

``docs/operating.md``, "Platforms".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.core.errors import AdapterFailed
from bot.core.text import Text
from bot.engine.machine import Machine
from bot.presenter.delivery import LiveAdapter, TakeIn

log = logging.getLogger(__name__)

# Seconds before an adapter that failed is started again; the last one holds.
WAITS_S: Final = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
# Who has run for so long is not failing any more.
STEADY_S: Final = 120.0


class Supervisor:
    """The adapters of one running bot. ``tell`` says a sentence to the operator."""

    def __init__(
        self,
        machine: Machine,
        adapters: Mapping[str, LiveAdapter],
        take_in: TakeIn,
        tell: Callable[[Text], None],
    ) -> None:
        self._machine = machine
        self._adapters = adapters
        self._take_in = take_in
        self._tell = tell
        self._ends: dict[str, Callable[[], Awaitable[None]]] = {}
        self._stops = False

    def start(self) -> None:
        """Every adapter is on its way."""
        for platform in self._adapters:
            self.begin(platform)

    def begin(self, platform: str) -> None:
        """This adapter is on its way, unless all of them have stopped for good."""
        if platform not in self._ends and not self._stops:
            keeping = self._keep(self._adapters[platform])
            self._ends[platform] = self._machine.tasks.serve(keeping)

    async def let_go(self) -> None:
        """No adapter takes anything in, until it begins again."""
        ends, self._ends = self._ends, {}
        await asyncio.gather(*(end() for end in ends.values()))
        for adapter in self._adapters.values():
            adapter.up.clear()

    async def stop_taking_in(self) -> None:
        """Nothing new comes from any platform any more; what is to be sent still may be."""
        self._stops = True
        reached = [adapter for adapter in self._adapters.values() if adapter.up.is_set()]
        await self.let_go()
        for adapter in reached:
            adapter.up.set()

    async def close(self) -> None:
        """Nothing of the adapters is left open."""
        await asyncio.gather(*(adapter.close() for adapter in self._adapters.values()))

    async def _keep(self, adapter: LiveAdapter) -> None:
        clock, tries = self._machine.clock, 0
        while True:
            began = clock.monotonic()
            (error,) = await asyncio.gather(adapter.run(self._take_in), return_exceptions=True)
            adapter.up.clear()
            if clock.monotonic() - began >= STEADY_S:
                tries = 0
            if isinstance(error, AdapterFailed):
                self._tell(error.text)
                if error.permanent:
                    self._tell(Text("adapter.out", platform=adapter.platform))
                    return
            else:
                log.error("the adapter of %s ended", adapter.platform, exc_info=error)
            wait = WAITS_S[min(tries, len(WAITS_S) - 1)]
            tries += 1
            self._tell(Text("adapter.again", platform=adapter.platform, seconds=int(wait)))
            await clock.sleep(wait)
