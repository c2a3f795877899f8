"""Breaks a work that runs too long, and never anything else."""

from __future__ import annotations

import threading
from collections.abc import Callable

TICKS = 4


class TurnInterrupted(BaseException):
    """Raised inside a work that hangs.

    Not an Exception, so that a loop which catches Exception ends as well; the writer turns
    it into TurnBroken.
    """


class Calmed(TurnInterrupted):
    """The last exception after a strike, raised by the watched thread in itself."""


class Watchdog:
    """Watches one thread from another, at two attribute writes for each turn.

    The writer sets ``turn`` to a new ``number`` when a work begins and to 0 when it ended, then
    looks at ``struck``. The watchdog sets ``struck`` before it looks at ``turn``. So one of
    them always sees the other: either the turn is not struck, or the writer calls ``calm``
    and has no exception pending afterwards.

    It counts its own ticks instead of reading a clock: a process that was stopped or a
    machine that slept breaks nothing.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.number = 0
        self.turn = 0
        self.struck = 0
        self.unhurried = 0
        self.ticks = 0
        self._interrupt: Callable[[], None] = _nothing
        self._thread_id = 0
        self._thread: threading.Thread | None = None
        self._striking = threading.Lock()
        self._stopped = threading.Event()

    def watch(self, thread_id: int, interrupt: Callable[[], None]) -> None:
        """The thread is watched until ``stop``; ``interrupt`` ends its running statement."""
        self._thread_id = thread_id
        self._interrupt = interrupt
        self._thread = threading.Thread(target=self._look, name="storage-watchdog", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No turn is struck any more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def calm(self) -> None:
        """No exception of a strike is pending; the turn is over. Called by the watched thread.

        Taking a pending exception back would leave the interpreter's flag for it set for good:
        slow from then on, and without end under a tracer. So one of our own replaces it, and
        is waited for.
        """
        while True:
            try:
                self.turn = 0
                with self._striking:
                    pass  # a strike under way has ended, and no other will see the turn
                _raise_in(self._thread_id, Calmed)
                while True:
                    pass
            except Calmed:
                return
            except TurnInterrupted:
                continue

    def _look(self) -> None:
        seen = since = 0
        while not self._stopped.wait(self.seconds / TICKS):
            self.ticks += 1
            turn = self.turn
            if not turn or turn != seen or self.unhurried:
                seen, since = turn, self.ticks
            elif self.ticks - since >= TICKS:
                self._strike(turn)

    def _strike(self, turn: int) -> None:
        with self._striking:
            self.struck = turn
            if self.turn == turn:
                # In this order: a traced thread stands still while an exception is pending.
                self._interrupt()
                _raise_in(self._thread_id, TurnInterrupted)


def _nothing() -> None:
    """There is no statement to interrupt."""


def _raise_in(thread_id: int, kind: type[TurnInterrupted]) -> None:
    import ctypes  # 7 ms at start that only a hanging work is worth

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread_id), ctypes.py_object(kind))
