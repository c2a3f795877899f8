"""What ``/me`` says of a member's check-ins."""

from __future__ import annotations

from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.schedule import day_of, rule_at
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import alive


@offers("me", "checkin")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """The streak, the longest one, and how many days count."""
    community, rules = member.community.id, member.day_rules
    streak = await store.find_streak(read, community, member.member)
    days = await store.days_of(read, community, member.member)
    joining = joining_of(member.settings, rules)
    zone = rule_at(rules, member.as_of).zone
    return [
        Text(
            "me.checkin",
            current=alive(streak, day_of(member.as_of, rules), joining, member.as_of, zone),
            longest=streak.longest,
            days=sum(day.kind.counts for day in days),
        )
    ]
