"""A transaction on SQLite as a work sees it: coroutines that never suspend."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import cast

from storage.ports import Row, Value


class SqliteTransaction:
    """Statements of the running work, all on one cursor.

    One cursor means that a new statement ends the one before it: nothing that ``fetch_one``
    left half read survives to the commit. ``fault`` keeps the first error of SQLite, also
    when the work swallowed it: on the other engine such a transaction is over as well.
    """

    __slots__ = ("_cursor", "_execute", "fault")

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self._execute = cursor.execute
        self.fault: sqlite3.Error | None = None

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        try:
            return cast("Row | None", self._execute(sql, values).fetchone())
        except sqlite3.Error as error:
            self.fault = self.fault or error
            raise

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        """All rows of the answer."""
        try:
            return self._execute(sql, values).fetchall()
        except sqlite3.Error as error:
            self.fault = self.fault or error
            raise

    async def execute(self, sql: str, *values: Value) -> int:
        """How many rows the statement changed."""
        try:
            count = self._execute(sql, values).rowcount
            return count if count > 0 else self._count(sql, count)
        except sqlite3.Error as error:
            self.fault = self.fault or error
            raise

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """The statement was run once for each row."""
        try:
            self._cursor.executemany(sql, rows)
        except sqlite3.Error as error:
            self.fault = self.fault or error
            raise

    async def lock(self, *keys: str) -> None:
        """Nothing to do: there is a single writer."""

    def _count(self, sql: str, count: int) -> int:
        if count == 0:
            if self._cursor.description is None:
                return 0
            self._cursor.fetchall()  # RETURNING: counted only when its rows are read
            return self._cursor.rowcount
        if sql.lstrip()[:4].upper() == "WITH":  # the driver counts no statement that begins so
            return cast("int", self._execute("SELECT changes()").fetchone()[0])
        return 0
