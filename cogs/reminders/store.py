"""Birthdays that members told. A choice of all accounts that the member holds; the latest holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.batches import places
from bot.core.clock import to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction

PUBLIC = "public"
PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Birthday:
    """``date`` as ``occasions.written`` writes it, "" for none; who may see it is ``shown``."""

    date: str
    shown: str


async def choose(
    tx: Transaction,
    community: CommunityId,
    accounts: Sequence[AccountId],
    birthday: Birthday,
    now: datetime,
) -> None:
    """The birthday of who holds these accounts is this one."""
    await tx.execute_many(
        "INSERT INTO occasions (community, account, date, shown, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (community, account) DO UPDATE"
        " SET date = excluded.date, shown = excluded.shown, at = excluded.at",
        [
            (community, account, birthday.date, birthday.shown, to_micros(now))
            for account in accounts
        ],
    )


async def of_members(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, Birthday]:
    """The birthdays of those of these members who have said something of theirs."""
    if not members:
        return {}
    rows = await read.fetch_all(
        "SELECT m.id, o.date, o.shown FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN occasions o ON o.community = m.community AND o.account = a.id"
        # By the ids: their community's index would read all of its members.
        f" WHERE m.community || '' = ? AND m.id IN ({places('?', len(members))})"
        " ORDER BY m.id, o.at, o.date DESC",
        community,
        *members,
    )
    return {MemberId(str(m)): Birthday(str(date), str(shown)) for m, date, shown in rows}


async def told(
    read: Reader, community: CommunityId, date: str, after: str, limit: int
) -> list[tuple[AccountId, MemberId]]:
    """A page of accounts, behind ``after``, that told this date, each with its member."""
    rows = await read.fetch_all(
        "SELECT o.account, m.id FROM occasions o JOIN accounts a ON a.id = o.account"
        " JOIN members m ON m.community = o.community AND m.person = a.person"
        " WHERE o.community = ? AND o.date = ? AND o.account > ? ORDER BY o.account LIMIT ?",
        community,
        date,
        after,
        limit,
    )
    return [(AccountId(str(account)), MemberId(str(member))) for account, member in rows]
