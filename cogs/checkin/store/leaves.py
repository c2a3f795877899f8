"""Leaves: ranges of local days in which a member need not check in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction
from cogs.checkin.rules import Leave


@dataclass(frozen=True, slots=True)
class KeptLeave:
    """A leave as it stands, with whose it is and when it was asked for."""

    id: str
    account: AccountId
    span: Leave
    at: datetime


async def leaves_from(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId], day: date
) -> list[KeptLeave]:
    """The leaves of these accounts that end on ``day`` or later, the earliest first."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT id, account, first_day, last_day, at FROM leaves"
        f" WHERE community = ? AND account IN ({places}) AND last_day >= ?"
        " ORDER BY first_day, id",
        community,
        *accounts,
        day.isoformat(),
    )
    return [_leave(row) for row in rows]


async def add_leave(tx: Transaction, community: CommunityId, leave: KeptLeave) -> None:
    """The leave is planned."""
    await tx.execute(
        "INSERT INTO leaves (community, account, id, first_day, last_day, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        community,
        leave.account,
        leave.id,
        leave.span.first.isoformat(),
        leave.span.last.isoformat(),
        to_micros(leave.at),
    )


async def end_leave(tx: Transaction, community: CommunityId, leave: KeptLeave, last: date) -> None:
    """The leave ends with ``last``; one that has not begun by then is none."""
    if last < leave.span.first:
        await tx.execute(
            "DELETE FROM leaves WHERE community = ? AND account = ? AND id = ?",
            community,
            leave.account,
            leave.id,
        )
        return
    await tx.execute(
        "UPDATE leaves SET last_day = ? WHERE community = ? AND account = ? AND id = ?",
        last.isoformat(),
        community,
        leave.account,
        leave.id,
    )


async def leaves_of(
    read: Reader, community: CommunityId, member: MemberId, since: date = date.min
) -> list[KeptLeave]:
    """The leaves of the member that end on ``since`` or later, the earliest first."""
    rows = await read.fetch_all(
        "SELECT l.id, l.account, l.first_day, l.last_day, l.at FROM members m"
        " JOIN accounts a ON a.person = m.person"
        " JOIN leaves l ON l.community = m.community AND l.account = a.id"
        " WHERE m.community = ? AND m.id = ? AND l.last_day >= ? ORDER BY l.first_day, l.id",
        community,
        member,
        since.isoformat(),
    )
    return [_leave(row) for row in rows]


def _leave(row: Row) -> KeptLeave:
    leave, account, first, last, at = row
    span = Leave(date.fromisoformat(str(first)), date.fromisoformat(str(last)))
    return KeptLeave(str(leave), AccountId(str(account)), span, from_micros(int(at or 0)))
