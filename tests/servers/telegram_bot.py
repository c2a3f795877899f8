"""A whole bot on the strict Telegram server: real app, real library, a clock moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self

from bot.app import Adapters, App, build, live_adapters, read_config, sentences
from bot.config.base import TelegramSettings
from bot.core.ids import Ids
from bot.core.ports import Row
from bot.core.settings import Secret
from bot.core.text import Text
from bot.engine.supervisor import Supervisor
from bot.platforms.telegram.adapter import TelegramAdapter
from bot.presenter.delivery import Pace, Surroundings
from bot.rehearsal.clock import VirtualClock
from tests.servers.telegram import TOKEN, TelegramServer

CONFIG: Final = """
[community.main]
name = "Dawn"
zone = "Asia/Shanghai"
locale = "en"
chats = ["telegram:-1001"]
moderators = ["telegram:900"]
admins = ["telegram:901"]
"""
START: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_PATIENCE_S: Final = 120.0
_QUIET_ROUNDS: Final = 5


class TelegramBot:
    """``start`` it, let people do something in ``server.world``, wait until all is ``quiet``.

    ``told`` is what the operator was told.
    """

    def __init__(
        self,
        server: TelegramServer,
        folder: Path,
        *,
        config: str = CONFIG,
        paces: Mapping[str, Pace] | None = None,
        token: str = TOKEN,
        webhook: str = "",
        listen: str = "127.0.0.1:0",
    ) -> None:
        self.server = server
        self.clock = VirtualClock(START)
        server.world.now = lambda: int(self.clock.now().timestamp())
        if server.date is None:
            server.date = lambda: self.clock.now().timestamp()
        self.told: list[Text] = []
        self._news = asyncio.Event()
        self._database = f"sqlite:///{folder / 'telegram.db'}"
        settings = TelegramSettings(
            token=Secret(token), api_base=server.base, webhook=webhook, listen=listen
        )
        self._config = replace(read_config(config), platforms={"telegram": settings})
        self._paces = paces or {}
        self.app: App
        self.supervisor: Supervisor

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """The bot runs and is on its way to the server."""
        adapters: Adapters = {}
        self.app = build(
            self._config,
            clock=self.clock,
            ids=Ids(1),
            database=self._database,
            adapters=adapters,
            paces=self._paces,
            durable=False,
        )
        adapters.update(live_adapters(self._config, self.app, self._tell))
        self.supervisor = Supervisor(self.app.machine, adapters, self.app.take_in, self._tell)
        await self.app.start()
        self.supervisor.start()

    async def stop(self) -> None:
        """As ``hearth run`` ends on SIGTERM."""
        await self.supervisor.stop_taking_in()
        await self.app.stop(_PATIENCE_S)
        await self.supervisor.close()

    async def restart(self) -> None:
        """The bot has ended and runs again on the same database."""
        await self.stop()
        self.server.parked.clear()
        await self.start()
        await self.quiet()

    async def quiet(self) -> None:
        """All that has happened is confirmed, and what can be said was said."""
        self.server.publish()
        rounds = 0
        while rounds < _QUIET_ROUNDS:
            await asyncio.wait_for(self.server.parked.wait(), _PATIENCE_S)
            await asyncio.wait_for(self.app.idle(), _PATIENCE_S)
            rounds = rounds + 1 if self.server.parked.is_set() else 0
            await asyncio.sleep(0)

    async def wait(self, seconds: float) -> None:
        """So much time has passed for the bot."""
        await self.clock.advance_to(self.clock.now() + timedelta(seconds=seconds), self.quiet)

    async def rows(self, sql: str) -> list[Row]:
        """Committed rows."""
        async with self.app.database.read() as read:
            return await read.fetch_all(sql)

    async def has_told(self, times: int) -> None:
        """The operator was told something, so many times in all."""
        while len(self.told) < times:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), _PATIENCE_S)

    def _tell(self, text: Text) -> None:
        self.told.append(text)
        self._news.set()

    def heard(self) -> list[str]:
        """What the operator was told, in English."""
        words = sentences(strict=True)
        return [words.say(text, "en") for text in self.told]


@asynccontextmanager
async def an_adapter(
    server: TelegramServer, clock: VirtualClock, *chats: str, token: str = TOKEN
) -> AsyncIterator[TelegramAdapter]:
    """The adapter alone, without a bot around it; it has looked around once."""
    server.world.now = lambda: int(clock.now().timestamp())
    server.date = lambda: clock.now().timestamp()
    around = Surroundings(
        settings=TelegramSettings(token=Secret(token), api_base=server.base),
        clock=clock,
        chats=chats,
        commands=(),
        options=lambda spec: (),
        say=lambda text, locale: text.key,
        tell=lambda text: None,
        newest=_nothing_stored,
    )
    adapter = TelegramAdapter(around)
    try:
        await adapter.diagnose()
        yield adapter
    finally:
        await adapter.close()


async def _nothing_stored(account: str, before: str) -> list[tuple[str, str]]:
    return []
