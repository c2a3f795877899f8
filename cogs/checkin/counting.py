"""Counts how many checked in: at the end of each day, and again where something has changed.

Nothing of it stands in the way of a check-in. Most members are counted by the last day of their
streak alone; only for the others their days are read (``docs/features/recaps.md`` §6).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.clock import EPOCH
from bot.core.cog import SettingsOf, job, listen, offers
from bot.core.context import Context, JobContext
from bot.core.events import PlatformWasDown
from bot.core.exporting import Forgotten
from bot.core.jobs import Due, EndOfDay, Looking, Page
from bot.core.model import Community
from bot.core.ports import Transaction
from bot.core.recaps import Scope, Span, span_of
from bot.core.schedule import local_day, parse_clock_time
from cogs.checkin.events import CheckInTakenBack, DaysMadeUp
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.store import counts

JOB: Final = "checkin_counts"
AGAIN: Final = "checkin_counts_again"
"""What counts again; before recaps that are due at the same instant, by its name."""

RECOUNTED: Final = timedelta(days=14)
"""So much is counted again when it has changed whose days are counted."""

_PAGE: Final = 5_000
# Of a long time each member may have as many days: a page holds no reader up.
_PAGE_DAYS: Final = 30_000
# What has changed is counted again at the next quarter of an hour.
_PACE: Final = timedelta(minutes=15)
_ONE_DAY: Final = timedelta(days=1)
# Weeks and months that lie further back than that are not looked through again.
_LOOKED_BACK: Final = timedelta(days=70)


@dataclass(slots=True)
class Count:
    """How far a count has come: what was found of the days from ``first`` to ``last`` so far.

    ``until``: the last of them that is over. ``touched`` is what had changed when it began.
    ``is_first``: nothing was counted before.
    """

    first: str
    last: str
    until: str
    touched: list[tuple[str, int]]
    is_first: bool
    after: str = ""
    days: dict[str, int] = field(default_factory=dict)
    spans: dict[str, int] = field(default_factory=dict)


async def find_ended(looking: Looking) -> Page:
    """All members, to count up to the day that has ended."""
    return await _page(looking, date.fromisoformat(looking.occurrence.period))


async def find_until_now(looking: Looking) -> Page:
    """All members, to count up to the present day, which goes on still."""
    return await _page(looking, today_of(looking.community, looking.settings, looking.now))


@job(JOB, EndOfDay(), find=find_ended, internal=True)
async def count_day(ctx: JobContext, keys: Sequence[str]) -> None:
    """The days up to the one that has ended are counted."""
    await _keep(ctx, keys)


@job(AGAIN, find=find_until_now, internal=True)
async def count_again(ctx: JobContext, keys: Sequence[str]) -> None:
    """What has changed is counted, and the present day as far as it has come."""
    await _keep(ctx, keys)


@listen(DaysMadeUp)
async def note_made_up(ctx: Context, event: DaysMadeUp) -> None:
    """The first of the days that were made up is counted again, with all behind it."""
    await note_change(ctx, date.fromisoformat(event.days.split()[0]))


@listen(CheckInTakenBack)
async def note_taken_back(ctx: Context, event: CheckInTakenBack) -> None:
    """The day that counts no more is counted again."""
    await note_change(ctx, event.day)


@listen(PlatformWasDown)
async def note_backlog(ctx: Context, event: PlatformWasDown) -> None:
    """Days of which check-ins may have come late are counted again."""
    await note_change(ctx, today_of(ctx.community, ctx.settings, event.began))


@offers("recap fresh", "checkin")
def count_until_now(ctx: Context) -> None:
    """What has come until now is counted at once."""
    ctx.plan(AGAIN, Due(ctx.now.isoformat(), ctx.now))


@offers("forget", "checkin")
async def note_forgotten(tx: Transaction, forgotten: Forgotten) -> None:
    """The last two weeks are counted again without them when the day ends."""
    for community in forgotten.communities:
        await counts.touch(tx, community, forgotten.at.date() - RECOUNTED)


async def note_change(ctx: Context, day: date) -> None:
    """A day has changed: where it was counted, it is counted again at the next quarter."""
    if await counts.touch(ctx.tx, ctx.community.id, day):
        at = EPOCH + ((ctx.now - EPOCH) // _PACE + 1) * _PACE
        ctx.plan(AGAIN, Due(at.isoformat(), at))


def today_of(community: Community, settings: SettingsOf, now: datetime) -> date:
    """The community's own local day."""
    return local_day(now, community.zone, parse_clock_time(settings(CheckinSettings).day_start))


async def _page(looking: Looking, last: date) -> Page:
    """The next page of members; behind the last one, what all of them add up to."""
    read, community = looking.read, looking.community.id
    count = Count(**json.loads(looking.cursor)) if looking.cursor else await _begin(looking, last)
    if count is None:
        return Page((), None)
    span = Span(Scope.DAY, date.fromisoformat(count.first), date.fromisoformat(count.last))
    days = list(span.days)
    limit = max(min(_PAGE, _PAGE_DAYS // len(days)), 1)
    found = await counts.count_page(read, community, days, _spans(span), count.after, limit)
    for total, more in ((count.days, found.days), (count.spans, found.spans)):
        for name, number in more.items():
            total[name] = total.get(name, 0) + number
    count.after = found.last
    written = json.dumps(asdict(count))
    return Page((), written) if found.is_full else Page((written,), None)


async def _begin(looking: Looking, last: date) -> Count | None:
    """The count from the first day that is not counted, or has changed; None for nothing to do."""
    read, community = looking.read, looking.community.id
    touched = await counts.touched(read, community)
    until = await counts.counted_until(read, community)
    first = date(last.year - 1, 1, 1) if until is None else until + _ONE_DAY
    first = min([first, *(date.fromisoformat(day) for day, _ in touched)])
    if first > last:
        return None
    today = today_of(looking.community, looking.settings, looking.now)
    over = min(last, today - _ONE_DAY)
    return Count(first.isoformat(), last.isoformat(), over.isoformat(), touched, until is None)


async def _keep(ctx: JobContext, keys: Sequence[str]) -> None:
    for key in keys:
        count = Count(**json.loads(key))
        span = Span(Scope.DAY, date.fromisoformat(count.first), date.fromisoformat(count.last))
        days, spans = count.days, count.spans
        if not count.is_first:  # also days and spans of which nothing is left
            days = {day.isoformat(): 0 for day in span.days} | days
            spans = {each.name: 0 for each in _spans(span)} | spans
        until = date.fromisoformat(count.until)
        await counts.keep(ctx.tx, ctx.community.id, days, spans, until)
        touched = [(day, times) for day, times in count.touched]
        await counts.untouch(ctx.tx, ctx.community.id, touched)


def _spans(counted: Span) -> list[Span]:
    """The weeks, months and years that these days are in."""
    near = max(counted.first, counted.last - _LOOKED_BACK)
    found = {span_of(Scope.YEAR, day): None for day in counted.days}
    for day in Span(Scope.DAY, near, counted.last).days:
        found |= {span_of(Scope.WEEK, day): None, span_of(Scope.MONTH, day): None}
    return list(found)
