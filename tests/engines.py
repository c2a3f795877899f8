"""Both engines for the same tests: each of ``a_database`` is one of the engine under test.

There is one server for each process of the tests. A test's databases are its own; they are
emptied behind it and serve the next one.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import asyncpg

import bot.app
from storage.components import VERSIONS_TABLE
from storage.migrate import migrate
from storage.ports import Reader, Work
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.works import Result
from tests.servers.postgres import end_server, start_server

T = TypeVar("T")
REFUSED: Final = (
    sqlite3.IntegrityError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.RaiseError,
)
"""What the engines say of a broken constraint, and of a trigger that forbids."""
ENGINES: Final = tuple(os.environ.get("HEARTH_TEST_ENGINE", "sqlite postgres").split())
_TEMPLATE: Final = "hearth_template"
_MADE: Final = (
    "SELECT relkind = 'S', relname FROM pg_class"
    " WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace ORDER BY relname"
)
_THROWAWAY: Final = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET autovacuum = off",
    "ALTER SYSTEM SET jit = off",
    "ALTER SYSTEM SET max_parallel_workers_per_gather = 0",
    "ALTER SYSTEM SET deadlock_timeout = '50ms'",
    "ALTER SYSTEM SET max_wal_size = '4GB'",
    "SELECT pg_reload_conf()",
)


class Engines:
    """Makes databases of one engine; a path stands for the same database as long as a test runs."""

    def __init__(self) -> None:
        self.name = "sqlite"
        self._names: dict[str, str] = {}
        self._empty: list[str] = []
        self._made = 0

    def database(self, path: str | Path, **options: Any) -> SqliteDatabase | PostgresDatabase:
        """The test's database that ``path`` stands for, not opened."""
        if self.name == "sqlite":
            return OwnFile(path, **options)
        return OwnDatabase(self.url(path), **options)

    def url(self, path: str | Path) -> str:
        """Where that database is on the server."""
        name = self._names.get(str(path))
        if name is None:
            self._made += not self._empty
            name = self._empty.pop() if self._empty else f"test_{self._made}"
            self._names[str(path)] = name
        return f"{server().get_uri(name)}"

    def forget(self) -> None:
        """The databases of the test are empty, or gone when it has made tables of its own."""
        names = list(self._names.values())
        self._names.clear()
        self._empty += [name for name in names if name in _there and broom().empties(name)]


class OwnFile(SqliteDatabase):
    """A file that has the schema of the program already when it is made."""

    async def open(self) -> None:
        """As every database's."""
        if not self._path.exists():
            self._path.write_bytes(await _schema())
        await super().open()


class OwnDatabase(PostgresDatabase):
    """A database that is made when it is opened first, and knows how much of it is under way."""

    under_way = 0

    async def run(self, works: Sequence[Work[T]]) -> Sequence[Result[T]]:
        """As every database's."""
        self.under_way += 1
        try:
            return await super().run(works)
        finally:
            self.under_way -= 1

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        """As every database's; what the reader does is not counted, as it may take for ever."""
        self.under_way += 1
        try:
            entering = super().read()
            reader = await entering.__aenter__()
        finally:
            self.under_way -= 1
        try:
            yield reader
        except BaseException:
            await entering.__aexit__(*sys.exc_info())
            raise
        else:
            await entering.__aexit__(None, None, None)

    async def open(self) -> None:
        """As every database's; it has the schema of the program already."""
        name = self._server.address.database
        if name not in _there:
            await template()
            await at_server(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
            _there.add(name)
        await super().open()


class Broom:
    """Empties databases behind their tests, by connections of its own that it keeps."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._connections: dict[str, Any] = {}

    def empties(self, name: str) -> bool:
        """Whether the database is as it was made; else it is gone."""
        return self._loop.run_until_complete(self._empties(name))

    def close(self) -> None:
        """It keeps no connection any more."""
        for name in [*self._connections]:
            self._loop.run_until_complete(self._leaves(name))
        self._loop.close()

    async def _empties(self, name: str) -> bool:
        connection = self._connections.get(name)
        if connection is None:
            connection = await asyncpg.connect(server().get_uri(name))
            self._connections[name] = connection
        made = await connection.fetch(_MADE)
        tables = {each for is_sequence, each in made if not is_sequence}
        if tables != {*bot.app.tables(), VERSIONS_TABLE}:
            await self._leaves(name)
            await at_server(f"DROP DATABASE {name} WITH (FORCE)")
            _there.remove(name)
            return False
        doing = [
            f"ALTER SEQUENCE {each} RESTART" if is_sequence else f"DELETE FROM {each}"
            for is_sequence, each in made
            if each != VERSIONS_TABLE
        ]
        # Without the triggers that keep facts.
        await connection.execute("; ".join(["SET session_replication_role = replica", *doing]))
        return True

    async def _leaves(self, name: str) -> None:
        await self._connections.pop(name).close()


@cache
def server() -> Any:
    """The server of this process, started when first asked for."""
    return start_server()


@cache
def broom() -> Broom:
    """The one of this process."""
    return Broom()


def stop_server() -> None:
    """No server of this process runs, and its data is gone."""
    if broom.cache_info().currsize:
        broom().close()
        broom.cache_clear()
    if server.cache_info().currsize:
        end_server(server())
        server.cache_clear()


async def template() -> None:
    """There is a database with the schema of the program, to copy."""
    if _TEMPLATE in _there:
        return
    for statement in (*_THROWAWAY, f"CREATE DATABASE {_TEMPLATE}"):
        await at_server(statement)
    database = PostgresDatabase(server().get_uri(_TEMPLATE))
    await database.open()
    await migrate(database, bot.app.components())
    await database.close()
    _there.add(_TEMPLATE)


async def _schema() -> bytes:
    """A file with the schema of the program, made once in this process."""
    if not _files:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "schema.db"
            database = SqliteDatabase(path, durable=False)
            await database.open()
            await migrate(database, bot.app.components())
            await database.close()
            _files.append(path.read_bytes())
    return _files[0]


async def at_server(statement: str) -> None:
    """The server has done this."""
    connection = await asyncpg.connect(server().get_uri("postgres"))
    await connection.execute(statement)
    await connection.close()


_files: Final[list[bytes]] = []
_there: Final[set[str]] = set()
engines: Final = Engines()
