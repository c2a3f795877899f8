"""Codes by which two accounts are linked: asked for by one, given by the other, then confirmed.

A code is kept as its hash. It lasts ten minutes and works once; giving one that is none slows
its guesser down. See ``docs/features/people.md``, "Linking".
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId
from bot.core.ports import Reader, Row, Transaction

LASTS: Final = timedelta(minutes=10)
A_DAY: Final = timedelta(days=1)
CODES_A_DAY: Final = 5
GUESSES: Final = 5
LENGTH: Final = 8
_COLUMNS: Final = "id, account, expires_at, state, given_by"


class CodeState(StrEnum):
    """How far a code has come."""

    OPEN = "open"
    GIVEN = "given"
    REVIEWED = "reviewed"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A code as it is kept: ``account`` asked for it, ``given_by`` gave it, "" while none has."""

    id: str
    account: AccountId
    expires_at: datetime
    state: CodeState
    given_by: AccountId


async def made_since(read: Reader, account: AccountId, since: datetime) -> list[datetime]:
    """When the account asked for codes since then, the earliest first."""
    rows = await read.fetch_all(
        "SELECT made_at FROM link_codes WHERE account = ? AND made_at > ? ORDER BY made_at",
        account,
        to_micros(since),
    )
    return [from_micros(int(at or 0)) for (at,) in rows]


async def make(tx: Transaction, id_: str, code: str, account: AccountId, now: datetime) -> None:
    """The code works from now on; what the account had asked for before works no more."""
    await tx.execute(
        "DELETE FROM link_codes WHERE made_at < ? AND state <> 'reviewed'", to_micros(now - A_DAY)
    )
    await tx.execute(
        "UPDATE link_codes SET state = 'over' WHERE account = ? AND state IN ('open', 'given')",
        account,
    )
    await tx.execute(
        "INSERT INTO link_codes (id, hash, account, made_at, expires_at, state, given_by)"
        " VALUES (?, ?, ?, ?, ?, 'open', '')",
        id_,
        _hash(code),
        account,
        to_micros(now),
        to_micros(now + LASTS),
    )


async def find_open(read: Reader, code: str, now: datetime) -> LinkCode | None:
    """What this code is; None when it never was one, was given before, or is too old."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM link_codes WHERE hash = ? AND state = 'open' AND expires_at > ?",
        _hash(code),
        to_micros(now),
    )
    return None if row is None else _code(row)


async def give(tx: Transaction, code: LinkCode, account: AccountId, now: datetime) -> bool:
    """The account has given the code, which waits ten minutes for the other side to confirm.

    False when another was faster.
    """
    return bool(
        await tx.execute(
            "UPDATE link_codes SET state = 'given', given_by = ?, expires_at = ?"
            " WHERE id = ? AND state = 'open'",
            account,
            to_micros(now + LASTS),
            code.id,
        )
    )


async def find(read: Reader, id_: str) -> LinkCode | None:
    """The code with this id, None when it is gone."""
    row = await read.fetch_one(f"SELECT {_COLUMNS} FROM link_codes WHERE id = ?", id_)
    return None if row is None else _code(row)


async def waiting_for(
    read: Reader, accounts: Sequence[AccountId], now: datetime
) -> LinkCode | None:
    """What waits for one of these accounts to confirm it, the latest; None for nothing."""
    places = ", ".join("?" * len(accounts))
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM link_codes WHERE account IN ({places})"
        " AND state = 'given' AND expires_at > ? ORDER BY made_at DESC, id LIMIT 1",
        *accounts,
        to_micros(now),
    )
    return None if row is None else _code(row)


async def step(tx: Transaction, id_: str, before: CodeState, after: CodeState) -> bool:
    """The code has come from one state to another; False when it was in none of that kind."""
    return bool(
        await tx.execute(
            "UPDATE link_codes SET state = ? WHERE id = ? AND state = ?", after, id_, before
        )
    )


async def guesses_since(read: Reader, account: AccountId, since: datetime) -> list[datetime]:
    """When the account gave codes that are none since then, the earliest first."""
    rows = await read.fetch_all(
        "SELECT at FROM link_guesses WHERE account = ? AND at > ? ORDER BY at, number",
        account,
        to_micros(since),
    )
    return [from_micros(int(at or 0)) for (at,) in rows]


async def note_guess(tx: Transaction, account: AccountId, now: datetime) -> None:
    """The account has given a code that is none."""
    await tx.execute("DELETE FROM link_guesses WHERE at < ?", to_micros(now - A_DAY))
    await tx.execute(
        "INSERT INTO link_guesses (account, number, at)"
        " SELECT ?, coalesce(max(number), 0) + 1, ? FROM link_guesses WHERE account = ?",
        account,
        to_micros(now),
        account,
    )


async def forget(tx: Transaction, accounts: Sequence[AccountId]) -> None:
    """No code was asked for or given by these accounts."""
    places = ", ".join("?" * len(accounts))
    for column in ("account", "given_by"):
        await tx.execute(f"DELETE FROM link_codes WHERE {column} IN ({places})", *accounts)


def _hash(code: str) -> str:
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(f"hearth link {plain}".encode("utf-8", "surrogatepass")).hexdigest()


def _code(row: Row) -> LinkCode:
    id_, account, expires_at, state, given_by = row
    return LinkCode(
        str(id_),
        AccountId(str(account)),
        from_micros(int(expires_at or 0)),
        CodeState(str(state)),
        AccountId(str(given_by)),
    )
