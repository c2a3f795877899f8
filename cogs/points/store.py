"""Marks of what was earned once: milestones, by the first day of their run."""

from __future__ import annotations

from datetime import date

from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction


async def milestone_paid(
    read: Reader, community: CommunityId, member: MemberId, days: int, first: date, last: date
) -> bool:
    """Whether this milestone was paid for a run that began within ``first`` to ``last``."""
    row = await read.fetch_one(
        "SELECT 1 FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN earning_marks e ON e.community = m.community AND e.account = a.id"
        " WHERE m.community = ? AND m.id = ? AND e.kind = 'milestone' AND e.mark = ?"
        " AND e.run_day BETWEEN ? AND ? LIMIT 1",
        community,
        member,
        days,
        first.isoformat(),
        last.isoformat(),
    )
    return row is not None


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
