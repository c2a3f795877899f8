"""What a role, a database or a server prefers changes nothing that the engine promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from storage import postgres_sessions
from storage.ports import Transaction
from storage.postgres import PostgresDatabase
from tests.storage.pg import Server, opened
from tests.storage.samples import Do, keep

_SHOWN = "SELECT current_setting('idle_in_transaction_session_timeout')"
_LEFT = "INSERT INTO storage_sessions SELECT n, 7 FROM generate_series(1, 20000) n"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for the module."""
    server = Server()
    yield server
    server.end()


@pytest.fixture
async def name(server: Server) -> str:
    """The test's database."""
    return await server.new()


async def prefers(server: Server, name: str, *settings: str) -> PostgresDatabase:
    """The database is open, and prefers these settings."""
    async with server.outside(name) as outside:
        for each in settings:
            await outside.execute(f"ALTER DATABASE {name} SET {each}")
    return await opened(server.url(name))


@pytest.fixture
async def database(server: Server, name: str) -> AsyncIterator[PostgresDatabase]:
    """An open database."""
    database = await opened(server.url(name))
    yield database
    await database.close()


@pytest.mark.parametrize("level", ["serializable", "repeatable read"])
async def test_behind_a_lock_everything_before_is_seen_whatever_isolation_is_preferred(
    server: Server, name: str, level: str
) -> None:
    database = await prefers(server, name, f"default_transaction_isolation = '{level}'")

    async def counts(tx: Transaction) -> object:
        await tx.lock("words")
        row = await tx.fetch_one("SELECT count(*) FROM words")
        number = 0 if row is None else int(row[0] or 0)
        await tx.execute("INSERT INTO words (word) VALUES (?)", str(number))
        return number

    outcomes = await asyncio.gather(*(database.run([Do(counts)]) for _ in range(20)))
    await database.close()
    assert sorted(int(str(each.value)) for (each,) in outcomes) == list(range(20))


async def test_who_reads_for_long_is_not_ended_by_a_limit_of_the_role(
    server: Server, name: str
) -> None:
    database = await prefers(server, name, "statement_timeout = '50ms'", "lock_timeout = '1ms'")
    async with database.read() as read:
        assert await read.fetch_one("SELECT 7 FROM pg_sleep(0.2)") == (7,)
    outlook = await database.look([])
    await database.close()
    assert outlook.steps == 0


async def test_a_writer_that_stands_still_is_ended_before_another_process_takes_over(
    database: PostgresDatabase,
) -> None:
    async def shown(tx: Transaction) -> object:
        return await tx.fetch_one(_SHOWN)

    (outcome,) = await database.run([Do(shown)])
    async with database.read() as read:
        assert (outcome.value, await read.fetch_one(_SHOWN)) == (("20s",), ("1h",))


async def test_what_connections_left_long_ago_is_gone_however_many_they_were(
    server: Server, name: str, database: PostgresDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what the living have is kept."""
    async with server.outside(name) as outside:
        await outside.execute(_LEFT)
    monkeypatch.setattr(postgres_sessions, "OLD", -1)
    second = await opened(server.url(name))
    assert [(await each.run([keep(word)]))[0].value for each, word in
            ((database, "one"), (second, "two"))] == ["one", "two"]  # fmt: skip
    async with server.outside(name) as outside:
        marks = await outside.fetch("SELECT mark FROM storage_sessions")
    await second.close()
    assert [row["mark"] for row in marks] == [1, 1]
