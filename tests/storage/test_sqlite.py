from __future__ import annotations

import asyncio
from contextvars import ContextVar
from pathlib import Path

import pytest

from bot.core import ports
from storage.errors import StorageRefused, StorageUnavailable, TurnBroken
from storage.ports import Transaction
from storage.sqlite import SqliteDatabase
from tests.storage.samples import Do, a_database, keep, refuse, shown, statement, words_in

caller: ContextVar[str] = ContextVar("caller", default="nobody")


async def test_the_core_sees_its_own_ports(path: Path) -> None:
    database: ports.Database = SqliteDatabase(path)
    assert (database.dialect, database.unavailable) == ("sqlite", StorageUnavailable)


async def test_works_run_in_order_and_are_kept(database: SqliteDatabase, path: Path) -> None:
    outcomes = await database.run([keep("one"), keep("two"), keep("three")])
    assert [outcome.value for outcome in outcomes] == ["one", "two", "three"]
    assert words_in(path) == ["one", "two", "three"]


async def test_a_call_without_works_has_no_outcomes(database: SqliteDatabase) -> None:
    assert await database.run([]) == []


async def test_a_work_that_raises_is_undone_and_its_neighbours_are_kept(
    database: SqliteDatabase, path: Path
) -> None:
    outcomes = await database.run([keep("one"), refuse("two"), keep("three")])
    assert [shown(outcome.error) for outcome in outcomes] == ["", "ValueError: two", ""]
    assert words_in(path) == ["one", "three"]
    with pytest.raises(ValueError, match="two"):
        _ = outcomes[1].value


async def test_what_recovers_runs_in_the_same_place(database: SqliteDatabase, path: Path) -> None:
    second = refuse("second", instead=keep("third"))
    first = refuse("first", instead=second)
    outcomes = await database.run([keep("before"), first, keep("after")])
    assert [outcome.value for outcome in outcomes] == ["before", "third", "after"]
    assert words_in(path) == ["before", "third", "after"]
    assert [shown(error) for error in first.errors + second.errors] == [
        "ValueError: first",
        "ValueError: second",
    ]


async def test_a_recovery_without_end_is_broken(database: SqliteDatabase, path: Path) -> None:
    work = refuse("again")
    work._instead = work
    outcomes = await database.run([work, keep("after")])
    assert shown(outcomes[0].error) == "TurnBroken: its recovery has no end"
    assert words_in(path) == ["after"]


async def test_a_recovery_that_raises_is_the_outcome(database: SqliteDatabase) -> None:
    class Careless(Do):
        def recover(self, error: Exception) -> None:
            raise LookupError(str(error))

    async def script(_: Transaction) -> None:
        raise ValueError("first")

    (outcome,) = await database.run([Careless(script)])
    assert shown(outcome.error) == "LookupError: first"


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("INSERT INTO nowhere VALUES (1)", "OperationalError: no such table: nowhere"),
        ("INSERT INTO words (word) VALUES (NULL)", "NOT NULL constraint failed: words.word"),
        ("COMMIT", "DatabaseError: not authorized"),
        ("ROLLBACK", "DatabaseError: not authorized"),
        ("RELEASE work", "DatabaseError: not authorized"),
        ("ATTACH 'other.db' AS other", "DatabaseError: not authorized"),
    ],
)
async def test_a_wrong_statement_fails_its_work_only(
    database: SqliteDatabase, path: Path, sql: str, error: str
) -> None:
    wrong = statement(sql)
    outcomes = await database.run([keep("one"), wrong, keep("two")])
    assert shown(outcomes[1].error).endswith(error)
    assert wrong.errors == [outcomes[1].error]
    assert words_in(path) == ["one", "two"]


async def test_an_insert_that_rolls_everything_back_takes_no_neighbour_along(
    database: SqliteDatabase, path: Path
) -> None:
    greedy = statement("INSERT OR ROLLBACK INTO words (word) VALUES ('one')")
    outcomes = await database.run([keep("one"), greedy, keep("two")])
    assert [shown(outcome.error) for outcome in outcomes] == [
        "",
        "IntegrityError: UNIQUE constraint failed: words.word",
        "",
    ]
    assert words_in(path) == ["one", "two"]


async def test_a_constraint_error_ends_the_turn_also_when_it_is_swallowed(
    database: SqliteDatabase, path: Path
) -> None:
    async def script(tx: Transaction) -> str:
        try:
            await tx.execute("INSERT INTO words (word) VALUES ('one')")
        except Exception:
            return "went on"
        return "kept"

    outcomes = await database.run([keep("one"), Do(script)])
    assert shown(outcomes[1].error) == "IntegrityError: UNIQUE constraint failed: words.word"
    assert words_in(path) == ["one"]


async def test_a_deferred_constraint_fails_the_work_that_broke_it(
    database: SqliteDatabase, path: Path
) -> None:
    await database.run(
        [
            statement(
                "CREATE TABLE parts (word TEXT REFERENCES words (word)"
                " DEFERRABLE INITIALLY DEFERRED)"
            )
        ]
    )
    orphan = statement("INSERT INTO parts (word) VALUES ('nothing')")
    orphan._instead = keep("instead")
    outcomes = await database.run([keep("one"), orphan, keep("two")])
    assert [outcome.value for outcome in outcomes] == ["one", "instead", "two"]
    assert shown(orphan.errors[0]) == "IntegrityError: FOREIGN KEY constraint failed"
    assert words_in(path) == ["one", "instead", "two"]


