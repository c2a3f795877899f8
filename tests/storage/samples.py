"""Works and databases that the tests of storage are made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

from storage.ports import Row, Transaction, Work
from storage.sqlite import SqliteDatabase

Script = Callable[[Transaction], Awaitable[object]]


class Do:
    """A work that runs a function; ``instead`` takes its place when it was undone."""

    def __init__(self, script: Script, *, instead: Work[object] | None = None) -> None:
        self._script = script
        self._instead = instead
        self.errors: list[Exception] = []
        self.runs = 0

    async def run(self, tx: Transaction) -> object:
        self.runs += 1
        return await self._script(tx)

    def recover(self, error: Exception) -> Work[object] | None:
        self.errors.append(error)
        return self._instead


def keep(word: str, *, size: int = 0) -> Do:
    """A work that keeps a word, with a body of ``size`` bytes."""

    async def script(tx: Transaction) -> object:
        await tx.execute("INSERT INTO words (word, body) VALUES (?, ?)", word, bytes(size))
        return word

    return Do(script)


def refuse(word: str, *, instead: Work[object] | None = None) -> Do:
    """A work that writes a word and then raises ValueError with it."""

    async def script(tx: Transaction) -> object:
        await tx.execute("INSERT INTO words (word) VALUES (?)", word)
        raise ValueError(word)

    return Do(script, instead=instead)


def statement(sql: str) -> Do:
    """A work of one statement."""

    async def script(tx: Transaction) -> object:
        return await tx.execute(sql)

    return Do(script)


async def a_database(path: Path, **options: float | bool) -> SqliteDatabase:
    """An open database with an empty table of words."""
    database = SqliteDatabase(path, **options)  # type: ignore[arg-type]
    await database.open()
    table = "CREATE TABLE words (n INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, body BLOB)"
    (made,) = await database.run([statement(table)])
    assert made.error is None
    return database


def words_in(path: Path) -> list[str]:
    """The committed words in the order in which they were written, read from outside."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        rows: list[Row] = connection.execute("SELECT word FROM words ORDER BY n").fetchall()
    connection.close()
    return [str(word) for (word,) in rows]


def shown(error: Exception | None) -> str:
    """An error as its kind and words, to compare."""
    return "" if error is None else f"{type(error).__name__}: {error}"
