"""Leases: who runs what, and whether the one before ended in order.

A row says who; on a server a lock (``bot/engine/standing.py``) keeps everybody else away from it.
``docs/decisions/0012-a-lock-and-a-wait.md``
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.core.clock import to_micros
from bot.core.ports import Reader, Transaction

PROCESS: Final = "process"
"""The lease of who has the database alone."""
ALONE: Final = "running"
"""Who holds it there."""


def of_platform(platform: str) -> str:
    """The lease of who takes in and sends what is a platform's."""
    return f"platform:{platform}"


async def holder_of(read: Reader, name: str) -> str:
    """Who runs or has ended out of order; "" when nobody did."""
    row = await read.fetch_one("SELECT holder FROM leases WHERE name = ?", name)
    return "" if row is None else str(row[0])


async def take(tx: Transaction, name: str, holder: str, now: datetime) -> bool:
    """``holder`` runs from ``now`` on; returns whether the one before did not end in order."""
    before = await holder_of(tx, name)
    await tx.execute(
        "INSERT INTO leases (name, holder, at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, at = excluded.at",
        name,
        holder,
        to_micros(now),
    )
    return before != ""


async def follow(tx: Transaction, name: str, before: str, holder: str, now: datetime) -> bool:
    """``holder`` runs behind ``before``; False when that is not who ran last."""
    return bool(
        await tx.execute(
            "INSERT INTO leases (name, holder, at) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, at = excluded.at"
            " WHERE leases.holder = ?",
            name,
            holder,
            to_micros(now),
            before,
        )
    )


async def release(tx: Transaction, name: str, holder: str) -> bool:
    """``holder`` has ended in order; False when another one runs by now."""
    return bool(
        await tx.execute(
            "UPDATE leases SET holder = '' WHERE name = ? AND holder = ?", name, holder
        )
    )
