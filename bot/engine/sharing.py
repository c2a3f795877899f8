"""Shares a database among processes: each platform is run by one of them at a time.

Whoever holds a platform's lease takes in, handles and sends all that is its; the others wait and
take over when that one is gone. What a turn says on a platform of another process is that one's
to send: it is called, and looks by itself now and then. ``docs/architecture.md``, "Several
processes".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Final, Protocol

from bot.core.errors import StartRefused
from bot.core.text import Text
from bot.engine.claims import Claims
from bot.engine.feed import Feed
from bot.engine.held import Held
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.standing import WAIT_S, OpenLine, Standing
from bot.presenter.delivery import Adapter

log = logging.getLogger(__name__)

# Seconds between two looks whether a platform is free.
ROUND_S: Final = 1.0
# Seconds before the database is tried again: who runs something comes before who waits.
AGAIN_S: Final = 0.5
LATER_S: Final = 3.0
# Seconds between two looks at what others have left, should their call be lost.
LOOK_S: Final = 30.0
_TROUBLE_S: Final = 5.0


class Runs(Protocol):
    """What there is to be run. Its calls raise the storage's ``unavailable``."""

    async def prepare(self) -> None:
        """What is remembered of the database is what it says."""
        ...

    async def begin(self, platform: str, *, unclean: bool) -> None:
        """What waited to be handled is under way. Safe to call again when it failed."""
        ...

    async def look(self, platform: str) -> None:
        """What others have left to be handled is under way."""
        ...

    def send(self, messages: Sequence[Waiting]) -> None:
        """These are sent."""
        ...


class Connects(Protocol):
    """Who keeps the adapters running."""

    def begin(self, platform: str) -> None:
        """This adapter is on its way."""
        ...

    async def let_go(self) -> None:
        """No adapter takes anything in."""
        ...


