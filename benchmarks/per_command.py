"""The usual way: a transaction for each command, a hop to another thread for each statement.

The statements and values are those that the bot's own turns ran, recorded once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import aiosqlite

from benchmarks.full_stack import Measured, fresh_app
from bot.core.model import Incoming
from bot.core.ports import Value
from storage.transaction import SqliteTransaction

Statement = tuple[str, tuple[Value, ...]]


async def record(path: Path, updates: Sequence[Incoming]) -> list[list[Statement]]:
    """The statements of each of these commands, one command in a transaction."""
    app = fresh_app(path)
    await app.start()
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
    """While it is entered, every statement of a turn, and of its seal, is written down as well."""

    def __init__(self, recorded: list[list[Statement]]) -> None:
        self._recorded = recorded
        self._methods = {
            name: getattr(SqliteTransaction, name)
            for name in ("execute", "fetch_one", "fetch_all", "execute_many")
        }

    def __enter__(self) -> None:
        for name, method in self._methods.items():
            setattr(SqliteTransaction, name, self._noting(name, method))

    def __exit__(self, *_: object) -> None:
        for name, method in self._methods.items():
            setattr(SqliteTransaction, name, method)

    def _noting(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        recorded = self._recorded

        async def noted(tx: SqliteTransaction, sql: str, *values: Any) -> Any:
            if recorded:
                rows = list(values[0]) if name == "execute_many" else [values]
                recorded[-1] += [(sql, row) for row in rows]
                values = (rows,) if name == "execute_many" else values
            return await method(tx, sql, *values)

        return noted
