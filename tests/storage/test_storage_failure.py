"""What happens when SQLite itself cannot go on: a full disk, an alien lock, a failed commit."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from storage.errors import StorageUnavailable
from storage.ports import Transaction
from storage.sqlite import SqliteDatabase
from tests.storage.samples import Do, a_database, keep, shown, statement, words_in
from tests.storage.test_group_commit import all_at_once

BIG = 200_000


async def fill(database: SqliteDatabase) -> None:
    """The database takes a few small rows more and no big one."""
    await database.run([statement("PRAGMA max_page_count = 12")])


async def empty(database: SqliteDatabase) -> None:
    """There is room again."""
    await database.run([statement("PRAGMA max_page_count = 100000")])


async def test_a_full_disk_keeps_what_has_room_and_says_so_for_the_rest(
    database: SqliteDatabase, path: Path
) -> None:
    await fill(database)
    too_big = keep("two", size=BIG)
    assert await all_at_once(
        database,
        [
            [keep("one")],
            [too_big],
            [keep("three"), keep("four", size=BIG), keep("five")],
            [keep("six")],
        ],
    ) == [
        [""],
        ["raised StorageUnavailable: full"],
        ["", "StorageUnavailable: full", "StorageUnavailable: full"],
        [""],
    ]
    assert (words_in(path), too_big.errors) == (["one", "three", "six"], [])


async def test_it_goes_on_when_there_is_room_again(database: SqliteDatabase, path: Path) -> None:
    await fill(database)
    with pytest.raises(StorageUnavailable) as raised:
        await database.run([keep("one", size=BIG)])
    assert raised.value.reason == "full"
    assert isinstance(raised.value.__cause__, sqlite3.OperationalError)
    await empty(database)
    await database.run([keep("one", size=BIG)])
    assert words_in(path) == ["one"]


async def test_a_full_disk_empties_the_log_and_keeps_it_short(
    database: SqliteDatabase, path: Path
) -> None:
    await database.run([keep("one", size=BIG)])
    assert path.stat().st_size < BIG  # the row is in the log alone
    await database.run([statement("PRAGMA max_page_count = 200")])
    with pytest.raises(StorageUnavailable, match="full"):
        await database.run([keep("two", size=2 * BIG)])
    assert path.stat().st_size > BIG
    await empty(database)
    log = path.with_name("hearth.db-wal")
    for word in range(8):
        await database.run([keep(f"word {word}", size=BIG)])
    assert log.stat().st_size < 5 * BIG


async def test_a_work_that_swallows_a_full_disk_is_not_kept(
    database: SqliteDatabase, path: Path
) -> None:
    async def script(tx: Transaction) -> str:
        try:
            await tx.execute("INSERT INTO words (word, body) VALUES ('big', ?)", bytes(BIG))
        except sqlite3.Error as error:
            raise ValueError("hidden") from error
        return "kept"

    await fill(database)
    work = Do(script)
    assert await all_at_once(database, [[keep("one"), work]]) == [["", "StorageUnavailable: full"]]
    assert (words_in(path), work.errors) == (["one"], [])


async def test_a_commit_that_fails_resolves_nothing(database: SqliteDatabase, path: Path) -> None:
    await database.run(
        [
            statement(
                "CREATE TABLE parts (word TEXT REFERENCES words (word)"
                " DEFERRABLE INITIALLY DEFERRED)"
            )
        ]
    )
    works = [keep("one"), statement("INSERT INTO parts VALUES ('none')"), keep("two")]
    outcomes = await database.run(works)
    assert [shown(outcome.error) for outcome in outcomes] == [
        "",
        "IntegrityError: FOREIGN KEY constraint failed",
        "",
    ]
    assert [work.runs for work in works] == [2, 2, 2]
    assert words_in(path) == ["one", "two"]


async def test_an_alien_writer_makes_it_unavailable_until_it_is_gone(
    database: SqliteDatabase, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.opening.BUSY_SECONDS", 0.05)
    await database.run([statement("PRAGMA busy_timeout = 50")])
    alien = sqlite3.connect(path, isolation_level=None)
    alien.execute("BEGIN IMMEDIATE")
    assert await all_at_once(database, [[keep("one")], [keep("two"), keep("three")]]) == [
        ["raised StorageUnavailable: busy"],
        ["raised StorageUnavailable: busy"],
    ]
    alien.close()
    await database.run([keep("one")])
    assert words_in(path) == ["one"]


async def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "hearth.db"
    database = await a_database(path)
    # A connection that was lost is opened again: here it is made to be lost.
    await database.run([statement("PRAGMA busy_timeout = 50")])
    alien = sqlite3.connect(path, isolation_level=None)
    alien.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable, match="busy"):
        await database.run([keep("one")])
    alien.close()
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    with pytest.raises(StorageUnavailable, match="unreadable"):
        await database.run([keep("one")])
    assert not path.exists()
    await database.close()


async def test_a_crash_of_the_writer_leaves_nobody_waiting(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashes: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", crashes.append)
    database = await a_database(path)
    writer = database._writer
    assert writer is not None

    def crash(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(writer, "_keep", crash)
    assert await all_at_once(database, [[keep("one")], [keep("two")]]) == [
        ["raised StorageUnavailable: stopped"],
        ["raised StorageUnavailable: stopped"],
    ]
    with pytest.raises(StorageUnavailable, match="stopped"):
        await database.run([keep("three")])
    await database.close()
    assert [crash.exc_type for crash in crashes] == [ZeroDivisionError]
    assert words_in(path) == []
