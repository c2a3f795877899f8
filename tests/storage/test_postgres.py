"""PostgreSQL behind the same ports: what ``test_sqlite.py`` promises, and what is its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.core import ports
from storage.errors import StorageUnavailable, TurnBroken
from storage.ports import Transaction
from storage.postgres import PostgresDatabase
from storage.postgres_transaction import lock_number
from tests.storage.pg import Server, opened
from tests.storage.samples import Do, keep, refuse, shown, statement


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


@pytest.fixture
async def database(server: Server, name: str) -> AsyncIterator[PostgresDatabase]:
    """An open database with an empty table of words, in which a work has little time."""
    database = await opened(server.url(name), turn_seconds=0.4)
    yield database
    await database.close()


async def waiters(server: Server, name: str) -> None:
    """Returns when somebody waits for a lock in this database."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'"
    async with server.outside() as connection:
        while not await connection.fetchval(sql, name):
            pass


def test_the_core_sees_its_own_ports() -> None:
    database: ports.Database = PostgresDatabase("postgresql://localhost/words")
    assert (database.dialect, database.unavailable) == ("postgres", StorageUnavailable)


async def test_works_run_in_order_and_are_kept(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    outcomes = await database.run([keep("one"), keep("two"), keep("three")])
    assert [outcome.value for outcome in outcomes] == ["one", "two", "three"]
    assert await server.words(name) == ["one", "two", "three"]
    assert await database.run([]) == []


async def test_a_work_that_raises_is_undone_and_its_neighbours_are_kept(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    outcomes = await database.run([keep("one"), refuse("two"), keep("three")])
    assert [shown(outcome.error) for outcome in outcomes] == ["", "ValueError: two", ""]
    assert await server.words(name) == ["one", "three"]


async def test_what_recovers_runs_in_the_same_place(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    second = refuse("second", instead=keep("third"))
    first = refuse("first", instead=second)
    outcomes = await database.run([keep("before"), first, keep("after")])
    assert [outcome.value for outcome in outcomes] == ["before", "third", "after"]
    assert await server.words(name) == ["before", "third", "after"]
    assert [shown(error) for error in first.errors + second.errors] == [
        "ValueError: first",
        "ValueError: second",
    ]


async def test_a_recovery_without_end_is_broken(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    work = refuse("again")
    work._instead = work
    outcomes = await database.run([work, keep("after")])
    assert shown(outcomes[0].error) == "TurnBroken: its recovery has no end"
    assert await server.words(name) == ["after"]


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("INSERT INTO nowhere VALUES (1)", 'relation "nowhere" does not exist'),
        ("INSERT INTO words (word) VALUES (NULL)", 'null value in column "word"'),
        ("COMMIT", "PermissionError: not authorized"),
        ("SELECT pg_sleep(100) FROM words", ""),
        ("SELECT pg_sleep(100)", "TurnBroken: ran longer than 0.4 s"),
    ],
)
async def test_a_statement_that_fails_takes_its_work_alone_along(
    server: Server, name: str, database: PostgresDatabase, sql: str, error: str
) -> None:
    async def swallows(tx: Transaction) -> None:
        try:
            await tx.execute(sql)
        except Exception:
            return

    await database.run([statement("DELETE FROM words")])
    outcomes = await database.run([statement(sql), Do(swallows), keep("after")])
    assert [error in shown(outcome.error) for outcome in outcomes[:2]] == [True, True]
    assert [outcome.error is None for outcome in outcomes] == [not error, not error, True]
    assert await server.words(name) == ["after"]


class Outside(BaseException):
    """No Exception."""


async def _sleeps(_: Transaction) -> None:
    await asyncio.sleep(0)


async def _computes(_: Transaction) -> None:
    while True:
        pass


async def _asks_for_ever(tx: Transaction) -> None:
    while True:
        await tx.fetch_one("SELECT 1")


async def _escapes(_: Transaction) -> None:
    raise Outside


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (_sleeps, "awaited something that is not its transaction"),
        (_computes, "ran longer than 0.4 s"),
        (_asks_for_ever, "ran longer than 0.4 s"),
        (_escapes, "raised Outside"),
    ],
)
async def test_a_work_that_hangs_or_awaits_something_foreign_is_broken(
    server: Server, name: str, database: PostgresDatabase, script: Do, error: str
) -> None:
    broken = Do(script, instead=keep("instead"))  # type: ignore[arg-type]
    outcomes = await database.run([keep("before"), broken, keep("after")])
    assert [outcome.error for outcome in outcomes] == [None, None, None]
    assert [(type(each), str(each)) for each in broken.errors] == [(TurnBroken, error)]
    assert await server.words(name) == ["before", "instead", "after"]


async def test_values_come_back_as_they_went(database: PostgresDatabase) -> None:
    async def script(tx: Transaction) -> object:
        one = await tx.execute("INSERT INTO words (word, body) VALUES (?, ?)", "一?", b"\x00\xff")
        none = await tx.execute("UPDATE words SET word = 'x' WHERE word = ?", "nobody")
        await tx.execute_many("INSERT INTO words (word) VALUES (?)", [("b",), ("B",), ("a",)])
        seen = await tx.execute("SELECT word FROM words")
        rows = await tx.fetch_all("SELECT word, body FROM words WHERE body IS NOT NULL")
        total = await tx.fetch_one("SELECT coalesce(sum(n), 0), count(*) FROM words")
        nobody = await tx.fetch_one("SELECT n FROM words WHERE word = ?", "c")
        return one, none, seen, rows, total, nobody

    (outcome,) = await database.run([Do(script)])
    assert outcome.value == (1, 0, 0, [("一?", b"\x00\xff")], (10, 4), None)


