"""The embedded engine: one SQLite file, one process, one thread that writes.

A process opens a database with ``open``, hands works to ``run``, reads with ``read`` and ends
with ``close``.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
import threading
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import TypeVar, cast

from storage.beside import SqliteBeside, beside
from storage.components import Component
from storage.errors import StorageRefused, StorageUnavailable, TurnBroken
from storage.lockfile import FileLock
from storage.log_keeper import LogKeeper
from storage.looking import Outlook, look_at_file
from storage.opening import check_place, connect_writer, open_writer
from storage.ports import Reader, Sealer, Work
from storage.readers import Readers
from storage.steps import watched
from storage.throwaway import read_throwaway
from storage.watchdog import Watchdog
from storage.works import Result, tell
from storage.writer import Writer

T = TypeVar("T")
SWITCH_SECONDS = 0.0005


class SqliteDatabase:
    """A database in one file; its folder must exist.

    ``group_limit``: works in one commit at most. ``turn_seconds``: after this a work is
    broken, up to a quarter later. ``durable=False`` is for throwaway databases: nothing is
    forced to the disk, so a kill or a power cut may damage the file.
    """

    dialect = "sqlite"
    unavailable: type[Exception] = StorageUnavailable
    broken: type[Exception] = TurnBroken

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        group_limit: int = 256,
        turn_seconds: float = 5.0,
        durable: bool = True,
    ) -> None:
        self._path = Path(path)
        self._group_limit = group_limit
        self._durable = durable
        self._turn_seconds = turn_seconds
        self._watchdog = Watchdog(turn_seconds)
        self._loop_watchdog: Watchdog | None = None
        self._sealer: Sealer | None = None
        self._writer: Writer | None = None
        self._readers: Readers | None = None
        self._ended: asyncio.Future[None] | None = None
        self._thread: threading.Thread | None = None

    @property
    def before_commit(self) -> Sealer | None:
        """Runs once in each group that kept a work, inside its transaction, before the commit.

        When it fails, nothing of the group is kept and the works are run again one by one;
        those whose own sealing fails are unavailable.
        """
        return self._sealer

    @before_commit.setter
    def before_commit(self, sealer: Sealer | None) -> None:
        self._sealer = sealer
        if self._writer is not None:
            self._writer.sealer = sealer

    async def open(self) -> None:
        """The database is ours alone until ``close`` or the end of the process.

        Raises StorageRefused, and then leaves no file that was not there before.
        """
        if self._ended is not None:
            raise StorageRefused("locked", path=str(self._path), pid=os.getpid())
        loop = asyncio.get_running_loop()
        self._watchdog = Watchdog(self._turn_seconds)
        log_keeper = LogKeeper(self._reconnect)
        writer = Writer(
            self._reconnect, loop, self._watchdog, self._group_limit, log_keeper.written
        )
        writer.sealer = self._sealer
        opened: asyncio.Future[None] = loop.create_future()
        ended = self._ended = loop.create_future()
        self._thread = threading.Thread(
            target=self._serve,
            args=(writer, log_keeper, loop, opened, ended),
            name="storage-writer",
            daemon=True,
        )
        self._thread.start()
        try:
            await opened
        except asyncio.CancelledError:
            writer.finish()
            raise
        except BaseException:
            self._ended = None
            raise
        self._writer = writer
        self._readers = Readers(self._path)

    async def close(self) -> None:
        """What was accepted is committed or failed, nothing is left open. Safe to call twice."""
        loop_watchdog, self._loop_watchdog = self._loop_watchdog, None
        if loop_watchdog is not None:
            loop_watchdog.stop()
        writer, self._writer = self._writer, None
        readers, self._readers = self._readers, None
        if readers is not None:
            await readers.close()
        if writer is not None:
            writer.finish()
        if self._ended is not None:
            await asyncio.shield(self._ended)
            self._ended = None
        if self._thread is not None:
            self._thread.join()  # it was at its end when it said so

    async def look(self, components: Sequence[Component]) -> Outlook:
        """What ``open`` and a migration would find; nothing is opened. Raises StorageRefused."""
        return await look_at_file(self._path, components)

    def beside(self, components: Sequence[Component]) -> AbstractAsyncContextManager[SqliteBeside]:
        """The same file, to read while another process may write it. Raises StorageRefused."""
        return beside(self._path, components)

    async def run(self, works: Sequence[Work[T]]) -> Sequence[Result[T]]:
        """The works ran in this order in one commit with others; returns after it.

        When the storage failed, each work was tried again by itself, up to the first of these
        that could not be kept: it and those after it have StorageUnavailable as their error.
        Raises StorageUnavailable when that is the lot of all. A caller that is cancelled does
        not take its works back.
        """
        writer = self._writer
        if writer is None or writer.has_stopped:
            raise StorageUnavailable("closed" if writer is None else "stopped")
        if not works:
            return []
        return cast("list[Result[T]]", await writer.accept(works))

    def read(self) -> AbstractAsyncContextManager[Reader]:
        """A reader that sees one snapshot and cannot write. Raises StorageUnavailable.

        On a throwaway database each query sees the newest rows instead.
        """
        if self._readers is None:
            raise StorageUnavailable("closed")
        return self._readers.read() if self._durable else read_throwaway(self.run)

    async def watched(self, work: Coroutine[object, object, T]) -> T:
        """What the coroutine returns, run here on the loop.

        Raises TurnBroken when it computes for longer than a work may without a wait, or would have
        ended the loop.
        """
        if self._loop_watchdog is None:
            self._loop_watchdog = Watchdog(self._turn_seconds)
            self._loop_watchdog.watch(threading.get_ident(), _nothing)
        return await watched(work, self._loop_watchdog)

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """Within the block no work is broken for being slow: for migrations."""
        self._watchdog.unhurried += 1
        try:
            yield
        finally:
            self._watchdog.unhurried -= 1

    def _reconnect(self) -> sqlite3.Connection:
        return connect_writer(self._path, durable=self._durable, mode="rw")

    def _serve(
        self,
        writer: Writer,
        log_keeper: LogKeeper,
        loop: asyncio.AbstractEventLoop,
        opened: asyncio.Future[None],
        ended: asyncio.Future[None],
    ) -> None:
        lock = FileLock(self._path)
        # The driver drops the GIL in each statement. While the loop computes, the writer waits
        # a whole interval to get it back: at 5 ms it fell to 230 works/s, at 0.5 ms to 8,000.
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
        try:
            check_place(self._path)
            lock.take()
            connection = open_writer(self._path, durable=self._durable)
        except Exception as error:  # noqa: BLE001 -- whoever opens it gets it
            lock.release()
            tell(loop, _fail, opened, error)
            return
        tell(loop, _resolve, opened)
        if self._durable:
            log_keeper.start()
        try:
            writer.serve(connection)
        finally:
            if self._durable:
                log_keeper.stop()
            lock.release()
            tell(loop, _resolve, ended)


def _nothing() -> None:
    """A statement of a reader runs on a thread of its own."""


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _fail(future: asyncio.Future[None], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
