"""Connections to a PostgreSQL server: opened when first needed, kept, never more than so many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal

import asyncpg

from storage import postgres_sessions as sessions
from storage.components import VERSIONS_TABLE
from storage.errors import StorageUnavailable
from storage.postgres_failures import DRIVER, failure_of
from storage.postgres_refusals import Address
from storage.postgres_sessions import Connection

CONNECT_SECONDS = 5.0
STATEMENTS = 1024
OLDEST_SERVER = 13
# Whatever the server, the role or the database prefer. What a lock lets in has to see what was
# committed before; how long a statement may take is said where it is bounded.
_OURS = {
    "client_encoding": "UTF8",
    "default_transaction_isolation": "read committed",
    "statement_timeout": "0",
    "lock_timeout": "0",
    "idle_in_transaction_session_timeout": "60000",
    "jit": "off",
}
_STATE = f"""
SELECT
    current_setting('server_version_num')::int / 10000 AS version,
    current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() AS is_standby,
    current_setting('default_transaction_read_only')::bool AS only_reads,
    current_schema() AS schema,
    current_setting('search_path') AS path,
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
    (
        SELECT pg_get_userbyid(relowner) FROM pg_class
        WHERE relname = '{VERSIONS_TABLE}'
        AND relnamespace = to_regnamespace(quote_ident(current_schema()))
        AND NOT has_table_privilege(oid, 'SELECT')
    ) AS owner
"""
# A machine that is gone does not say so, and what stands between forgets who says nothing.
_KEEPALIVES = {
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


class Server:
    """Where the database is. What it says of itself never holds the password."""

    def __init__(self, url: str, *, durable: bool) -> None:
        self._url = url
        self._durable = durable
        self.address = Address(url)

    async def connect(self, settings: Mapping[str, str], *, is_told: bool) -> Connection:
        """A connection with these settings; its commits are told when ``is_told``.

        Raises what the driver raises.
        """
        connection = await self._connect(settings)
        if is_told:
            await _or_ended(connection, sessions.begin(connection))
        return connection

    async def _connect(self, settings: Mapping[str, str]) -> Connection:
        durable = {} if self._durable else {"synchronous_commit": "off"}
        connection: Connection = await asyncpg.connect(
            self._url,
            timeout=CONNECT_SECONDS,
            connection_class=sessions.Session,
            statement_cache_size=STATEMENTS,
            max_cached_statement_lifetime=0,
            server_settings={
                "application_name": "hearth",
                **_OURS,
                **_KEEPALIVES,
                **durable,
                **settings,
            },
        )
        await _or_ended(connection, _read_sums_as_whole_numbers(connection))
        return connection

    async def check(self, settings: Mapping[str, str]) -> Connection:
        """The first connection that writes, to a database that can be used.

        Raises StorageRefused.
        """
        return await self._checked(settings, self._prepare)

    async def look(self) -> Connection:
        """A connection that cannot write, to a database that can be used.

        Raises StorageRefused.
        """
        return await self._checked({}, self._look)

    async def _checked(
        self, settings: Mapping[str, str], check: Callable[[Connection], Awaitable[None]]
    ) -> Connection:
        try:
            connection = await self._connect(settings)
        except (*DRIVER, ValueError) as error:
            # Without its cause: the driver's text may quote the address.
            raise self.address.no_connection(error) from None
        try:
            await _or_ended(connection, check(connection))
        except DRIVER as error:
            raise self.address.of_no_use(error) from None
        return connection

    async def _prepare(self, connection: Connection) -> None:
        await self._examine(connection)
        await sessions.prepare(connection)
        await sessions.begin(connection)

    async def _look(self, connection: Connection) -> None:
        await self._examine(connection)
        await connection.execute("SET default_transaction_read_only = on")

    async def _examine(self, connection: Connection) -> None:
        row = await connection.fetchrow(_STATE)
        assert row is not None
        version, encoding, is_standby, only_reads, schema, path, may_create, owner = row
        refused = self.address.refused
        if int(version or 0) < OLDEST_SERVER:
            raise refused("old_server", have=int(version or 0), need=OLDEST_SERVER)
        if encoding != "UTF8":
            raise refused("not_utf8", encoding=str(encoding))
        if is_standby:
            raise refused("standby")
        if only_reads:
            raise refused("only_reads")
        if schema is None:
            raise refused("no_schema", path=str(path))
        if not may_create:
            raise refused("no_rights")
        if owner is not None:
            raise refused("not_owner", owner=str(owner))


class Connections:
    """At most ``size`` connections to one server, with the same settings.

    ``are_told``: what becomes of their commits is known also when the answer is lost.
    """

    def __init__(
        self, server: Server, size: int, settings: Mapping[str, str], *, are_told: bool = False
    ) -> None:
        self._server = server
        self._settings = settings
        self._size = size
        self._are_told = are_told
        self._room = asyncio.Semaphore(size)
        self._idle: list[Connection] = []
        self.closing = asyncio.Event()
        """Set when nobody gets a connection any more."""

    async def check(self) -> None:
        """The database can be used, and one connection to it is there. Raises StorageRefused."""
        self._idle.append(await self._server.check(self._settings))

    async def take(self) -> Connection:
        """A connection for the caller alone, who gives it back. Raises StorageUnavailable."""
        await self._room.acquire()
        try:
            return await self._find()
        except BaseException:
            self._room.release()
            raise

    def give_back(self, connection: Connection) -> None:
        """The connection, outside of any transaction, may be used by others."""
        if not connection.is_closed():
            if self.closing.is_set():
                connection.terminate()
            else:
                self._idle.append(connection)
        self._room.release()

    def drop(self, connection: Connection) -> None:
        """The connection has ended, whatever its state; what was not committed is undone."""
        connection.terminate()
        self._room.release()

    def forget_idle(self) -> None:
        """No idle connection is kept: the server that they led to is gone."""
        while self._idle:
            self._idle.pop().terminate()

    async def close(self) -> None:
        """Nobody gets one any more, those in use were given back, all are closed."""
        if self.closing.is_set():
            return
        self.closing.set()
        for _ in range(self._size):
            await self._room.acquire()
        idle, self._idle = self._idle, []
        await asyncio.gather(*(_closed(connection) for connection in idle))
        for _ in range(self._size):  # who waits for one hears that it is closed
            self._room.release()

    async def _find(self) -> Connection:
        if self.closing.is_set():
            raise StorageUnavailable("closed")
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed():
                return connection
        try:
            return await self._server.connect(self._settings, is_told=self._are_told)
        except DRIVER as error:
            raise StorageUnavailable(failure_of(error) or "lost") from error


async def _closed(connection: Connection) -> None:
    try:
        await connection.close(timeout=CONNECT_SECONDS)
    except DRIVER:
        connection.terminate()


async def _or_ended(connection: Connection, doing: Awaitable[None]) -> None:
    try:
        await doing
    except BaseException:
        connection.terminate()
        raise


async def _read_sums_as_whole_numbers(connection: Connection) -> None:
    """A sum of whole numbers is numeric to the server; here it is an int as everywhere."""
    await connection.set_type_codec(
        "numeric", schema="pg_catalog", encoder=str, decoder=lambda text: int(Decimal(text))
    )
