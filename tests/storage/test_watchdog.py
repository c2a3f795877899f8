from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.ports import Transaction
from storage.sqlite import SqliteDatabase
from tests.storage.samples import Do, Script, a_database, keep, shown, words_in

BROKEN = "TurnBroken: ran longer than 0.2 s"
ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
ENDLESS_WRITE = "INSERT INTO words (word) " + ENDLESS.replace("max(n)", "max(n) || ''")


@pytest.fixture
async def database(path: Path) -> AsyncIterator[SqliteDatabase]:
    """A database that breaks a work after 0.2 seconds."""
    database = await a_database(path, turn_seconds=0.2)
    yield database
    await database.close()


async def loop_forever(tx: Transaction) -> None:
    await tx.execute("INSERT INTO words (word) VALUES ('half')")
    while True:
        pass


async def swallow_everything(tx: Transaction) -> None:
    for _ in iter(int, 1):
        try:
            await loop_forever(tx)
        except Exception:  # noqa: S112 -- it is what the test is about
            continue


async def query_forever(tx: Transaction) -> None:
    await tx.execute("INSERT INTO words (word) VALUES ('half')")
    await tx.fetch_one(ENDLESS)


async def write_forever(tx: Transaction) -> None:
    await tx.execute(ENDLESS_WRITE)


async def loop_over_statements(tx: Transaction) -> None:
    while True:
        await tx.fetch_one("SELECT 1 UNION SELECT 2")


@pytest.mark.parametrize(
    "script",
    [loop_forever, swallow_everything, query_forever, write_forever, loop_over_statements],
)
async def test_a_work_that_hangs_is_undone_and_recovers(
    database: SqliteDatabase, path: Path, script: Script
) -> None:
    hanging = Do(script, instead=keep("instead"))
    outcomes = await database.run([keep("one"), hanging, keep("two")])
    assert [outcome.value for outcome in outcomes] == ["one", "instead", "two"]
    assert ([shown(error) for error in hanging.errors], hanging.runs) == ([BROKEN], 1)
    assert words_in(path) == ["one", "instead", "two"]
    outcomes = await database.run([keep(f"{n}") for n in range(200)])
    assert [outcome.error for outcome in outcomes] == [None] * 200


async def test_a_recovery_that_hangs_is_broken(database: SqliteDatabase) -> None:
    class Hanging(Do):
        def recover(self, error: Exception) -> None:
            while True:
                pass

    async def script(_: Transaction) -> None:
        raise ValueError("first")

    (outcome,) = await database.run([Hanging(script)])
    assert shown(outcome.error) == BROKEN


async def test_a_hanging_work_is_broken_each_time(database: SqliteDatabase, path: Path) -> None:
    outcomes = await database.run([Do(query_forever), Do(loop_forever), keep("one")])
    assert [shown(outcome.error) for outcome in outcomes] == [BROKEN, BROKEN, ""]
    assert words_in(path) == ["one"]


async def test_an_unhurried_work_may_take_its_time(database: SqliteDatabase) -> None:
    async def script(tx: Transaction) -> bool:
        watchdog = database._watchdog
        ticks = 0
        first = watchdog.ticks
        while watchdog.ticks < first + 10:
            ticks += 1
        return ticks > 0

    with database.unhurried():
        (outcome,) = await database.run([Do(script)])
    assert outcome.value is True


async def test_works_that_end_just_in_time_never_hurt_their_neighbours(path: Path) -> None:
    database = await a_database(path, turn_seconds=0.004)

    async def nearly(tx: Transaction) -> int:
        return sum(range(60_000))

    works = [Do(nearly) if n % 2 else keep(f"{n}") for n in range(200)]
    outcomes = await database.run(works)
    await database.close()
    kinds = {shown(outcome.error) for outcome in outcomes[1::2]}
    assert kinds <= {"", "TurnBroken: ran longer than 0.004 s"}
    assert words_in(path) == [f"{n}" for n in range(0, 200, 2) if outcomes[n].error is None]
