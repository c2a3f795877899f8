"""Recaps that come by themselves: of the day, week, month or year before.

Each is told once, at most a day late, and is not told again when a number changes later
(``docs/features/recaps.md`` §2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.clock import to_micros
from bot.core.cog import job
from bot.core.context import JobContext
from bot.core.jobs import CatchUp, Due, Where
from bot.core.outgoing import Purpose, Say
from bot.core.recaps import Scope, Span, span_of
from bot.core.schedule import parse_clock_time, zone_of
from bot.core.timetables import next_by
from cogs.recaps.composing import Recap, compose
from cogs.recaps.places import chats_of
from cogs.recaps.settings import RecapSettings
from cogs.recaps.store import told
from cogs.recaps.telling import Teller

NOW: Final = "recap_now"
"""What tells of the running week; behind the count of the same instant, by its name."""

_LATE_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Timed:
    """When the setting's text says, but never before the local day begins.

    Until then the day before goes on, and its numbers with it.
    """

    read: Callable[[RecapSettings], str]

    def next_due(self, after: datetime, where: Where) -> Due | None:
        """The first one behind ``after``, None while the text is empty."""
        text = self.read(where.settings(RecapSettings))
        days, _, clock = text.rpartition(" ")
        if text and parse_clock_time(clock) < where.day_start:
            text = f"{days} {where.day_start:%H:%M}".strip()
        return next_by(text, after, where.zone)


@job(
    "recap_daily",
    Timed(lambda settings: settings.daily),
    catch_up=CatchUp.RUN_ONCE,
    late_s=_LATE_S,
)
async def tell_day(ctx: JobContext, _: Sequence[str]) -> None:
    """The chats have heard of yesterday."""
    await _tell(ctx, Scope.DAY)


@job(
    "recap_weekly",
    Timed(lambda settings: settings.weekly),
    catch_up=CatchUp.RUN_ONCE,
    late_s=_LATE_S,
)
async def tell_week(ctx: JobContext, _: Sequence[str]) -> None:
    """The chats have heard of the week before."""
    await _tell(ctx, Scope.WEEK)


@job(
    "recap_monthly",
    Timed(lambda settings: settings.monthly),
    catch_up=CatchUp.RUN_ONCE,
    late_s=_LATE_S,
)
async def tell_month(ctx: JobContext, _: Sequence[str]) -> None:
    """The chats have heard of the month before."""
    await _tell(ctx, Scope.MONTH)


@job(
    "recap_yearly",
    Timed(lambda settings: settings.yearly),
    catch_up=CatchUp.RUN_ONCE,
    late_s=_LATE_S,
)
async def tell_year(ctx: JobContext, _: Sequence[str]) -> None:
    """The chats have heard of the year before."""
    await _tell(ctx, Scope.YEAR)


@job(NOW, late_s=_LATE_S, internal=True)
async def tell_running_week(ctx: JobContext, _: Sequence[str]) -> None:
    """The chats have heard of the running week so far; that of the whole week comes as ever."""
    recap = await compose(_teller(ctx, _span_at(ctx, Scope.WEEK), running=True))
    if recap is not None:
        _say(ctx, recap, f"now:{ctx.occurrence.period}")


async def _tell(ctx: JobContext, scope: Scope) -> None:
    span = _span_at(ctx, scope).before
    recap = await compose(_teller(ctx, span))
    if recap is None:
        return
    if await told.keep(ctx.tx, ctx.community.id, span, recap.figures, ctx.now):
        _say(ctx, recap, span.name)


def _span_at(ctx: JobContext, scope: Scope) -> Span:
    """The span in which this was due, by the community's calendar."""
    local = ctx.occurrence.due.astimezone(zone_of(ctx.community.zone))
    return span_of(scope, local.date())


def _teller(ctx: JobContext, span: Span, *, running: bool = False) -> Teller:
    return Teller(
        ctx.tx,
        ctx.community,
        ctx.settings,
        ctx.house,
        span,
        ctx.now,
        ctx.day_rules,
        running=running,
    )


def _say(ctx: JobContext, recap: Recap, name: str) -> None:
    until = ctx.occurrence.due + timedelta(seconds=_LATE_S)
    for platform, chat in chats_of(ctx):
        ctx.say(
            Say(
                platform,
                chat,
                recap.texts,
                Purpose.RECAP,
                dedupe_key=f"recap:{ctx.community.id}:{name}:{platform}:{chat}",
                not_after=to_micros(until),
                card=recap.card,
            )
        )
