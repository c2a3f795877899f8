"""A bot to talk to in tests: real storage, real cogs, platforms that only remember.

    async with a_bot(tmp_path) as bot:
        assert await bot.says("telegram:42", "/checkin") == ["Checked in. ..."]

Who acts is ``platform:user``. Time stands still until ``bot.tick``.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

import bot.app
from bot.community import merging, people
from bot.core.cog import Cog, collect
from bot.core.ids import Ids
from bot.core.model import Incoming, Kind
from bot.core.ports import Row, Transaction, Value
from bot.core.text import Text
from bot.engine.drawing import Painters
from bot.engine.machine import Machine
from bot.engine.verifying import Verdict, verify
from bot.parts import load_painters
from bot.presenter.delivery import Adapter, Pace
from bot.rehearsal.clock import VirtualClock
from tests.engines import engines
from tests.recorder import Platform, Sent

START: Final = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Nine in the morning of a Monday in Shanghai."""

NO_REMINDERS: Final = """
[reminders]
streak_at_risk = ""
win_back_days = []
"""
DAWN: Final = (
    NO_REMINDERS
    + """
[recaps]
weekly = ""
monthly = ""
yearly = ""

[community.main]
name = "Dawn"
zone = "Asia/Shanghai"
locale = "en"
chats = ["telegram:-1001", "telegram:-1002", "discord:2001/3001"]
moderators = ["telegram:900"]
admins = ["telegram:901"]
"""
)
"""What comes by itself is off: tests of reminders and of recaps switch it on."""
ZH: Final = DAWN.replace('"en"', '"zh"').replace("Dawn", "晨光")
TWO: Final = (
    DAWN
    + """
[community.other]
name = "Dusk"
zone = "Europe/London"
locale = "en"
chats = ["telegram:-2001"]
moderators = ["telegram:800"]
"""
)
SORRY: Final = (
    "Sorry, I couldn’t handle your message. Nothing was changed, and the operators have been told."
)
SORRY_ZH: Final = "抱歉，你的消息没能处理，什么都没有改动，已经通知了运营者。"
GROUPS: Final = {"telegram": "-1001", "discord": "2001/3001"}
_QUIET_ROUNDS: Final = 4
_ROUNDS: Final = 12

Script = Callable[[Transaction], Awaitable[Any]]


class Do:
    """A work that runs a function; its error goes to the caller."""

    def __init__(self, script: Script) -> None:
        self._script = script

    async def run(self, tx: Transaction) -> Any:
        """What the function returns."""
        return await self._script(tx)

    def recover(self, error: Exception) -> None:
        """Nothing takes its place."""
        return


