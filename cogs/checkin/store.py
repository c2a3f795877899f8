"""The tables of check-in: days are facts of accounts, credits and streaks are kept for members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction, Value
from cogs.checkin.rules import NO_STREAK, Day, DayKind, Streak

_DAY: Final = "day, kind, at, zone"
_CREDIT: Final = (
    "SELECT c.day, c.kind, c.at, c.zone, c.account, d.platform, d.chat, d.source"
    " FROM day_credits c LEFT JOIN days d ON d.community = c.community"
    " AND d.account = c.account AND d.day = c.day AND d.kind = c.kind"
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A check-in as it was written: a fact of its account, credited or not."""

    account: AccountId
    day: date
    at: datetime
    received_at: datetime
    flagged: bool
    zone: str
    platform: str
    chat: str
    source: str


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit of a member's local day, and where its message was."""

    day: Day
    account: AccountId
    platform: str
    chat: str
    source: str


async def credit(
    tx: Transaction, community: CommunityId, member: MemberId, attempt: Attempt
) -> bool:
    """The member's local day is credited to this attempt; False when it was credited before."""
    changed = await tx.execute(
        "INSERT INTO day_credits (community, member, day, kind, account, at, zone)"
        " VALUES (?, ?, ?, 'real', ?, ?, ?) ON CONFLICT (community, member, day) DO NOTHING",
        community,
        member,
        attempt.day.isoformat(),
        attempt.account,
        to_micros(attempt.at),
        attempt.zone,
    )
    return bool(changed)


async def keep_attempt(
    tx: Transaction, community: CommunityId, attempt: Attempt, *, credited: bool
) -> None:
    """The attempt is a fact of its account; a second one of the account on that day is none."""
    await tx.execute(
        "INSERT INTO days (community, account, day, kind, at, received_at, credited, flagged,"
        " zone, platform, chat, source) VALUES (?, ?, ?, 'real', ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (community, account, day, kind) DO NOTHING",
        community,
        attempt.account,
        attempt.day.isoformat(),
        to_micros(attempt.at),
        to_micros(attempt.received_at),
        int(credited),
        int(attempt.flagged),
        attempt.zone,
        attempt.platform,
        attempt.chat,
        attempt.source,
    )


async def find_credit(
    read: Reader, community: CommunityId, member: MemberId, day: date
) -> Credit | None:
    """What credited the member's local day, None while nothing has."""
    row = await read.fetch_one(
        _CREDIT + " WHERE c.community = ? AND c.member = ? AND c.day = ?",
        community,
        member,
        day.isoformat(),
    )
    return None if row is None else _credit(row)


async def credits_since(
    read: Reader, community: CommunityId, member: MemberId, since: datetime
) -> int:
    """How many of the member's check-ins were written at or after ``since``."""
    row = await read.fetch_one(
        "SELECT count(*) FROM day_credits"
        " WHERE community = ? AND member = ? AND kind = 'real' AND at >= ?",
        community,
        member,
        to_micros(since),
    )
    return 0 if row is None else int(row[0] or 0)


async def days_of(read: Reader, community: CommunityId, member: MemberId) -> list[Day]:
    """The member's covered days, the earliest first."""
    rows = await read.fetch_all(
        f"SELECT {_DAY} FROM day_credits WHERE community = ? AND member = ? ORDER BY day",
        community,
        member,
    )
    return [day_from(*row) for row in rows]


async def sources_of(
    read: Reader, community: CommunityId, member: MemberId, first: date
) -> dict[date, Credit]:
    """What credited the member's days from ``first`` on, by day."""
    rows = await read.fetch_all(
        _CREDIT + " WHERE c.community = ? AND c.member = ? AND c.day >= ? ORDER BY c.day",
        community,
        member,
        first.isoformat(),
    )
    return {found.day.day: found for found in map(_credit, rows)}


async def find_streak(read: Reader, community: CommunityId, member: MemberId) -> Streak:
    """The member's kept streak; one of no days for somebody new."""
    row = await read.fetch_one(
        "SELECT first_day, length, last_covered, last_counted, longest, last_at, last_zone"
        " FROM streaks WHERE community = ? AND member = ?",
        community,
        member,
    )
    if row is None:
        return NO_STREAK
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


async def keep_streak(
    tx: Transaction, community: CommunityId, member: MemberId, streak: Streak
) -> None:
    """The member's kept streak is this one."""
    await tx.execute(
        "INSERT INTO streaks (community, member, first_day, length, last_covered, last_counted,"
        " longest, last_at, last_zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (community, member) DO UPDATE SET first_day = excluded.first_day,"
        " length = excluded.length, last_covered = excluded.last_covered,"
        " last_counted = excluded.last_counted, longest = excluded.longest,"
        " last_at = excluded.last_at, last_zone = excluded.last_zone",
        community,
        member,
        _text(streak.current_first),
        streak.current_length,
        _text(streak.last_covered),
        _text(streak.last_counted),
        streak.longest,
        to_micros(streak.last_at) if streak.last_at else 0,
        streak.last_zone,
    )


async def claims_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> list[Row]:
    """The credits that the days of these accounts give, each local day once, the earliest first.

    The attempt that was credited when it came keeps the credit, else the one received first.
    Rows are (day, kind, account, at, zone).
    """
    places = ", ".join("?" * len(accounts))
    return await read.fetch_all(
        "SELECT day, kind, account, at, zone FROM (SELECT d.*, row_number() OVER"
        " (PARTITION BY day ORDER BY credited DESC, received_at, account) AS place FROM days d"
        f" WHERE community = ? AND account IN ({places})) AS claims WHERE place = 1 ORDER BY day",
        community,
        *accounts,
    )


async def credits_of(read: Reader, community: CommunityId, member: MemberId) -> list[Row]:
    """The member's credits as they are kept, in the shape of ``claims_of``."""
    return await read.fetch_all(
        "SELECT day, kind, account, at, zone FROM day_credits"
        " WHERE community = ? AND member = ? ORDER BY day",
        community,
        member,
    )


async def replace_credits(
    tx: Transaction, community: CommunityId, member: MemberId, claims: Sequence[Row]
) -> None:
    """The member's credits are these and no others."""
    await tx.execute(
        "DELETE FROM day_credits WHERE community = ? AND member = ?", community, member
    )
    await tx.execute_many(
        "INSERT INTO day_credits (community, member, day, kind, account, at, zone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(community, member, *claim) for claim in claims],
    )


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


async def forget_streak(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """Nothing is kept of the member's streak."""
    await tx.execute("DELETE FROM streaks WHERE community = ? AND member = ?", community, member)


def _credit(row: Row) -> Credit:
    account, platform, chat, source = (str(part or "") for part in row[4:8])
    return Credit(day_from(*row[:4]), AccountId(account), platform, chat, source)


def day_from(day: Value, kind: Value, at: Value, zone: Value) -> Day:
    """The day that these columns say."""
    return Day(
        date.fromisoformat(str(day)), DayKind(str(kind)), from_micros(int(at or 0)), str(zone)
    )


def _date(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
