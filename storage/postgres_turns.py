"""Runs one work after the other inside an open transaction, each undone alone when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TypeVar, cast

from storage.errors import TurnBroken
from storage.ports import Work
from storage.postgres_failures import Meaning, failure_of, meaning_of
from storage.postgres_sessions import Connection, control
from storage.postgres_transaction import PostgresTransaction
from storage.steps import Watched
from storage.watchdog import TICKS, Watchdog
from storage.works import Result, broken_by

T = TypeVar("T")
Run = Callable[[PostgresTransaction], Coroutine[object, object, object]]

RECOVERIES = 100
# A key that another transaction has taken meanwhile is there when the work runs again.
RACES = 3
# A statement has this many times the work's seconds, its lock included, and the work this many:
# a server that stands still is told from a work that does.
STATEMENT_TIMES, WORK_TIMES = 2, 3


class StorageFailed(Exception):
    """The storage failed under a work; the transaction is worth nothing any more."""

    def __init__(self, reason: str, cause: BaseException | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause = cause


class Conflict(Exception):
    """Two transactions stood in each other's way; this one is to be run again."""


class TransactionLost(Exception):
    """A work failed by its own fault and took the transaction along."""

    def __init__(self, index: int, work: Work[object], error: Exception) -> None:
        super().__init__(error)
        self.index = index
        self.work = work
        self.error = error


class Overdue(Exception):
    """A work ran out of its time; nothing is known of its connection."""


class Turns:
    """Plays works on one connection. ``undo`` takes back what was done since the last work."""

    def __init__(
        self, connection: Connection, watchdog: Watchdog, undo: str, *, hurried: bool
    ) -> None:
        self.tx = PostgresTransaction(connection, watchdog)
        self._connection = connection
        self._watchdog = watchdog
        self._undo = undo
        self._seconds = watchdog.seconds * WORK_TIMES if hurried else None

    async def settle(
        self, work: Work[object], index: int, error: Exception | None = None
    ) -> Result[object]:
        """The work is kept in the open transaction, or undone and nothing took its place.

        With ``error`` the work is not run but recovers from it. Raises StorageFailed, Conflict,
        TransactionLost: the transaction is over.
        """
        result = Result[object](None, error)
        if error is None:
            result = await self._try(work, index)
        for _ in range(RECOVERIES):
            if result.error is None:
                return result
            await self._take_back()
            answer = await self._play(_ask(work, result.error), work, index)
            if answer.error is not None or answer.value is None:
                await self._take_back()
                return answer if answer.error is not None else result
            work = cast("Work[object]", answer.value)
            result = await self._try(work, index)
        await self._take_back()
        return Result(None, broken_by("its recovery has no end", result.error))

    async def play(self, run: Run) -> Result[object]:
        """What came of the coroutine. Raises StorageFailed, Conflict, Overdue."""
        tx = self.tx
        tx.fault = None
        limit = asyncio.timeout(self._seconds)
        try:
            async with limit:
                result = Result(await _Driven(run(tx), tx, self._watchdog), None)
        except TimeoutError as error:
            if limit.expired():
                raise self._overdue() from error
            result = Result(None, error)
        except Exception as error:  # noqa: BLE001 -- an outcome, given to the caller
            result = Result(None, error)
        except BaseException as error:  # SystemExit is not ours to obey, a cancelled caller is
            if _is_cancelled():
                raise
            result = Result(None, broken_by(f"raised {type(error).__name__}", error))
        return self._blame(result)

    async def _try(self, work: Work[object], index: int) -> Result[object]:
        for _ in range(RACES - 1):
            result = await self._play(work.run, work, index)
            if result.error is None or meaning_of(result.error) is not Meaning.RACE:
                return result
            await self._take_back()
        return await self._play(work.run, work, index)

    async def _play(self, run: Run, work: Work[object], index: int) -> Result[object]:
        try:
            return await self.play(run)
        except Overdue as error:
            broken = broken_by(f"ran longer than {self._watchdog.seconds:g} s", error)
            raise TransactionLost(index, work, broken) from error

    async def _take_back(self) -> None:
        await control(self._connection, self._undo)

    def _overdue(self) -> Exception:
        waited = self._watchdog.ticks - self.tx.since
        if waited >= STATEMENT_TIMES * TICKS:  # the server itself would have ended it
            return StorageFailed("lost", None)
        return Overdue()

    def _blame(self, result: Result[object]) -> Result[object]:
        fault = self.tx.fault
        if fault is None:
            return result
        if self._connection.is_closed():
            raise StorageFailed("lost", fault)
        match meaning_of(fault):
            case Meaning.STORAGE:
                raise StorageFailed(failure_of(fault) or "lost", fault)
            case Meaning.CONFLICT:
                raise Conflict from fault
            case Meaning.SLOW:
                broken = broken_by(f"ran longer than {self._watchdog.seconds:g} s", fault)
                return Result(None, broken)
        # What the work made of it, unless it swallowed it: the transaction is over as well.
        return Result(None, fault) if result.error is None else result


class _Driven(Watched[T]):
    """A work's coroutine that may wait for its transaction and for nothing else."""

    __slots__ = ("_tx",)

    def __init__(
        self, coroutine: Coroutine[object, object, T], tx: PostgresTransaction, watchdog: Watchdog
    ) -> None:
        super().__init__(coroutine, watchdog)
        self._tx = tx

    def look(self) -> None:
        """It waits for its transaction. Raises TurnBroken."""
        if not self._tx.is_waiting:
            raise self._end_foreign()

    def _end_foreign(self) -> TurnBroken:
        reason = "awaited something that is not its transaction"
        try:
            self.coroutine.close()
        except Exception as error:  # noqa: BLE001 -- becomes the cause
            return broken_by(reason, error)
        return TurnBroken(reason)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _ask(work: Work[object], error: Exception) -> Run:
    async def ask(_: PostgresTransaction) -> object:
        return work.recover(error)

    return ask
