"""The only place that reads a real clock. Everything else is given one."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Instants and waiting; a rehearsal moves its own."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back, whatever happens to the wall clock."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Returns when ``seconds`` of monotonic time have passed."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def to_micros(instant: datetime) -> int:
    """The instant as whole microseconds since 1970 UTC: how every table stores it."""
    since = instant - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_micros(micros: int) -> datetime:
    """The aware UTC instant of ``to_micros``."""
    return EPOCH + timedelta(microseconds=micros)


def instant_text(instant: datetime) -> str:
    """The instant in UTC, as ``2026-11-22T01:00:00Z``; a part of a second only when it has one.

    Raises ``ValueError`` for an instant without a zone: it would be another one elsewhere.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant without a zone: {instant.isoformat()}")
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
