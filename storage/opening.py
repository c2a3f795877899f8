"""Opens the database file, or says why not and leaves nothing behind."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from storage.errors import StorageRefused
from storage.failures import failure_of

STATEMENTS = 512
BUSY_SECONDS = 2.0
_HEADER = b"SQLite format 3\x00"


def check_place(path: Path) -> None:
    """A database may be opened or made here. Raises StorageRefused; touches nothing."""
    if not path.parent.is_dir():
        raise StorageRefused("missing_folder", path=str(path.parent))
    if path.is_dir():
        raise StorageRefused("is_a_folder", path=str(path))
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StorageRefused("read_only", path=str(path.parent))
    if not path.exists():
        return
    if not path.is_file():
        raise StorageRefused("not_a_database", path=str(path))
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError:
        raise StorageRefused("unreadable", path=str(path)) from None
    if head not in (b"", _HEADER):
        raise StorageRefused("not_a_database", path=str(path))
    if not os.access(path, os.W_OK):
        raise StorageRefused("read_only", path=str(path))


def open_writer(path: Path, *, durable: bool) -> sqlite3.Connection:
    """The writing connection, made ready. Raises StorageRefused; a new file is removed again."""
    is_new = not path.exists()
    try:
        return connect_writer(path, durable=durable, mode="rwc")
    except (sqlite3.Error, StorageRefused) as error:
        if is_new:
            for ending in ("", "-wal", "-shm", "-journal"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
        if isinstance(error, StorageRefused):
            raise
        reason = failure_of(error) or "unreadable"
        raise StorageRefused("unreadable" if reason == "io" else reason, path=str(path)) from error


def connect_writer(path: Path, *, durable: bool, mode: str) -> sqlite3.Connection:
    """A connection with our pragmas; ``mode`` ``rw`` never makes a file. Raises sqlite3.Error."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        cached_statements=STATEMENTS,
        timeout=BUSY_SECONDS,
    )
    try:
        _make_ready(connection, path, durable)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_ready(connection: sqlite3.Connection, path: Path, durable: bool) -> None:
    journal = "wal" if durable else "memory"
    connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")  # of a new file; before the log is there
    mode = connection.execute(f"PRAGMA journal_mode={journal}").fetchone()[0]
    if mode != journal:
        raise StorageRefused("no_wal", path=str(path))
    for pragma in _PRAGMAS + (_DURABLE if durable else _THROWAWAY):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()


# A turn writes a short row in each of ten tables: half of the usual page is half the log, and
# 10-20 % less CPU a check-in at 100,000 members.
_PAGE_BYTES = 2048
_PRAGMAS = (
    "foreign_keys=ON",
    # What was erased is overwritten in the file, not only unlinked.
    "secure_delete=ON",
    "temp_store=MEMORY",  # else each savepoint keeps its undo in a file: 18 % more CPU for a work
    "cache_size=-16384",  # 16 MB; at 230 MB of random rows 64 MB were no faster than these
    # At 24 MB the writer looks after the log itself. As a rule little is left to copy then, since
    # storage/log_keeper.py has done it meanwhile: to empty 6 MB holds the writer for some 35 ms.
    "wal_autocheckpoint=12000",
    "journal_size_limit=67108864",  # a log that a long reader let grow gives its space back
    "mmap_size=0",  # a map gains nothing measurable and turns an I/O error into a crash
)
_DURABLE = ("synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON")
# Against a log without its fsyncs: 46 µs a commit of one work instead of 83.
_THROWAWAY = ("synchronous=OFF", "locking_mode=EXCLUSIVE")
