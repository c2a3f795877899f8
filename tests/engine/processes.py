"""Processes that have one database: each a bot of its own, on a machine of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import asyncpg

from bot.core.errors import StartRefused
from bot.core.text import Text
from bot.engine.sharing import Sharing
from bot.engine.standing import Line
from storage.errors import StorageUnavailable
from tests.engines import engines
from tests.kit import Bot

PATIENCE_S: Final = 60
_LEFT: Final = "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY ($1)"
BOTH: Final = ("telegram", "discord")


class Process(Bot):
    """One of them. ``told`` is what its operator was told, ``connected`` where it takes in.

    ``reachable`` says whether it can open a line; ``outdated`` is what its program says of the
    schema; so many of its take-overs fail at first as there are ``stumbles``. It knows of those
    whose names begin with ``gone`` that they have ended.
    """

    def __init__(
        self, folder: Path, number: int, platforms: Sequence[str] = BOTH, **options: Any
    ) -> None:
        super().__init__(folder, seed=number, **options)
        self.name = f"m{number}"
        self.told: list[Text] = []
        self.connected: list[str] = []
        self.reachable = True
        self.outdated: StartRefused | None = None
        self.stumbles = 0
        self.gone = ""
        self.has_ended = False
        self.sharing: Sharing
        self._updates = 1000 * number
        self._shared = platforms
        self._lines: list[Any] = []
        # No two machines show the same time.
        self.clock.jump_to(self.clock.now() + timedelta(minutes=7 * number))

    def built(self) -> None:
        prepare = self.app.gear.prepare

        async def stumbling() -> None:
            if self.stumbles:
                self.stumbles -= 1
                raise StorageUnavailable("lost")
            await prepare()

        self.app.gear.prepare = stumbling  # type: ignore[method-assign]
        self.sharing = Sharing(
            self.app.machine,
            self._line,
            self.app.gear,
            self,
            self._shared,
            me=f"{self.name}:1:{self.app.machine.ids.new()}",
            has_ended=lambda holder: bool(self.gone) and holder.startswith(self.gone),
            check=self._check,
            tell=self.told.append,
            end=self._end,
        )
        self.app.share_by(self.sharing)
        self.speaking.update(self.sharing.held(self.platforms))

    def begin(self, platform: str) -> None:
        """Its adapter takes in what comes."""
        self.connected.append(platform)

    async def let_go(self) -> None:
        """No adapter does."""
        self.connected.clear()

    async def crash(self) -> None:
        """As if it were killed: the server hears that its connections are closed."""
        await super().crash()
        await self.cut()

    async def cut(self) -> None:
        """Its line breaks and cannot be opened anew; the server has noticed."""
        self.reachable = False
        lines, self._lines = self._lines, []
        gone = [each._connection.get_server_pid() for each in lines if not each.is_lost]
        for each in lines:
            await each.close()
        watching = await asyncpg.connect(engines.url(self.path))
        while await watching.fetchval(_LEFT, gone):
            pass
        await watching.close()

    async def goes_on(self, seconds: float) -> None:
        """So much time has passed for it, and whatever it could do is done."""
        await self.tick(seconds=seconds)

    async def goes_on_beside(self, seconds: float) -> None:
        """The same, but for one thing that is held up."""
        later = self.clock.now() + timedelta(seconds=seconds)
        await self.clock.advance_to(later, self.meanwhile)
        await self.meanwhile()

    async def comes_to(self, true: Callable[[], bool]) -> None:
        """It has come true while time stands still; what is waited for comes over a wire."""
        async with asyncio.timeout(PATIENCE_S):
            while not true():
                await self.settle()
        # The server ends a line that says nothing: that would have woken it as well.
        assert not any(line.is_lost for line in self._lines)

    @property
    def keys(self) -> list[str]:
        """What its operator was told, without the values."""
        return [text.key for text in self.told]

    async def _line(self, hear: Callable[[], None]) -> Line:
        if not self.reachable:
            raise StorageUnavailable("lost")
        line = await self.app.database.line(hear)  # type: ignore[union-attr]
        self._lines.append(line)
        return line

    async def _check(self) -> None:
        if self.outdated is not None:
            raise self.outdated
        await self.app.check()

    def _end(self) -> None:
        self.has_ended = True


@asynccontextmanager
async def processes(
    folder: Path, *shared: Sequence[str], **options: Any
) -> AsyncIterator[list[Process]]:
    """Processes on one database, started one after the other; each has these platforms."""
    made = [Process(folder, number, each, **options) for number, each in enumerate(shared, 1)]
    async with AsyncExitStack() as stack:
        for each in made:
            await each.start()
            stack.push_async_callback(each.stop)
            await each.settle()
        yield made
