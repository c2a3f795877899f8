"""``/explain``: the day sheet, for moderators who are asked how a streak came about."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.cog import query
from bot.core.context import QueryContext
from bot.core.model import Rank
from bot.core.options import Who
from bot.core.outgoing import Reply
from bot.core.schedule import day_of, rule_at
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import SheetLine, SheetRule, alive, day_sheet, streak_of
from cogs.checkin.store import Credit

SHEET_DAYS: Final = 30


@query("explain", "解释", rank=Rank.MODERATOR, member=False)
async def explain(ctx: QueryContext, who: Who) -> Reply:
    """The day sheet: for each of the last 30 days its kind, its message, and its rule."""
    community = ctx.community.id
    rules = await ctx.house.day_rules_of(ctx.read, community, who.account.id)
    today, joining = day_of(ctx.now, rules), joining_of(ctx.settings, rules)
    days = await store.days_of(ctx.read, community, who.member)
    first = today - timedelta(days=SHEET_DAYS - 1)
    sources = await store.sources_of(ctx.read, community, who.member, first)
    streak = streak_of(days, today, joining)
    current = alive(streak, today, joining, ctx.now, rule_at(rules, ctx.now).zone)
    texts = [Text("explain.head", name=who.name, current=current, longest=streak.longest)]
    begins = min((day.day for day in days), default=today)
    zone = next((day.zone for day in reversed(days) if day.day < first and day.zone), "")
    for line in day_sheet(days, max(first, begins), today, today, joining):
        rule = line.rule
        if current and streak.last_covered and line.day > streak.last_covered:
            # The run lives on, so no date since its last day has ended it.
            rule = SheetRule.JOINED_TRAVEL if rule is SheetRule.BROKE else rule
        source = sources.get(line.day)
        there = source.day.zone if source else zone
        texts.append(_line(line, rule, source, there if zone and there != zone else ""))
        zone = there
    return Reply(tuple(texts))


def _line(line: SheetLine, rule: SheetRule, source: Credit | None, zone: str) -> Text:
    """One date; ``zone`` is where it was read, when the day before was read elsewhere."""
    written = source if source is not None and source.source else None
    time = ""
    if written is not None and written.day.at is not None:
        time = written.day.at.astimezone(ZoneInfo(written.day.zone)).strftime("%H:%M")
    return Text(
        "explain.line",
        day=line.day.isoformat(),
        kind=Text(f"day.kind.{line.kind}" if line.kind else "day.kind.none"),
        rule=Text(f"day.rule.{rule}"),
        where=f"{written.platform} {written.chat} #{written.source}" if written else "",
        time=time,
        zone=zone,
    )
