"""The usual way: a transaction for each command, a hop to another thread for each statement.

The statements and values are those that the bot's own turns ran, recorded once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import aiosqlite

from benchmarks.full_stack import Commits, Measured, fresh_app
from bot.core.model import Incoming
from bot.core.ports import Row, Value
from storage.transaction import SqliteTransaction

Statement = tuple[str, tuple[Value, ...]]


async def record(path: Path, updates: Sequence[Incoming]) -> list[list[Statement]]:
    """The statements of each of these commands, one command in a transaction."""
    app = fresh_app(path)
    await app.start()
    Commits(app)
    recorded: list[list[Statement]] = []
    with _Recorder(recorded):
        for update in updates:
            recorded.append([])
            await app.take_in(update)
    await app.stop()
    return recorded


async def run(path: Path, commands: Sequence[Sequence[Statement]], in_flight: int) -> Measured:
    """Each command in a transaction of its own through aiosqlite, ``in_flight`` at a time."""
    waiting = iter(commands)
    turn = asyncio.Lock()
    async with aiosqlite.connect(path, isolation_level=None, cached_statements=512) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            await connection.execute(f"PRAGMA {pragma}")

        async def one_after_the_other() -> None:
            for command in waiting:
                async with turn:
                    await connection.execute("BEGIN IMMEDIATE")
                    for sql, values in command:
                        cursor = await connection.execute(sql, values)
                        if "RETURNING" in sql or sql.startswith("SELECT"):
                            await cursor.fetchall()
                        await cursor.close()
                    await connection.execute("COMMIT")

        started, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))
        return Measured(
            time.perf_counter() - started, time.process_time() - cpu, len(commands), len(commands)
        )


class _Recorder:
    """While it is entered, every statement of a turn is written down as well."""

    def __init__(self, recorded: list[list[Statement]]) -> None:
        self._recorded = recorded
        self._execute = SqliteTransaction.execute
        self._fetch_one = SqliteTransaction.fetch_one

    def __enter__(self) -> None:
        recorded, execute, fetch_one = self._recorded, self._execute, self._fetch_one

        async def noted_execute(tx: SqliteTransaction, sql: str, *values: Value) -> int:
            recorded[-1].append((sql, values))
            return await execute(tx, sql, *values)

        async def noted_fetch_one(tx: SqliteTransaction, sql: str, *values: Value) -> Row | None:
            recorded[-1].append((sql, values))
            return await fetch_one(tx, sql, *values)

        SqliteTransaction.execute = noted_execute  # type: ignore[method-assign]
        SqliteTransaction.fetch_one = noted_fetch_one  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        SqliteTransaction.execute = self._execute  # type: ignore[method-assign]
        SqliteTransaction.fetch_one = self._fetch_one  # type: ignore[method-assign]
