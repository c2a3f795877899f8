"""Keeps a second process, or a second opening in this one, out of a database."""

from __future__ import annotations

import errno
import fcntl
import os
from functools import cache
from pathlib import Path
from weakref import WeakSet

from storage.errors import StorageRefused

_held: WeakSet[FileLock] = WeakSet()


class FileLock:
    """A lock on ``<database>.lock`` that the kernel frees when the process ends, however it ends.

    The file holds the pid of its holder. Its own file, since closing any descriptor of the
    database would drop the locks that SQLite has on it.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(database.name + ".lock")
        self._descriptor = -1

    def take(self) -> None:
        """The lock is held. Raises StorageRefused ``locked`` at once when another has it."""
        while self._descriptor < 0:
            descriptor = self._open()
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pid = _pid_in(descriptor)
                os.close(descriptor)
                raise StorageRefused("locked", path=str(self._database), pid=pid) from None
            if _is_the_file(descriptor, self._path):
                self._descriptor = descriptor
            else:  # its holder removed it between our two steps
                os.close(descriptor)
        try:
            os.ftruncate(self._descriptor, 0)
            os.pwrite(self._descriptor, str(os.getpid()).encode(), 0)
        except OSError as error:
            self.release()
            raise _refused(error, self._path) from error
        _held.add(self)
        _tell_forks()

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise _refused(error, self._path) from error

    def release(self) -> None:
        """The lock is free and its file gone. Safe to call twice."""
        if self._descriptor >= 0:
            self._path.unlink(missing_ok=True)
            self.forget()

    def forget(self) -> None:
        """This process has no part in the lock any more; whoever holds it still does."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _refused(error: OSError, path: Path) -> StorageRefused:
    reason = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EIO: "io"}
    return StorageRefused(reason.get(error.errno or 0, "read_only"), path=str(path))


def _pid_in(descriptor: int) -> int:
    content = os.pread(descriptor, 20, 0)
    return int(content) if content.isdigit() else 0


def _is_the_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


@cache
def _tell_forks() -> None:
    # A forked helper shares the lock: it would hold it after this process was killed.
    os.register_at_fork(after_in_child=_forget_in_child)


def _forget_in_child() -> None:
    for lock in list(_held):
        lock.forget()
