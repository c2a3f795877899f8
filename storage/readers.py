"""Readers beside the writer: committed rows only, one snapshot for each block."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from storage.errors import StorageUnavailable
from storage.failures import failure_of
from storage.opening import BUSY_SECONDS
from storage.ports import Row, Value

if TYPE_CHECKING:
    import aiosqlite

READERS = 4


class SqliteReader:
    """Queries on one snapshot."""

    __slots__ = ("_connection",)

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        """All rows of the answer; the statement itself bounds how many."""
        try:
            return cast("list[Row]", await self._connection.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            reason = failure_of(error)
            if reason is None:
                raise
            raise StorageUnavailable(reason) from error
        except ValueError as error:  # what the driver says of a closed connection
            raise StorageUnavailable("closed") from error


class Readers:
    """At most ``READERS`` connections that cannot write, opened when first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._room = asyncio.Semaphore(READERS)
        self._idle: list[aiosqlite.Connection] = []
        self._open: list[aiosqlite.Connection] = []
        self._is_closed = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqliteReader]:
        """A reader on one snapshot. Raises StorageUnavailable."""
        async with self._room:
            if self._is_closed:
                raise StorageUnavailable("closed")
            connection = self._idle.pop() if self._idle else await self._connect()
            reader = SqliteReader(connection)
            try:
                await reader.fetch_all("BEGIN")
                yield reader
            except asyncio.CancelledError:
                if not self._is_closed:
                    await connection.interrupt()
                raise
            finally:
                await self._give_back(connection)

    async def close(self) -> None:
        """No connection is open; who still reads gets StorageUnavailable. Safe to call twice."""
        self._is_closed = True
        self._idle.clear()
        while self._open:
            connection = self._open.pop()
            await connection.interrupt()
            await connection.close()

    async def _connect(self) -> aiosqlite.Connection:
        import aiosqlite

        # Its DEBUG lines hold the values of every statement.
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        try:
            connection = await aiosqlite.connect(
                f"{self._path.absolute().as_uri()}?mode=ro",
                uri=True,
                isolation_level=None,
                timeout=BUSY_SECONDS,
            )
        except sqlite3.Error as error:
            raise StorageUnavailable(failure_of(error) or "unreadable") from error
        self._open.append(connection)
        await connection.execute_fetchall("PRAGMA query_only=ON")
        return connection

    async def _give_back(self, connection: aiosqlite.Connection) -> None:
        if self._is_closed:
            return
        try:
            await connection.rollback()  # queued even when this wait is cancelled
        except sqlite3.Error:
            self._open.remove(connection)
            await connection.close()
        except ValueError:
            return
        finally:
            if connection in self._open:
                self._idle.append(connection)
