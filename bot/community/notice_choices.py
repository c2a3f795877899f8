"""What members want to be told without having asked, and at what time of their evening.

A choice is made for all accounts that the member holds then; of several the latest one holds, of
two of one instant the one that says less (``docs/features/reminders.md`` §3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.core.batches import places
from bot.core.clock import to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction

ON: Final = "on"
OFF: Final = "off"
REMIND_AT: Final = "remind_at"
"""Stands beside the kinds: the local time at which the member wants to be reminded."""
_NOT_GONE: Final = (
    " FROM members m JOIN accounts a ON a.person = m.person"
    " JOIN notice_choices c ON c.community = m.community AND c.account = a.id"
)


class Kind(StrEnum):
    """What a message that nobody asked for is about; each can be switched off by each member."""

    STREAK = "streak"
    PROGRAM = "program"
    WIN_BACK = "win_back"
    FESTIVAL = "festival"
    RECAP = "recap"
    ANNOUNCEMENT = "announcement"


async def choose(
    tx: Transaction,
    community: CommunityId,
    accounts: Sequence[AccountId],
    what: str,
    choice: str,
    now: datetime,
) -> None:
    """These accounts have chosen so."""
    await tx.execute_many(
        "INSERT INTO notice_choices (community, account, what, choice, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (community, account, what) DO UPDATE"
        " SET choice = excluded.choice, at = excluded.at",
        [(community, account, what, choice, to_micros(now)) for account in accounts],
    )


async def of_members(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, Mapping[str, str]]:
    """What those of these members have chosen who ever chose anything."""
    if not members:
        return {}
    rows = await read.fetch_all(
        # "on" behind "off": what is written last of one instant is "off".
        f"SELECT m.id, c.what, c.choice{_NOT_GONE}"
        # By the ids: their community's index would read all of its members.
        f" WHERE m.community || '' = ? AND m.id IN ({places('?', len(members))})"
        " ORDER BY m.id, c.at, c.choice DESC",
        community,
        *members,
    )
    found: dict[MemberId, dict[str, str]] = {}
    for member, what, choice in rows:
        found.setdefault(MemberId(str(member)), {})[str(what)] = str(choice)
    return dict(found)


async def times_chosen(read: Reader, community: CommunityId) -> list[tuple[str, str]]:
    """The zones of their own, "" for none, and times of those who chose when to be reminded."""
    rows = await read.fetch_all(
        "SELECT DISTINCT p.zone, c.choice FROM notice_choices c JOIN accounts a ON a.id = c.account"
        " JOIN persons p ON p.id = a.person"
        " WHERE c.community = ? AND c.what = ? AND c.choice <> ''"
        " ORDER BY p.zone, c.choice LIMIT 20000",
        community,
        REMIND_AT,
    )
    return [(str(zone), str(choice)) for zone, choice in rows]


async def who_chose(
    read: Reader, community: CommunityId, time: str, after: str, limit: int
) -> list[tuple[AccountId, MemberId]]:
    """A page of accounts, behind ``after``, that chose this time, each with its member.

    The member may have chosen otherwise since with another account: ``of_members`` knows.
    """
    rows = await read.fetch_all(
        "SELECT c.account, m.id FROM notice_choices c JOIN accounts a ON a.id = c.account"
        " JOIN members m ON m.community = c.community AND m.person = a.person"
        " WHERE c.community = ? AND c.what = ? AND c.choice = ? AND c.account > ?"
        " ORDER BY c.account LIMIT ?",
        community,
        REMIND_AT,
        time,
        after,
        limit,
    )
    return [(AccountId(str(account)), MemberId(str(member))) for account, member in rows]
