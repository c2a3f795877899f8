"""Which occurrences a job has: the next one of each zone, and what fell due meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.community import people
from bot.core.cog import JobSpec, SettingsOf
from bot.core.jobs import CatchUp, Due, Schedule, Where
from bot.core.model import CommunityId
from bot.core.ports import Reader, Transaction
from bot.core.schedule import DayRule, day_bounds, local_day, rule_at
from bot.engine import occurrences
from bot.engine.machine import Machine
from bot.engine.world import Place

# No gap is looked back over further: two years of days.
MOST: Final = 800
OVER: Final = ("done", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is missing among the rows of one job in one spot, and which of them are passed over."""

    community: CommunityId
    job: str
    spot: str
    dues: Sequence[Due]
    passed_over: Sequence[Due] = field(default=())


async def missing(machine: Machine, read: Reader, now: datetime) -> list[Plan]:
    """What has to be planned now, in a fixed order."""
    plans = []
    chosen = await people.zones_chosen(read)
    for _, place in sorted(machine.world.places.items()):
        for _, spec in sorted(machine.router.jobs.items()):
            for zone, at in await _spots(spec, read, place, chosen):
                plan = await _of_spot(machine, read, place, spec, zone, at, now)
                if plan is not None:
                    plans.append(plan)
    return plans


async def _spots(
    spec: JobSpec, read: Reader, place: Place, chosen: Sequence[str]
) -> list[tuple[str, str]]:
    if spec.times is not None:
        return sorted(set(await spec.times(read, place.community.id)))
    own = place.community.zone
    return [(zone, "") for zone in (sorted({own, *chosen}) if spec.zones else (own,))]


class Keep:
    """A work: these plans have their rows."""

    def __init__(self, plans: Sequence[Plan], now: datetime) -> None:
        self._plans = plans
        self._now = now

    async def run(self, tx: Transaction) -> None:
        for each in self._plans:
            place = (each.community, each.job, each.spot)
            for due in each.passed_over:
                row = occurrences.Planned(*place, due.period, due.at)
                await occurrences.finish(tx, row, "skipped", self._now)
            await occurrences.plan(tx, *place, each.dues, self._now)

    def recover(self, error: Exception) -> None:
        return None


async def _of_spot(  # noqa: PLR0913  all that an occurrence is named by
    machine: Machine,
    read: Reader,
    place: Place,
    spec: JobSpec,
    zone: str,
    at: str,
    now: datetime,
) -> Plan | None:
    if spec.schedule is None:
        return None
    community, spot = place.community.id, occurrences.spot_of(zone, at)
    last = await occurrences.latest(read, community, spec.name, spot, now)
    line = _Line(spec.schedule, machine.world.default_rules(community), place.settings, zone, at)
    # Not behind the last row: a clock that was ahead for a while has left rows far ahead.
    coming = line.next(now if last is None else last.due)
    missed: list[Due] = []
    while coming is not None and coming.at <= now and len(missed) + 1 < MOST:
        missed.append(coming)
        coming = line.next(coming.at)
    if coming is None:
        return None
    state = await occurrences.state_of(read, community, spec.name, spot, coming.period)
    while state in OVER:  # done already, by a clock that was ahead
        coming = line.next(coming.at)
        if coming is None:
            return None
        state = await occurrences.state_of(read, community, spec.name, spot, coming.period)
    if state is not None and not missed:
        return None
    late = Lateness(spec, zone, line.rules, now)
    waiting = [Due(last.period, last.due)] if last is not None and last.state == "due" else []
    kept, passed_over = caught_up(late, missed, waiting)
    return Plan(community, spec.name, spot, [*kept, coming], passed_over)


@dataclass(frozen=True, slots=True)
class _Line:
    """The occurrences of a job in one spot, one after the other."""

    schedule: Schedule
    rules: Sequence[DayRule]
    settings: SettingsOf
    zone: str
    at: str

    def next(self, after: datetime) -> Due | None:
        """The first one behind ``after``."""
        day_start = rule_at(self.rules, after).day_start
        return self.schedule.next_due(after, Where(self.zone, day_start, self.settings, self.at))


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late is too late for a job in a zone, at an instant."""

    spec: JobSpec
    zone: str
    rules: Sequence[DayRule]
    now: datetime

    def too_late(self, due: datetime) -> bool:
        """Whether an occurrence that was due then does not happen any more."""
        late_s, is_skipped = self.spec.late_s, self.spec.catch_up is CatchUp.SKIP
        if self.spec.until_day_ends:
            day_start = rule_at(self.rules, due).day_start
            day = local_day(due, self.zone, day_start)
            if self.now >= day_bounds(day, self.zone, day_start)[1]:
                return True
            # The end of the day is then what bounds it.
            is_skipped = False
        if late_s == 0 and not is_skipped:
            return False
        return self.now - due > timedelta(seconds=late_s)


def caught_up(
    late: Lateness, missed: Sequence[Due], waiting: Sequence[Due]
) -> tuple[Sequence[Due], Sequence[Due]]:
    """What still happens of what was missed, and what of the ``waiting`` row is passed over."""
    match late.spec.catch_up:
        case CatchUp.RUN_ALL:
            return missed, ()
        case CatchUp.RUN_ONCE:
            return missed[-1:], waiting if missed else ()
        case CatchUp.SKIP:
            kept = [due for due in missed if not late.too_late(due.at)]
            return kept, [due for due in waiting if late.too_late(due.at)]
