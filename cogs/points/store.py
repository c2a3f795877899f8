"""Marks of what was earned once: milestones, by the first day of their run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone of ``days`` days was paid by ``entry`` for the run that began on ``run_day``."""

    account: AccountId
    days: int
    run_day: date
    entry: str


async def marks_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> list[Mark]:
    """All milestones that were paid to these accounts, by account, days and run."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT account, mark, run_day, entry FROM earning_marks WHERE community = ?"
        f" AND account IN ({places}) AND kind = 'milestone' ORDER BY account, mark, run_day",
        community,
        *accounts,
    )
    return [
        Mark(AccountId(str(a)), int(mark or 0), date.fromisoformat(str(day)), str(entry))
        for a, mark, day, entry in rows
    ]


async def paid_for(
    read: Reader, community: CommunityId, member: MemberId, days: int, first: date, last: date
) -> list[str]:
    """The entries that paid this milestone for runs that began within ``first`` to ``last``.

    Some may have been reversed since.
    """
    rows = await read.fetch_all(
        "SELECT e.entry FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN earning_marks e ON e.community = m.community AND e.account = a.id"
        " WHERE m.community = ? AND m.id = ? AND e.kind = 'milestone' AND e.mark = ?"
        " AND e.run_day BETWEEN ? AND ? ORDER BY e.run_day, e.account",
        community,
        member,
        days,
        first.isoformat(),
        last.isoformat(),
    )
    return [str(entry) for (entry,) in rows]


async def mark_milestone(
    tx: Transaction, community: CommunityId, account: AccountId, days: int, first: date, entry: str
) -> None:
    """The milestone of the run that began on ``first`` was paid by ``entry``."""
    await tx.execute(
        "INSERT INTO earning_marks (community, account, kind, mark, run_day, entry)"
        " VALUES (?, ?, 'milestone', ?, ?, ?) ON CONFLICT DO NOTHING",
        community,
        account,
        days,
        first.isoformat(),
        entry,
    )
