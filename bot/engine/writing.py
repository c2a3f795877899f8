"""Writes of the machinery itself: a function on a transaction, as a work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, Generic, TypeVar

from bot.core.ports import Transaction
from bot.engine.machine import Machine

T = TypeVar("T")

# Seconds before the second, third … try of what may pass; the last one holds.
WAITS_S: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)


class Writing(Generic[T]):
    """What ``act`` writes when it is given a transaction and ``values``."""

    __slots__ = ("_act", "_values")

    def __init__(self, act: Callable[..., Awaitable[T]], *values: Any) -> None:
        self._act = act
        self._values = values

    async def run(self, tx: Transaction) -> T:
        return await self._act(tx, *self._values)

    def recover(self, error: Exception) -> None:
        return None


class Writer:
    """Writes, as often as it takes."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    async def write(self, act: Callable[..., Awaitable[T]], *values: Any) -> T:
        """What ``act`` returned for a transaction and ``values``; it is committed."""
        waits = iter(WAITS_S)
        while True:
            try:
                (outcome,) = await self._machine.database.run([Writing(act, *values)])
            except self._machine.database.unavailable:
                await self._machine.tasks.pause(next(waits, WAITS_S[-1]))
                continue
            return outcome.value
