"""Lines: what one has taken is nobody else's as long as it lives, and not an instant longer."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest

from storage import postgres_notify
from storage.errors import StorageRefused, StorageUnavailable
from storage.postgres import PostgresDatabase
from storage.postgres_notify import Line
from tests.storage.pg import Server, opened
from tests.storage.samples import shown

Open = Callable[..., "asyncio.Future[Line]"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for the module."""
    server = Server()
    yield server
    server.end()


@pytest.fixture
async def database(server: Server) -> AsyncIterator[PostgresDatabase]:
    """An open database."""
    database = await opened(server.url(await server.new()))
    yield database
    await database.close()


@pytest.fixture
async def closing() -> AsyncIterator[AsyncExitStack]:
    """Whose lines are closed behind the test."""
    async with AsyncExitStack() as stack:
        yield stack


class Ear:
    """How often it was called, and a wait for that."""

    def __init__(self) -> None:
        self.times = 0
        self._heard = asyncio.Event()

    def __call__(self) -> None:
        self.times += 1
        self._heard.set()

    async def hears(self) -> None:
        """It is called once more."""
        await asyncio.wait_for(self._heard.wait(), 60)
        self._heard.clear()


async def a_line(
    database: PostgresDatabase, closing: AsyncExitStack, ear: Ear | None = None
) -> Line:
    """A line that is closed behind the test."""
    line = await database.line(ear or Ear())
    closing.push_async_callback(line.close)
    return line


def process_of(line: Line) -> int:
    """The server's process that serves this line."""
    return int(line._connection.get_server_pid())  # type: ignore[attr-defined]


async def test_a_lock_is_one_lines_until_it_is_left(
    database: PostgresDatabase, closing: AsyncExitStack
) -> None:
    one, other = [await a_line(database, closing) for _ in range(2)]
    assert [await one.take("a"), await other.take("a"), await other.take("b")] == [
        True,
        False,
        True,
    ]
    await one.leave()
    assert [await other.take("a"), await one.take("a")] == [True, False]


async def test_a_lock_is_free_when_the_connection_of_its_line_ends(
    server: Server, database: PostgresDatabase, closing: AsyncExitStack
) -> None:
    ear = Ear()
    one, other = await a_line(database, closing, ear), await a_line(database, closing)
    assert await one.take("a") is True
    async with server.outside() as outside:
        await outside.execute("SELECT pg_terminate_backend($1, 10000)", process_of(one))
    assert await other.take("a") is True
    await ear.hears()
    with pytest.raises(StorageUnavailable, match="lost"):
        await one.ping()
    assert one.is_lost is True


async def test_calls_are_heard_by_the_others(
    database: PostgresDatabase, closing: AsyncExitStack
) -> None:
    ear = Ear()
    await a_line(database, closing, ear)
    caller = await a_line(database, closing)
    await caller.call()
    await ear.hears()
    await caller.leave()
    await ear.hears()
    assert ear.times == 2


async def test_a_server_that_does_not_answer_is_given_up(
    database: PostgresDatabase, closing: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_notify, "ANSWER_S", 0.2)
    line = await a_line(database, closing)
    server_process = process_of(line)
    os.kill(server_process, signal.SIGSTOP)
    try:
        with pytest.raises(StorageUnavailable, match="lost"):
            await line.ping()
    finally:
        os.kill(server_process, signal.SIGCONT)
    assert line.is_lost is True


async def test_a_process_that_stands_still_loses_its_line(
    database: PostgresDatabase, closing: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_notify, "SILENT_S", 1)
    ear = Ear()
    silent = await a_line(database, closing, ear)
    await silent.take("a")
    await ear.hears()
    assert silent.is_lost is True
    assert await (await a_line(database, closing)).take("a") is True


async def test_while_a_process_runs_nobody_is_alone_and_the_other_way_round(
    database: PostgresDatabase, closing: AsyncExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_notify, "_PATIENCE_S", 0.1)
    lines = [await a_line(database, closing) for _ in range(2)]
    with pytest.raises(StorageRefused) as refused:
        async with database.alone():
            pass
    assert refused.value.reason == "in_use"
    for line in lines:
        await line.close()
    async with database.alone():
        with pytest.raises(StorageUnavailable, match="busy"):
            await database.line(Ear())
        with pytest.raises(StorageRefused, match="in_use"):
            async with database.alone():
                pass
    assert await (await a_line(database, closing)).take("a") is True


async def test_installations_in_two_schemas_do_not_wait_for_each_other(
    server: Server, closing: AsyncExitStack
) -> None:
    name = await server.new()
    async with server.outside(name) as outside:
        await outside.execute("CREATE SCHEMA other")
    taken = []
    for schema in ("public", "other"):
        database = await opened(f"{server.url(name)}&search_path={schema}")
        closing.push_async_callback(database.close)
        taken.append(await (await a_line(database, closing)).take("a"))
    assert taken == [True, True]


async def test_without_a_server_there_is_no_line(server: Server) -> None:
    name = await server.new()
    database = await opened(server.url(name))
    server.control("stop", "-m", "fast")
    try:
        with pytest.raises(StorageUnavailable) as unavailable:
            await database.line(Ear())
        with pytest.raises(StorageUnavailable, match="lost"):
            async with database.alone():
                pass
    finally:
        server.control("start")
    await database.close()
    assert shown(unavailable.value) == "StorageUnavailable: lost"
