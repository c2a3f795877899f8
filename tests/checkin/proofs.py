"""What the facts in the database must say, counted again without the code that keeps it.

``Facts`` are the rows as they lie there; the proofs compare them with each other and with what
the machine remembers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final

from bot.core.clock import from_micros
from bot.core.ports import Reader, Row
from bot.engine.machine import Machine
from tests.checkin.plain_days import (
    Covered,
    Run,
    may_still_travel,
    missed_between,
    runs_of,
)
from tests.checkin.remembered import Memory

KINDS: Final = ("real", "makeup", "leave", "outage", "freeze")
"""A day is covered by the first of these that an account has; of check-ins, the credited one."""
AMNESTY: Final = 60
_TABLES: Final = {
    "holders": "SELECT a.id, a.platform, a.user_id, m.id FROM accounts a"
    " JOIN members m ON m.person = a.person",
    "days": "SELECT account, day, kind, at, zone, credited, received_at FROM days",
    "changes": "SELECT account, day, kind, holds, written_at, zone, reason, at FROM day_changes"
    " ORDER BY number",
    "credits": "SELECT member, day, kind FROM day_credits ORDER BY member, day",
    "streaks": "SELECT member, length, longest FROM streaks ORDER BY member",
    "ledger": "SELECT id, account, amount, reason, day, reverses FROM ledger_entries",
    "balances": "SELECT member, balance FROM balances",
    "marks": "SELECT account, mark, run_day, entry FROM earning_marks",
    "cards": "SELECT id, account, item, amount, reason, at, reverses FROM holding_entries",
    "held": "SELECT member, item, count FROM holdings WHERE count <> 0",
}


@dataclass(frozen=True)
class Fact:
    """A day of an account that holds."""

    account: str
    day: date
    covered: Covered
    credited: bool
    received: int


class Facts:
    """The rows as they are now."""

    def __init__(self, rows: dict[str, list[Row]]) -> None:
        self.rows = rows
        holders = [tuple(map(str, row)) for row in rows["holders"]]
        self.who = {account: f"{platform}:{user}" for account, platform, user, _ in holders}
        self.member = {account: member for account, _, _, member in holders}

    @classmethod
    async def read(cls, machine: Machine) -> Facts:
        """All that is committed."""
        async with machine.database.read() as read:
            return cls({name: await _rows(read, sql) for name, sql in _TABLES.items()})

    @cached_property
    def standing_days(self) -> list[Fact]:
        """The days that hold, as their latest change says."""
        latest = {row[:3]: row[3:] for row in self.rows["changes"]}
        found = []
        for account, day, kind, at, zone, credited, received in self.rows["days"]:
            change = latest.get((account, day, kind), (1, 0, "", "", 0))
            holds, written, where, reason, then = change
            if written:
                at, zone, received, credited = written, where, then, reason != "attempt"
            if holds:
                covered = Covered(str(kind), from_micros(int(at or 0)), str(zone))
                of = date.fromisoformat(str(day))
                found.append(Fact(str(account), of, covered, bool(credited), int(received or 0)))
        return found

    @cached_property
    def claims(self) -> dict[str, dict[date, Covered]]:
        """What covers each day of each member."""
        best: dict[str, dict[date, Fact]] = defaultdict(dict)
        for fact in sorted(self.standing_days, key=_rank):
            best[self.member[fact.account]].setdefault(fact.day, fact)
        return {
            member: {day: fact.covered for day, fact in days.items()}
            for member, days in best.items()
        }

    @cached_property
    def undone(self) -> set[str]:
        """Entries of the ledger, and of cards, that another one has taken back."""
        found: set[str] = set()
        for rows in (self.rows["ledger"], self.rows["cards"]):
            by = {str(row[-1]): str(row[0]) for row in rows if row[-1]}
            # A reversal may be reversed: what it reversed stands again.
            for entry in by:
                last, turns = entry, 0
                while last in by:
                    last, turns = by[last], turns + 1
                if turns % 2:
                    found.add(entry)
        return found

    @cached_property
    def spent(self) -> set[tuple[str, str, date]]:
        """On what a card is spent: the kind of the day, the account, the day."""
        names = Counter(
            (str(reason), str(account), date.fromisoformat(str(entry).split(":")[2]))
            for entry, account, _, amount, reason, _, reverses in self.rows["cards"]
            if reason in ("freeze", "makeup") and not reverses and str(entry) not in self.undone
        )
        assert set(names.values()) <= {1}, f"two cards for one day: {names}"
        return set(names)

    def member_of(self, who: str) -> str:
        """The member that holds the account."""
        return next(self.member[account] for account, name in self.who.items() if name == who)

    def names_of(self, member: str) -> list[str]:
        """The accounts that the member holds."""
        return [self.who[account] for account, holder in self.member.items() if holder == member]


def prove_days(facts: Facts, memory: Memory) -> None:
    """Accounts have the check-ins that were answered so, and members what their accounts give."""
    checked_in: dict[str, set[date]] = {who: set() for who in memory.accounts}
    for fact in facts.standing_days:
        if fact.covered.kind == "real":
            checked_in[facts.who[fact.account]].add(fact.day)
    assert checked_in == {who: set(days) for who, days in memory.days.items()}
    kept: dict[str, dict[date, str]] = defaultdict(dict)
    for member, day, kind in facts.rows["credits"]:
        kept[str(member)][date.fromisoformat(str(day))] = str(kind)
    claims = {
        member: {day: covered.kind for day, covered in days.items()}
        for member, days in facts.claims.items()
    }
    assert kept == claims


def runs_now(
    facts: Facts, memory: Memory, member: str, now: datetime, rests: Callable[[date], bool]
) -> list[Run]:
    """The member's runs, without what is planned for days to come."""
    calendar = memory.calendar(facts.names_of(member)[0])
    today = calendar.day_of(now)
    days = {
        day: covered
        for day, covered in facts.claims.get(member, {}).items()
        if day <= today or covered.kind in ("real", "makeup")
    }
    return runs_of(days, calendar, rests)


