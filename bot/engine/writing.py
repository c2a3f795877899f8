"""A function on a transaction, as a work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.core.ports import Transaction

T = TypeVar("T")


class Writing(Generic[T]):
    """The function's writes; what it raises goes to the caller."""

    def __init__(self, act: Callable[[Transaction], Awaitable[T]]) -> None:
        self._act = act

    async def run(self, tx: Transaction) -> T:
        return await self._act(tx)

    def recover(self, error: Exception) -> None:
        return None