class Bot:
    """One installation that can be stopped, crashed and started again; ``app`` runs now."""

    def __init__(
        self,
        folder: Path,
        *,
        config: str = DAWN,
        cogs: Sequence[Cog] = (),
        seed: int = 1,
        durable: bool = False,
        turn_seconds: float = 2.0,
        paces: Mapping[str, Pace] = bot.app.NO_PACES,
        painters: Painters | None = load_painters,
    ) -> None:
        self.path = folder / "hearth.db"
        self.clock = VirtualClock(START)
        self.platforms = {name: Platform(name, self.clock) for name in GROUPS}
        self.speaking: dict[str, Adapter] = dict(self.platforms)
        self.sent: list[Sent] = []
        self.config = config
        self.cogs = list(cogs)
        self.turn_seconds = turn_seconds
        self.paces = paces
        self.painters = painters
        self._ids = Ids(seed)
        self._durable = durable
        self._updates = 0
        self._taking: list[asyncio.Task[None]] = []
        for each in self.platforms.values():
            each.sent = self.sent

    async def start(self) -> None:
        """The bot runs, with the cogs of the house and those of the test."""
        config = bot.app.read_config(self.config)
        cogs = [*bot.app.load_cogs(), *self.cogs]
        engine = partial(engines.database, durable=self._durable, turn_seconds=self.turn_seconds)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.app.load_cogs", lambda: cogs)
            patch.setattr("bot.app.database_of", lambda url, durable: engine(url))
            self.app = bot.app.build(
                config,
                clock=self.clock,
                ids=self._ids,
                database=str(self.path),
                adapters=self.speaking,
                paces=self.paces,
                painters=self.painters,
            )
        self.built()
        await self.app.start()

    def built(self) -> None:
        """The bot is there and not started yet: for those that need something else of it."""

    async def stop(self) -> None:
        """The bot has ended in order."""
        await self.app.stop()
        await self._end_takers()

    async def crash(self) -> None:
        """The process is gone: nothing more is worked off, nothing is said of its end.

        Its last heartbeat is hardly older.
        """
        await self.app.heartbeats.beat()
        await self.app.machine.tasks.close()
        await self.app.database.close()
        await self._end_takers()

    async def restart(self) -> None:
        """Stopped in order and started again."""
        await self.stop()
        await self.start()

    @property
    def machine(self) -> Machine:
        """The running bot's."""
        return self.app.machine

    async def settle(self) -> None:
        """Everything that could run has run; what is left waits for time or a platform."""
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            await asyncio.sleep(0)
            quiet = 0 if await self._was_busy() else quiet + 1

    async def meanwhile(self) -> None:
        """Whatever can go on without the one that is held up has gone on."""
        quiet = 0
        while quiet < _ROUNDS:
            await self.write(_nothing)
            for _ in range(_ROUNDS):
                await asyncio.sleep(0)
            quiet = 0 if getattr(self.app.database, "under_way", 0) else quiet + 1

    async def tick(self, **span: float) -> list[str]:
        """Time passes; returns what the bot said meanwhile."""
        before = len(self.sent)
        await self.clock.advance_to(self.clock.now() + timedelta(**span), self.settle)
        await self.settle()
        return self.texts(before)

    def message(self, who: str, text: str, **more: Any) -> Incoming:
        """A message, as an adapter translates it; in the group unless it says otherwise."""
        platform, _, user = who.partition(":")
        self._updates += 1
        number = str(self._updates)
        plain: dict[str, Any] = {
            "update_id": number,
            "message_id": number,
            "chat": user if more.get("private") else GROUPS[platform],
            "at": self.clock.now(),
            "name": f"P{user}",
        } | more
        plain.setdefault("sent_at", plain["at"])
        # Who is called Rain is @Rain here, unless the test says otherwise.
        plain.setdefault("handle", plain["name"])
        return Incoming(platform=platform, user=user, text=text, **plain)

    async def says(self, who: str, text: str, **more: Any) -> list[str]:
        """Somebody writes; returns what the bot says until all is quiet."""
        return await self.takes(self.message(who, text, **more))

    async def whispers(self, who: str, text: str, **more: Any) -> list[str]:
        """Somebody writes to the bot alone."""
        return await self.takes(self.message(who, text, private=True, **more))

    async def presses(self, who: str, label: str, **more: Any) -> list[str]:
        """Somebody presses a button: the newest with this label, else this token."""
        return await self.takes(self.press(who, label, **more))

    def press(self, who: str, label: str, **more: Any) -> Incoming:
        """The update of a pressed button."""
        hung = [each for sent in reversed(self.sent) for each in sent.buttons]
        token = next((each.token for each in hung if label in (each.label, each.key)), label)
        return replace(self.message(who, "", **more), kind=Kind.BUTTON, button=token)

    async def is_now(self, who: str, role: str, **more: Any) -> None:
        """The platform says what somebody is in the group."""
        await self.takes(replace(self.message(who, "", **more), kind=Kind.ROLE, role=role))

    async def takes(self, *updates: Incoming) -> list[str]:
        """The bot has taken these in, all at once, and said what it had to say."""
        before = len(self.sent)
        await asyncio.gather(*map(self.app.take_in, updates))
        await self.settle()
        return self.texts(before)

    def hands_over(self, incoming: Incoming) -> asyncio.Task[None]:
        """The update is being taken in; the task ends when it may be confirmed."""
        task = asyncio.get_running_loop().create_task(self.app.take_in(incoming))
        self._taking.append(task)
        return task

    def texts(self, since: int = 0) -> list[str]:
        """What the platforms accepted, the ids of acts as ``#``."""
        return [_without_ids(sent.text) for sent in self.sent[since:]]

    def code(self) -> str:
        """The id of an act in the newest message."""
        found = re.search(r"\b[2-9A-HJ-NP-Z]{7}\b", self.sent[-1].text)
        assert found is not None
        return found[0]

    async def links(self, who: str, to: str, operation: str = "link") -> None:
        """Who holds ``to`` holds ``who`` as well from now on, in every community."""
        community = next(iter(self.machine.world.places))
        one, other = (each.partition(":") for each in (who, to))

        async def link(tx: Transaction) -> None:
            moved = await people.find(tx, community, one[0], one[2])
            holder = await people.find(tx, community, other[0], other[2])
            assert moved is not None
            assert holder is not None
            await merging.merge(
                tx,
                self.machine.house,
                operation=operation,
                one=holder.account.id,
                other=moved.account.id,
                now=self.clock.now(),
            )

        await self.write(link)

    async def problems(self) -> list[str]:
        """What verification finds, in English."""
        say = bot.app.sentences(strict=True).say
        return [say(text, "en") async for text in verify(self.machine, Verdict())]

    async def rows(self, sql: str, *values: Value) -> list[Row]:
        """Committed rows."""
        async with self.app.database.read() as read:
            return await read.fetch_all(sql, *values)

    async def write(self, script: Script) -> Any:
        """What the function returned, its writes committed."""
        (outcome,) = await self.app.database.run([Do(script)])
        return outcome.value

    async def count(self, table: str) -> int:
        """How many rows the table has."""
        ((count,),) = await self.rows(f"SELECT count(*) FROM {table}")
        return int(count or 0)

    async def _was_busy(self) -> bool:
        waited: list[bool] = []
        handle = asyncio.get_running_loop().call_soon(lambda: waited.append(True))
        await self.app.idle()
        handle.cancel()
        return bool(waited)

    async def _end_takers(self) -> None:
        for task in self._taking:
            task.cancel()
        await asyncio.gather(*self._taking, return_exceptions=True)
        self._taking.clear()


@asynccontextmanager
async def a_bot(folder: Path, **options: Any) -> AsyncIterator[Bot]:
    """A bot that runs until the end of the block."""
    running = Bot(folder, **options)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()


def a_cog(name: str, *declared: Callable[..., Any]) -> Cog:
    """A cog of these decorated functions, collected as one in a folder is."""
    module = ModuleType(f"cogs.{name}.cog")
    for function in declared:
        function.__module__ = module.__name__
        setattr(module, function.__name__, function)
    return collect(name, [module])


def line(text: str) -> Text:
    """A sentence that is just this text, in both languages."""
    return Text("community.name", name=text)


async def _nothing(tx: Transaction) -> None:
    """Behind this, all that was given to the writer before is committed and told."""
    await tx.execute("DELETE FROM leases WHERE name = ''")


def _without_ids(text: str) -> str:
    return re.sub(r"\b[2-9A-HJ-NP-Z]{7}\b", "#", text)
