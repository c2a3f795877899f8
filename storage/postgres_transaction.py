"""A transaction on PostgreSQL as a work sees it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from storage.placeholders import numbered
from storage.ports import Row, Value
from storage.postgres_sessions import Connection
from storage.watchdog import Watchdog

_LOCK = "SELECT pg_advisory_xact_lock($1::bigint)"


class PostgresTransaction:
    """Statements of the running work. ``fault`` keeps the first error, also a swallowed one.

    ``is_waiting`` tells a wait for the server from one for something foreign, ``since`` the
    watchdog's tick at which it began.
    """

    __slots__ = ("_connection", "_watchdog", "fault", "is_waiting", "since")

    def __init__(self, connection: Connection, watchdog: Watchdog) -> None:
        self._connection = connection
        self._watchdog = watchdog
        self.fault: Exception | None = None
        self.is_waiting = False
        self.since = 0

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        try:
            self._begin()
            row = await self._connection.fetchrow(numbered(sql), *values)
        except Exception as error:
            self.fault = self.fault or error
            raise
        finally:
            self.is_waiting = False
        return None if row is None else tuple(row)

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        """All rows of the answer."""
        try:
            self._begin()
            rows = await self._connection.fetch(numbered(sql), *values)
        except Exception as error:
            self.fault = self.fault or error
            raise
        finally:
            self.is_waiting = False
        return [tuple(row) for row in rows]

    async def execute(self, sql: str, *values: Value) -> int:
        """How many rows the statement changed."""
        try:
            self._begin()
            status = await self._connection.execute(numbered(sql), *values)
        except Exception as error:
            self.fault = self.fault or error
            raise
        finally:
            self.is_waiting = False
        word, _, count = status.rpartition(" ")
        return int(count) if count.isdigit() and word != "SELECT" else 0

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """The statement was run once for each row."""
        try:
            self._begin()
            await self._connection.executemany(numbered(sql), rows)
        except Exception as error:
            self.fault = self.fault or error
            raise
        finally:
            self.is_waiting = False

    async def lock(self, *keys: str) -> None:
        """No other transaction holds a lock of these keys until this one ends."""
        for key in sorted(set(keys)):
            await self.fetch_one(_LOCK, lock_number(key))

    def _begin(self) -> None:
        self.is_waiting = True
        self.since = self._watchdog.ticks


@lru_cache(maxsize=4096)
def lock_number(key: str) -> int:
    """The server's lock for this key; two keys that share one wait without need, no more."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
