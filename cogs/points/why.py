"""``/points why``: what earned nothing, and the reason (``docs/features/points.md`` §5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import people
from bot.core.cog import job, query
from bot.core.context import JobContext, QueryContext
from bot.core.jobs import EndOfDay
from bot.core.outgoing import Reply
from bot.core.schedule import rule_at
from bot.core.text import Text
from cogs.points.store import talk
from cogs.points.store.talk import Refusal

LINES: Final = 10
KEPT: Final = timedelta(days=30)


@query("points why", "积分 原因")
async def show_refusals(ctx: QueryContext) -> Reply:
    """The latest of what earned the member nothing, each with its reason."""
    community = ctx.community.id
    accounts = await people.accounts_of(ctx.read, community, ctx.member)
    held = [each.id for each in accounts]
    refusals = await talk.latest_refusals(ctx.read, community, held, LINES)
    if not refusals:
        return Reply.of("points.why.none")
    return Reply((Text("points.why.head"), *(_line(ctx, each) for each in refusals)))


@job("refusals_end", EndOfDay(), internal=True)
async def forget_refusals(ctx: JobContext, _: Sequence[str]) -> None:
    """What was refused more than 30 days ago is forgotten."""
    await talk.forget_refusals(ctx.tx, ctx.community.id, (ctx.today - KEPT).isoformat())


def _line(ctx: QueryContext, refusal: Refusal) -> Text:
    zone = ZoneInfo(rule_at(ctx.day_rules, refusal.at).zone)
    return Text(
        "points.why.line",
        at=refusal.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        what=Text(f"reason.{refusal.kind}"),
        why=Text(f"points.refused.{refusal.reason}"),
        times=refusal.times,
    )
