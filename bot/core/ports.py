"""What the core asks of the world outside: a database, a clock's timers, a chat platform.

Books and cogs speak to a ``Transaction``; engines of ``storage`` implement it. SQL is one
text for both engines: ``?`` placeholders, portable UPSERT, values of str, int, bytes or None.
"""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeVar

Value = str | int | bytes | None
Row = tuple[Value, ...]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class DeclaredTable(Protocol):
    """What a migration says of a table (``docs/writing-a-cog.md`` §2).

    ``kind`` is fact, cache, choice or engine; ``person`` the column that says whose a row is,
    None where it is nobody's; ``retention`` how long it is kept, in words.
    """

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def person(self) -> str | None: ...
    @property
    def retention(self) -> str | None: ...
    @property
    def columns(self) -> tuple[str, ...]: ...


class Reader(Protocol):
    """Reads committed rows; a query sees one snapshot."""

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        """The first row of the answer, None when there is none."""
        ...

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        """All rows of the answer; the statement itself bounds how many."""
        ...


class Transaction(Reader, Protocol):
    """Reads and writes inside one turn: all of it is kept, or none."""

    async def execute(self, sql: str, *values: Value) -> int:
        """How many rows the statement changed: the write decides, not a read before it."""
        ...

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """The statement was run once for each row."""
        ...

    async def lock(self, *keys: str) -> None:
        """No other transaction holds a lock of these keys until this one ends.

        Nothing on an engine with a single writer; the keys are taken in sorted order.
        """
        ...


class Work(Protocol[T_co]):
    """One turn's writes. Its coroutine awaits its transaction and nothing else."""

    async def run(self, tx: Transaction) -> T_co:
        """Do the writes. An exception undoes them all."""
        ...

    def recover(self, error: Exception) -> Work[T_co] | None:
        """What to run in its place, at once, after ``run`` raised and was undone.

        None hands the error to the caller. Not asked when the storage itself failed.
        """
        ...


class Outcome(Protocol[T_co]):
    """What became of one work."""

    @property
    def error(self) -> Exception | None:
        """Why the work was undone; None when it is committed."""
        ...

    @property
    def value(self) -> T_co:
        """What the committed work returned. Raises ``error`` when it was undone."""
        ...


class Sealer(Protocol):
    """Runs at the end of a group of works, inside their transaction, before the commit."""

    async def __call__(self, tx: Transaction) -> None: ...


class Database(Protocol):
    """An engine: readers beside it, one way to write."""

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgres``."""
        ...

    @property
    def unavailable(self) -> type[Exception]:
        """What ``run`` raises when nothing can be kept now (full disk, lost server)."""
        ...

    @property
    def broken(self) -> type[Exception]:
        """The error of a work that hung, or awaited something that is not its transaction."""
        ...

    async def close(self) -> None:
        """What was accepted is committed or failed, nothing is left open. Safe to call twice."""
        ...

    async def run(self, works: Sequence[Work[T]]) -> Sequence[Outcome[T]]:
        """The works ran in this order, each whole or undone; returns after the commit.

        Raises ``unavailable`` when none of them was kept; the same works may be tried later.
        """
        ...

    def read(self) -> AbstractAsyncContextManager[Reader]:
        """A reader on a connection that cannot write."""
        ...

    async def watched(self, work: Coroutine[object, object, T]) -> T:
        """What the coroutine returns, run here on the loop.

        Raises ``broken`` when it computes for longer than a work may without a wait.
        """
        ...
