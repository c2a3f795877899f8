"""What can cover the missed days of some members: read once for all of them.

A leave, an outage and the freezes that were held, each as it stood when a missed day ended
(``docs/features/checkin.md`` §5 and §6).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.community import holdings, outages, people
from bot.community.holdings import Item
from bot.core.context import Context
from bot.core.model import Account, AccountId, MemberId
from bot.core.schedule import DayRule, day_bounds, day_span, rule_at
from cogs.checkin import store
from cogs.checkin.rules import Day, DayKind, cover_of
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.store import KeptLeave, MadeDay

_INSTANT = timedelta(microseconds=1)
Covers = Callable[[date], Awaitable[DayKind | None]]


@dataclass(frozen=True, slots=True)
class Missing:
    """A member with the first day that something may have to cover."""

    member: MemberId
    rules: Sequence[DayRule]
    since: date


@dataclass(slots=True)
class _Around:
    """What is known of one member. ``later`` are freezes that came or went after ``since``."""

    rules: Sequence[DayRule]
    accounts: Sequence[Account]
    leaves: list[KeptLeave] = field(default_factory=list)
    freezes: int = 0
    later: list[tuple[datetime, int]] = field(default_factory=list)

    @property
    def platforms(self) -> frozenset[str]:
        return frozenset(account.platform for account in self.accounts)

    def leave_on(self, day: date) -> KeptLeave | None:
        return next((each for each in self.leaves if each.span.covers(day)), None)

    def freezes_at(self, instant: datetime) -> int:
        """How many were held at the instant, as far as they are there still."""
        after = sum(amount for at, amount in self.later if at > instant)
        return min(self.freezes - after, self.freezes)


class Deafness:
    """Says which days an outage excuses; each span is looked up once."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._amnesty = ctx.settings(CheckinSettings).amnesty_minutes
        self._minutes: dict[tuple[frozenset[str], datetime, datetime], float] = {}

    async def excuses(self, platforms: frozenset[str], day: date, rules: Sequence[DayRule]) -> bool:
        """Whether on that day all of these were down at once for longer than the amnesty."""
        span = day_span(day, rules)
        if not self._amnesty or span is None:
            return False
        minutes = self._minutes.get((platforms, *span))
        if minutes is None:
            minutes = await outages.down_minutes(self._ctx.tx, platforms, *span)
            self._minutes[platforms, *span] = minutes
        return minutes > self._amnesty


class Circumstances:
    """Says for each missed day of these members what covers it, and counts the freezes down."""

    def __init__(self, ctx: Context, around: dict[MemberId, _Around]) -> None:
        self._around = around
        self._deafness = Deafness(ctx)

    @classmethod
    async def read(cls, ctx: Context, missing: Sequence[Missing]) -> Circumstances:
        """All that is known of these members, in a query of each kind."""
        tx, community = ctx.tx, ctx.community.id
        accounts = await people.accounts_by_age(tx, community, [each.member for each in missing])
        around = {each.member: _Around(each.rules, accounts[each.member]) for each in missing}
        holder = {one.id: each for each in around.values() for one in each.accounts}
        ids = list(holder)
        for leave in await store.leaves_from(
            tx, community, ids, min(each.since for each in missing)
        ):
            holder[leave.account].leaves.append(leave)
        if ctx.settings(CheckinSettings).freeze_max:
            held = await holdings.held_by(tx, community, list(around), Item.FREEZE)
            for member, count in held.items():
                around[member].freezes = count
        if any(each.freezes for each in around.values()):
            since = min(_last_instant(each.since, each.rules) for each in missing)
            for account, at, amount in await holdings.changes_since(
                tx, community, ids, Item.FREEZE, since
            ):
                holder[account].later.append((at, amount))
        return cls(ctx, around)

    def covers(self, member: MemberId, *, freezing: bool = True) -> Covers:
        """What covers a missed day of the member; without ``freezing`` only what costs nothing."""
        around = self._around[member]

        async def cover(day: date) -> DayKind | None:
            on_leave = around.leave_on(day) is not None
            held = around.freezes_at(_last_instant(day, around.rules)) if freezing else 0
            was_deaf = not on_leave and await self._deafness.excuses(
                around.platforms, day, around.rules
            )
            kind = cover_of(on_leave=on_leave, was_deaf=was_deaf, freezes=held)
            around.freezes -= kind is DayKind.FREEZE
            return kind

        return cover

    def made(self, member: MemberId, day: Day) -> MadeDay:
        """The covered day as a fact: of the account that planned the leave, else of the oldest."""
        around = self._around[member]
        leave = around.leave_on(day.day) if day.kind is DayKind.LEAVE else None
        account: AccountId = leave.account if leave else around.accounts[0].id
        at, zone = end_of(day.day, around.rules)
        return MadeDay(account, day.day, day.kind, at, zone)


def end_of(day: date, rules: Sequence[DayRule]) -> tuple[datetime, str]:
    """The last instant of the day and the zone then: when and where it was due."""
    at = _last_instant(day, rules)
    return at, rule_at(rules, at).zone


def _last_instant(day: date, rules: Sequence[DayRule]) -> datetime:
    """The last instant of the local day; of a day that never was, of the date in the zone."""
    rule = rules[-1]
    _, end = day_span(day, rules) or day_bounds(day, rule.zone, rule.day_start)
    return end - _INSTANT
