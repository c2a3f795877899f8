"""What members' entries would be worth by the rules of the config (``docs/features/points.md`` §7).

Looked at is what earned something, and the days and runs that check-in knows. What was refused
stays refused, since nothing is kept of a text by which it could be judged again, and who was paid
stays the one who is paid.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.community import ledger
from bot.community.ledger import Entry
from bot.community.merging import CountedDay, Run, history_of
from bot.community.revaluing import is_ours
from bot.core.context import House
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from cogs.points import store
from cogs.points.caps import cap_of
from cogs.points.chains import Chain, chains_of
from cogs.points.linked import DAILY, MILESTONE
from cogs.points.rules.farming import within_cap
from cogs.points.settings import TALK, PointsSettings
from cogs.points.store import Mark

CHECKIN: Final = "checkin"
REASONS: Final = (*DAILY, MILESTONE, *TALK)


@dataclass(frozen=True, slots=True)
class Change:
    """The entry is worth ``was`` points and would be worth ``worth``.

    ``is_new``: nothing was entered yet. ``mark`` is that of a milestone that is new.
    """

    entry: Entry
    was: int
    worth: int
    is_new: bool = False
    mark: Mark | None = None

    @property
    def moved(self) -> int:
        """The points that it would bring, or take."""
        return self.worth - self.was


async def changes_of(read: Reader, house: House, member: ExportMember, since: date) -> list[Change]:
    """What the rules of the config change for the member from this local day on.

    What was earned by these very rules is left as it is.
    """
    community = member.community.id
    accounts = [account.id for account in member.accounts]
    if not accounts:
        return []
    entries = await ledger.of_reasons(read, community, accounts, REASONS)
    marks = await store.marks_of(read, community, accounts)
    runs = await history_of(read, house, member)
    cap = await cap_of(read, community, member.member, member.settings(PointsSettings))
    scoring = _Scoring(member, since, chains_of(entries), marks, cap)
    changes = [*scoring.days(runs), *scoring.milestones(runs), *scoring.talk()]
    return [each for each in changes if each.moved]


class _Scoring:
    def __init__(
        self,
        member: ExportMember,
        since: date,
        chains: Mapping[str, Chain],
        marks: Sequence[Mark],
        cap: int,
    ) -> None:
        self._settings = member.settings(PointsSettings)
        self._edition = self._settings.edition
        self._member = member
        self._since = since
        self._chains = chains
        self._marks = marks
        self._cap = cap

    def days(self, runs: Sequence[Run]) -> Iterator[Change]:
        """Check-ins and made-up days."""
        basic = self._settings.basic
        paid = {chain.root.day for chain in self._chains.values() if chain.root.reason in DAILY}
        written = {}
        for counted in (each for run in runs for each in run if each.is_check_in):
            day = counted.day.isoformat()
            entry = f"{CHECKIN}:{counted.account}:{day}"
            written[entry] = counted.written_at
            if counted.day >= self._since and day not in paid:
                worth = self._settings.worth(CHECKIN, basic, counted.written_at)
                yield Change(self._new(entry, CHECKIN, counted, worth), 0, worth, is_new=True)
        for chain in self._old(DAILY):
            at = written.get(chain.root.id, chain.root.at)
            yield self._change(chain, self._settings.worth(CHECKIN, basic, at))

    def milestones(self, runs: Sequence[Run]) -> Iterator[Change]:
        """Days of runs that pay, paid less, or pay no more."""
        points = self._settings.milestones
        old = {chain.root.id: chain for chain in self._old((MILESTONE,))}
        for run in runs:
            for days, base in points.items():
                if base and days <= len(run):
                    yield from self._milestone(run, days, base, old)
        for mark in self._marks:
            if mark.entry in old and not points.get(mark.days):
                yield self._change(old[mark.entry], 0)

    def talk(self) -> Iterator[Change]:
        """Messages, answers and reactions, as far as the caps of each day let them."""
        by_day: defaultdict[str, list[Chain]] = defaultdict(list)
        for chain in self._chains.values():
            if chain.root.reason in TALK and self._counts(chain):
                by_day[chain.root.day].append(chain)
        for chains in by_day.values():
            chains.sort(key=lambda each: (each.root.at, each.root.id))
            yield from self._talk_of_day(chains)

    def _milestone(
        self, run: Run, days: int, base: int, old: Mapping[str, Chain]
    ) -> Iterator[Change]:
        first, last, reached = run[0].day, run[-1].day, run[days - 1]
        worth = self._settings.worth(MILESTONE, base, reached.written_at)
        marks = [m for m in self._marks if m.days == days and first <= m.run_day <= last]
        paid = [self._chains[mark.entry] for mark in marks if mark.entry in self._chains]
        # Who had both before they were linked keeps both; of those that are gone one comes back.
        standing = [each for each in paid if each.stands]
        known = [each for each in standing or paid if each.root.id in old]
        if known:
            for chain in known if standing else known[:1]:
                yield self._change(chain, worth)
        elif not marks and reached.day >= self._since:
            entry = f"{MILESTONE}:{reached.account}:{days}:{first.isoformat()}"
            mark = Mark(reached.account, days, first, entry)
            made = self._new(entry, MILESTONE, reached, worth)
            yield Change(made, 0, worth, is_new=True, mark=mark)

    def _talk_of_day(self, chains: Sequence[Chain]) -> Iterator[Change]:
        settings = self._settings
        points = {kind: getattr(settings, kind) for kind in TALK}
        caps = {kind: settings.rule_of(kind).daily_cap for kind in TALK}
        earned: Counter[str] = Counter()
        for chain in chains:
            kind, worth = chain.root.reason, chain.worth
            if self._is_old(chain):
                worth = settings.worth(kind, points[kind], chain.root.at)
                worth = within_cap(worth, earned[kind], caps[kind])
                worth = within_cap(worth, earned.total(), self._cap)
                yield self._change(chain, worth)
            earned[kind] += worth

    def _old(self, reasons: Sequence[str]) -> list[Chain]:
        """What was earned by other rules since the day, for these reasons."""
        return [
            chain
            for chain in self._chains.values()
            if chain.root.reason in reasons and self._counts(chain) and self._is_old(chain)
        ]

    def _counts(self, chain: Chain) -> bool:
        """Whether it is of the time, and stands or was taken back by other rules alone."""
        day = chain.root.day
        return day >= self._since.isoformat() and (chain.stands or is_ours(chain.tip.id))

    def _is_old(self, chain: Chain) -> bool:
        return chain.tip.rules != self._edition

    def _change(self, chain: Chain, worth: int) -> Change:
        return Change(chain.root, chain.worth, worth)

    def _new(self, entry: str, reason: str, day: CountedDay, worth: int) -> Entry:
        return Entry(
            entry,
            day.account,
            worth,
            reason,
            self._member.as_of,
            rules=self._edition,
            source=day.source,
            day=day.day.isoformat(),
        )
