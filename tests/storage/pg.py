"""What the tests of PostgreSQL stand on: a server of their own that may be stopped and started."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg

from storage.postgres import PostgresDatabase
from tests.servers.postgres import control, end_server, start_server
from tests.storage.samples import statement

Keeping = Callable[[asyncio.StreamWriter], Awaitable[None]]
WORDS: Final = (
    "CREATE TABLE words (n BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
    " word TEXT NOT NULL UNIQUE, body BYTEA)"
)


class Server:
    """A server that this process may stop, start and kill."""

    def __init__(self) -> None:
        self._server = start_server()
        self._made = 0
        self._socket = self._server.get_postmaster_info().socket_dir

    @property
    def folder(self) -> Path:
        """Where its data is, and its socket."""
        return Path(self._server.pgdata)

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return Path(self._socket) / ".s.PGSQL.5432"

    def url(self, name: str = "postgres") -> str:
        """Where the database of this name is."""
        return str(self._server.get_uri(name))

    def control(self, *action: str) -> None:
        """``stop``, ``start`` or ``restart``; ``-m immediate`` is a kill."""
        control(self._server, *action)

    def end(self) -> None:
        """It is gone, also when a test has started it anew."""
        end_server(self._server)

    async def new(self) -> str:
        """The name of a new database with an empty table of words."""
        self._made += 1
        name = f"words_{self._made}"
        async with self.outside() as connection:
            await connection.execute(f"CREATE DATABASE {name}")
        async with self.outside(name) as connection:
            await connection.execute(WORDS)
        return name

    @asynccontextmanager
    async def outside(self, name: str = "postgres") -> AsyncIterator[Any]:
        """A connection that the engine knows nothing of."""
        connection = await asyncpg.connect(self.url(name))
        try:
            yield connection
        finally:
            await connection.close()

    async def words(self, name: str) -> list[str]:
        """The committed words in the order in which they were written."""
        async with self.outside(name) as connection:
            rows = await connection.fetch("SELECT word FROM words ORDER BY n")
        return [row["word"] for row in rows]


class Proxy:
    """Stands between the engine and the server and loses the answer to the next COMMIT."""

    def __init__(
        self,
        server: Server,
        folder: Path,
        *,
        before: bool,
        on_loss: Callable[[], None] = lambda: None,
    ) -> None:
        self._socket = server.socket
        self._folder = folder
        self._before = before
        self._on_loss = on_loss
        self.lost = 0
        self.armed = False
        self._serving: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """The address of the server through this proxy."""
        path = self._folder / ".s.PGSQL.5432"
        listener = await asyncio.start_unix_server(self._serve, str(path))
        try:
            yield f"postgresql://postgres@/%s?host={self._folder}"
        finally:
            listener.close()
            await asyncio.gather(*self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.current_task()
        assert serving is not None  # the listener starts one for each connection
        self._serving.append(serving)
        try:
            inner, outer = await asyncio.open_unix_connection(str(self._socket))
        except OSError:  # the server is not there: nobody answers
            writer.close()
            return
        await asyncio.gather(self._forth(reader, writer, outer), _pass(inner, writer))
        await asyncio.gather(
            *(each.wait_closed() for each in (outer, writer)), return_exceptions=True
        )

    async def _forth(
        self, reader: asyncio.StreamReader, back: asyncio.StreamWriter, to: asyncio.StreamWriter
    ) -> None:
        while data := await _read(reader):
            if self.armed and b"COMMIT\x00" in data:
                self.armed = False
                self.lost += 1
                await asyncio.get_running_loop().run_in_executor(None, self._on_loss)
                back.transport.abort()
                if self._before:
                    break
            to.write(data)
        to.close()


class Hole:
    """Stands between the engine and the server; what it has let through may fall silent."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._socket = server.socket
        self._folder = folder
        self._open: list[asyncio.Event] = []
        self._serving: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """The address of the server through this hole."""
        path = self._folder / ".s.PGSQL.5432"
        listener = await asyncio.start_unix_server(self._serve, str(path))
        try:
            yield f"postgresql://postgres@/%s?host={self._folder}"
        finally:
            listener.close()
            for each in self._serving:
                each.cancel()
            await asyncio.gather(*self._serving, return_exceptions=True)

    def silence(self) -> None:
        """Nothing comes through the connections of now any more, in neither direction."""
        for each in self._open:
            each.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving = asyncio.current_task()
        assert serving is not None  # the listener starts one for each connection
        self._serving.append(serving)
        is_open = asyncio.Event()
        is_open.set()
        self._open.append(is_open)
        inner, outer = await asyncio.open_unix_connection(str(self._socket))
        try:
            await asyncio.gather(
                _pass(reader, outer, is_open.wait), _pass(inner, writer, is_open.wait)
            )
        finally:
            for each in (writer, outer):
                each.transport.abort()


async def _at_once() -> None:
    """Nothing stands in the way."""


async def _pass(
    source: asyncio.StreamReader,
    to: asyncio.StreamWriter,
    may: Callable[[], Awaitable[object]] = _at_once,
) -> None:
    while data := await _read(source):
        await may()
        if not to.is_closing():
            to.write(data)
    to.close()


async def _read(source: asyncio.StreamReader) -> bytes:
    try:
        return await source.read(65536)
    except ConnectionError:
        return b""


async def opened(url: str, **options: Any) -> PostgresDatabase:
    """An open database."""
    database = PostgresDatabase(url, **options)
    await database.open()
    return database


__all__ = ["Hole", "Proxy", "Server", "opened", "statement"]
