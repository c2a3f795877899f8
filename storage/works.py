"""What one ``run`` hands to the writer, and what it gets back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar, TypeVarTuple

from storage.errors import StorageUnavailable, TurnBroken
from storage.ports import Work

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class Result(Generic[T]):
    """What became of one work: its value, or the error that undid it."""

    __slots__ = ("_value", "error")

    def __init__(self, value: T | None, error: Exception | None) -> None:
        self._value = value
        self.error = error

    @property
    def value(self) -> T:
        """What the committed work returned. Raises ``error`` when it was undone."""
        if self.error is not None:
            raise self.error
        return self._value  # type: ignore[return-value]


class Call:
    """The works of one ``run``, which stay together and in order.

    ``broken`` remembers, by position, what was broken in the group's transaction and took it
    along (a long statement that was interrupted), so that it need not hang a second time.
    """

    __slots__ = ("broken", "context", "future", "results", "works")

    def __init__(
        self,
        works: Sequence[Work[object]],
        context: Context,
        future: asyncio.Future[list[Result[object]]],
    ) -> None:
        self.works = works
        self.context = context
        self.future = future
        self.results: list[Result[object]] = []
        self.broken: dict[int, tuple[Work[object], Exception]] = {}

    def give_up(self, reason: str, cause: BaseException | None = None) -> None:
        """Every work that has no result yet is unavailable for this reason."""
        while len(self.results) < len(self.works):
            error = StorageUnavailable(reason)
            error.__cause__ = cause
            self.results.append(Result(None, error))

    def resolve(self) -> None:
        """The caller goes on; runs on the event loop. Not heard when it was cancelled."""
        if self.future.done():
            return
        errors = [result.error for result in self.results]
        first = errors[0] if errors else None
        if first and all(isinstance(error, StorageUnavailable) for error in errors):
            self.future.set_exception(first)
        else:
            self.future.set_result(self.results)


def tell(loop: asyncio.AbstractEventLoop, listener: Callable[[*Ts], object], *values: *Ts) -> None:
    """The listener runs on the loop soon; never when the loop is closed, as nobody waits then."""
    try:
        loop.call_soon_threadsafe(listener, *values)
    except RuntimeError:
        return


def broken_by(reason: str, cause: BaseException | None) -> TurnBroken:
    """The error of a work that was ended from outside."""
    broken = TurnBroken(reason)
    broken.__cause__ = cause
    return broken
