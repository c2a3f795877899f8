"""Which check-in a message was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.core.clock import from_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader
from cogs.checkin.store.days import CHAT, LATEST_CHANGE, PLATFORM, SOURCE

_AT: Final = "CASE WHEN c.written_at > 0 THEN c.written_at ELSE d.at END"
_ZONE: Final = "CASE WHEN c.written_at > 0 THEN c.zone ELSE d.zone END"


@dataclass(frozen=True, slots=True)
class Written:
    """A check-in that stands, and when the message was written by which it counts."""

    account: AccountId
    day: date
    at: datetime
    zone: str


async def check_in_by(
    read: Reader, community: CommunityId, platform: str, chat: str, message: str
) -> Written | None:
    """The check-in that counts by this message; None when there is none, or none any more."""
    row = await read.fetch_one(
        f"SELECT d.account, d.day, {_AT}, {_ZONE} FROM days d{LATEST_CHANGE}"
        " WHERE d.community = ? AND d.kind = 'real' AND coalesce(c.holds, 1) = 1"
        " AND (d.account, d.day) IN (SELECT account, day FROM days"
        " WHERE community = ? AND source = ? AND kind = 'real' UNION"
        " SELECT account, day FROM day_changes"
        " WHERE community = ? AND source = ? AND kind = 'real')"
        f" AND {PLATFORM} = ? AND {CHAT} = ? AND {SOURCE} = ?",
        community,
        community,
        message,
        community,
        message,
        platform,
        chat,
        message,
    )
    if row is None:
        return None
    account, day, at, zone = row
    written = from_micros(int(at or 0))
    return Written(AccountId(str(account)), date.fromisoformat(str(day)), written, str(zone))
