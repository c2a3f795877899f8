"""Writes of the machinery itself: tried until the storage keeps them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, Generic, TypeVar

from bot.core.ports import Transaction
from bot.engine.machine import Machine

R = TypeVar("R")

# Seconds before the second, third … try of what may pass; the last one holds.
WAITS_S: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)


class Writer:
    """Writes, as often as it takes."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    async def write(self, write: Callable[..., Awaitable[R]], *values: Any) -> R:
        """What ``write`` returned for a transaction and ``values``; it is committed."""
        waits = iter(WAITS_S)
        while True:
            try:
                (outcome,) = await self._machine.database.run([_Write(write, values)])
            except self._machine.database.unavailable:
                await self._machine.tasks.pause(next(waits, WAITS_S[-1]))
                continue
            return outcome.value


class _Write(Generic[R]):
    """One write."""

    __slots__ = ("_values", "_write")

    def __init__(self, write: Callable[..., Awaitable[R]], values: tuple[Any, ...]) -> None:
        self._write = write
        self._values = values

    async def run(self, tx: Transaction) -> R:
        return await self._write(tx, *self._values)

    def recover(self, error: Exception) -> None:
        return None