async def test_a_work_that_awaits_something_foreign_is_broken(
    database: SqliteDatabase, path: Path
) -> None:
    ended = []

    async def script(tx: Transaction) -> None:
        await tx.execute("INSERT INTO words (word) VALUES ('half')")
        try:
            await asyncio.sleep(0)
        finally:
            ended.append("closed")

    outcomes = await database.run([Do(script), keep("one")])
    broken = "TurnBroken: awaited something that is not its transaction"
    assert [shown(outcome.error) for outcome in outcomes] == [broken, ""]
    assert (words_in(path), ended) == (["one"], ["closed"])


async def test_a_work_cannot_end_the_program(database: SqliteDatabase, path: Path) -> None:
    async def script(_: Transaction) -> None:
        raise SystemExit

    outcomes = await database.run([Do(script), keep("one")])
    assert shown(outcomes[0].error) == "TurnBroken: raised SystemExit"
    assert words_in(path) == ["one"]


async def test_recursion_and_memory_are_failures_of_the_work(database: SqliteDatabase) -> None:
    async def deeper(tx: Transaction) -> None:
        await deeper(tx)

    async def greedy(_: Transaction) -> None:
        bytearray(1 << 60)

    outcomes = await database.run([Do(deeper), Do(greedy), keep("one")])
    kinds = [type(outcome.error) for outcome in outcomes]
    assert kinds == [RecursionError, MemoryError, type(None)]


async def test_a_work_sees_its_callers_context_and_leaves_none_behind(
    database: SqliteDatabase,
) -> None:
    async def script(_: Transaction) -> str:
        seen = caller.get()
        caller.set("the work")
        return seen

    caller.set("the caller")
    outcomes = await database.run([Do(script), Do(script)])
    assert [outcome.value for outcome in outcomes] == ["the caller", "the caller"]
    assert caller.get() == "the caller"


async def test_a_transaction_counts_what_it_changed(database: SqliteDatabase) -> None:
    async def script(tx: Transaction) -> list[int]:
        await tx.lock("words")
        await tx.execute_many("INSERT INTO words (word) VALUES (?)", [("a",), ("b",), ("c",)])
        return [
            await tx.execute("UPDATE words SET body = ?", b"x"),
            await tx.execute("UPDATE words SET body = ? WHERE word = ?", b"x", "none"),
            await tx.execute("INSERT INTO words (word) VALUES ('a') ON CONFLICT DO NOTHING"),
            await tx.execute("INSERT INTO words (word) VALUES ('d'), ('e') RETURNING n"),
            await tx.execute("WITH old AS (SELECT 'd' AS w) DELETE FROM words WHERE word IN old"),
            await tx.execute("CREATE TABLE more (n INTEGER)"),
        ]

    (outcome,) = await database.run([Do(script)])
    assert outcome.value == [3, 0, 0, 2, 1, 0]


async def test_a_transaction_reads_its_own_writes(database: SqliteDatabase) -> None:
    async def script(tx: Transaction) -> list[object]:
        await tx.execute_many("INSERT INTO words (word) VALUES (?)", [("a",), ("b",)])
        half_read = await tx.fetch_one("SELECT word FROM words ORDER BY n")
        await tx.execute("DELETE FROM words WHERE word = 'a'")
        return [
            half_read,
            await tx.fetch_one("SELECT word FROM words WHERE word = ?", "a"),
            await tx.fetch_all("SELECT n, word FROM words"),
        ]

    (outcome,) = await database.run([Do(script)])
    assert outcome.value == [("a",), None, [(2, "b")]]


async def test_closing_waits_for_what_was_accepted(path: Path) -> None:
    database = await a_database(path)
    runs = [asyncio.ensure_future(database.run([keep(f"{n:03}")])) for n in range(300)]
    await asyncio.sleep(0)
    await database.close()
    await database.close()
    outcomes = await asyncio.gather(*runs)
    assert [outcome.value for (outcome,) in outcomes] == [f"{n:03}" for n in range(300)]
    with pytest.raises(StorageUnavailable, match="closed"):
        await database.run([keep("late")])
    with pytest.raises(StorageUnavailable, match="closed"):
        database.read()


async def test_a_cancelled_caller_takes_nothing_back(database: SqliteDatabase, path: Path) -> None:
    run = asyncio.ensure_future(database.run([keep("one")]))
    await asyncio.sleep(0)
    run.cancel()
    await database.run([keep("two")])
    assert run.cancelled()
    assert words_in(path) == ["one", "two"]


async def test_an_open_database_is_not_opened_again(database: SqliteDatabase) -> None:
    with pytest.raises(StorageRefused, match="locked"):
        await database.open()


async def test_a_throwaway_database_reads_what_was_just_written(path: Path) -> None:
    database = await a_database(path, durable=False)
    async with database.read() as reader:
        await database.run([keep("one"), refuse("two")])
        assert await reader.fetch_all("SELECT word FROM words") == [("one",)]
        assert await reader.fetch_one("SELECT word FROM words WHERE word = ?", "two") is None
        await reader.fetch_all("INSERT INTO words (word) VALUES ('by a reader')")
        assert await reader.fetch_one("SELECT count(*) FROM words") == (1,)
        with pytest.raises(Exception, match="no such table"):
            await reader.fetch_all("SELECT 1 FROM nowhere")
    await database.close()
    assert words_in(path) == ["one"]


def test_a_broken_turn_says_why() -> None:
    assert shown(TurnBroken("hung")) == "TurnBroken: hung"
