"""Runs a coroutine step by step on the event loop: between two waits it may not hang."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from typing import Generic, TypeVar, cast

from storage.errors import TurnBroken
from storage.watchdog import TurnInterrupted, Watchdog
from storage.works import broken_by

T = TypeVar("T")


async def watched(work: Coroutine[object, object, T], watchdog: Watchdog) -> T:
    """What the coroutine returns. Raises TurnBroken when it hung, or would have ended the loop."""
    try:
        return await Watched(work, watchdog)
    except (Exception, asyncio.CancelledError, GeneratorExit):
        raise
    except BaseException as error:  # SystemExit is not ours to obey
        raise broken_by(f"raised {type(error).__name__}", error) from error


class Watched(Generic[T]):
    """The coroutine, to be awaited. Raises TurnBroken when it computes for too long.

    ``watchdog`` watches the thread of the loop.
    """

    __slots__ = ("coroutine", "watchdog")

    def __init__(self, coroutine: Coroutine[object, object, T], watchdog: Watchdog) -> None:
        self.coroutine = coroutine
        self.watchdog = watchdog

    def __await__(self) -> Generator[object, object, T]:
        error: BaseException | None = None
        while True:
            is_over, signal = self._step(error)
            if is_over:
                return cast("T", signal)
            self.look()
            try:
                yield signal
            except BaseException as thrown:  # noqa: BLE001 -- it is the coroutine's to hear
                error = thrown
            else:
                error = None

    def look(self) -> None:
        """The coroutine is about to wait; whoever has a word on what for raises."""

    def _step(self, error: BaseException | None) -> tuple[bool, object]:
        """Runs the coroutine up to its next wait or its end, watched."""
        watchdog = self.watchdog
        turn = watchdog.number = watchdog.number + 1
        try:
            watchdog.turn = turn
            if error is None:
                step = (False, self.coroutine.send(None))
            else:
                step = (False, self.coroutine.throw(error))
            watchdog.turn = 0
        except StopIteration as end:
            watchdog.turn = 0
            step = (True, end.value)
        except TurnInterrupted:
            watchdog.calm()
            raise self._hung() from None
        except BaseException:
            watchdog.turn = 0
            if watchdog.struck == turn:
                watchdog.calm()
                raise self._hung() from None
            raise
        if watchdog.struck == turn:
            watchdog.calm()
            self.coroutine.close()
            raise self._hung()
        return step

    def _hung(self) -> TurnBroken:
        return TurnBroken(f"ran longer than {self.watchdog.seconds:g} s")
