"""Whether the last process ended in order: after a kill, its updates are taken with care."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.core.clock import to_micros
from bot.core.ports import Transaction

_NAME: Final = "process"


async def take(tx: Transaction, now: datetime) -> bool:
    """This process runs; returns whether the one before it did not end in order."""
    row = await tx.fetch_one("SELECT holder FROM leases WHERE name = ?", _NAME)
    await tx.execute(
        "INSERT INTO leases (name, holder, at) VALUES (?, 'running', ?)"
        " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, at = excluded.at",
        _NAME,
        to_micros(now),
    )
    return row is not None and row[0] == "running"


async def release(tx: Transaction) -> bool:
    """This process has ended in order."""
    return bool(await tx.execute("UPDATE leases SET holder = '' WHERE name = ?", _NAME))
