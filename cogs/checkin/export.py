"""What an export says of a member's days (``docs/features/transcript.md``)."""

from __future__ import annotations

from datetime import UTC

from bot.core.clock import from_micros
from bot.core.cog import offers
from bot.core.exporting import ExportMember, Json
from bot.core.ports import Reader
from bot.core.schedule import day_existed, day_of, rule_at
from cogs.checkin import store
from cogs.checkin.rules import Joining, alive, rest_on
from cogs.checkin.settings import CheckinSettings


@offers("export", "streak")
async def export_streak(read: Reader, member: ExportMember) -> Json:
    """Current and longest streak as of the export, and the last day that counts."""
    streak = await store.find_streak(read, member.community.id, member.member)
    rules = member.day_rules
    rest = rest_on(member.settings(CheckinSettings).rest_days)
    joining = Joining(rest, lambda day: day_existed(day, rules))
    zone = rule_at(rules, member.as_of).zone
    last = streak.last_counted
    return {
        "current": alive(streak, day_of(member.as_of, rules), joining, member.as_of, zone),
        "longest": streak.longest,
        "last_day": last.isoformat() if last else None,
    }


@offers("export", "days")
async def export_days(read: Reader, member: ExportMember) -> Json:
    """The member's credited days, the earliest first."""
    platforms = {str(account.id): account.platform for account in member.accounts}
    rows = await store.credits_of(read, member.community.id, member.member)
    return [
        {
            "day": str(day),
            "kind": str(kind),
            "at": _instant(int(at or 0)),
            "platform": platforms.get(str(account), ""),
        }
        for day, kind, account, at, _ in rows
    ]


def _instant(micros: int) -> str:
    return from_micros(micros).astimezone(UTC).isoformat().replace("+00:00", "Z")
