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
PROGRESS = 50_000  # steps of SQLite's machine, some milliseconds


class SqliteReader:
    """Queries on one snapshot. ``is_unwanted`` ends the running query soon."""

    __slots__ = ("connection", "is_unwanted")

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self.connection = connection
        self.is_unwanted = False

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        """All rows of the answer; the statement itself bounds how many."""
        try:
            return cast("list[Row]", await self.connection.execute_fetchall(sql, values))
        except sqlite3.Error as error:
            reason = "closed" if self.is_unwanted else failure_of(error)
            if reason is None:
                raise
            raise StorageUnavailable(reason) from error
        except ValueError as error:  # what the driver says of a closed connection
            raise StorageUnavailable("closed") from error


class Readers:
    """At most ``READERS`` connections that cannot write, opened when first needed.

    ``mode`` is that of SQLite's address; also with ``rw`` no statement can write.
    """

    def __init__(self, path: Path, *, mode: str = "ro") -> None:
        self._path = path
        self._mode = mode
        self._room = asyncio.Semaphore(READERS)
        self._idle: list[SqliteReader] = []
        self._open: list[SqliteReader] = []
        self._is_closed = False

    @asynccontextmanager
    async def read(self) -> AsyncIterator[SqliteReader]:
        """A reader on one snapshot. Raises StorageUnavailable."""
        async with self._room:
            if self._is_closed:
                raise StorageUnavailable("closed")
            reader = self._idle.pop() if self._idle else await self._connect()
            try:
                await reader.fetch_all("BEGIN")
                reader.is_unwanted = False  # what was unwanted ended before this BEGIN
                yield reader
            except asyncio.CancelledError:
                reader.is_unwanted = True
                raise
            finally:
                await self._give_back(reader)

    async def close(self) -> None:
        """No connection is open; who still reads gets StorageUnavailable. Safe to call twice."""
        self._is_closed = True
        self._idle.clear()
        while self._open:
            reader = self._open.pop()
            reader.is_unwanted = True
            await reader.connection.close()

    async def _connect(self) -> SqliteReader:
        import aiosqlite

        # Its DEBUG lines hold the values of every statement.
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        try:
            connection = await aiosqlite.connect(
                f"{self._path.absolute().as_uri()}?mode={self._mode}",
                uri=True,
                isolation_level=None,
                timeout=BUSY_SECONDS,
            )
        except sqlite3.Error as error:
            raise StorageUnavailable(failure_of(error) or "unreadable") from error
        if self._is_closed:  # while it was opened
            await connection.close()
            raise StorageUnavailable("closed")
        reader = SqliteReader(connection)
        self._open.append(reader)
        await reader.fetch_all("PRAGMA query_only=ON")
        # An interrupt would miss a query that still waits for its thread; this does not.
        await connection.set_progress_handler(lambda: int(reader.is_unwanted), PROGRESS)
        return reader

    async def _give_back(self, reader: SqliteReader) -> None:
        if self._is_closed:
            return
        try:
            await reader.connection.rollback()  # queued even when this wait is cancelled
        except sqlite3.Error:
            self._open.remove(reader)
            await reader.connection.close()
        except ValueError:  # closed meanwhile
            return
        finally:
            if reader in self._open:
                self._idle.append(reader)
