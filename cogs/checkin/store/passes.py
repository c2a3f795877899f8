"""Whom a pass over a community looks at, and what decides about each of them, read at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from bot.core.model import AccountId, CommunityId, MemberId, PersonId
from bot.core.ports import Reader

_STANDINGS: Final = (
    "SELECT s.member, m.person, s.last_covered, s.last_at, s.last_zone, k.account, a.platform"
    # CROSS: on SQLite the streaks come first, in the order of their index.
    " FROM streaks s CROSS JOIN members m CROSS JOIN day_credits k CROSS JOIN accounts a"
    " WHERE m.id = s.member AND m.community || '' = s.community AND a.person = m.person"
    " AND k.community = s.community AND k.member = s.member AND k.day = s.last_covered"
    " AND s.community = ? AND s.length > 0"
)


class Standing(NamedTuple):
    """What a member has missed is decided by this: a row for each platform that they are on.

    ``account`` has the credit of the last covered day: who is on one platform only has no other.
    """

    member: MemberId
    person: PersonId
    last_covered: str
    last_at: int
    last_zone: str
    account: AccountId
    platform: str


async def streaks_that_end(
    read: Reader, community: CommunityId, first: date, before: date, after: str, limit: int
) -> list[MemberId]:
    """A page of members behind ``after`` whose streak ends on ``first`` or later, before a day."""
    rows = await read.fetch_all(
        "SELECT member FROM streaks WHERE community = ? AND member > ?"
        " AND last_covered >= ? AND last_covered < ? AND length > 0 ORDER BY member LIMIT ?",
        community,
        after,
        first.isoformat(),
        before.isoformat(),
        limit,
    )
    return [MemberId(str(member)) for (member,) in rows]


async def standings_of(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> list[Standing]:
    """How those of these members stand who are on a streak."""
    places = ", ".join("?" * len(members))
    rows = await read.fetch_all(f"{_STANDINGS} AND s.member IN ({places})", community, *members)
    return list(map(Standing._make, rows))
