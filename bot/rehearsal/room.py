"""The simulated room: platforms and people around the real app, on a clock that is moved by hand.

A line of a transcript is one thing that happens in it. Between two lines the clock goes on, and
whatever falls due runs at its own instant (``docs/features/transcript.md``).

The whole bot and each adapter are off separately: ``up`` takes back the ``down`` of the same
platform or of the whole bot, and an adapter that is off stays so when the bot comes up again. A
second ``down`` and an ``up`` of what is on change nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.app import App, build
from bot.config.config import Config
from bot.core.ids import Ids
from bot.core.model import Incoming
from bot.engine.inbox import Stopping
from bot.engine.machine import Machine
from bot.parts import load_painters
from bot.rehearsal.clock import VirtualClock
from bot.rehearsal.lines import (
    ClockLine,
    DownLine,
    FaultLine,
    Line,
    TickLine,
    UpLine,
)
from bot.rehearsal.replies import Plain, ReplyRow, Values
from bot.rehearsal.room_adapter import RoomAdapter, RoomAdapters
from bot.rehearsal.room_incoming import Happening, incoming_of
from bot.rehearsal.room_platform import Accepted, Performed, SimulatedPlatform

# A woken sleeper may wake others before it counts as under way, each one round of the loop later.
_QUIET_ROUNDS: Final = 4


class Room:
    """One room. ``open`` it, ``play`` lines, look at what was ``accepted``, ``close`` it.

    ``database`` is ``sqlite:///FILE``; ``session`` goes before the ids of updates, where a
    database outlives a room; ``durable=False`` is for a database that is thrown away;
    ``draws=False`` leaves pictures described.
    """

    def __init__(  # noqa: PLR0913  what makes a room
        self,
        config: Config,
        *,
        database: str,
        ids: Ids,
        start: datetime,
        session: str = "",
        durable: bool = True,
        draws: bool = True,
    ) -> None:
        self.clock = VirtualClock(start)
        self.accepted: list[Accepted] = []
        """What the platforms took, in order."""
        self.performed: list[Performed] = []
        """What the bot did on them besides, in order."""
        self._config = config
        self._database = database
        self._ids = ids
        self._session = session
        self._durable = durable
        self._draws = draws
        self._adapters = RoomAdapters(self._new_platform)
        self._off: set[str] = set()
        self._bot_is_off = False
        self._app: App | None = None
        self._missed: dict[tuple[str, str], int] = {}
        self._answered: dict[int, tuple[str, str]] = {}
        self._answers: dict[tuple[str, str], list[Values]] = {}
        self._indexed = 0
        for community in config.communities.values():
            for chat in community.chats:
                self.platform(chat.platform)

    async def open(self) -> None:
        """The bot runs. Raises StartRefused."""
        (await self._start()).jobs.release()
        await self.settle()

    async def close(self) -> None:
        """The bot has ended. Safe to call twice."""
        app, self._app = self._app, None
        if app is not None:
            await app.stop()

    async def play(self, line: Line) -> None:
        """The line has happened at its instant, and all that it caused has been done and sent."""
        if isinstance(line, ClockLine):
            self.clock.jump_to(line.at)
            if self._app is not None:
                self._app.jobs.wake()
        else:
            await self.clock.advance_to(line.at, self.settle)
        match line:
            case DownLine():
                await self._down(line.platform)
            case UpLine():
                await self._up(line.platform)
            case FaultLine():
                self.platform(line.platform).add_fault(line.what, line.times, line.retry_after)
            case ClockLine() | TickLine():
                pass
            case _:
                await self._happen(line)
        await self.settle()

    async def play_together(self, lines: Sequence[Happening]) -> None:
        """These happened at once: the bot was given each before it had answered any."""
        assert lines, "nobody does nothing together"
        await self.clock.advance_to(lines[0].at, self.settle)
        await asyncio.gather(*(self._happen(line) for line in lines))
        await self.settle()

    async def settle(self) -> None:
        """Everything that could run has run; what is left waits for time or for an adapter."""
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            await self.clock.sleep(0)
            quiet = 0 if await self._was_busy() else quiet + 1

    async def take_in(self, incoming: Incoming) -> None:
        """The bot gets this update as it is, whatever stands in the chats.

        Raises Stopping when the bot is off: the update is not confirmed.
        """
        if self._app is None:
            raise Stopping
        await self._app.take_in(incoming)

    async def machine(self) -> Machine:
        """The running bot's; one that is off is started, and says nothing while it is."""
        if self._app is None:
            await self._start()
            await self.settle()
        assert self._app is not None
        return self._app.machine

    def platform(self, name: str) -> SimulatedPlatform:
        """The platform of this name; a name that was not heard before is a new one."""
        return self._adapters[name].platform

    def rows(self) -> list[ReplyRow]:
        """What the platforms took so far, as ``--replies`` has it."""
        return [accepted.row() for accepted in self.accepted]

    def value(self, number: int, name: str) -> str | None:
        """The value of this name in the bot's first reply to the line that has it, else None."""
        for accepted in self.accepted[self._indexed :]:
            answer = (accepted.platform, accepted.shown.in_reply_to)
            self._answers.setdefault(answer, []).append(accepted.shown.values)
        self._indexed = len(self.accepted)
        for values in self._answers.get(self._answered.get(number, ("", "")), ()):
            if (found := _find(values, name)) is not None:
                return found
        return None

    async def _happen(self, line: Happening) -> None:
        platform = self.platform(line.platform)
        incoming = incoming_of(line, platform, self._session)
        self._answered[line.number] = (incoming.platform, incoming.message_id)
        if platform.happened(incoming):
            await self.take_in(incoming)
        else:
            self._missed.setdefault((incoming.platform, incoming.update_id), len(self._missed))

    async def _down(self, name: str) -> None:
        if name:
            self._off.add(name)
            self._switch(self._adapters[name])
            if self._app is not None:
                await self._app.heartbeats.fall_silent(name)
        elif not self._bot_is_off:
            self._bot_is_off = True
            self._switch(*self._all())
            await self.close()

    async def _up(self, name: str) -> None:
        if name:
            self._off.discard(name)
            if self._app is not None:
                self._app.jobs.hold()
                await self._hear(self._app, self._adapters[name])
        elif self._bot_is_off:
            self._bot_is_off = False
            await self.close()
            await self._hear(await self._start(), *self._all())

    async def _hear(self, app: App, *adapters: RoomAdapter) -> None:
        """These are on unless something keeps them off; what they kept comes before any job."""
        backlog: list[Incoming] = []
        for adapter in adapters:
            if not self._is_off(adapter.platform.name) and adapter.platform.deaf:
                backlog += adapter.platform.up()
                adapter.up.set()
                await app.heartbeats.hear(adapter.platform.name)
        await self.settle()
        backlog.sort(key=lambda one: self._missed.get((one.platform, one.update_id), 0))
        for incoming in backlog:
            await self.take_in(incoming)
            await self.settle()
        if not any(adapter.platform.deaf for adapter in self._all()):
            self._missed.clear()
        app.jobs.release()

    def _switch(self, *adapters: RoomAdapter) -> None:
        for adapter in adapters:
            if self._is_off(adapter.platform.name):
                adapter.platform.down()
                adapter.up.clear()

    def _is_off(self, name: str) -> bool:
        return self._bot_is_off or name in self._off

    def _all(self) -> list[RoomAdapter]:
        return [self._adapters[name] for name in self._adapters]

    def _new_platform(self, name: str) -> SimulatedPlatform:
        platform = SimulatedPlatform(name, self.clock.now, self.accepted, self.performed)
        if self._is_off(name):
            platform.down()
        return platform

    async def _start(self) -> App:
        """The bot runs, and does no job before it is let."""
        app = build(
            self._config,
            clock=self.clock,
            ids=self._ids,
            database=self._database,
            adapters=self._adapters,
            durable=self._durable,
            painters=load_painters if self._draws else None,
        )
        app.jobs.hold()
        await app.start()
        self._app = app
        return app

    async def _was_busy(self) -> bool:
        """Whether something was under way; if so, it is not any more."""
        if self._app is None:
            return False
        waited = []
        handle = asyncio.get_running_loop().call_soon(lambda: waited.append(True))
        await self._app.idle()
        handle.cancel()
        return bool(waited)


def _find(values: Values, name: str) -> str | None:
    """The value of this name, of the outermost sentence that has it."""
    level: list[Mapping[str, Plain]] = [values] if isinstance(values, Mapping) else list(values)
    while level:
        for each in level:
            found = each.get(name)
            if isinstance(found, str | int):
                return str(found)
        level = [
            inner
            for each in level
            for value in each.values()
            if isinstance(value, Mapping) and isinstance(inner := value.get("values"), Mapping)
        ]
    return None
