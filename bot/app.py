"""The wiring: from a config to a bot that can be started. Nothing is decided here."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import cogs
from bot.community.privileges import Staff
from bot.community.seals import Sealer
from bot.config.config import CommunityConfig, Config
from bot.config.loading import load, loads
from bot.config.sections import known_sections
from bot.core.clock import Clock
from bot.core.errors import StartRefused
from bot.core.ids import Ids
from bot.core.model import Incoming
from bot.core.text import Text
from bot.engine import arrivals
from bot.engine.drawing import Painters
from bot.engine.gear import Gear
from bot.engine.machine import ArrivalOrder, House, Machine
from bot.engine.router import Router
from bot.engine.sealing import Commits
from bot.engine.sender import Adapter, Sender
from bot.engine.sharing import Sharing
from bot.engine.standing import OpenLine
from bot.engine.tasks import Tasks
from bot.engine.world import Place, World
from bot.parts import BOT, LIVE, cog_folders, load_cogs, load_painters, sentences
from bot.presenter.delivery import LiveAdapter, Pace, Surroundings
from storage.components import Component, TableDeclaration, declared_tables
from storage.errors import StorageRefused, StorageUnavailable
from storage.looking import Outlook
from storage.migrate import Applied, migrate, pending
from storage.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from storage.postgres import PostgresDatabase

    Engine = SqliteDatabase | PostgresDatabase

__all__ = ["LIVE", "cog_folders", "load_cogs", "sentences"]

log = logging.getLogger(__name__)

Adapters = dict[str, LiveAdapter]
NO_PACES: Final[Mapping[str, Pace]] = MappingProxyType({})

SQLITE: Final = "sqlite:///"
POSTGRES: Final = ("postgresql://", "postgres://")
TURN_SECONDS: Final = 2.0


class App:
    """One bot: ``start`` it, give it updates with ``take_in``, ``stop`` it."""

    def __init__(
        self,
        machine: Machine,
        database: Engine,
        sender: Sender,
        adapters: Mapping[str, Adapter],
        *,
        live: bool,
    ) -> None:
        self.machine = machine
        self.database = database
        self.gear = Gear(machine, sender, adapters, _commits(database), live=live)
        self.jobs, self.heartbeats = self.gear.jobs, self.gear.heartbeats
        self._sharing: Sharing | None = None
        self._open = self._running = False

    @property
    def open_line(self) -> OpenLine | None:
        """How processes of one database know of each other; None where a process has it alone."""
        return None if isinstance(self.database, SqliteDatabase) else self.database.line

    def share_by(self, sharing: Sharing) -> None:
        """Once it is started, the bot runs the platforms that no other process runs."""
        self._sharing = sharing
        self.gear.speak = sharing.send

    async def check(self) -> None:
        """The schema is still this program's. Raises StartRefused and StorageUnavailable."""
        try:
            await pending(self.database, components())
        except StorageRefused as refused:
            if isinstance(refused.__cause__, StorageUnavailable):
                raise refused.__cause__ from refused
            raise StartRefused(f"operator.{refused.reason}", **refused.values) from refused

    async def open(self) -> None:
        """The database is ours and current; nothing else runs. ``stop`` closes it.

        Raises StartRefused with the reason, in a sentence for the operator.
        """
        await open_database(self.database)
        self._open = True
        if self._sharing is None:
            async with self._or_stopped():
                await self.gear.note()

    async def start(self) -> None:
        """As ``open``, and what waited from an earlier run is under way, or waits its turn.

        Jobs that are due are done, unless ``jobs.hold()`` was called before.
        """
        await self.open()
        self._running = True
        async with self._or_stopped():
            await (self.gear if self._sharing is None else self._sharing).start()

    async def stop(self, patience_s: float | None = None) -> None:
        """Nothing more is taken in, what was taken is worked off, nothing is left open.

        What is not done after ``patience_s`` real seconds waits in the database.
        """
        try:
            if self._running:
                self._running = False
                self.gear.stop()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.machine.tasks.idle(), patience_s)
                await self.machine.tasks.close()
                await self.gear.fall_silent()
                await (self.gear if self._sharing is None else self._sharing).close()
        finally:
            if self._open:
                self._open = False
                await self.database.close()

    async def take_in(self, incoming: Incoming) -> None:
        """The update is stored or handled: it may be confirmed to its platform."""
        await self.gear.take_in(incoming)

    async def idle(self) -> None:
        """Nothing is under way but what waits for a time."""
        await self.machine.tasks.idle()

    @asynccontextmanager
    async def _or_stopped(self) -> AsyncIterator[None]:
        """The app is stopped again when the block fails; for the storage it raises StartRefused.

        What is left open would keep the process alive.
        """
        try:
            with storage_refusals():
                yield
        except BaseException:
            await self.stop()
            raise


def build(  # noqa: PLR0913  the parts of a bot
    config: Config,
    *,
    clock: Clock,
    ids: Ids,
    database: str,
    adapters: Mapping[str, Adapter],
    paces: Mapping[str, Pace] = NO_PACES,
    durable: bool = True,
    live: bool = False,
    painters: Painters | None = load_painters,
) -> App:
    """A bot that is not started yet.

    ``database`` is ``sqlite:///FILE`` or ``postgresql://…``; ``durable=False`` is for throwaway
    ones; ``live`` is for a clock that goes on by itself; without ``painters`` no picture is
    drawn. Raises StartRefused for an engine that this release does not have.
    """
    engine = database_of(database, durable=durable)
    router = Router(load_cogs())
    world = _world(config, router)
    spoken = sentences()
    machine = Machine(
        engine,
        clock,
        ids,
        router,
        world,
        Tasks(clock),
        ArrivalOrder(clock),
        House(router, world, tables, spoken.in_each),
    )
    sender = Sender(machine, adapters, spoken, paces, painters)
    return App(machine, engine, sender, adapters, live=live)


