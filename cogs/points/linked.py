"""What linking and unlinking do to points (``docs/features/people.md``, "Linking").

A local day pays once, a milestone once for a run: when two histories become one, what was paid
twice for a day is reversed, and what only the union reaches is paid. When they part, each side
has what its own days give. Every change is an entry that names the one that it reverses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.community import ledger
from bot.community.ledger import Entry
from bot.community.linking import Regrouping
from bot.community.merging import (
    MERGE,
    UNMERGE,
    CountedDay,
    Run,
    history_of,
    untouched_history_of,
)
from bot.core.cog import offers
from bot.core.context import House
from bot.core.exporting import ExportMember
from bot.core.ports import Transaction
from cogs.points import store
from cogs.points.chains import Chain, chains_of
from cogs.points.rules import milestones_due
from cogs.points.settings import PointsSettings
from cogs.points.store import Mark

DAILY: Final = ("checkin", "makeup")
MILESTONE: Final = "milestone"
_LINKED: Final = "link:"
# A message may arrive so long after it was written and still count for its time.
_LATE: Final = timedelta(hours=48)


@offers(MERGE, "points")
async def pay_for_union(
    tx: Transaction, house: House, change: Regrouping, member: ExportMember
) -> None:
    """A day that paid both is paid once; milestones that only the union reaches are paid."""
    book = await _Book.open(tx, house, change, member, _LINKED)
    book.pay_days_once()
    unpaid = [run for run in book.runs if book.has_unpaid(run)]
    parts = await _runs_of_parts(tx, house, change, member) if unpaid else []
    for run in unpaid:
        first, last = run[0].day, run[-1].day
        before = max((len(part) for part in parts if first <= part[0].day <= last), default=0)
        book.pay_milestones(run, before)
    await book.close(tx)


@offers(UNMERGE, "points")
async def pay_apart(
    tx: Transaction, house: House, change: Regrouping, member: ExportMember
) -> None:
    """Days and milestones pay what the member's own accounts did, not what the union did."""
    book = await _Book.open(tx, house, change, member, "unlink:")
    await book.take_back_milestones(tx, house)
    book.pay_days_once()
    book.pay_regained_days()
    for run in book.runs:
        before = sum(each.received_at < change.since for each in run)
        book.pay_milestones(run, before)
    await book.close(tx)


