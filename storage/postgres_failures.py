"""What an error of PostgreSQL or of its connection means for a work."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

import asyncpg

DRIVER: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)
"""What the driver raises.

InternalClientError comes from a connection that the server has ended while nobody used it: the
driver has read why, and not yet that it is over.
"""

# By class of SQLSTATE where one cause is like the other, else by the whole code.
_REASONS = {
    "08": "lost",
    "25P03": "lost",  # idle for too long inside its transaction: this process stood still
    "57P01": "lost",
    "57P02": "lost",
    "57P03": "lost",
    "57P05": "lost",
    "25006": "read_only",
    "53100": "full",
    "53": "busy",
    "58": "io",
    "XX001": "damaged",
    "XX002": "damaged",
}
_CONFLICTS = ("40001", "40P01", "55P03")
_REPEATABLE = ("23505", "23503", "23P01")
_CANCELLED = "57014"


class Meaning(Enum):
    """Whose fault it is."""

    OWN = auto()
    """The work's: a broken constraint, an unknown table."""
    RACE = auto()
    """A key that another transaction has written meanwhile; a second run sees it."""
    CONFLICT = auto()
    """Two transactions in each other's way: the whole transaction is to be run again."""
    SLOW = auto()
    """The statement ran out of its time."""
    STORAGE = auto()
    """The storage failed."""


def meaning_of(error: BaseException) -> Meaning:
    """Whose fault it is; the connection itself was looked at before."""
    code = code_of(error)
    if failure_of(error) is not None:
        return Meaning.STORAGE
    if code in _CONFLICTS or isinstance(error, _outdated()):
        return Meaning.CONFLICT
    if code in _REPEATABLE:
        return Meaning.RACE
    return Meaning.SLOW if code == _CANCELLED else Meaning.OWN


def failure_of(error: BaseException) -> str | None:
    """Why the storage cannot keep anything now; None for an error that a work made."""
    if isinstance(error, OSError | asyncpg.InternalClientError):
        return None if isinstance(error, PermissionError) else "lost"
    code = code_of(error)
    return _REASONS.get(code) or _REASONS.get(code[:2])


def code_of(error: BaseException) -> str:
    """Its SQLSTATE, "" for one that is not of the server's kind."""
    return str(getattr(error, "sqlstate", None) or "")


def _outdated() -> tuple[type[Exception], ...]:
    # Another process has changed the schema: the statements are prepared anew.
    return (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)
