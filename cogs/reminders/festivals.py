"""Groups are greeted on the festivals of the community's choice.

``docs/features/reminders.md`` §5
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.community import places
from bot.core.clock import to_micros
from bot.core.cog import job
from bot.core.context import JobContext
from bot.core.jobs import Due, Where
from bot.core.outgoing import Purpose, Say
from bot.core.quiet_hours import quiet_until
from bot.core.schedule import clock_instant, day_bounds, parse_clock_time, zone_of
from bot.core.text import Text
from cogs.reminders.occasions import Festival, falls_on, next_festival
from cogs.reminders.settings import ReminderSettings

_ONE_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = time(0)


@dataclass(frozen=True, slots=True)
class FestivalDays:
    """On each day that is one of the festivals; the period is the date."""

    def next_due(self, after: datetime, where: Where) -> Due | None:
        """The first one behind ``after``; None where no festival is chosen."""
        settings = where.settings(ReminderSettings)
        at = parse_clock_time(settings.greet_at)
        day: date | None = after.astimezone(zone_of(where.zone)).date() - _ONE_DAY
        while day is not None and (day := next_festival(settings.festivals, day)) is not None:
            due = clock_instant(day, at, where.zone)
            if due > after:
                return Due(day.isoformat(), due)
        return None


@job("festival", FestivalDays(), until_day_ends=True)
async def greet(ctx: JobContext, _: Sequence[str]) -> None:
    """The first chat of each platform hears a greeting for each festival of the day."""
    settings, due = ctx.settings(ReminderSettings), ctx.occurrence
    day = date.fromisoformat(due.period)
    today = [each for each in settings.festivals if falls_on(each.when, day)]
    at = quiet_until(ctx.now, due.zone, settings.quiet_hours)
    # A festival is a date of the calendar, wherever the days of check-in begin.
    ends = day_bounds(day, due.zone, _MIDNIGHT)[1]
    if at >= ends:
        return
    greeted = set[str]()
    for platform, chat in ctx.house.chats_of(ctx.community.id):
        if platform in greeted or not places.can_speak_in(platform, chat):
            continue
        greeted.add(platform)
        ctx.say(
            Say(
                platform,
                chat,
                tuple(_greeting(each, ctx.community.locale) for each in today),
                Purpose.NOTICE,
                dedupe_key=f"festival:{ctx.community.id}:{platform}:{due.period}",
                not_before=to_micros(at) if at > ctx.now else 0,
                not_after=to_micros(ends) - 1,
            )
        )


def _greeting(festival: Festival, locale: str) -> Text:
    if festival.key:
        return Text(f"festival.{festival.key}")
    return Text("festival.own", name=festival.names.of(locale))
