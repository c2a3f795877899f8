"""Tells whether a COMMIT whose answer was lost has arrived, also when the server crashed.

The number of a transaction does not tell: after a crash the server gives numbers that it had not
yet written down to other transactions, and would say "committed" of a stranger's. So each writing
connection has a row of its own, and each of its commits counts it up in the same transaction. Who
asks waits until the server has ended the connection, which holds a lock as long as it lives.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import asyncpg

from storage.components import SESSIONS_TABLE as TABLE
from storage.ports import Value

_Columns = Sequence[Value]
# So many transactions behind its last commit nobody asks any more.
OLD = 1_000_000
# Seconds after which a server that has not answered is gone: to what waits for nobody, to a COMMIT.
ANSWER_S = 10.0
COMMIT_S = 30.0
_PREPARE = f"""
SELECT pg_advisory_xact_lock(hashtext('{TABLE}'));
CREATE TABLE IF NOT EXISTS {TABLE} (
    session BIGINT PRIMARY KEY,
    mark BIGINT NOT NULL
);
DELETE FROM {TABLE} WHERE age(xmin) > %d AND session NOT IN (
    SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""
_BEGIN = (
    f"INSERT INTO {TABLE} (session, mark) VALUES"
    " (hashtextextended(gen_random_uuid()::text, 0), 0)"
    " RETURNING session, pg_advisory_lock(session)"
)


class Connection(Protocol):
    """What is used of the driver's connection, and which commits of it were sent."""

    session: int
    mark: int

    async def execute(self, query: str, *args: Value) -> str: ...

    async def executemany(self, command: str, args: Iterable[Sequence[Value]]) -> None: ...

    async def fetch(self, query: str, *args: Value) -> list[_Columns]: ...

    async def fetchrow(self, query: str, *args: Value) -> _Columns | None: ...

    async def close(self, *, timeout: float | None = None) -> None: ...  # noqa: ASYNC109  its name

    def is_closed(self) -> bool: ...

    def terminate(self) -> None: ...

    async def set_type_codec(
        self,
        typename: str,
        *,
        schema: str,
        encoder: Callable[[int], str],
        decoder: Callable[[str], int],
    ) -> None: ...


class Session(asyncpg.Connection):  # type: ignore[misc]  # the driver has no types
    """The driver's connection with room for its marks."""

    session = 0
    mark = 0


async def control(connection: Connection, sql: str, seconds: float | None = None) -> None:
    """The server has done this statement, which waits for nobody.

    When it does not answer in time the connection has ended. Raises TimeoutError, an OSError.
    """
    try:
        async with asyncio.timeout(ANSWER_S if seconds is None else seconds):
            await connection.execute(sql)
    except TimeoutError:
        connection.terminate()
        raise


async def prepare(connection: Connection) -> None:
    """There is a table for the marks; what connections left there that ended long ago is gone."""
    await connection.execute(_PREPARE % OLD)


async def begin(connection: Connection) -> None:
    """The commits of this connection can be told."""
    row = await connection.fetchrow(_BEGIN)
    assert row is not None
    connection.session = int(row[0] or 0)


def commit(connection: Connection) -> str:
    """Commits with the connection's next mark; a transaction that wrote nothing leaves none."""
    connection.mark += 1
    return (
        f"UPDATE {TABLE} SET mark = {connection.mark} WHERE session = {connection.session}"
        " AND pg_current_xact_id_if_assigned() IS NOT NULL; COMMIT"
    )


async def has_arrived(asking: Connection, session: int, mark: int) -> bool | None:
    """Whether the commit with that mark is kept; None while its connection still lives."""
    row = await asking.fetchrow("SELECT pg_try_advisory_lock($1)", session)
    if row is None or not row[0]:
        return None
    try:
        row = await asking.fetchrow(f"SELECT mark FROM {TABLE} WHERE session = $1", session)
    finally:
        await asking.execute("SELECT pg_advisory_unlock($1)", session)
    return row is not None and row[0] == mark
