"""What an engine of storage takes and gives; the core asks for the same shapes.

Storage stands alone, so these protocols repeat what the core's ports say, as far as storage
itself needs them. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

Value = str | int | bytes | None
Row = tuple[Value, ...]
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Reader(Protocol):
    """Reads committed rows."""

    async def fetch_one(self, sql: str, *values: Value) -> Row | None: ...

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]: ...


class Transaction(Reader, Protocol):
    """Reads and writes of one work: all of it is kept, or none."""

    async def execute(self, sql: str, *values: Value) -> int: ...

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None: ...

    async def lock(self, *keys: str) -> None: ...


class Work(Protocol[T_co]):
    """One turn's writes; it may be run again from its beginning when the storage failed."""

    async def run(self, tx: Transaction) -> T_co: ...

    def recover(self, error: Exception) -> Work[T_co] | None: ...


class Outcome(Protocol[T_co]):
    """What became of one work."""

    @property
    def error(self) -> Exception | None: ...

    @property
    def value(self) -> T_co: ...


class Sealer(Protocol):
    """Runs inside the transaction of a group of works, before its commit."""

    async def __call__(self, tx: Transaction) -> None: ...


class Engine(Protocol):
    """What the migration runner needs of a database."""

    @property
    def dialect(self) -> str: ...

    async def run(self, works: Sequence[Work[T]]) -> Sequence[Outcome[T]]: ...

    def unhurried(self) -> AbstractContextManager[None]:
        """Within the block no work is broken for being slow."""
        ...
