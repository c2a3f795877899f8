"""Which accounts one person holds. Facts stay with the account; only the holder changes.

See ``docs/features/people.md``, "Accounts and members".
"""

from __future__ import annotations

from datetime import datetime

from bot.community import people
from bot.core.clock import to_micros
from bot.core.model import Account, PersonId
from bot.core.ports import Reader, Transaction


async def hold(
    tx: Transaction, *, operation: str, account: Account, person: PersonId, now: datetime
) -> bool:
    """``person`` holds ``account``, and ``operation`` remembers who held it before.

    False when this operation has moved the account already: nothing was changed. Caches of
    the members concerned are rebuilt by their owners in the same turn.
    """
    await tx.lock(
        people.account_key(account.platform, account.user),
        people.person_key(account.person),
        people.person_key(person),
    )
    moved = await tx.execute(
        "INSERT INTO links (operation, account, person, was, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        operation,
        account.id,
        person,
        account.person,
        to_micros(now),
    )
    if moved:
        await people.hold_account(tx, account.id, person)
    return bool(moved)


async def holders(read: Reader, account: Account) -> list[PersonId]:
    """Who has held the account before, the first holder first, then who holds it now."""
    rows = await read.fetch_all(
        "SELECT was FROM links WHERE account = ? ORDER BY at, operation", account.id
    )
    return [*(PersonId(str(row[0])) for row in rows), account.person]
