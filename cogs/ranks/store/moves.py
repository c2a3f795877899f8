"""Whose numbers have moved and are not counted yet, and by which settings all were counted.

A row is only ever added by a turn: no turn waits for another, or for those who count.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.batches import cut, places
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader, Transaction


async def add(tx: Transaction, community: CommunityId, members: Sequence[MemberId]) -> None:
    """These members are to be counted."""
    for piece in cut(members):
        await tx.execute(
            f"INSERT INTO rank_moves (community, member) VALUES {places('(?, ?)', len(piece))}",
            *[part for member in piece for part in (community, member)],
        )


async def waiting(read: Reader, community: CommunityId, after: str, limit: int) -> list[MemberId]:
    """Members who are to be counted, by id, those behind ``after``."""
    rows = await read.fetch_all(
        "SELECT DISTINCT member FROM rank_moves WHERE community = ? AND member > ?"
        " ORDER BY member LIMIT ?",
        community,
        after,
        limit,
    )
    return [MemberId(str(member)) for (member,) in rows]


async def is_waiting(read: Reader, community: CommunityId, member: MemberId) -> bool:
    """Whether the member is to be counted."""
    row = await read.fetch_one(
        "SELECT 1 FROM rank_moves WHERE community = ? AND member = ? LIMIT 1", community, member
    )
    return row is not None


async def take(tx: Transaction, community: CommunityId, members: Sequence[MemberId]) -> None:
    """These members wait no more: what they have moved until now is counted by the caller."""
    await tx.execute(
        f"DELETE FROM rank_moves WHERE community = ? AND member IN ({places('?', len(members))})",
        community,
        *members,
    )


async def made_by(read: Reader, community: CommunityId) -> str:
    """The settings by which everybody was counted, "" for none."""
    row = await read.fetch_one("SELECT edition FROM rank_rules WHERE community = ?", community)
    return "" if row is None else str(row[0])


async def make_by(tx: Transaction, community: CommunityId, edition: str) -> None:
    """Everybody was counted by these settings."""
    await tx.execute(
        "INSERT INTO rank_rules (community, edition) VALUES (?, ?)"
        " ON CONFLICT (community) DO UPDATE SET edition = excluded.edition",
        community,
        edition,
    )