class Sharing:
    """One process among others. ``platforms`` are those that it could run.

    ``me`` is ``machine:process:id``; ``has_ended`` says of such a name whether its process is known
    to have ended, so that nobody waits for it. ``check`` raises StartRefused when the database is
    none for this program any more, and the storage's ``unavailable``. ``tell`` says a sentence to
    the operator; ``end`` is called when this process has to end, and ``reason`` says why.
    """

    def __init__(  # noqa: PLR0913  the parts of it
        self,
        machine: Machine,
        open_line: OpenLine,
        runs: Runs,
        connects: Connects,
        platforms: Collection[str],
        *,
        me: str,
        has_ended: Callable[[str], bool],
        check: Callable[[], Awaitable[None]],
        tell: Callable[[Text], None],
        end: Callable[[], None],
    ) -> None:
        self.reason: Text | None = None
        self._machine = machine
        self._standing = Standing(machine, open_line)
        self._runs = runs
        self._connects = connects
        self._platforms = tuple(platforms)
        self._check = check
        self._tell = tell
        self._end = end
        self._claims = Claims(machine, self._standing, me, has_ended)
        self._feed = Feed(machine.database, runs.send)
        self._look_now = asyncio.Event()
        self._beginning = asyncio.Lock()
        self._is_fresh = False
        self._told: set[str] = set()
        self._coming: dict[str, object] = {}
        self._running: set[str] = set()
        self._connected: set[str] = set()

    def held(self, adapters: Mapping[str, Adapter]) -> dict[str, Adapter]:
        """The same adapters for the sender: they speak only while their platform is ours."""
        return {name: Held(each, self._standing.assured) for name, each in adapters.items()}

    async def start(self) -> None:
        """This process is one of those that wait; what is free is its own soon.

        Raises StartRefused and the storage's ``unavailable``.
        """
        self._is_fresh = await self._standing.renew()
        # Once more: another version may have changed the schema before this one was known.
        await self._check()
        for work in (self._rounds(), self._watch(), self._looks()):
            self._machine.tasks.spawn(work)

    def send(self, messages: Sequence[Waiting]) -> None:
        """These committed messages are sent: here, or by whose platform it is."""
        ours = [each for each in messages if each.platform in self._running]
        self._feed.give(ours)
        if len(ours) < len(messages):
            self._machine.tasks.spawn(self._call())

    async def close(self) -> None:
        """What was ours is free; nothing of this process is under way any more."""
        try:
            await self._machine.tasks.within(_TROUBLE_S, self._release())
        except (self._machine.database.unavailable, TimeoutError) as error:
            # Then who takes over waits, and takes the same care as after a kill.
            log.warning("its end could not be written down: %s", error)
        await self._standing.close()

    async def _release(self) -> None:
        await self._claims.release()
        await self._standing.leave()

    async def _call(self) -> None:
        with suppress(self._machine.database.unavailable):  # they look by themselves
            await self._standing.call()

    async def _rounds(self) -> None:
        tasks, news = self._machine.tasks, self._standing.news
        is_out = False
        while self.reason is None:
            news.clear()
            try:
                await self._round()
            except self._machine.database.unavailable as error:
                if not is_out:
                    log.warning("no line to the database: %s", error)
                is_out = True
                await tasks.pause(AGAIN_S if self._claims.ours else LATER_S)
                continue
            if is_out:
                log.info("the line to the database is there again")
            is_out = False
            await tasks.wait_or_pause(news, ROUND_S)
            if news.is_set():
                self._look_now.set()

    async def _round(self) -> None:
        """The line has answered, and what is free is on its way to us."""
        if await self._standing.renew():
            self._is_fresh = True
            self._coming.clear()
        if self._is_fresh:
            if not await self._has_regained():
                return
            self._is_fresh = False
        await self._standing.ping()
        for platform in self._platforms:
            if platform not in self._claims.ours and platform not in self._coming:
                await self._try(platform)

    async def _has_regained(self) -> bool:
        """Whether all that is ours is so on the new line as well, and was nobody's meanwhile."""
        try:
            await self._check()
        except StartRefused as refused:
            self._stop(refused.text)
            return False
        for platform in sorted(self._claims.ours):
            is_ours = await self._claims.regain(platform)
            if is_ours is None:
                return False
            if not is_ours:
                self._stop(Text("sharing.over", platform=platform))
                return False
        return True

    def _stop(self, reason: Text) -> None:
        self.reason = reason
        self._end()

    async def _try(self, platform: str) -> None:
        if await self._claims.take(platform):
            self._coming[platform] = token = object()
            self._machine.tasks.spawn(self._take_over(platform, token))
        elif platform not in self._told and (holder := await self._claims.holder_of(platform)):
            self._told.add(platform)
            self._tell(Text("sharing.waits", platform=platform, **_who(holder)))

    async def _take_over(self, platform: str, token: object) -> None:
        tasks = self._machine.tasks
        try:
            before = await self._claims.holder_of(platform)
        except self._machine.database.unavailable:
            self._no_more_coming(platform, token)
            return
        if not self._claims.may_act(platform, before):
            wait, who = int(WAIT_S), _who(before)
            self._tell(Text("sharing.takes", platform=platform, seconds=wait, **who))
            await tasks.pause(WAIT_S)
        await self._standing.assured()
        if self._coming.get(platform) is not token:  # the line was lost meanwhile
            return
        has_followed = await self._claims.follow(platform, before)
        if not self._no_more_coming(platform, token) or not has_followed:
            return
        self._claims.ours.add(platform)
        while not await self._has_begun(platform, unclean=bool(before)):
            await tasks.pause(_TROUBLE_S)
        await self._standing.assured()
        log.info("running on %s", platform)
        self._connected.add(platform)
        self._connects.begin(platform)

    def _no_more_coming(self, platform: str, token: object) -> bool:
        """False when the line was lost meanwhile: who comes now is another."""
        if self._coming.get(platform) is not token:
            return False
        del self._coming[platform]
        return True

    async def _has_begun(self, platform: str, *, unclean: bool) -> bool:
        try:
            async with self._beginning:
                await self._runs.prepare()
                # First what earlier turns wanted sent: a turn of this process sends its own.
                await self._feed.load(platform)
                self._running.add(platform)
                await self._runs.begin(platform, unclean=unclean)
        except self._machine.database.unavailable as error:
            log.warning("%s waits, the database keeps nothing now: %s", platform, error)
            return False
        self._look_now.set()
        return True

    async def _watch(self) -> None:
        """The adapters take something in only while it is certain that nobody else does."""
        has_let_go = False
        while True:
            await self._standing.assured()
            if has_let_go:
                has_let_go = False
                self._tell(Text("sharing.back"))
                for platform in sorted(self._connected):
                    self._connects.begin(platform)
            await self._machine.tasks.pause(self._standing.sure_for())
            if self._connected and not self._standing.sure_for():
                has_let_go = True
                self._tell(Text("sharing.out"))
                await self._connects.let_go()

    async def _looks(self) -> None:
        while True:
            self._look_now.clear()
            with suppress(self._machine.database.unavailable):
                await self._look()
            await self._machine.tasks.wait_or_pause(self._look_now, LOOK_S)

    async def _look(self) -> None:
        """What others have left for the platforms that are ours is under way."""
        for platform in sorted(self._running):
            await self._feed.look(platform)
            await self._runs.look(platform)
        self._machine.retry_kept.set()


def _who(holder: str) -> dict[str, str]:
    """Where ``machine:process:id`` runs."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    return {"host": host, "pid": rest}
