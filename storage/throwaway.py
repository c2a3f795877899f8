"""Reading a throwaway database: on its one connection, as works that are always undone.

Its journal is in memory, so a second connection and the writer would wait for each other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from storage.ports import Row, Transaction, Value, Work
from storage.works import Result

Run = Callable[[Sequence[Work[None]]], Awaitable[Sequence[Result[None]]]]


class ThrowawayReader:
    """Queries that each see the newest committed rows."""

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        """All rows of the answer; the statement itself bounds how many."""
        (result,) = await self._run([_Query(sql, values)])
        if isinstance(result.error, _Answer):
            return result.error.rows
        raise result.error or AssertionError("a query ends by raising its answer")


@asynccontextmanager
async def read_throwaway(run: Run) -> AsyncIterator[ThrowawayReader]:
    """A reader that keeps nothing."""
    yield ThrowawayReader(run)


class _Answer(Exception):
    def __init__(self, rows: list[Row]) -> None:
        super().__init__()
        self.rows = rows


class _Query:
    """Reads and then raises what it read, so that nothing of it is kept."""

    __slots__ = ("_sql", "_values")

    def __init__(self, sql: str, values: tuple[Value, ...]) -> None:
        self._sql = sql
        self._values = values

    async def run(self, tx: Transaction) -> None:
        raise _Answer(await tx.fetch_all(self._sql, *self._values))

    def recover(self, error: Exception) -> None:
        return None