def prove_streaks(
    facts: Facts, memory: Memory, now: datetime, rests: Callable[[date], bool]
) -> None:
    """The kept streaks are those of the days, and each milestone that was reached is paid once."""
    expected = {}
    for member in sorted(set(facts.member.values())):
        runs = runs_now(facts, memory, member, now, rests)
        if runs:
            longest = max(len(run.counted) for run in runs)
            expected[member] = (len(runs[-1].counted), longest)
        _prove_milestones(facts, memory, member, runs)
    kept = {str(member): (length, longest) for member, length, longest in facts.rows["streaks"]}
    assert kept == expected


def _prove_milestones(facts: Facts, memory: Memory, member: str, runs: Sequence[Run]) -> None:
    paid = [
        (int(mark or 0), date.fromisoformat(str(day)), str(entry))
        for account, mark, day, entry in facts.rows["marks"]
        if facts.member[str(account)] == member and str(entry) not in facts.undone
    ]
    counted = [run.counted for run in runs if run.counted]
    reached = {
        entry
        for mark, day, entry in paid
        if any(days[0] <= day <= days[-1] and len(days) >= mark for days in counted)
    }
    was_linked = any(each in memory.changed for each in facts.names_of(member))
    gone = [row for row in facts.rows["changes"] if row[2] == "real" and not row[3]]
    has_lost = any(facts.member[str(row[0])] == member for row in gone)
    if not (has_lost and was_linked):
        assert reached == {entry for _, _, entry in paid}, f"not reached: {paid}, {counted}"
    if has_lost:
        return  # of a run that fell apart one part has what was paid for all of it
    for days in counted:
        for mark in MILESTONES:
            known = {entry for done, day, entry in paid if done == mark and day in days}
            assert len(days) < mark or known, f"milestone {mark} of {days} was not paid"
            # Runs that came together were each paid, and so were accounts.
            assert was_linked or len(known) * mark <= len(days), f"milestone {mark}: {known}"


MILESTONES: Final = {2: 5, 3: 7, 5: 11}