class _Book:
    """What a member's days and milestones have paid, and the entries that are to be added."""

    def __init__(self, change: Regrouping, member: ExportMember, prefix: str) -> None:
        self._change = change
        self._member = member
        self._settings = member.settings(PointsSettings)
        self._prefix = f"{prefix}{change.operation}:"
        self._chains: dict[str, Chain] = {}
        self._by_day: defaultdict[str, list[Chain]] = defaultdict(list)
        self._marks: list[Mark] = []
        self._added: list[Entry] = []
        self._new_marks: list[Mark] = []
        self.runs: list[Run] = []
        self._claims: dict[str, CountedDay] = {}

    @classmethod
    async def open(
        cls,
        tx: Transaction,
        house: House,
        change: Regrouping,
        member: ExportMember,
        prefix: str,
    ) -> _Book:
        """The book with all that was entered so far."""
        book = cls(change, member, prefix)
        community = member.community.id
        accounts = [account.id for account in member.accounts]
        book.runs = await history_of(tx, house, member)
        book._claims = {each.day.isoformat(): each for run in book.runs for each in run}
        book._marks = await store.marks_of(tx, community, accounts)
        reasons = (*DAILY, MILESTONE)
        book._read(await ledger.of_reasons(tx, community, accounts, reasons))
        return book

    async def close(self, tx: Transaction) -> None:
        """What was decided is in the ledger; balance and tallies are rebuilt by the caller."""
        community = self._member.community.id
        await ledger.append(tx, community, self._added)
        for mark in self._new_marks:
            await store.mark_milestone(
                tx, community, mark.account, mark.days, mark.run_day, mark.entry
            )

    def pay_days_once(self) -> None:
        """Of several entries for a day one stands, the one of whoever has the day."""
        for day, chains in self._by_day.items():
            claim = self._claims.get(day)
            standing = [chain for chain in chains if chain.stands]
            if standing:
                kept = _of_claim(standing, claim) or standing[0]
                for chain in standing:
                    if chain is not kept:
                        self._turn(chain)
            elif (waiting := _of_claim(chains, claim)) and waiting.tip.id.startswith(_LINKED):
                self._turn(waiting)

    def pay_regained_days(self) -> None:
        """A check-in that had no credit while the accounts were one, and has it now, is paid.

        So is a made-up day that had given way while they were.
        """
        for day, claim in self._claims.items():
            known = self._by_day.get(day, [])
            if not claim.is_check_in:
                own = _of_claim([each for each in known if each.root.reason == "makeup"], claim)
                if own is not None and not any(each.stands for each in known):
                    self._turn(own)
                continue
            if claim.credited:
                continue
            if not known:
                points = self._settings.worth("checkin", self._settings.basic, claim.written_at)
                entry = f"checkin:{claim.account}:{day}"
                self._pay(entry, points, "checkin", claim)
            elif (own := _of_claim(known, claim)) and not any(each.stands for each in known):
                self._turn(own)  # it was taken back before it was written once more

    def pay_milestones(self, run: Run, before: int) -> None:
        """Milestones that the run reaches beyond ``before`` days are paid, once for the run."""
        due = milestones_due(self._settings.milestones, before, len(run))
        for days, base in due:
            if self._is_paid(days, run):
                continue
            reached, first = run[days - 1], run[0].day
            entry = f"milestone:{reached.account}:{days}:{first.isoformat()}"
            points = self._settings.worth(MILESTONE, base, reached.written_at)
            known = self._chains.get(entry)
            if known is None:
                self._pay(entry, points, MILESTONE, reached)
                self._new_marks.append(Mark(reached.account, days, first, entry))
            elif not known.stands:
                self._turn(known)

    def has_unpaid(self, run: Run) -> bool:
        """Whether the run is long enough for a milestone that was not paid for it."""
        due = milestones_due(self._settings.milestones, 0, len(run))
        return any(not self._is_paid(days, run) for days, _ in due)

    async def take_back_milestones(self, tx: Transaction, house: House) -> None:
        """Milestones that were paid while the accounts were one, and that only it had reached.

        One from before goes where a day of its own was taken back meanwhile, of which only the
        union had another check-in.
        """
        reached = {
            mark.entry for mark in self._marks if any(_reaches(run, mark) for run in self.runs)
        }
        since = self._change.since
        before: list[tuple[Mark, Chain]] = []
        for mark in self._marks:
            chain = self._chains.get(mark.entry)
            if chain is None or not chain.stands or mark.entry in reached:
                continue
            if chain.tip.at < since - _LATE:
                before.append((mark, chain))
            else:
                self._turn(chain)
        runs = await untouched_history_of(tx, house, self._member, since) if before else []
        for mark, chain in before:
            if chain.stands and any(_reaches(run, mark) for run in runs):
                self._turn(chain)

    def _is_paid(self, days: int, run: Run) -> bool:
        first, last = run[0].day, run[-1].day
        return any(
            mark.days == days
            and first <= mark.run_day <= last
            and (chain := self._chains.get(mark.entry)) is not None
            and chain.stands
            for mark in (*self._marks, *self._new_marks)
        )

    def _pay(self, entry: str, points: int, reason: str, day: CountedDay) -> None:
        if not points:
            return
        paid = Entry(
            entry,
            day.account,
            points,
            reason,
            self._change.at,
            rules=self._settings.edition,
            source=day.source,
            day=day.day.isoformat(),
        )
        self._chains[entry] = Chain(paid, paid)
        self._added.append(paid)

    def _turn(self, chain: Chain) -> None:
        """What stands is reversed, what was reversed stands again."""
        tip = chain.tip
        back = replace(
            tip,
            id=f"{self._prefix}{chain.root.id}",
            amount=-tip.amount,
            at=self._change.at,
            reverses=tip.id,
        )
        chain.follow(back)
        self._added.append(back)

    def _read(self, entries: Sequence[Entry]) -> None:
        self._chains = chains_of(entries)
        for chain in self._chains.values():
            if chain.root.day and chain.root.reason in DAILY:
                self._by_day[chain.root.day].append(chain)


def _of_claim(chains: Sequence[Chain], claim: CountedDay | None) -> Chain | None:
    """The one of the account that has the day."""
    if claim is None:
        return None
    return next((chain for chain in chains if chain.root.account == claim.account), None)


def _reaches(run: Run, mark: Mark) -> bool:
    return run[0].day <= mark.run_day <= run[-1].day and len(run) >= mark.days


async def _runs_of_parts(
    tx: Transaction, house: House, change: Regrouping, member: ExportMember
) -> list[Run]:
    """The runs that the accounts had before they were one."""
    runs: list[Run] = []
    for part in change.parts:
        accounts = tuple(each for each in member.accounts if each.id in part)
        runs += await history_of(tx, house, replace(member, accounts=accounts))
    return runs
