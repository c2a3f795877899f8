"""A database that is only read, also beside the process that writes it: no lock, no migration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

from storage.components import Component, Migration
from storage.errors import StorageRefused, StorageUnavailable, TurnBroken
from storage.migrate import pending_in
from storage.opening import check_place
from storage.ports import Outcome, Reader, Work
from storage.readers import Readers

T = TypeVar("T")


class SqliteBeside:
    """One SQLite file; every block of ``read`` sees one snapshot, and nothing can be written."""

    dialect = "sqlite"
    unavailable: type[Exception] = StorageUnavailable
    broken: type[Exception] = TurnBroken

    def __init__(self, path: Path) -> None:
        # A connection that may write takes its log away with it when it is the last one.
        self._readers = Readers(path, mode="rw")

    async def close(self) -> None:
        """Nothing is left open. Safe to call twice."""
        await self._readers.close()

    async def run(self, works: Sequence[Work[T]]) -> Sequence[Outcome[T]]:
        """Raises StorageUnavailable."""
        raise StorageUnavailable("read_only")

    def read(self) -> AbstractAsyncContextManager[Reader]:
        """A reader that sees one snapshot. Raises StorageUnavailable."""
        return self._readers.read()

    async def watched(self, work: Coroutine[object, object, T]) -> T:
        """What the coroutine returns; nobody waits for it but who asks."""
        return await work


@asynccontextmanager
async def beside(path: Path, components: Sequence[Component]) -> AsyncIterator[SqliteBeside]:
    """The file, to read until the end of the block. Raises StorageRefused."""
    check_place(path)
    database = SqliteBeside(path)
    try:
        try:
            async with database.read() as read:
                refuse_older(await pending_in(read, database.dialect, components))
        except StorageUnavailable as unavailable:
            raise StorageRefused(unavailable.reason, path=str(path)) from unavailable
        yield database
    finally:
        await database.close()


def refuse_older(steps: Sequence[Migration]) -> None:
    """Raises StorageRefused ``older`` when there are migrations to take first."""
    if steps:
        raise StorageRefused("older", component=steps[0].component, need=steps[0].version)
