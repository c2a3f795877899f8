"""The occurrences of a job in one spot, one after the other, as its schedule is set now.

A spot is a zone, or a time that members chose in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.core.cog import JobSpec
from bot.core.jobs import Due, Schedule, Where
from bot.core.model import CommunityId
from bot.core.ports import Reader
from bot.core.schedule import DayRule, rule_at
from bot.engine import occurrences
from bot.engine.occurrences import Planned
from bot.engine.world import Place, World

_JUST: Final = timedelta(microseconds=1)

Key = tuple[CommunityId, str, str]
"""A community, a job and one of its spots."""


@dataclass(frozen=True, slots=True)
class Line:
    """The occurrences of a job in one spot, one after the other."""

    place: Place
    spec: JobSpec
    schedule: Schedule
    rules: Sequence[DayRule]
    zone: str
    at: str

    @property
    def key(self) -> Key:
        """What rows name it by."""
        return (self.place.community.id, self.spec.name, occurrences.spot_of(self.zone, self.at))

    def next(self, after: datetime) -> Due | None:
        """The first one behind ``after``, None while it is switched off."""
        day_start = rule_at(self.rules, after).day_start
        return self.schedule.next_due(
            after, Where(self.zone, day_start, self.place.settings, self.at)
        )

    def between(self, after: datetime, until: datetime) -> list[Due]:
        """Those behind ``after`` that are due by ``until``."""
        dues: list[Due] = []
        due = self.next(after)
        while due is not None and due.at <= until:
            dues.append(due)
            due = self.next(due.at)
        return dues

    def has(self, planned: Planned) -> bool:
        """Whether the schedule, as it is set now, names this occurrence."""
        return self.next(planned.due - _JUST) == (planned.period, planned.due)


async def lines_of(
    world: World, read: Reader, place: Place, spec: JobSpec, chosen: Sequence[str]
) -> list[Line]:
    """The job's lines in the community, of which members have ``chosen`` these zones."""
    if spec.schedule is None:
        return []
    own = place.community.zone
    if spec.times is not None:
        spots = sorted(set(await spec.times(read, place.community.id)))
    else:
        spots = [(zone, "") for zone in (sorted({own, *chosen}) if spec.zones else (own,))]
    rules = world.default_rules(place.community.id)
    return [Line(place, spec, spec.schedule, rules, zone, at) for zone, at in spots]
