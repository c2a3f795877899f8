"""The engine for a server: a PostgreSQL database, each call a transaction of its own.

A process opens a database with ``open``, hands works to ``run``, reads with ``read`` and ends
with ``close``. Calls run side by side; what must not is kept apart by ``Transaction.lock``.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import TypeVar, cast

from storage.beside import refuse_older
from storage.components import Component
from storage.errors import StorageUnavailable, TurnBroken
from storage.looking import Outlook
from storage.migrate import pending
from storage.ports import Reader, Sealer, Work
from storage.postgres_connections import Connections, Server
from storage.postgres_groups import Groups
from storage.postgres_looking import look_at_server
from storage.postgres_notify import Line, alone, open_line
from storage.postgres_readers import read
from storage.postgres_turns import STATEMENT_TIMES
from storage.steps import watched
from storage.watchdog import Watchdog
from storage.works import Result

T = TypeVar("T")
READERS = 4
# Seconds after which the server ends a transaction whose process stands still: one that writes
# holds up whoever takes over, an export may wait for who reads it.
STILL_S = 20
STILL_READING_S = 3600
_STILL = "idle_in_transaction_session_timeout"
_WRITERS_OF = (
    "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE locktype = 'relation'"
    " AND mode = 'RowExclusiveLock' AND relation = to_regclass(?)::oid"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class PostgresDatabase:
    """A database on a server, named by its URL.

    ``pool_size``: calls of ``run`` at the same time; besides there are four readers at most.
    ``turn_seconds``: after this a work that computes is broken, up to a quarter later; one that
    waits for the server has a multiple of it. ``durable=False`` is for throwaway databases: the
    server may forget the latest commits when it is killed.
    """

    dialect = "postgres"
    unavailable: type[Exception] = StorageUnavailable
    broken: type[Exception] = TurnBroken

    def __init__(
        self, url: str, *, pool_size: int = 10, turn_seconds: float = 5.0, durable: bool = True
    ) -> None:
        self._server = Server(url, durable=durable)
        self._pool_size = pool_size
        self._turn_seconds = turn_seconds
        self._watchdog = Watchdog(turn_seconds)
        self._sealer: Sealer | None = None
        self._writers: Connections | None = None
        self._readers: Connections | None = None
        self._groups: Groups | None = None
        self.committed = asyncio.Event()
        """Set after each commit; who waits for it clears it."""

    @property
    def before_commit(self) -> Sealer | None:
        """Runs once in each transaction that kept a work, before its commit.

        When it fails, nothing of the transaction is kept, and its works are unavailable.
        """
        return self._sealer

    @before_commit.setter
    def before_commit(self, sealer: Sealer | None) -> None:
        self._sealer = sealer
        if self._groups is not None:
            self._groups.sealer = sealer

    async def open(self) -> None:
        """The server is there and the database can be used. Raises StorageRefused."""
        await self.close()
        milliseconds = int(self._turn_seconds * 1000)
        writers = Connections(
            self._server,
            self._pool_size,
            {
                "lock_timeout": str(milliseconds),
                "statement_timeout": str(milliseconds * STATEMENT_TIMES),
                _STILL: f"{STILL_S}s",
            },
            are_told=True,
        )
        await writers.check()
        self._writers = writers
        self._readers = Connections(self._server, READERS, {_STILL: f"{STILL_READING_S}s"})
        self._watchdog = Watchdog(self._turn_seconds)
        self._watchdog.watch(threading.get_ident(), _nothing)
        self._groups = Groups(writers, self._watchdog, self.committed)
        self._groups.sealer = self._sealer

    async def close(self) -> None:
        """What was accepted is committed or failed, nothing is left open. Safe to call twice."""
        groups, self._groups = self._groups, None
        for connections in (self._readers, self._writers):
            if connections is not None:
                await connections.close()
        self._readers = self._writers = None
        if groups is not None:
            self._watchdog.stop()

    async def look(self, components: Sequence[Component]) -> Outlook:
        """What ``open`` and a migration would find; nothing is opened. Raises StorageRefused."""
        return await look_at_server(self._server, components)

    @asynccontextmanager
    async def beside(self, components: Sequence[Component]) -> AsyncIterator[PostgresDatabase]:
        """This database, to read while other processes write it. Raises StorageRefused."""
        await self.open()
        try:
            refuse_older(await pending(self, components))
            yield self
        finally:
            await self.close()

    async def run(self, works: Sequence[Work[T]]) -> Sequence[Result[T]]:
        """The works ran in this order in one transaction; returns after its commit.

        When two transactions stood in each other's way or the server was lost, each work was
        tried again by itself, up to the first of these that could not be kept: it and those
        after it have StorageUnavailable as their error. Raises StorageUnavailable when that is
        the lot of all. The works of a caller that is cancelled are not kept, unless their COMMIT
        was under way.
        """
        if self._groups is None:
            raise StorageUnavailable("closed")
        if not works:
            return []
        return cast("list[Result[T]]", await self._groups.keep(works))

    def read(self) -> AbstractAsyncContextManager[Reader]:
        """A reader that sees one snapshot and cannot write. Raises StorageUnavailable."""
        if self._readers is None:
            raise StorageUnavailable("closed")
        return read(self._readers)

    async def line(self, hear: Callable[[], None]) -> Line:
        """A line of its own, by which this process is known to the others on the database.

        ``hear`` is called when another one calls, and when the line is lost. Raises
        StorageUnavailable.
        """
        return await open_line(self._server, hear)

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Within the block no process has a line to the database.

        Raises StorageRefused ``in_use`` when one has, and StorageUnavailable.
        """
        return alone(self._server)

    async def writers_of(self, table: str) -> frozenset[str]:
        """The transactions under way that have written to the table or are about to.

        What such a transaction writes may come to light behind rows of later transactions.
        """
        async with self.read() as reader:
            rows = await reader.fetch_all(_WRITERS_OF, table)
        return frozenset(str(row[0]) for row in rows)

    async def watched(self, work: Coroutine[object, object, T]) -> T:
        """What the coroutine returns, run here on the loop.

        Raises TurnBroken when it computes for longer than a work may without a wait, or would have
        ended the loop.
        """
        return await watched(work, self._watchdog)

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """Within the block no work is broken for being slow: for migrations."""
        self._watchdog.unhurried += 1
        try:
            yield
        finally:
            self._watchdog.unhurried -= 1


def _nothing() -> None:
    """A statement on a server is ended by the server's own limit."""
