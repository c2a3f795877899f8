"""What the days of linked accounts are made of, beyond the claims: when each came to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Row
from cogs.checkin.rules import DayKind
from cogs.checkin.store.days import (
    AT,
    CHAT,
    CREDITED,
    LATEST_CHANGE,
    PLATFORM,
    RECEIVED,
    SOURCE,
    ZONE,
    MadeDay,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When the bot knew of an account's day, and whether it had the credit then."""

    received_at: datetime
    credited: bool
    platform: str
    chat: str
    source: str


async def arrivals_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> dict[tuple[str, str, str], Arrival]:
    """All days of these accounts, by account, day and kind as a claim names them."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        f"SELECT d.account, d.day, d.kind, {RECEIVED}, {CREDITED}, {PLATFORM}, {CHAT}, {SOURCE}"
        f" FROM days d{LATEST_CHANGE} WHERE d.community = ? AND d.account IN ({places})",
        community,
        *accounts,
    )
    return {
        (str(account), str(day), str(kind)): Arrival(
            from_micros(int(received_at or 0)),
            bool(credited),
            str(platform),
            str(chat),
            str(source),
        )
        for account, day, kind, received_at, credited, platform, chat, source in rows
    }


async def lost_since(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId], since: datetime
) -> list[Row]:
    """The check-ins of these accounts that were taken back since then and count no more.

    Rows are as those of ``claims_of``.
    """
    places = ", ".join("?" * len(accounts))
    return await read.fetch_all(
        "SELECT d.day, d.kind, d.account, d.at, d.zone"
        f" FROM days d{LATEST_CHANGE} WHERE d.community = ? AND d.account IN ({places})"
        " AND d.kind = 'real' AND c.holds = 0 AND c.at >= ? ORDER BY d.day, d.account",
        community,
        *accounts,
        to_micros(since),
    )


async def standing_freezes(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> list[tuple[MadeDay, int]]:
    """The frozen days of these accounts that hold, each with how often it was made before."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        f"SELECT d.account, d.day, d.kind, {AT}, {ZONE}, coalesce(c.number, 0)"
        f" FROM days d{LATEST_CHANGE} WHERE d.community = ? AND d.account IN ({places})"
        " AND d.kind = 'freeze' AND coalesce(c.holds, 1) = 1 ORDER BY d.day, d.account",
        community,
        *accounts,
    )
    return [(_made_day(row[:5]), int(row[5] or 0)) for row in rows]


async def replaced_since(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId], since: datetime
) -> list[MadeDay]:
    """The days of before that a rule or a make-up had covered and that gave way since then."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        f"SELECT d.account, d.day, d.kind, {AT}, {ZONE} FROM days d{LATEST_CHANGE}"
        f" WHERE d.community = ? AND d.account IN ({places})"
        " AND d.kind IN ('freeze', 'leave', 'outage', 'makeup') AND c.holds = 0 AND c.at >= ?"
        " AND c.reason IN ('replaced', 'made_up') AND d.at < ? ORDER BY d.day, d.account",
        community,
        *accounts,
        to_micros(since),
        to_micros(since),
    )
    return [_made_day(row) for row in rows]


def _made_day(row: Row) -> MadeDay:
    account, day, kind, at, zone = row
    return MadeDay(
        AccountId(str(account)),
        date.fromisoformat(str(day)),
        DayKind(str(kind)),
        from_micros(int(at or 0)),
        str(zone),
    )
