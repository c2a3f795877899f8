"""Empties the log of a SQLite database beside the thread that writes it.

What was committed is copied from the log into the database, and forced to the disk, by a thread
and a connection of its own: whoever writes waits for none of it. The log begins anew when the
writer finds all of it copied, at a commit (``wal_autocheckpoint`` in ``storage/opening.py``).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Final

# Rows written since the last time: some 6 MB of log.
EVERY_ROWS: Final = 2_500
_EMPTY: Final = "PRAGMA wal_checkpoint(PASSIVE)"


class LogKeeper:
    """One thread, from ``start`` to ``stop``."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._wanted: SimpleQueue[bool] = SimpleQueue()
        self._rows = 0
        self._thread = threading.Thread(target=self._serve, name="storage-log", daemon=True)

    def start(self) -> None:
        """What is written from now on is copied soon."""
        self._thread.start()

    def written(self, rows: int) -> None:
        """So many rows were written on the connection of the writer since it was opened."""
        if not self._rows <= rows < self._rows + EVERY_ROWS:
            self._rows = rows
            self._wanted.put(True)

    def stop(self) -> None:
        """What was wanted is done, the thread gone and its connection closed."""
        self._wanted.put(False)
        self._thread.join()

    def _serve(self) -> None:
        # What fails here is met, and told, by the writer: it empties the log as well.
        with suppress(sqlite3.Error):
            connection = self._connect()
            try:
                while self._wanted.get():
                    with suppress(sqlite3.OperationalError):
                        connection.execute(_EMPTY).fetchall()
            finally:
                connection.close()
