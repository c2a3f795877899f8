"""The tables of roles: which role an account is to have, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.core.clock import to_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Transaction

REST: Final = timedelta(hours=1)
"""What was refused is asked for again at the end of the day, and no sooner than after that."""


class WishState(StrEnum):
    """What became of a wish: for a role, or that it goes (``TAKING``, ``STUCK`` when refused).

    ``AGAIN``: asked for, after it was refused.
    """

    ASKED = "asked"
    AGAIN = "again"
    GIVEN = "given"
    REFUSED = "refused"
    TAKING = "taking"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Wish:
    """The account is to have the role, as the config names it."""

    account: AccountId
    role: str
    state: WishState


async def wishes_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> list[Wish]:
    """The wishes for these accounts."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT account, role, state FROM role_wishes"
        f" WHERE community = ? AND account IN ({places}) ORDER BY account, role",
        community,
        *accounts,
    )
    return [
        Wish(AccountId(str(account)), str(role), WishState(str(state)))
        for account, role, state in rows
    ]


async def ask(tx: Transaction, community: CommunityId, wish: Wish, now: datetime) -> bool:
    """The platform is asked for the role; False where it was, or has refused a short while ago."""
    asked = await tx.execute(
        "INSERT INTO role_wishes (community, account, role, state, at)"
        " VALUES (?, ?, ?, 'asked', ?) ON CONFLICT (community, account, role) DO UPDATE"
        " SET state = CASE role_wishes.state WHEN 'refused' THEN 'again' ELSE 'asked' END,"
        " at = excluded.at WHERE role_wishes.state IN ('taking', 'stuck')"
        " OR (role_wishes.state = 'refused' AND role_wishes.at <= ?)",
        community,
        wish.account,
        wish.role,
        to_micros(now),
        to_micros(now - REST),
    )
    return bool(asked)


async def ask_back(tx: Transaction, community: CommunityId, wish: Wish, now: datetime) -> bool:
    """The platform is asked to take the role.

    False where it was, has never given it, or has refused to take it a short while ago.
    """
    if await forget(tx, community, wish, WishState.REFUSED):
        return False
    asked = await tx.execute(
        "UPDATE role_wishes SET state = 'taking', at = ?"
        " WHERE community = ? AND account = ? AND role = ?"
        " AND (state IN ('asked', 'again', 'given') OR (state = 'stuck' AND at <= ?))",
        to_micros(now),
        community,
        wish.account,
        wish.role,
        to_micros(now - REST),
    )
    return bool(asked)


async def forget(tx: Transaction, community: CommunityId, wish: Wish, state: WishState) -> bool:
    """Nothing is left of a wish in this state; False where there was none."""
    gone = await tx.execute(
        "DELETE FROM role_wishes WHERE community = ? AND account = ? AND role = ? AND state = ?",
        community,
        wish.account,
        wish.role,
        state,
    )
    return bool(gone)


async def note(
    tx: Transaction, community: CommunityId, wish: Wish, before: WishState, now: datetime
) -> bool:
    """A wish in the state ``before`` is in that of ``wish`` now; False where it was not."""
    noted = await tx.execute(
        "UPDATE role_wishes SET state = ?, at = ?"
        " WHERE community = ? AND account = ? AND role = ? AND state = ?",
        wish.state,
        to_micros(now),
        community,
        wish.account,
        wish.role,
        before,
    )
    return bool(noted)


async def refused_long_ago(
    read: Reader, community: CommunityId, now: datetime, after: str, limit: int
) -> list[AccountId]:
    """Accounts for which a platform is to be asked again, those behind ``after``."""
    rows = await read.fetch_all(
        "SELECT DISTINCT account FROM role_wishes"
        " WHERE community = ? AND state IN ('refused', 'stuck') AND at <= ? AND account > ?"
        " ORDER BY account LIMIT ?",
        community,
        to_micros(now - REST),
        after,
        limit,
    )
    return [AccountId(str(account)) for (account,) in rows]


async def made_by(read: Reader, community: CommunityId) -> str:
    """The rules by which the wishes were made, "" for none."""
    row = await read.fetch_one("SELECT edition FROM role_rules WHERE community = ?", community)
    return "" if row is None else str(row[0])


async def make_by(tx: Transaction, community: CommunityId, edition: str) -> None:
    """The wishes were made by these rules."""
    await tx.execute(
        "INSERT INTO role_rules (community, edition) VALUES (?, ?)"
        " ON CONFLICT (community) DO UPDATE SET edition = excluded.edition",
        community,
        edition,
    )
