"""What an export says of a member's badges (``docs/features/transcript.md``)."""

from __future__ import annotations

from bot.core.cog import offers
from bot.core.exporting import ExportMember, Json
from bot.core.ports import Reader
from bot.core.schedule import day_of
from cogs.badges import store


@offers("export", "badges")
async def export_badges(read: Reader, member: ExportMember) -> Json:
    """The badges that the member has, each with the local day since when, by key."""
    first: dict[str, str] = {}
    awards = await store.awards_of(read, member.community.id, member.member)
    for each in sorted(awards, key=lambda award: award.at):
        if each.is_given:
            first.setdefault(each.badge, day_of(each.at, member.day_rules).isoformat())
    return [{"key": key, "on": first[key]} for key in sorted(first)]