async def test_a_reader_sees_one_snapshot_and_cannot_write(database: PostgresDatabase) -> None:
    async with database.read() as read:
        assert await read.fetch_all("SELECT word FROM words") == []
        await database.run([keep("late")])
        assert await read.fetch_one("SELECT word FROM words") is None
        with pytest.raises(Exception, match="read-only transaction"):
            await read.fetch_all("DELETE FROM words RETURNING n")
    async with database.read() as read:
        assert await read.fetch_one("SELECT word FROM words") == ("late",)


async def test_a_key_that_somebody_else_writes_meanwhile_is_there_in_the_second_run(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    async def once(tx: Transaction) -> object:
        found = await tx.fetch_one("SELECT word FROM words WHERE word = 'key'")
        if found is None:
            await tx.execute("INSERT INTO words (word) VALUES ('key')")
        return found

    work = Do(once)
    async with server.outside(name) as other:
        theirs = other.transaction()
        await theirs.start()
        await other.execute("INSERT INTO words (word) VALUES ('key')")
        ours = asyncio.ensure_future(database.run([keep("before"), work]))
        await waiters(server, name)
        await theirs.commit()
        outcomes = await ours
    assert ([outcome.value for outcome in outcomes], work.errors) == (["before", ("key",)], [])


async def test_a_lock_is_waited_for_and_then_everything_before_is_seen(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    async def script(tx: Transaction) -> object:
        await tx.lock("person:1")
        return await tx.fetch_all("SELECT word FROM words")

    async with server.outside(name) as other:
        theirs = other.transaction()
        await theirs.start()
        await other.execute("SELECT pg_advisory_xact_lock($1)", lock_number("person:1"))
        await other.execute("INSERT INTO words (word) VALUES ('theirs')")
        ours = asyncio.ensure_future(database.run([Do(script)]))
        await waiters(server, name)
        await theirs.commit()
        (outcome,) = await ours
    assert outcome.value == [("theirs",)]


async def test_keys_are_taken_in_one_order_whoever_asks(database: PostgresDatabase) -> None:
    def locking(*keys: str) -> Do:
        async def script(tx: Transaction) -> None:
            await tx.lock(*keys)
            await tx.fetch_one("SELECT 1")

        return Do(script)

    works = [locking(*(("a", "b", "a") if n % 2 else ("b", "a"))) for n in range(60)]
    outcomes = await asyncio.gather(*(database.run([work]) for work in works))
    assert [outcome.error for (outcome,) in outcomes] == [None] * 60
    assert [work.runs for work in works] == [1] * 60


async def test_calls_in_each_others_way_are_run_again_and_nothing_is_lost(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    """Each call wants the locks of the other in the other order."""

    def grown(word: str, key: str) -> Do:
        async def script(tx: Transaction) -> None:
            await tx.lock(key)
            await tx.execute("INSERT INTO words (word) VALUES (?)", word)

        return Do(script)

    calls = []
    for n in range(10):
        keys = ("a", "b", "c") if n % 2 else ("c", "b", "a")
        calls.append(database.run([grown(f"{n}{key}", key) for key in keys]))
    outcomes = [outcome for call in await asyncio.gather(*calls) for outcome in call]
    assert [outcome.error for outcome in outcomes] == [None] * 30
    assert sorted(await server.words(name)) == sorted(f"{n}{k}" for n in range(10) for k in "abc")


async def test_calls_run_side_by_side(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    async def blocked(tx: Transaction) -> None:
        await tx.lock("held")

    async with server.outside(name) as other:
        theirs = other.transaction()
        await theirs.start()
        await other.execute("SELECT pg_advisory_xact_lock($1)", lock_number("held"))
        waiting = asyncio.ensure_future(database.run([Do(blocked)]))
        await waiters(server, name)
        (outcome,) = await database.run([keep("beside")])
        assert (outcome.value, waiting.done()) == ("beside", False)
        await theirs.rollback()
        await waiting


async def test_a_cancelled_caller_takes_its_works_back(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    async def blocked(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('lost')")
        await tx.lock("held")

    async with server.outside(name) as other, other.transaction():
        await other.execute("SELECT pg_advisory_xact_lock($1)", lock_number("held"))
        waiting = asyncio.ensure_future(database.run([Do(blocked)]))
        await waiters(server, name)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    await database.run([keep("after")])
    assert await server.words(name) == ["after"]


async def test_the_sealer_runs_before_each_commit_and_its_failure_keeps_nothing(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    async def seal(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) SELECT 'sealed ' || max(word) FROM words")

    database.before_commit = seal
    await database.run([keep("one")])
    await database.run([refuse("two")])
    assert await server.words(name) == ["one", "sealed one"]

    async def fails(tx: Transaction) -> None:
        raise LookupError

    database.before_commit = fails
    with pytest.raises(StorageUnavailable, match="sealing"):
        await database.run([keep("three")])
    assert await server.words(name) == ["one", "sealed one"]


async def test_closed_it_keeps_and_reads_nothing(server: Server, name: str) -> None:
    database = await opened(server.url(name))
    await database.close()
    await database.close()
    with pytest.raises(StorageUnavailable, match="closed"):
        await database.run([keep("late")])
    with pytest.raises(StorageUnavailable, match="closed"):
        database.read()


async def test_who_writes_to_a_table_is_known_until_the_end_of_the_transaction(
    server: Server, name: str, database: PostgresDatabase
) -> None:
    async with server.outside(name) as other:
        theirs = other.transaction()
        await theirs.start()
        await other.execute("SELECT * FROM words")
        before = await database.writers_of("words")
        await other.execute("INSERT INTO words (word) VALUES ('theirs')")
        during = await database.writers_of("words")
        await theirs.commit()
    assert (len(before), len(during), len(await database.writers_of("words"))) == (0, 1, 0)
