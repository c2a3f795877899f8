"""How many messages that they had not asked for members got on a local day, over all kinds.

Facts of accounts, so that linked ones count together. Rows go after 30 days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.batches import places
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction


async def counts(
    read: Reader, community: CommunityId, members: Sequence[MemberId], since: date
) -> dict[tuple[MemberId, date], int]:
    """How many each of these members got on each day from ``since`` on; none is absent."""
    rows = await read.fetch_all(
        # CROSS: on SQLite the members come first, not all that were told something that day.
        "SELECT m.id, d.day, sum(d.count) FROM members m CROSS JOIN accounts a"
        " CROSS JOIN notice_days d WHERE a.person = m.person AND d.account = a.id"
        # By the ids: their community's index would read all of its members.
        f" AND m.community || '' = ? AND m.id IN ({places('?', len(members))})"
        " AND d.community = ? AND d.day >= ? GROUP BY m.id, d.day",
        community,
        *members,
        community,
        since.isoformat(),
    )
    return {
        (MemberId(str(member)), date.fromisoformat(str(day))): int(count or 0)
        for member, day, count in rows
    }


async def add(
    tx: Transaction, community: CommunityId, told: Sequence[tuple[AccountId, date]]
) -> None:
    """Each of these accounts got one more on its day. Their persons' locks are held."""
    await tx.execute_many(
        "INSERT INTO notice_days (community, account, day, count) VALUES (?, ?, ?, 1)"
        " ON CONFLICT (community, account, day) DO UPDATE SET count = notice_days.count + 1",
        [(community, account, day.isoformat()) for account, day in told],
    )


async def take_back(tx: Transaction, community: CommunityId, account: AccountId, day: str) -> None:
    """The account got one less on this day than was counted; of none there is no row."""
    row = (community, account, day)
    gone = await tx.execute(
        "DELETE FROM notice_days WHERE community = ? AND account = ? AND day = ? AND count <= 1",
        *row,
    )
    if not gone:
        await tx.execute(
            "UPDATE notice_days SET count = count - 1"
            " WHERE community = ? AND account = ? AND day = ?",
            *row,
        )


async def give_back(tx: Transaction, community: CommunityId, account: AccountId, day: str) -> None:
    """The account got one more after all; of whoever was forgotten meanwhile nothing is kept."""
    await tx.execute(
        "INSERT INTO notice_days (community, account, day, count)"
        " SELECT m.community, a.id, ?, 1 FROM accounts a JOIN members m ON m.person = a.person"
        " WHERE a.id = ? AND m.community = ?"
        " ON CONFLICT (community, account, day) DO UPDATE SET count = notice_days.count + 1",
        day,
        account,
        community,
    )


async def old_after(
    read: Reader, community: CommunityId, before: date, after: str, limit: int
) -> list[str]:
    """A page of rows of days before this one, each as ``DAY ACCOUNT``, behind ``after``."""
    day, _, account = after.partition(" ")
    rows = await read.fetch_all(
        "SELECT day, account FROM notice_days WHERE community = ? AND day < ?"
        " AND (day, account) > (?, ?) ORDER BY day, account LIMIT ?",
        community,
        before.isoformat(),
        day,
        account,
        limit,
    )
    return [f"{day!s} {account!s}" for day, account in rows]


async def forget(tx: Transaction, community: CommunityId, rows: Sequence[str]) -> None:
    """These rows, as ``old_after`` names them, are gone."""
    await tx.execute_many(
        "DELETE FROM notice_days WHERE community = ? AND day = ? AND account = ?",
        [(community, *row.split(" ")) for row in rows],
    )
