"""Looks at a database as it lies there and changes nothing: no file, no table, no lock."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.components import Component
from storage.errors import StorageRefused, StorageUnavailable
from storage.failures import failure_of
from storage.migrate import pending_in
from storage.opening import BUSY_SECONDS, check_place
from storage.readers import SqliteReader


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a start would find. ``steps`` are the migrations that it would take.

    ``size`` of the database and ``free`` room on its disk are bytes; a server does not say what
    its disk has left. Without a ``size`` the database is not there yet. Without ``steps`` only a
    start can tell.
    """

    size: int
    free: int | None
    steps: int | None


async def look_at_file(path: Path, components: Sequence[Component]) -> Outlook:
    """The outlook of a SQLite file, also while a bot runs on it. Raises StorageRefused."""
    check_place(path)
    free = shutil.disk_usage(path.parent).free
    log = path.with_name(path.name + "-wal")
    size = sum(each.stat().st_size for each in (path, log) if each.exists())
    if not size:
        return Outlook(0, free, sum(len(each.migrations()) for each in components))
    address = _untouched(path)
    if address is None:
        return Outlook(size, free, None)
    try:
        steps = await _steps(address, components)
    except StorageUnavailable as unavailable:
        raise StorageRefused(unavailable.reason, path=str(path)) from unavailable
    except sqlite3.Error as error:
        raise StorageRefused(failure_of(error) or "unreadable", path=str(path)) from error
    return Outlook(size, free, steps)


def _untouched(path: Path) -> str | None:
    """By what SQLite reads the file and makes none beside it; None where it would have to.

    Who reads a log needs its index, and makes one where the log was copied without it.
    """
    index, log = (path.with_name(path.name + ending) for ending in ("-shm", "-wal"))
    if index.exists():
        return f"{path.absolute().as_uri()}?mode=ro&readonly_shm=1"
    if log.exists() and log.stat().st_size:
        return None
    # The database was closed in order, and nobody writes.
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


async def _steps(address: str, components: Sequence[Component]) -> int:
    import aiosqlite

    # Its DEBUG lines hold the values of every statement.
    logging.getLogger("aiosqlite").setLevel(logging.WARNING)
    async with aiosqlite.connect(
        address, uri=True, isolation_level=None, timeout=BUSY_SECONDS
    ) as connection:
        return len(await pending_in(SqliteReader(connection), "sqlite", components))