def prove_points(facts: Facts, awards: dict[str, int], kinds: Sequence[str]) -> None:
    """A local day of these kinds has paid one point, no other has; balances are the sums."""
    paid: Counter[tuple[str, str]] = Counter()
    sums: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for _, account, amount, reason, day, _ in facts.rows["ledger"]:
        member, points = facts.member[str(account)], int(amount or 0)
        sums[member] += points
        if reason in ("checkin", "makeup"):
            paid[member, str(day)] += points
        if reason == "award":
            given[facts.who[str(account)]] += points
    assert {key: points for key, points in paid.items() if points} == {
        (member, day.isoformat()): 1
        for member, days in facts.claims.items()
        for day, covered in days.items()
        if covered.kind in kinds
    }
    assert +given == +Counter(awards)
    assert -given == -Counter(awards)
    balances = {str(member): balance for member, balance in facts.rows["balances"] if balance}
    assert balances == {member: total for member, total in sums.items() if total}


def prove_cards(facts: Facts, *, debts: bool) -> None:
    """Each spent card has its day, each such day its card, and what is held is the rest."""
    made = {
        (fact.covered.kind, fact.account, fact.day)
        for fact in facts.standing_days
        if fact.covered.kind in ("freeze", "makeup")
    }
    assert facts.spent == made
    sums: Counter[tuple[str, str]] = Counter()
    for _, account, item, amount, _, _, _ in facts.rows["cards"]:
        sums[facts.member[str(account)], str(item)] += int(amount or 0)
    held = {(str(member), str(item)): count for member, item, count in facts.rows["held"]}
    assert held == {key: count for key, count in sums.items() if count}
    assert debts or all(int(count or 0) > 0 for count in held.values())


def prove_made_days(
    facts: Facts,
    before: Facts,
    memory: Memory,
    now: datetime,
    rests: Callable[[date], bool],
) -> None:
    """What rules have covered since ``before`` had to be covered, and by that."""
    known = {(fact.account, fact.day, fact.covered.kind) for fact in before.standing_days}
    for fact in facts.standing_days:
        kind, day, who = fact.covered.kind, fact.day, facts.who[fact.account]
        if (fact.account, day, kind) in known or kind in ("real", "makeup"):
            continue
        runs = runs_now(facts, memory, facts.member[fact.account], now, rests)
        run = next(run for run in runs if day in run.days)
        assert any(each < day for each in run.counted), f"{kind} of {day} has joined nothing"
        if memory.changed_since(who, fact.covered.at):
            continue
        excused = memory.is_excused(who, day, AMNESTY)
        leave = memory.on_leave(who, day)
        right = "leave" if leave else "outage" if excused else "freeze"
        assert kind == right, f"{day} is covered by {kind}, not {right}"


def prove_nothing_was_forgotten(
    facts: Facts, memory: Memory, who: str, now: datetime, rests: Callable[[date], bool]
) -> int:
    """Somebody's missed day ends the streak only when nothing covers it; the streak now."""
    member, calendar = facts.member_of(who), memory.calendar(who)
    runs = runs_now(facts, memory, member, now, rests)
    if not runs:
        return 0
    last, today = runs[-1].days[-1], calendar.day_of(now)
    missed = missed_between(last, today, calendar, rests)
    if not missed or may_still_travel(facts.claims[member][last], now, calendar.zone_at(now)):
        return len(runs[-1].counted)
    ended = calendar.turn(calendar.quarters_of(missed[0])[-1])
    if runs[-1].counted and not memory.changed_since(who, ended):
        assert not memory.on_leave(who, missed[0]), f"leave on {missed[0]} was forgotten"
        assert not memory.is_excused(who, missed[0], AMNESTY), f"amnesty of {missed[0]}"
        theirs = [row for row in facts.rows["cards"] if facts.member[str(row[1])] == member]
        moved = any(row[2] == "freeze" and from_micros(int(row[5] or 0)) >= ended for row in theirs)
        held = sum(int(row[3] or 0) for row in theirs if row[2] == "freeze")
        assert moved or held <= 0, f"a freeze is held and did not cover {missed[0]}"
    return 0


def _rank(fact: Fact) -> tuple[int, bool, int, str]:
    return (KINDS.index(fact.covered.kind), not fact.credited, fact.received, fact.account)


async def _rows(read: Reader, sql: str) -> list[Row]:
    return await read.fetch_all(sql)
