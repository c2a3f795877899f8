"""Which occurrences a job has: the next one of each zone, and what fell due meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.community import people
from bot.core.cog import JobSpec
from bot.core.jobs import CatchUp, Due, Schedule
from bot.core.model import CommunityId
from bot.core.ports import Reader, Transaction
from bot.core.schedule import DayRule, rule_at
from bot.engine import occurrences
from bot.engine.machine import Machine
from bot.engine.world import Place

# No gap is looked back over further: two years of days.
MOST: Final = 800
OVER: Final = ("done", "skipped", "failed")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is missing among the rows of one job in one zone, and which of them are passed over."""

    community: CommunityId
    job: str
    zone: str
    dues: Sequence[Due]
    passed_over: Sequence[Due] = field(default=())


async def missing(machine: Machine, read: Reader, now: datetime) -> list[Plan]:
    """What has to be planned now, in a fixed order."""
    plans = []
    chosen = await people.zones_chosen(read)
    for _, place in sorted(machine.world.places.items()):
        for _, spec in sorted(machine.router.jobs.items()):
            own = place.community.zone
            for zone in sorted({own, *chosen}) if spec.zones else (own,):
                plan = await _of_zone(machine, read, place, spec, zone, now)
                if plan is not None:
                    plans.append(plan)
    return plans


class Keep:
    """A work: these plans have their rows."""

    def __init__(self, plans: Sequence[Plan], now: datetime) -> None:
        self._plans = plans
        self._now = now

    async def run(self, tx: Transaction) -> None:
        for each in self._plans:
            place = (each.community, each.job, each.zone)
            for due in each.passed_over:
                row = occurrences.Planned(*place, due.period, due.at)
                await occurrences.finish(tx, row, "skipped", self._now)
            await occurrences.plan(tx, *place, each.dues, self._now)

    def recover(self, error: Exception) -> None:
        return None


async def _of_zone(
    machine: Machine, read: Reader, place: Place, spec: JobSpec, zone: str, now: datetime
) -> Plan | None:
    if spec.schedule is None:
        return None
    community = place.community.id
    last = await occurrences.latest(read, community, spec.name, zone, now)
    rules = machine.world.default_rules(community)
    # Not behind the last row: a clock that was ahead for a while has left rows far ahead.
    dues = [_next(spec.schedule, now if last is None else last.due, zone, rules)]
    while dues[-1].at <= now and len(dues) < MOST:
        dues.append(_next(spec.schedule, dues[-1].at, zone, rules))
    missed, coming = dues[:-1], dues[-1]
    state = await occurrences.state_of(read, community, spec.name, zone, coming.period)
    while state in OVER:  # done already, by a clock that was ahead
        coming = _next(spec.schedule, coming.at, zone, rules)
        state = await occurrences.state_of(read, community, spec.name, zone, coming.period)
    if state is not None and not missed:
        return None
    waiting = [Due(last.period, last.due)] if last is not None and last.state == "due" else []
    kept, passed_over = caught_up(spec, missed, waiting, now)
    return Plan(community, spec.name, zone, [*kept, coming], passed_over)


def caught_up(
    spec: JobSpec, missed: Sequence[Due], waiting: Sequence[Due], now: datetime
) -> tuple[Sequence[Due], Sequence[Due]]:
    """What still happens of what was missed, and what of the ``waiting`` row is passed over."""
    match spec.catch_up:
        case CatchUp.RUN_ALL:
            return missed, ()
        case CatchUp.RUN_ONCE:
            return missed[-1:], waiting if missed else ()
        case CatchUp.SKIP:
            kept = [due for due in missed if not too_late(spec, due.at, now)]
            return kept, [due for due in waiting if too_late(spec, due.at, now)]


def too_late(spec: JobSpec, due: datetime, now: datetime) -> bool:
    """Whether an occurrence that was due then does not happen any more."""
    if spec.catch_up is CatchUp.SKIP:
        return now - due > timedelta(seconds=spec.late_s)
    return spec.late_s > 0 and now - due > timedelta(seconds=spec.late_s)


def _next(schedule: Schedule, after: datetime, zone: str, rules: Sequence[DayRule]) -> Due:
    return schedule.next_due(after, zone, rule_at(rules, after).day_start)
