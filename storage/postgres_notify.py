"""A line to the server: locks that end with their process, and calls between processes.

Each process that runs has a line of its own, a connection that does nothing else. What it has
taken is free as soon as the connection ends: when the process ends, however it does, and, from
version 14 on, ``SILENT_S`` after the server has last heard of one that stands still.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol, cast

import asyncpg

from storage.errors import StorageUnavailable
from storage.ports import Row, Value
from storage.postgres_connections import CONNECT_SECONDS, Server
from storage.postgres_failures import DRIVER, failure_of
from storage.postgres_sessions import Connection
from storage.postgres_transaction import lock_number

CHANNEL = "hearth"
# Seconds in which the server answers; who does not is gone.
ANSWER_S = 4.0
SILENT_S = 15
# Seconds for which a start waits for another one that changes the schema, and the other way round.
_PATIENCE_S = 3
_RUNNING = "running"
# A machine that is gone does not say so.
_KEEPALIVES = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
}
_END_WHEN_SILENT = (
    "SELECT set_config(name, $1, false) FROM pg_settings WHERE name = 'idle_session_timeout'"
)
_WAIT = "SELECT set_config('lock_timeout', $1, false), current_schema()"


class Hearing(Connection, Protocol):
    """What is used besides of the driver's connection."""

    async def add_listener(self, channel: str, callback: Callable[..., None]) -> None: ...

    def add_termination_listener(self, callback: Callable[..., None]) -> None: ...


class Line:
    """One connection. Whatever fails on it ends it, and then it is lost for good.

    ``hear`` is called on the event loop for each call of another process, and when the line is
    lost.
    """

    def __init__(self, connection: Hearing) -> None:
        self._connection = connection
        self._schema = ""
        self._in_use = asyncio.Lock()

    @property
    def is_lost(self) -> bool:
        """Whether what it had taken may be another's by now."""
        return self._connection.is_closed()

    async def take(self, name: str) -> bool:
        """Whether the lock of this name is this line's from now on. Raises StorageUnavailable."""
        row = await self._ask("SELECT pg_try_advisory_lock($1)", self._number(name))
        return bool(row[0])

    async def ping(self) -> None:
        """The server has answered after this was called. Raises StorageUnavailable."""
        await self._ask("SELECT 1")

    async def call(self) -> None:
        """The other processes hear of it. Raises StorageUnavailable."""
        await self._ask("SELECT pg_notify($1, '')", CHANNEL)

    async def leave(self) -> None:
        """What it had taken is free, and the other processes hear of it. Raises StorageUnavailable.

        The line is of no use any more but to be closed.
        """
        await self._ask("SELECT pg_advisory_unlock_all()")
        await self.call()

    async def close(self) -> None:
        """The connection is closed. Safe to call twice."""
        try:
            await self._connection.close(timeout=ANSWER_S)
        except DRIVER:
            self._connection.terminate()

    async def begin(self, hear: Callable[[], None]) -> None:
        """It hears, is among those that run, and ends when it falls silent.

        Raises StorageUnavailable, ``busy`` while another process changes the schema.
        """

        def heard(*_: object) -> None:
            hear()

        self._connection.add_termination_listener(heard)
        await self._prepare()
        await self._ask("SELECT pg_advisory_lock_shared($1)", self._number(_RUNNING))
        await self._ask(_END_WHEN_SILENT, str(SILENT_S * 1000))
        async with self._answering():
            await self._connection.add_listener(CHANNEL, heard)

    async def is_alone(self) -> bool:
        """Whether no process runs, nor begins to as long as this line lives."""
        await self._prepare()
        await self._ask(_END_WHEN_SILENT, "0")  # it says nothing until all is done
        try:
            await self._ask("SELECT pg_advisory_lock($1)", self._number(_RUNNING))
        except StorageUnavailable as unavailable:
            if unavailable.reason != "busy":
                raise
            return False
        return True

    async def _prepare(self) -> None:
        row = await self._ask(_WAIT, f"{_PATIENCE_S}s")
        self._schema = str(row[1])

    def _number(self, name: str) -> int:
        # Locks are the database's; each schema of it may hold an installation.
        return lock_number(f"{self._schema} {name}")

    async def _ask(self, sql: str, *values: Value) -> Row:
        async with self._in_use, self._answering():
            row = await self._connection.fetchrow(sql, *values)
        return () if row is None else tuple(row)

    @asynccontextmanager
    async def _answering(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(ANSWER_S):
                yield
        except DRIVER as error:
            self._connection.terminate()
            raise _unavailable(error) from error


async def open_line(server: Server, hear: Callable[[], None]) -> Line:
    """A new line. Raises StorageUnavailable."""
    line = await _connected(server)
    try:
        await line.begin(hear)
    except BaseException:
        await line.close()
        raise
    return line


@asynccontextmanager
async def alone(server: Server) -> AsyncIterator[None]:
    """Within the block no process runs on the database.

    Raises StorageRefused ``in_use`` when one does, and StorageUnavailable.
    """
    line = await _connected(server)
    try:
        if not await line.is_alone():
            raise server.address.refused("in_use")
        yield
    finally:
        await line.close()


async def _connected(server: Server) -> Line:
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            return Line(cast("Hearing", await server.connect(_KEEPALIVES, is_told=False)))
    except DRIVER as error:
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> StorageUnavailable:
    if isinstance(error, asyncpg.LockNotAvailableError):
        return StorageUnavailable("busy")
    return StorageUnavailable(failure_of(error) or "lost")
