"""Keeps the works of one call in one transaction, or one by one when that failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg

from storage import postgres_sessions as sessions
from storage.errors import StorageUnavailable
from storage.ports import Sealer, Work
from storage.postgres_connections import Connections
from storage.postgres_failures import DRIVER, Meaning, failure_of, meaning_of
from storage.postgres_sessions import Connection
from storage.postgres_transaction import PostgresTransaction
from storage.postgres_turns import (
    RECOVERIES,
    Conflict,
    StorageFailed,
    TransactionLost,
    Turns,
)
from storage.watchdog import Watchdog
from storage.works import Result, broken_by

# Several works share their locks: another call that wants two of them the other way round is
# found out by a short wait, and then each work has a transaction of its own.
_SHARED_LOCK_MS = 250
_BEGIN = "BEGIN; SAVEPOINT work"
_BEGIN_SHARED = f"BEGIN; SET LOCAL lock_timeout = {_SHARED_LOCK_MS}; SAVEPOINT work"
_UNHURRIED = "; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"
_NEXT = "RELEASE SAVEPOINT work; SAVEPOINT work"
_UNDO = "ROLLBACK TO SAVEPOINT work"
_ASK_SECONDS = 0.2
_LOSSES = 3
_CONFLICTS = 10
_Known = Mapping[int, tuple[Work[object], Exception]]


class CommitLost(Exception):
    """The connection ended before the answer to COMMIT came."""

    def __init__(self, session: int, mark: int, cause: Exception) -> None:
        super().__init__(session, mark)
        self.session = session
        self.mark = mark
        self.cause = cause


class Groups:
    """``sealer`` runs in each transaction that kept a work, before its commit.

    ``committed`` is set after each commit.
    """

    def __init__(
        self, connections: Connections, watchdog: Watchdog, committed: asyncio.Event
    ) -> None:
        self.sealer: Sealer | None = None
        self.committed = committed
        self._connections = connections
        self._watchdog = watchdog

    async def keep(self, works: Sequence[Work[object]]) -> list[Result[object]]:
        """What became of each work. Raises StorageUnavailable when none could be kept."""
        known: dict[int, tuple[Work[object], Exception]] = {}
        if len(works) > 1:
            try:
                return await self._transaction(works, {}, _BEGIN_SHARED)
            except TransactionLost as lost:
                known[lost.index] = (lost.work, lost.error)
            except Conflict:
                pass
            except StorageFailed as failed:
                self._suspect(failed)
        return await self._keep_apart(works, known)

    async def _keep_apart(
        self, works: Sequence[Work[object]], known: _Known
    ) -> list[Result[object]]:
        results: list[Result[object]] = []
        for index, work in enumerate(works):
            try:
                results.append(await self._keep_alone(*known.get(index, (work, None))))
            except StorageUnavailable as error:
                if not results:
                    raise
                # Later works of a call never overtake an earlier one.
                return results + [Result(None, error)] * (len(works) - len(results))
        return results

    async def _keep_alone(self, work: Work[object], error: Exception | None) -> Result[object]:
        losses = conflicts = 0
        for _ in range(RECOVERIES):
            known = {} if error is None else {0: (work, error)}
            try:
                return (await self._transaction([work], known, _BEGIN))[0]
            except TransactionLost as lost:
                work, error = lost.work, lost.error
            except Conflict as conflict:
                conflicts += 1
                if conflicts >= _CONFLICTS:
                    raise StorageUnavailable("busy") from conflict
            except StorageFailed as failed:
                losses += 1
                self._suspect(failed)
                if failed.reason != "lost" or losses >= _LOSSES:
                    raise StorageUnavailable(failed.reason) from failed.cause
        return Result(None, broken_by("its recovery has no end", error))

    async def _transaction(
        self, works: Sequence[Work[object]], known: _Known, begin: str
    ) -> list[Result[object]]:
        hurried = not self._watchdog.unhurried
        results: list[Result[object]] = []
        try:
            async with self._connection() as connection:
                await sessions.control(connection, begin if hurried else begin + _UNHURRIED)
                turns = Turns(connection, self._watchdog, _UNDO, hurried=hurried)
                for index, work in enumerate(works):
                    if index:
                        await sessions.control(connection, _NEXT)
                    work, error = known.get(index, (work, None))
                    results.append(await turns.settle(work, index, error))
                if all(result.error is not None for result in results):
                    await sessions.control(connection, "ROLLBACK")
                    return results
                await self._seal(turns)
                await self._commit(connection, works)
        except CommitLost as lost:
            if not await self._has_arrived(lost):
                raise StorageFailed("lost", lost.cause) from lost.cause
        self.committed.set()
        return results

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        """A connection that ends with the block when the block fails.

        What the driver says of it becomes StorageFailed or Conflict.
        """
        connection = await self._connections.take()
        try:
            yield connection
        except DRIVER as error:
            is_closed = connection.is_closed()
            self._connections.drop(connection)
            if not is_closed and meaning_of(error) is Meaning.CONFLICT:
                raise Conflict from error
            raise StorageFailed(failure_of(error) or "lost", error) from error
        except Conflict:
            await self._undo(connection)
            raise
        except BaseException:  # also of a caller that is cancelled: its works are not kept
            self._connections.drop(connection)
            raise
        self._connections.give_back(connection)

    async def _undo(self, connection: Connection) -> None:
        try:
            await sessions.control(connection, "ROLLBACK")
        except DRIVER:
            self._connections.drop(connection)
            return
        self._connections.give_back(connection)

    async def _seal(self, turns: Turns) -> None:
        sealer = self.sealer
        if sealer is None:
            return

        async def seal(tx: PostgresTransaction) -> None:
            await sealer(tx)

        error = (await turns.play(seal)).error
        if error is not None:
            raise StorageFailed("sealing", error)

    async def _commit(self, connection: Connection, works: Sequence[Work[object]]) -> None:
        """The transaction is committed. Raises CommitLost when the answer to COMMIT was lost."""
        try:
            await sessions.control(connection, sessions.commit(connection), sessions.COMMIT_S)
        except asyncpg.IntegrityConstraintViolationError as error:  # a deferred constraint
            if len(works) == 1:
                raise TransactionLost(0, works[0], error) from error
            raise Conflict from error
        except DRIVER as error:
            if connection.is_closed() or failure_of(error) == "lost":
                raise CommitLost(connection.session, connection.mark, error) from error
            raise

    async def _has_arrived(self, lost: CommitLost) -> bool:
        """Whether the transaction is committed: asked until the server answers.

        Raises StorageUnavailable when the database is closed before.
        """
        self._connections.forget_idle()
        while not self._connections.closing.is_set():
            try:
                async with self._connection() as connection, asyncio.timeout(sessions.ANSWER_S):
                    arrived = await sessions.has_arrived(connection, lost.session, lost.mark)
                if arrived is not None:
                    return arrived
            except (StorageFailed, StorageUnavailable):
                self._connections.forget_idle()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._connections.closing.wait(), _ASK_SECONDS)
        raise StorageUnavailable("lost")

    def _suspect(self, failed: StorageFailed) -> None:
        if failed.reason == "lost":
            self._connections.forget_idle()
