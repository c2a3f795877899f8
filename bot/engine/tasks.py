"""Background work: every task is held, counted and ended here; nothing runs loose."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from bot.core.clock import Clock

log = logging.getLogger(__name__)
T = TypeVar("T")


class Bell:
    """Wakes one loop; from the ringing on whoever waits counts as under way.

    What is rung while nobody waits is heard by the next wait.
    """

    def __init__(self) -> None:
        self._is_rung = False
        self._waiter: asyncio.Future[None] | None = None
        self._enter: Callable[[], None] | None = None

    def ring(self) -> None:
        """The loop goes on at once."""
        self._is_rung = True
        self._wake()

    async def wait(self, tasks: Tasks, seconds: float | None) -> None:
        """Returns when it was rung since the last wait, or after ``seconds``, None for never."""
        if not self._is_rung:
            await self._wait(tasks, seconds)
        self._is_rung = False

    async def _wait(self, tasks: Tasks, seconds: float | None) -> None:
        self._waiter = waiter = asyncio.get_running_loop().create_future()
        self._enter = tasks.enter
        sleeper = None if seconds is None else tasks.sleeper(seconds)
        if sleeper is not None:
            sleeper.add_done_callback(lambda _: self._wake())
        tasks.leave()
        try:
            await waiter
        finally:
            if waiter.cancelled():
                tasks.enter()
            if sleeper is not None:
                sleeper.cancel()

    def _wake(self) -> None:
        if self._waiter is not None and self._enter is not None and not self._waiter.done():
            self._enter()
            self._waiter.set_result(None)


class Tasks:
    """Starts background work, knows when none of it is under way, and ends all of it.

    Work that only waits for time or for an event counts as not under way, so that a
    rehearsal knows when to move its clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._services: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """``work`` runs in the background; a bug in it is logged with its traceback."""
        self.enter()
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def serve(self, work: Coroutine[Any, Any, None]) -> Callable[[], Awaitable[None]]:
        """``work`` runs until the returned function ends it, or ``close``.

        It never counts as under way: what it waits for is the world outside.
        """
        task = asyncio.get_running_loop().create_task(work)
        self._services.add(task)
        task.add_done_callback(self._service_ended)

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        return end

    async def pause(self, seconds: float) -> None:
        """Returns after ``seconds``; meanwhile the caller counts as not under way."""
        self.leave()
        try:
            await self._clock.sleep(seconds)
        finally:
            self.enter()

    async def wait(self, event: asyncio.Event) -> None:
        """Returns when ``event`` is set; meanwhile the caller counts as not under way."""
        if event.is_set():
            return
        self.leave()
        try:
            await event.wait()
        finally:
            self.enter()

    async def wait_or_pause(self, event: asyncio.Event, seconds: float) -> None:
        """Returns when ``event`` is set or ``seconds`` have passed, whichever is first."""
        loop = asyncio.get_running_loop()
        sleeper = loop.create_task(self._clock.sleep(seconds))
        waiter = loop.create_task(event.wait())
        self.leave()
        try:
            await asyncio.wait((sleeper, waiter), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeper.cancel()
            waiter.cancel()
            self.enter()

    async def within(self, seconds: float, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` returns. Raises TimeoutError when it takes longer; then it is cancelled."""
        loop = asyncio.get_running_loop()
        worker = loop.create_task(work)
        sleeper = loop.create_task(self._clock.sleep(seconds))
        try:
            await asyncio.wait((worker, sleeper), return_when=asyncio.FIRST_COMPLETED)
            if not worker.done():
                raise TimeoutError(f"took longer than {seconds:g} s")
            return worker.result()
        finally:
            worker.cancel()
            sleeper.cancel()

    async def idle(self) -> None:
        """Returns when nothing is under way."""
        await self._idle.wait()

    async def close(self) -> None:
        """Everything that was started has ended."""
        tasks = [*self._tasks, *self._services]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.leave()
        self._report(task)

    def _service_ended(self, task: asyncio.Task[None]) -> None:
        self._services.discard(task)
        self._report(task)

    def _report(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("background work ended with a bug", exc_info=error)

    def sleeper(self, seconds: float) -> asyncio.Task[None]:
        """A task that is over after ``seconds``; whoever asked for it ends it."""
        return asyncio.get_running_loop().create_task(self._clock.sleep(seconds))

    def enter(self) -> None:
        """One more work is under way; for what is declared in this module."""
        self._under_way += 1
        self._idle.clear()

    def leave(self) -> None:
        """One work waits or is over; for what is declared in this module."""
        self._under_way -= 1
        if self._under_way == 0:
            self._idle.set()
