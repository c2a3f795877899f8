"""The one thread that writes: many works in a commit, their callers told after it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import Context, copy_context
from queue import SimpleQueue

from storage.failures import failure_of
from storage.ports import Sealer, Work
from storage.transaction import SqliteTransaction
from storage.turns import RECOVERIES, StorageFailed, TransactionLost, Turns
from storage.watchdog import TurnInterrupted, Watchdog
from storage.works import Call, Result, broken_by, tell

BEGIN = "BEGIN IMMEDIATE -- storage"
COMMIT = "COMMIT -- storage"
ROLLBACK = "ROLLBACK -- storage"
# Where a disk was full once: the log holds half a megabyte, and gives its room back at once.
SHORT_LOG = ("PRAGMA wal_autocheckpoint=250", "PRAGMA wal_checkpoint(PASSIVE)")


class StorageDown(StorageFailed):
    """Not even a transaction can be opened: no other work needs to try."""


class Writer:
    """Takes calls from the event loop and works them off in groups.

    A group is every call that waits, in order, up to ``group_limit`` works; it shares one
    transaction. When the storage fails under it, or the commit fails, the group is undone
    and each of its works is run again in a transaction of its own.
    """

    def __init__(
        self,
        reconnect: Callable[[], sqlite3.Connection],
        loop: asyncio.AbstractEventLoop,
        watchdog: Watchdog,
        group_limit: int,
        written: Callable[[int], None],
    ) -> None:
        self._written = written
        self.sealer: Sealer | None = None
        self.has_stopped = False
        self._reconnect = reconnect
        self._loop = loop
        self._watchdog = watchdog
        self._group_limit = group_limit
        self._queue: SimpleQueue[Call] = SimpleQueue()
        self._held: Call | None = None
        self._connection: sqlite3.Connection | None = None
        self._turns: Turns | None = None

    def accept(self, works: Sequence[Work[object]]) -> asyncio.Future[list[Result[object]]]:
        """The works wait for their turn; the future resolves after the commit."""
        call = Call(works, copy_context(), self._loop.create_future())
        self._queue.put(call)
        return call.future

    def finish(self) -> None:
        """``serve`` returns when all that was accepted before is done."""
        self._queue.put(Call((), Context(), self._loop.create_future()))

    def serve(self, connection: sqlite3.Connection) -> None:
        """Works off what is accepted, on this thread, until ``finish``."""
        self._attach(connection)
        self._watchdog.watch(threading.get_ident(), self._interrupt)
        group: list[Call] = []
        try:
            while (group := self._next_group())[0].works:
                self._keep(group)
                tell(self._loop, _resolve, group)
                if self._connection is not None:
                    self._written(self._connection.total_changes)
        finally:
            self._watchdog.stop()
            self._disconnect()
            tell(self._loop, self._abandon, group)

    def _next_group(self) -> list[Call]:
        call = self._held or self._queue.get()
        self._held = None
        group = [call]
        room = self._group_limit - len(call.works)
        while room > 0 and call.works and not self._queue.empty():
            call = self._queue.get()
            room -= len(call.works)
            if room < 0 or not call.works:
                self._held = call
                break
            group.append(call)
        return group

    def _keep(self, group: list[Call]) -> None:
        try:
            self._keep_together(group)
        except StorageDown as down:
            for call in group:
                call.give_up(down.reason, down.cause)
        except TurnInterrupted:  # it came after its turn
            self._watchdog.calm()
            self._roll_back()
            self._keep_apart(group)
        except (StorageFailed, TransactionLost, sqlite3.Error):
            self._roll_back()
            self._keep_apart(group)

    def _keep_together(self, group: list[Call]) -> None:
        turns = self._begin()
        anything_kept = False
        for call in group:
            for work in call.works:
                try:
                    result = turns.settle(work, call.context)
                except TransactionLost as lost:
                    call.broken[len(call.results)] = (lost.work, lost.error)
                    raise
                anything_kept = anything_kept or result.error is None
                call.results.append(result)
        if anything_kept:
            self._seal(turns)
            turns.execute(COMMIT)
        else:
            turns.execute(ROLLBACK)

    def _keep_apart(self, group: list[Call]) -> None:
        for call in group:
            call.results.clear()
        for place, call in enumerate(group):
            try:
                for index, work in enumerate(call.works):
                    known_work, error = call.broken.get(index, (work, None))
                    call.results.append(self._keep_alone(known_work, call.context, error))
            except StorageDown as down:
                for waiting in group[place:]:
                    waiting.give_up(down.reason, down.cause)
                return
            except StorageFailed as failed:  # later works of a call never overtake an earlier one
                self._roll_back()
                if failed.reason == "full":
                    self._make_room()
                call.give_up(failed.reason, failed.cause)

    def _keep_alone(
        self, work: Work[object], context: Context, error: Exception | None
    ) -> Result[object]:
        for _ in range(RECOVERIES):
            turns = self._begin()
            try:
                result = turns.settle(work, context, error)
                if result.error is not None:
                    self._roll_back()
                    return result
                self._seal(turns)
                turns.execute(COMMIT)
                return result
            except TransactionLost as lost:
                work, error = lost.work, lost.error
            except sqlite3.IntegrityError as refused:  # a deferred constraint, at the commit
                error = refused
            except sqlite3.Error as failure:
                raise StorageFailed(failure_of(failure) or "lost", failure) from failure
            self._roll_back()
        return Result(None, broken_by("its recovery has no end", error))

    def _seal(self, turns: Turns) -> None:
        sealer = self.sealer
        if sealer is None:
            return

        async def seal(tx: SqliteTransaction) -> None:
            await sealer(tx)

        error = turns.play(seal, Context()).error
        if error is not None:
            raise StorageFailed("sealing", error)

    def _begin(self) -> Turns:
        try:
            if self._turns is None:
                self._attach(self._reconnect())
            assert self._turns is not None
            self._turns.execute(BEGIN)
            return self._turns
        except sqlite3.Error as error:
            self._disconnect()
            raise StorageDown(failure_of(error) or "lost", error) from error

    def _roll_back(self) -> None:
        if self._connection is None or self._turns is None:
            return
        try:
            if self._connection.in_transaction:
                self._turns.execute(ROLLBACK)
        except sqlite3.Error:
            self._disconnect()

    def _make_room(self) -> None:
        """The log can be written from its beginning, and is kept short from now on.

        Else a log of 16 MB, most of it long out of date, would leave no room for itself.
        """
        with suppress(sqlite3.Error):  # not even its rows have room in the database
            if self._turns is not None:
                for pragma in SHORT_LOG:
                    self._turns.execute(pragma).fetchall()

    def _attach(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._turns = Turns(connection, self._watchdog)

    def _disconnect(self) -> None:
        connection, self._connection, self._turns = self._connection, None, None
        if connection is not None:
            connection.close()

    def _interrupt(self) -> None:
        if self._connection is not None:
            self._connection.interrupt()

    def _abandon(self, group: list[Call]) -> None:
        # On the loop, so that nothing is accepted between the last look and the mark.
        self.has_stopped = True
        if self._held is not None:
            group.append(self._held)
        while not self._queue.empty():
            group.append(self._queue.get())
        for call in group:
            if not call.future.done():
                call.results.clear()
                call.give_up("stopped")
                call.resolve()


def _resolve(group: list[Call]) -> None:
    for call in group:
        call.resolve()
