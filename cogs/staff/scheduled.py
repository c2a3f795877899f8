"""``/jobs`` and ``hearth jobs``: what the bot does by itself, and when.

``docs/features/staff.md`` §2
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from functools import reduce
from typing import Final

from bot.core.cog import offers, query
from bot.core.context import QueryContext
from bot.core.jobs import Due, JobView, Outcome, Spot
from bot.core.model import Rank
from bot.core.operating import OPERATOR, Desk
from bot.core.outgoing import Reply
from bot.core.schedule import zone_of
from bot.core.text import Text

TIMES: Final = 5
_HOUR_S: Final = 3600


@query("jobs", "任务", rank=Rank.ADMIN, member=False, private=True)
async def show_jobs(ctx: QueryContext) -> Reply:
    """Each job with its next times in the community's own zone, and how it went of late."""
    views = await ctx.house.jobs_of(ctx.read, ctx.community.id, ctx.now)
    return Reply(_listed(views, ctx.community.zone, shows_all=False))


@offers(OPERATOR, "jobs")
async def list_jobs(desk: Desk) -> AsyncIterator[Text]:
    """The same, in every zone."""
    async with desk.read() as read:
        views = await desk.house.jobs_of(read, desk.community.id, desk.now)
    for text in _listed(views, desk.community.zone, shows_all=True):
        yield text


def _listed(views: Sequence[JobView], zone: str, *, shows_all: bool) -> tuple[Text, ...]:
    running = [view for view in views if view.spots or view.is_chosen]
    off = [Text(f"job.{view.name}") for view in views if view not in running]
    texts = [Text("jobs.head", zone=zone)] if running else [Text("jobs.none")]
    for view in running:
        texts.append(Text("jobs.job", name=Text(f"job.{view.name}"), policy=_policy(view)))
        texts += _next_times(view, zone) if not shows_all else map(_spot, view.spots)
        if not view.spots:
            texts.append(Text("jobs.nobody"))
        if view.outcomes:
            texts.append(Text("jobs.last", outcomes=_joined([*map(_outcome, view.outcomes)])))
    if off:
        texts.append(Text("jobs.off", jobs=_joined(off)))
    return tuple(texts)


def _next_times(view: JobView, zone: str) -> list[Text]:
    """The next times in the community's own zone, or in the first where it has none there."""
    if not view.spots:
        return []
    own = [spot for spot in view.spots if spot.zone == zone] or [
        spot for spot in view.spots if spot.zone == view.spots[0].zone
    ]
    dues = sorted((due for spot in own for due in spot.dues), key=lambda due: due.at)[:TIMES]
    times = _times(dues, own[0].zone)
    others = len({spot.zone for spot in view.spots}) - 1
    key = "jobs.next" if own[0].zone == zone else "jobs.next.in"
    texts = [Text(key, times=times, zone=own[0].zone)]
    return [*texts, Text("jobs.others", zones=others)] if others else texts


def _spot(spot: Spot) -> Text:
    where = Text("jobs.where", zone=spot.zone, at=spot.at) if spot.at else spot.zone
    return Text("jobs.next.in", times=_times(spot.dues, spot.zone), zone=where)


def _times(dues: Sequence[Due], zone: str) -> Text:
    return _joined([_time(due.at, zone) for due in dues])


def _time(at: datetime, zone: str) -> Text:
    local = at.astimezone(zone_of(zone))
    day, clock = local.date().isoformat(), f"{local:%H:%M}"
    return Text("jobs.time", date=day, weekday=local.isoweekday(), at=clock)


def _policy(view: JobView) -> Text:
    policy = view.catch_up.value
    if view.until_day_ends:
        return Text(f"jobs.{policy}.late", late=Text("jobs.late.day"))
    if not view.late_s:
        return Text(f"jobs.{policy}")
    hours, rest = divmod(view.late_s, _HOUR_S)
    late = Text("jobs.late.minutes", minutes=view.late_s // 60)
    return Text(f"jobs.{policy}.late", late=late if rest else Text("jobs.late.hours", hours=hours))


def _outcome(outcome: Outcome) -> Text:
    where = f"{outcome.period} {outcome.at}".rstrip()
    since = _time(outcome.since, outcome.zone)
    if outcome.state == "skipped":
        reason = outcome.reason or "late"
        return Text("jobs.skipped", period=where, at=since, why=Text(f"jobs.why.{reason}"))
    key = f"jobs.{outcome.state}"
    return Text(key, period=where, at=since, zone=outcome.zone, reason=outcome.reason)


def _joined(texts: Sequence[Text]) -> Text:
    return reduce(lambda before, last: Text("jobs.and", first=before, last=last), texts)