def database_of(url: str, *, durable: bool = True) -> Engine:
    """The engine that the URL names, not opened. Raises StartRefused."""
    if url.startswith(POSTGRES):
        return _postgres(url, durable=durable)
    if not url.startswith(SQLITE):
        raise StartRefused("operator.engine", url=url.rsplit("@", maxsplit=1)[-1])
    path = url.removeprefix(SQLITE)
    return SqliteDatabase(path, durable=durable, turn_seconds=TURN_SECONDS)


def _postgres(url: str, *, durable: bool) -> Engine:
    try:
        from storage.postgres import PostgresDatabase
    except ModuleNotFoundError as error:
        raise StartRefused("operator.no_driver") from error
    return PostgresDatabase(url, durable=durable, turn_seconds=TURN_SECONDS)


def _commits(database: Engine) -> Commits | None:
    """Who tells of commits side by side; nobody where they come one after the other."""
    return None if isinstance(database, SqliteDatabase) else database


@contextmanager
def storage_refusals() -> Iterator[None]:
    """What the storage cannot do in the block is refused in a sentence. Raises StartRefused."""
    try:
        yield
    except StorageRefused as refused:
        raise StartRefused(f"operator.{refused.reason}", **refused.values) from refused
    except StorageUnavailable as unavailable:
        raise StartRefused(f"operator.{unavailable.reason}") from unavailable


async def open_database(database: Engine) -> list[Applied]:
    """The database is open and has today's schema; returns the steps that were taken.

    Raises StartRefused; then it is closed.
    """
    try:
        with storage_refusals():
            await database.open()
            steps = await _migrated(database)
    except StartRefused:
        await database.close()
        raise
    for step in steps:
        log.info("migrated %s to %s (%s)", step.component, step.version, step.name)
    if isinstance(database, SqliteDatabase):
        database.before_commit = Sealer()
    return steps


async def _migrated(database: Engine) -> list[Applied]:
    """As ``migrate``; nobody's schema is changed under them. Raises StorageRefused."""
    if isinstance(database, SqliteDatabase) or not await pending(database, components()):
        return await migrate(database, components())
    async with database.alone():
        return await migrate(database, components())


async def look_at_database(url: str) -> Outlook:
    """What a start would find there; nothing is changed. Raises StartRefused."""
    with storage_refusals():
        return await database_of(url).look(components())


def components() -> list[Component]:
    """Whose migrations run in which order: the bot first, then the cogs by name."""
    own = [Component(f"bot.{name}", BOT / name / "migrations") for name in ("community", "engine")]
    found = cog_folders().items()
    return own + [Component(f"cogs.{name}", folder / "migrations") for name, folder in found]


def tables() -> Mapping[str, TableDeclaration]:
    """What every table is declared to be."""
    return declared_tables(components())


def live_adapters(config: Config, app: App, tell: Callable[[Text], None]) -> Adapters:
    """The adapters of the platforms that the config names; ``tell`` says what is missing.

    A platform's library is loaded here, if its section is there.
    """
    made: dict[str, LiveAdapter] = {}
    router, spoken = app.machine.router, sentences()
    for name in config.platforms:
        if name not in LIVE:
            continue
        around = Surroundings(
            settings=config.platforms[name],
            clock=app.machine.clock,
            chats=_chats_of(config, name),
            commands=router.commands,
            options=router.options,
            say=spoken.say,
            tell=tell,
            newest=partial(arrivals.newest_before, app.database, name),
        )
        try:
            module = importlib.import_module(f"bot.platforms.{name}.adapter")
            made[name] = getattr(module, LIVE[name])(around)
        except ModuleNotFoundError as missing:
            tell(Text("adapter.library", platform=name, library=missing.name or ""))
    return made


def _chats_of(config: Config, platform: str) -> list[str]:
    chats = [ref for each in config.communities.values() for ref in each.chats]
    return [ref.chat for ref in chats if ref.platform == platform]


def load_config(path: str, *, secrets: bool = False) -> Config:
    """The config of this file. Raises ConfigProblems with everything that is wrong."""
    return load(
        path,
        sections=known_sections(cogs),
        environ=os.environ,
        secrets=secrets,
        counted=counted,
    )


def read_config(text: str) -> Config:
    """The config that this text holds, without secrets. Raises ConfigProblems."""
    return loads(text, sections=known_sections(cogs), counted=counted)


def counted() -> list[str]:
    """The names of the tallies that are kept for ever, as the cogs declare them."""
    found = [each for cog in load_cogs() for each in cog.tallies.values()]
    return sorted({each.name for each in found if not each.period})


def _world(config: Config, router: Router) -> World:
    starts = router.offers("day_start")
    places = {}
    for name, each in config.communities.items():
        settings = config.in_community(name)
        start = next((str(offer.run(settings)) for offer in starts), "00:00")
        places[name] = Place(each.community, _staff(each), settings, start, each.chats)
    return World(places, config.community_of)


def _staff(each: CommunityConfig) -> Staff:
    return Staff(
        frozenset((ref.platform, ref.user) for ref in each.moderators),
        frozenset((ref.platform, ref.user) for ref in each.admins),
    )
