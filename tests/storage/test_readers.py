from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from storage.errors import StorageUnavailable
from storage.ports import Transaction
from storage.sqlite import SqliteDatabase
from tests.storage.samples import Do, keep, words_in
from tests.storage.test_watchdog import ENDLESS

WORDS = "SELECT word FROM words ORDER BY n"


async def test_a_reader_sees_one_snapshot(database: SqliteDatabase) -> None:
    await database.run([keep("one")])
    async with database.read() as reader:
        assert await reader.fetch_all(WORDS) == [("one",)]
        await database.run([keep("two")])
        assert await reader.fetch_all(WORDS) == [("one",)]
        assert await reader.fetch_one("SELECT 1 FROM words WHERE word = ?", "two") is None
    async with database.read() as reader:
        assert await reader.fetch_all(WORDS) == [("one",), ("two",)]


async def test_a_reader_does_not_see_what_is_not_committed(database: SqliteDatabase) -> None:
    loop = asyncio.get_running_loop()
    seen: list[object] = []

    async def read() -> None:
        async with database.read() as reader:
            seen.extend(await reader.fetch_all(WORDS))

    async def script(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('one')")
        asyncio.run_coroutine_threadsafe(read(), loop).result()

    (outcome,) = await database.run([Do(script)])
    assert (outcome.error, seen) == (None, [])


async def test_a_reader_cannot_write(database: SqliteDatabase, path: Path) -> None:
    async with database.read() as reader:
        with pytest.raises(StorageUnavailable, match="read_only"):
            await reader.fetch_all("INSERT INTO words (word) VALUES ('one')")
    assert words_in(path) == []


async def test_a_wrong_query_is_an_error_and_the_reader_is_fit_again(
    database: SqliteDatabase,
) -> None:
    for _ in range(6):
        async with database.read() as reader:
            with pytest.raises(Exception, match="no such table: nowhere"):
                await reader.fetch_one("SELECT 1 FROM nowhere")
            assert await reader.fetch_one("SELECT 1") == (1,)


async def test_many_readers_share_four_connections(database: SqliteDatabase) -> None:
    async def read(n: int) -> object:
        async with database.read() as reader:
            return await reader.fetch_one("SELECT ?", n)

    assert await asyncio.gather(*[read(n) for n in range(40)]) == [(n,) for n in range(40)]
    readers = database._readers
    assert readers is not None
    assert len(readers._open) <= 4


async def test_a_cancelled_reader_stops_its_query_and_is_given_back(
    database: SqliteDatabase,
) -> None:
    begun = asyncio.Event()

    async def read() -> None:
        async with database.read() as reader:
            begun.set()
            await reader.fetch_one(ENDLESS)

    for _ in range(6):
        begun.clear()
        reading = asyncio.ensure_future(read())
        await begun.wait()
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    async with database.read() as reader:
        assert await reader.fetch_one("SELECT 1") == (1,)


async def test_closing_does_not_wait_for_a_reader(database: SqliteDatabase) -> None:
    async with database.read() as reader:
        assert await reader.fetch_one("SELECT 1") == (1,)
        await database.close()
        with pytest.raises(StorageUnavailable, match="closed"):
            await reader.fetch_one("SELECT 1")


async def test_a_reader_that_is_opened_while_all_is_closed_is_closed_too(
    database: SqliteDatabase,
) -> None:
    async def read() -> None:
        async with database.read() as reader:
            await reader.fetch_all(WORDS)

    reading = asyncio.get_running_loop().create_task(read())
    await asyncio.sleep(0)  # it waits for its connection
    await database.close()
    with pytest.raises(StorageUnavailable, match="closed"):
        await reading
