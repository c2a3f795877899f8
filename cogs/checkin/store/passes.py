"""Whose kept streak ends before a day: whom a pass over a community looks at."""

from __future__ import annotations

from datetime import date

from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader


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
