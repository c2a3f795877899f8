"""A member's covered days of a time, for whoever shows no more than that."""

from __future__ import annotations

from datetime import date

from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from cogs.checkin.rules import Day
from cogs.checkin.store.days import day_from


async def days_between(
    read: Reader, community: CommunityId, member: MemberId, first: date, last: date
) -> list[Day]:
    """The member's covered days from ``first`` to ``last``, the earliest first."""
    rows = await read.fetch_all(
        "SELECT day, kind, at, zone FROM day_credits"
        " WHERE community = ? AND member = ? AND day >= ? AND day <= ? ORDER BY day",
        community,
        member,
        first.isoformat(),
        last.isoformat(),
    )
    return [day_from(*row) for row in rows]
