"""Private doors: who has written to the bot in private, and to whom it may not write any more.

Nobody is written to first. A door opens when somebody writes in private, is closed when their
platform says so, and opens again when they write again (``docs/features/reminders.md`` §2).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import to_micros
from bot.core.model import AccountId
from bot.core.ports import Transaction

# What is written within this time of what was noted last is not noted again.
_STEP: Final = timedelta(minutes=10)


async def open_to(tx: Transaction, account: AccountId, now: datetime) -> None:
    """The account has written in private: it may be written to there."""
    await tx.execute(
        "INSERT INTO private_doors (account, written_at, closed_at)"
        " SELECT ?, ?, 0 WHERE NOT EXISTS (SELECT 1 FROM private_doors"
        " WHERE account = ? AND closed_at = 0 AND written_at > ?)"
        " ON CONFLICT (account) DO UPDATE"
        " SET written_at = excluded.written_at, closed_at = excluded.closed_at",
        account,
        to_micros(now),
        account,
        to_micros(now - _STEP),
    )


async def close(tx: Transaction, platform: str, user: str, now: datetime) -> None:
    """The platform takes no private messages to this user: none is sent until they write again."""
    await tx.execute(
        "UPDATE private_doors SET closed_at = ? WHERE closed_at = 0 AND account IN"
        " (SELECT id FROM accounts WHERE platform = ? AND user_id = ?)",
        to_micros(now),
        platform,
        user,
    )
