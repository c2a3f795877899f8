"""Runs one work after the other inside the open transaction, each in its savepoint."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import cast

from storage.errors import TurnBroken
from storage.failures import failure_of
from storage.ports import Work
from storage.transaction import SqliteTransaction
from storage.watchdog import TurnInterrupted, Watchdog
from storage.works import Result, broken_by

# Own spellings: the statement cache would hand a work our statement without the authorizer.
SAVEPOINT = "SAVEPOINT work -- storage"
RELEASE = "RELEASE work -- storage"
ROLLBACK_TO = "ROLLBACK TO work -- storage"

RECOVERIES = 100
Run = Callable[[SqliteTransaction], Coroutine[object, object, object]]
_CONTROL = (
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_ATTACH,
    sqlite3.SQLITE_DETACH,
)


class StorageFailed(Exception):
    """The storage failed under a work; the transaction is worth nothing any more."""

    def __init__(self, reason: str, cause: BaseException | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause


class TransactionLost(Exception):
    """A work failed by its own fault and took the transaction along (interrupted, ROLLBACK)."""

    def __init__(self, work: Work[object], error: Exception) -> None:
        super().__init__(error)
        self.work = work
        self.error = error


class Turns:
    """Plays works on one connection, on the thread that owns it."""

    def __init__(self, connection: sqlite3.Connection, watchdog: Watchdog) -> None:
        cursor = connection.cursor()
        self._connection = connection
        self._watchdog = watchdog
        self._tx = SqliteTransaction(cursor)
        self.execute = cursor.execute
        connection.set_authorizer(self._authorize)

    def settle(
        self, work: Work[object], context: Context, error: Exception | None = None
    ) -> Result[object]:
        """The work is kept in the open transaction, or undone and nothing took its place.

        With ``error`` the work is not run but recovers from it. Raises StorageFailed,
        TransactionLost, sqlite3.Error of the savepoint: the transaction is to be rolled back.
        """
        self.execute(SAVEPOINT)
        result = self.play(work.run, context) if error is None else Result(None, error)
        if result.error is not None:
            result = self._replace(work, result.error, context)
        self.execute(RELEASE)
        return result

    def play(self, run: Run, context: Context) -> Result[object]:
        """What came of the coroutine, run to its end here and now. Raises StorageFailed."""
        watchdog = self._watchdog
        turn = watchdog.number = watchdog.number + 1
        try:
            watchdog.turn = turn
            result = self._drive(run, context)
            watchdog.turn = 0
            if watchdog.struck == turn:
                watchdog.calm()
        except TurnInterrupted:
            watchdog.calm()
            result = Result(None, None)
        if watchdog.struck == turn:
            self._tx.fault = None
            return Result(None, TurnBroken(f"ran longer than {watchdog.seconds:g} s"))
        return result if self._tx.fault is None else self._blame(result)

    def _drive(self, run: Run, context: Context) -> Result[object]:
        try:
            coroutine = run(self._tx)
            context.copy().run(coroutine.send, None)
        except StopIteration as end:
            return Result(end.value, None)
        except Exception as error:  # noqa: BLE001 -- an outcome, given to the caller
            return Result(None, error)
        except TurnInterrupted:
            raise
        except BaseException as error:  # noqa: BLE001 -- SystemExit is not ours to obey
            return Result(None, broken_by(f"raised {type(error).__name__}", error))
        return Result(None, _end_foreign(coroutine))

    def _blame(self, result: Result[object]) -> Result[object]:
        fault, self._tx.fault = self._tx.fault, None
        assert fault is not None
        reason = failure_of(fault)
        if reason is not None:
            raise StorageFailed(reason, fault)
        return Result(None, fault) if result.error is None else result

    def _replace(self, work: Work[object], error: Exception, context: Context) -> Result[object]:
        for _ in range(RECOVERIES):
            self._undo(work, error)
            answer = self.play(_ask(work, error), context)
            if answer.error is not None:
                return answer
            if answer.value is None:
                return Result(None, error)
            work = cast("Work[object]", answer.value)
            result = self.play(work.run, context)
            if result.error is None:
                return result
            error = result.error
        self._undo(work, error)
        return Result(None, broken_by("its recovery has no end", error))

    def _undo(self, work: Work[object], error: Exception) -> None:
        if not self._connection.in_transaction:
            raise TransactionLost(work, error)
        self.execute(ROLLBACK_TO)

    def _authorize(self, action: int, *_: str | None) -> int:
        # A work that commits for itself would keep what its group may still undo.
        if action in _CONTROL and self._watchdog.turn:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK


def _ask(work: Work[object], error: Exception) -> Run:
    async def ask(_: SqliteTransaction) -> object:
        return work.recover(error)

    return ask


def _end_foreign(coroutine: Coroutine[object, object, object]) -> TurnBroken:
    try:
        coroutine.close()
    except Exception as error:  # noqa: BLE001 -- becomes the cause
        return broken_by("awaited something that is not its transaction", error)
    return TurnBroken("awaited something that is not its transaction")
