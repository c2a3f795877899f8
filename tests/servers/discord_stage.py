"""A whole bot before our own Discord: the real adapter and client library, a virtual clock."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import bot.app
from bot.core.errors import AdapterFailed
from bot.core.ids import Ids
from bot.core.ports import Transaction
from bot.core.text import Text
from bot.platforms.discord.adapter import DiscordAdapter
from bot.presenter.delivery import Pace
from bot.rehearsal.clock import VirtualClock
from tests.kit import START
from tests.servers.discord import TOKEN, DiscordServer
from tests.servers.discord_world import CHANNEL, GUILD, Json, Shown

CONFIG: Final = """
[platforms.discord]
token = "{token}"
api_base = "{base}"

[community.main]
name = "Dawn"
zone = "Asia/Shanghai"
locale = "en"
chats = [{chats}]
moderators = ["discord:900"]
"""
_CHAT: Final = f"{GUILD}/{CHANNEL}"
# Discord lets a bot log in once in so many seconds.
LOGIN_S: Final = 5.0
_ROUNDS: Final = 4


class Stage:
    """One installation, one Discord. Time stands still until ``tick``."""

    def __init__(
        self,
        folder: Path,
        *,
        token: str = TOKEN,
        seed: int = 1,
        chats: Sequence[str] = (_CHAT,),
        shards: int = 1,
        paces: Mapping[str, Pace] = bot.app.NO_PACES,
    ) -> None:
        self.clock = VirtualClock(START)
        self.server = DiscordServer(self.clock)
        self.server.gateway.shards = shards
        self.token = token
        self.chats = chats
        self.paces = paces
        self.told: list[Text] = []
        self.failures: list[AdapterFailed] = []
        self._path = folder / "hearth.db"
        self._ids = Ids(seed)
        self._running: asyncio.Task[None] | None = None

    @property
    def world(self) -> Any:
        """What there is on the server."""
        return self.server.world

    def build(self) -> None:
        """The bot, not started."""
        chats = ", ".join(f'"discord:{chat}"' for chat in self.chats)
        text = CONFIG.format(token=self.token, base=self.server.base, chats=chats)
        file = self._path.with_name("config.toml")
        file.write_text(text)
        file.chmod(0o600)
        config = bot.app.load_config(str(file), secrets=True)
        adapters: Any = {}
        self.app = bot.app.build(
            config,
            clock=self.clock,
            ids=self._ids,
            database=f"sqlite:///{self._path}",
            adapters=adapters,
            paces=self.paces,
            durable=False,
        )
        adapters.update(bot.app.live_adapters(config, self.app, self.told.append))
        self.adapter: DiscordAdapter = adapters["discord"]

    async def start(self) -> None:
        """The bot runs and is connected."""
        self.build()
        await self.app.start()
        self.connect()
        for _ in range(1, self.server.gateway.shards):
            await self.sleepers(LOGIN_S)
        await self.server.gateway.ready.wait()
        await self.settle()

    def connect(self) -> None:
        """The adapter runs until it fails or is stopped."""
        self._running = asyncio.get_running_loop().create_task(self._run())

    async def ended(self) -> AdapterFailed:
        """Why the adapter ended by itself."""
        assert self._running is not None
        await self._running
        return self.failures[-1]

    async def stop(self) -> None:
        """The bot has ended in order."""
        await self.disconnect()
        await self.app.stop()

    async def disconnect(self) -> None:
        """The adapter has ended."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        self.server.gateway.ready.clear()
        await self.adapter.close()

    async def restart(self) -> None:
        """Stopped in order and started again."""
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Everything that could run has run; what is left waits for time or for a request."""
        quiet = 0
        while quiet < _ROUNDS:
            if self.server.gateway.ready.is_set():
                await self.server.gateway.heard()
            if self.server.hanging.is_set():
                quiet += 1
                continue
            asked = len(self.server.calls)
            busy = await self._was_busy() or self.server.under_way
            quiet = 0 if busy or len(self.server.calls) > asked else quiet + 1

    async def tick(self, seconds: float) -> None:
        """So much time passes."""
        then = self.clock.now() + _seconds(seconds)
        await self.clock.advance_to(then, self.settle)
        await self.settle()

    async def sleepers(self, seconds: float) -> None:
        """Somebody sleeps for so long, and then so much time has passed."""
        due = self.clock.monotonic() + seconds
        while (self.clock.next_wake() or due + 1) > due:  # noqa: ASYNC110  the clock has no event
            await asyncio.sleep(0)
        await self.clock.advance_to(self.clock.now() + _seconds(seconds), _yield)

    @asynccontextmanager
    async def passing(self, seconds: float) -> AsyncIterator[None]:
        """In the block somebody begins to sleep for so long, and does not have to."""
        passed = asyncio.get_running_loop().create_task(self.sleepers(seconds))
        yield
        await passed

    @asynccontextmanager
    async def storage_stands_still(self) -> AsyncIterator[None]:
        """Until the end of the block nothing is committed."""
        gate = threading.Event()
        loop = asyncio.get_running_loop()
        held = loop.create_task(self.app.database.run([_Held(gate)]))
        await asyncio.sleep(0)
        try:
            yield
        finally:
            gate.set()
            await held

    async def says(self, user: str, text: str, *, channel: str = CHANNEL, **more: Any) -> Json:
        """Somebody writes; returns the message when all is quiet."""
        message: Json = self.world.message(user, text, channel=channel, **more)
        await self.server.gateway.tell("MESSAGE_CREATE", message)
        await self.settle()
        return message

    async def calls(self, user: str, command: str, /, *options: Json, **more: Any) -> Json:
        """Somebody uses a slash command; returns the interaction when all is quiet."""
        data = {"id": "1", "name": command, "type": 1, "options": list(options)}
        more.setdefault("channel", CHANNEL)
        interaction: Json = self.world.interaction(user, 2, data, **more)
        await self.server.gateway.tell("INTERACTION_CREATE", interaction)
        await self.settle()
        return interaction

    async def presses(self, user: str, shown: Shown, token: str, name: str = "") -> None:
        """Somebody presses a button of a message."""
        data = {"custom_id": token, "component_type": 2}
        message = {**self.world.sent_json(shown), **_MESSAGE}
        press = self.world.interaction(
            user, 3, data, channel=shown.channel, name=name, message=message
        )
        await self.server.gateway.tell("INTERACTION_CREATE", press)
        await self.settle()

    def texts(self, channel: str = CHANNEL) -> list[str]:
        """What the bot's messages in the channel show, oldest first."""
        return [each.text for each in self.world.messages(channel)]

    async def rows(self, sql: str) -> list[Any]:
        """Committed rows."""
        async with self.app.database.read() as read:
            return list(await read.fetch_all(sql))

    async def _run(self) -> None:
        try:
            await self.adapter.run(self.app.take_in)
        except AdapterFailed as failed:
            self.failures.append(failed)

    async def _was_busy(self) -> bool:
        waited: list[bool] = []
        loop = asyncio.get_running_loop()
        handle = loop.call_soon(lambda: waited.append(True))
        idle = loop.create_task(self.app.idle())
        hanging = loop.create_task(self.server.hanging.wait())
        await asyncio.wait((idle, hanging), return_when=asyncio.FIRST_COMPLETED)
        handle.cancel()
        idle.cancel()
        hanging.cancel()
        return self.server.hanging.is_set()


@asynccontextmanager
async def a_stage(folder: Path, **options: Any) -> AsyncIterator[Stage]:
    """A bot that is connected until the end of the block."""
    stage = Stage(folder, **options)
    async with stage.server:
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
    assert stage.server.mistakes == []


_MESSAGE: Final[Json] = {
    "type": 0, "timestamp": "2026-11-23T01:00:00+00:00", "edited_timestamp": None, "tts": False,
    "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
    "embeds": [], "pinned": False, "guild_id": GUILD,
}  # fmt: skip


class _Held:
    """A work that ends when the gate opens."""

    def __init__(self, gate: threading.Event) -> None:
        self._gate = gate

    async def run(self, tx: Transaction) -> None:
        self._gate.wait()

    def recover(self, error: Exception) -> None:
        return None


async def _yield() -> None:
    await asyncio.sleep(0)


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
