"""The jobs of a community as they are shown: their next times, and how they went of late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from bot.community import zones
from bot.core.cog import JobSpec
from bot.core.jobs import Due, JobView, Outcome, Spot
from bot.core.model import CommunityId
from bot.core.ports import Reader
from bot.engine import occurrences
from bot.engine.lines import Line, lines_of
from bot.engine.router import Router
from bot.engine.world import World

TIMES: Final = 5
OUTCOMES: Final = 3
_OVER: Final = ("done", "skipped", "failed")


class Source(Protocol):
    """What is known without the database."""

    @property
    def router(self) -> Router: ...
    @property
    def world(self) -> World: ...


async def jobs_of(
    source: Source, read: Reader, community: CommunityId, now: datetime
) -> list[JobView]:
    """The jobs that are not internal, by name, each with its next five times in every spot."""
    views = []
    chosen = await zones.chosen(read)
    for _, spec in sorted(source.router.jobs.items()):
        if not spec.internal:
            views.append(await _view(source, read, community, spec, chosen, now))
    return views


async def _view(
    source: Source,
    read: Reader,
    community: CommunityId,
    spec: JobSpec,
    chosen: Sequence[str],
    now: datetime,
) -> JobView:
    place = source.world.places[community]
    spots = []
    for line in await lines_of(source.world, read, place, spec, chosen):
        if dues := await _next_times(line, read, now):
            spots.append(Spot(line.zone, line.at, dues))
    if spec.schedule is None:
        planned = [
            Due(row.period, row.due)
            for row in await occurrences.open_of(read, [spec.name])
            if row.community == community and row.due > now
        ]
        if planned:
            spots.append(Spot(place.community.zone, "", planned[: -TIMES - 1 : -1]))
    outcomes = [
        Outcome(row.zone, row.at, row.period, row.state, since, reason)
        for row, since, reason in await occurrences.latest_of(read, community, spec.name, OUTCOMES)
    ]
    has_times = spec.times is not None
    return JobView(
        spec.name, spec.catch_up, spec.late_s, spec.until_day_ends, has_times, spots, outcomes
    )


async def _next_times(line: Line, read: Reader, now: datetime) -> list[Due]:
    """Without those that were done already, by a clock that was ahead."""
    due = line.next(now)
    if due is None:
        return []
    states = await occurrences.states_since(read, *line.key, due.period)
    times: list[Due] = []
    while due is not None and len(times) < TIMES:
        if states.get(due.period) not in _OVER:
            times.append(due)
        due = line.next(due.at)
    return times
