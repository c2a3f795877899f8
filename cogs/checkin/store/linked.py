"""What the days of linked accounts are made of, beyond the claims: when each came to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.clock import from_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader
from cogs.checkin.store.days import CHAT, CREDITED, LATEST_CHANGE, PLATFORM, RECEIVED, SOURCE


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
