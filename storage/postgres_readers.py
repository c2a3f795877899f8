"""Readers on PostgreSQL: each block sees one snapshot and cannot write."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.errors import StorageUnavailable
from storage.placeholders import numbered
from storage.ports import Row, Value
from storage.postgres_connections import Connections
from storage.postgres_failures import DRIVER, failure_of
from storage.postgres_sessions import Connection, control

_BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresReader:
    """Queries on one snapshot."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        try:
            row = await self._connection.fetchrow(numbered(sql), *values)
        except DRIVER as error:
            raise self._meant(error) from error
        return None if row is None else tuple(row)

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        """All rows of the answer; the statement itself bounds how many."""
        try:
            rows = await self._connection.fetch(numbered(sql), *values)
        except DRIVER as error:
            raise self._meant(error) from error
        return [tuple(row) for row in rows]

    def _meant(self, error: Exception) -> Exception:
        reason = "lost" if self._connection.is_closed() else failure_of(error)
        # Its own transaction cannot write: who tried to has made a mistake.
        return error if reason in (None, "read_only") else StorageUnavailable(reason or "lost")


@asynccontextmanager
async def read(connections: Connections) -> AsyncIterator[PostgresReader]:
    """A reader on one snapshot. Raises StorageUnavailable."""
    connection = await _begun(connections)
    try:
        yield PostgresReader(connection)
    except Exception:
        await _end(connections, connection)
        raise
    except BaseException:  # cancelled: a query may be under way
        connections.drop(connection)
        raise
    else:
        await _end(connections, connection)


async def _begun(connections: Connections) -> Connection:
    is_second = False
    while True:
        connection = await connections.take()
        try:
            await control(connection, _BEGIN)
        except DRIVER as error:
            connections.drop(connection)
            if is_second:
                raise StorageUnavailable(failure_of(error) or "lost") from error
            connections.forget_idle()  # then a new one says whether the server is there
            is_second = True
        except BaseException:
            connections.drop(connection)
            raise
        else:
            return connection


async def _end(connections: Connections, connection: Connection) -> None:
    try:
        await control(connection, "ROLLBACK")
    except DRIVER:
        connections.drop(connection)
    except BaseException:
        connections.drop(connection)
        raise
    else:
        connections.give_back(connection)
