"""Which occurrences a job has: the next one of each spot, and what fell due meanwhile.

As long as a job is switched on, each of its spots has a row of its next occurrence; so what fell
due since an open row was missed, and where there is none, the job begins now.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.community import zones
from bot.core.cog import JobSpec
from bot.core.jobs import LATER_ONE, CatchUp, Due
from bot.core.ports import Reader, Transaction
from bot.core.schedule import DayRule, day_bounds, local_day, rule_at
from bot.engine import occurrences
from bot.engine.lines import Key, Line, lines_of
from bot.engine.machine import Machine
from bot.engine.occurrences import Planned

log = logging.getLogger(__name__)

OVER: Final = ("done", "skipped", "failed")
# No gap is looked back over further: two years of days.
FURTHEST: Final = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is missing among the rows of one line, what is passed over and what is withdrawn."""

    key: Key
    dues: Sequence[Due]
    passed_over: Sequence[Planned] = field(default=())
    withdrawn: Sequence[Planned] = field(default=())


class Keep:
    """A work: these plans have their rows."""

    def __init__(self, plans: Sequence[Plan], now: datetime) -> None:
        self._plans = plans
        self._now = now

    async def run(self, tx: Transaction) -> None:
        for plan in self._plans:
            for each in plan.withdrawn:
                await occurrences.withdraw(tx, each)
            for each in plan.passed_over:
                await occurrences.finish(tx, each, "skipped", self._now, LATER_ONE)
        dues = [(*plan.key, due) for plan in self._plans for due in plan.dues]
        await occurrences.plan_all(tx, dues, self._now)

    def recover(self, error: Exception) -> None:
        return None


class Planner:
    """Remembers until when its last plan holds, so that a pass without news costs nothing."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._scheduled = {
            name: spec for name, spec in sorted(machine.router.jobs.items()) if spec.schedule
        }
        self._span: tuple[datetime, datetime | None] | None = None
        self._in_trouble: set[str] = set()

    def holds(self, now: datetime) -> bool:
        """Whether the plan holds at this instant: nothing fell due, and the clock went on."""
        if self._span is None:
            return False
        since, until = self._span
        return since <= now and (until is None or now < until)

    async def missing(self, read: Reader, now: datetime) -> list[Plan]:
        """What has to be planned now, in a fixed order."""
        if not self._scheduled:
            return []
        rows: defaultdict[Key, list[Planned]] = defaultdict(list)
        for row in await occurrences.open_of(read, list(self._scheduled)):
            rows[(row.community, row.job, row.spot)].append(row)
        plans, coming = [], []
        chosen = await zones.chosen(read)
        world = self._machine.world
        for _, place in sorted(world.places.items()):
            for spec in self._scheduled.values():
                try:
                    for line in await lines_of(world, read, place, spec, chosen):
                        plan, due = await _look(line, rows.get(line.key, ()), read, now)
                        coming += [due] if due is not None else []
                        plans += [plan] if plan is not None else []
                except self._machine.database.unavailable:
                    raise
                except Exception:
                    # Each pass would say it again.
                    if spec.name not in self._in_trouble:
                        log.exception("job cannot be planned: %s", spec.name)
                    self._in_trouble.add(spec.name)
                else:
                    self._in_trouble.discard(spec.name)
        self._span = (now, min((due.at for due in coming), default=None))
        return plans


async def _look(
    line: Line, rows: Sequence[Planned], read: Reader, now: datetime
) -> tuple[Plan | None, Due | None]:
    """What is missing of the line, and its next occurrence; ``rows`` are its open ones."""
    coming = line.next(now)
    if coming is None:
        off = [row for row in rows if row.state == "due"]
        return (Plan(line.key, (), withdrawn=off) if off else None), None
    behind = [row for row in rows if row.due <= now]
    missed = line.between(max(behind[-1].due, now - FURTHEST), now) if behind else []
    stale = [row for row in rows if row not in behind and _is_stale(line, row, coming)]
    if not missed and not stale and any((row.period, row.due) == coming for row in rows):
        return None, coming
    states = await occurrences.states_since(read, *line.key, (missed or [coming])[0].period)
    for row in stale:
        states.pop(row.period, None)
    ahead: Due | None = coming
    while ahead is not None and states.get(ahead.period) in OVER:  # by a clock that was ahead
        ahead = line.next(ahead.at)
    late = Lateness(line.spec, line.zone, line.rules, now)
    kept, passed_over = caught_up(late, undecided(missed, states, line.spec.catch_up), behind)
    dues = [*kept, *([ahead] if ahead is not None and ahead.period not in states else [])]
    if not dues and not stale and not passed_over:
        return None, ahead
    return Plan(line.key, dues, passed_over, stale), ahead


def _is_stale(line: Line, row: Planned, coming: Due) -> bool:
    """Whether it was planned by a schedule that is set otherwise now."""
    return row.state == "due" and (row.period, row.due) != coming and not line.has(row)


def undecided(missed: Sequence[Due], states: Mapping[str, str], policy: CatchUp) -> list[Due]:
    """Those that have no row; where one stands for all before it, those behind the last row."""
    if not missed or policy is not CatchUp.RUN_ONCE:
        return [due for due in missed if due.period not in states]
    newest = max((period for period in states if period <= missed[-1].period), default="")
    return [due for due in missed if due.period > newest]


def caught_up(
    late: Lateness, missed: Sequence[Due], behind: Sequence[Planned]
) -> tuple[Sequence[Due], Sequence[Planned]]:
    """What still happens of what was missed, and what is passed over of the rows ``behind`` now.

    These are open, the latest first.
    """
    match late.spec.catch_up:
        case CatchUp.RUN_ALL:
            return missed, ()
        case CatchUp.RUN_ONCE:
            passed_over = behind if missed else behind[1:]
            return missed[-1:], [row for row in passed_over if row.state == "due"]
        case CatchUp.SKIP:
            return [due for due in missed if not late.too_late(due.at)], ()


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
