"""The kept streaks of members, and by which rest days they were counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction
from cogs.checkin.rules import NO_STREAK, Streak

_COLUMNS: Final = "first_day, length, last_covered, last_counted, longest, last_at, last_zone"
_KEEP: Final = (
    f"INSERT INTO streaks (community, member, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (community, member) DO UPDATE SET first_day = excluded.first_day,"
    " length = excluded.length, last_covered = excluded.last_covered,"
    " last_counted = excluded.last_counted, longest = excluded.longest,"
    " last_at = excluded.last_at, last_zone = excluded.last_zone"
)


async def find_streak(read: Reader, community: CommunityId, member: MemberId) -> Streak:
    """The member's kept streak; one of no days for somebody new."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM streaks WHERE community = ? AND member = ?", community, member
    )
    return NO_STREAK if row is None else _streak(row)


async def streaks_of(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, Streak]:
    """The kept streaks of those of these members who have one."""
    places = ", ".join("?" * len(members))
    rows = await read.fetch_all(
        f"SELECT member, {_COLUMNS} FROM streaks WHERE community = ? AND member IN ({places})",
        community,
        *members,
    )
    return {MemberId(str(row[0])): _streak(row[1:]) for row in rows}


async def keep_streak(
    tx: Transaction, community: CommunityId, member: MemberId, streak: Streak
) -> None:
    """The member's kept streak is this one."""
    await tx.execute(_KEEP, community, member, *_values(streak))


async def keep_streaks(
    tx: Transaction, community: CommunityId, streaks: Mapping[MemberId, Streak]
) -> None:
    """These are the members' kept streaks."""
    await tx.execute_many(
        _KEEP, [(community, member, *_values(streak)) for member, streak in streaks.items()]
    )


async def join_streaks(
    tx: Transaction, community: CommunityId, members: Sequence[MemberId], last: date
) -> None:
    """The members' kept streaks go on up to ``last`` by days that only join."""
    places = ", ".join("?" * len(members))
    await tx.execute(
        "UPDATE streaks SET last_covered = ?, last_at = 0, last_zone = ''"
        f" WHERE community = ? AND member IN ({places})",
        _text(last),
        community,
        *members,
    )


async def forget_streak(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """Nothing is kept of the member's streak."""
    await tx.execute("DELETE FROM streaks WHERE community = ? AND member = ?", community, member)


async def counted_by(read: Reader, community: CommunityId) -> str | None:
    """The rest days by which the kept streaks were counted, None before the first start."""
    row = await read.fetch_one("SELECT rest_days FROM streak_rules WHERE community = ?", community)
    return None if row is None else str(row[0])


async def count_by(tx: Transaction, community: CommunityId, rest_days: str) -> None:
    """The kept streaks are counted by these rest days."""
    await tx.execute(
        "INSERT INTO streak_rules (community, rest_days) VALUES (?, ?)"
        " ON CONFLICT (community) DO UPDATE SET rest_days = excluded.rest_days",
        community,
        rest_days,
    )


def _streak(row: Row) -> Streak:
    first, length, covered, counted, longest, at, zone = row
    return Streak(
        _date(first),
        int(length or 0),
        _date(covered),
        _date(counted),
        int(longest or 0),
        from_micros(int(at)) if at else None,
        str(zone),
    )


def _values(streak: Streak) -> tuple[str | int, ...]:
    return (
        _text(streak.current_first),
        streak.current_length,
        _text(streak.last_covered),
        _text(streak.last_counted),
        streak.longest,
        to_micros(streak.last_at) if streak.last_at else 0,
        streak.last_zone,
    )


# Most members of a page have the same few days.
@lru_cache(maxsize=1024)
def _date(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
