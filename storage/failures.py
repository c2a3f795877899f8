"""Which errors of SQLite mean that the storage failed, and not the work."""

from __future__ import annotations

import sqlite3

_REASONS = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "io",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_NOLFS: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "unreadable",
    sqlite3.SQLITE_CANTOPEN: "unreadable",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "not_a_database",
}


def failure_of(error: BaseException) -> str | None:
    """Why the storage cannot keep anything now; None for an error that a work made.

    An unknown table, a broken constraint or a value that does not fit are the work's.
    """
    return _REASONS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
