"""What an export says of a member's days (``docs/features/transcript.md``)."""

from __future__ import annotations

from datetime import UTC

from bot.core.clock import from_micros
from bot.core.cog import offers
from bot.core.exporting import ExportMember, Json
from bot.core.ports import Reader
from bot.core.schedule import day_of, rule_at
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import alive


@offers("export", "streak")
async def export_streak(read: Reader, member: ExportMember) -> Json:
    """Current and longest streak as of the export, and the last day that counts."""
    streak = await store.find_streak(read, member.community.id, member.member)
    rules = member.day_rules
    joining = joining_of(member.settings, rules)
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


@offers("export", "leaves")
async def export_leaves(read: Reader, member: ExportMember) -> Json:
    """The member's leaves, the earliest first."""
    leaves = await store.leaves_of(read, member.community.id, member.member)
    return [
        {"first": each.span.first.isoformat(), "last": each.span.last.isoformat()}
        for each in leaves
    ]


@offers("export", "makeups")
async def export_makeups(read: Reader, member: ExportMember) -> Json:
    """The make-ups that the member has confirmed, by month."""
    requests = await store.requests_of(read, member.community.id, member.member)
    return [
        {
            "id": each.id,
            "month": each.month,
            "days": [day.isoformat() for day in each.days],
            "state": str(each.state),
            "cards": each.cards,
            "reason": each.reason,
        }
        for each in requests
    ]


def _instant(micros: int) -> str:
    return from_micros(micros).astimezone(UTC).isoformat().replace("+00:00", "Z")
