"""Settling: the missed days behind a streak are covered, as long as something covers them.

It runs at a member's own commands, at the end of each local day, and after an outage. It does
what was due, so it makes no difference when it runs or how often: a leave, an outage or a freeze
is looked at as it stood when the missed day ended (``docs/features/checkin.md`` §5 and §6).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot.community import holdings
from bot.community.holdings import HoldingEntry, Item
from bot.core.context import Context
from bot.core.model import MemberId
from bot.core.schedule import DayRule, day_of, rule_at
from cogs.checkin import store
from cogs.checkin.circumstances import Circumstances, Missing
from cogs.checkin.events import DayExcused, FreezeUsed
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import (
    NO_STREAK,
    Day,
    DayKind,
    Joining,
    Streak,
    resettling,
    settling,
    travelled,
)
from cogs.checkin.store import MadeDay
from cogs.checkin.tallies import of_streak

T = TypeVar("T")
Made = list[tuple[MemberId, MadeDay]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A member whose days before that of ``at`` are settled; ``rules`` say how they are read."""

    member: MemberId
    rules: Sequence[DayRule]
    at: datetime

    @property
    def until(self) -> date:
        """The first day that is not settled."""
        return day_of(self.at, self.rules)

    @property
    def zone(self) -> str:
        """Where the member's clock is."""
        return rule_at(self.rules, self.at).zone


@dataclass(frozen=True, slots=True)
class Resettled:
    """The kept streak after a change in the middle of a member's days, and all of these days."""

    streak: Streak
    days: list[Day]


def myself(ctx: Context) -> Subject:
    """Whoever asks, as of now."""
    return Subject(ctx.member, ctx.day_rules, ctx.now)


async def settle(ctx: Context, subjects: Sequence[Subject]) -> dict[MemberId, Streak]:
    """What the members missed is covered; returns the streaks that are kept now.

    A member without days has none. Whoever calls this for others than the one who asks holds
    their persons' locks.
    """
    if not subjects:
        return {}
    community = ctx.community.id
    streaks = await store.streaks_of(ctx.tx, community, [each.member for each in subjects])
    gaps: list[Missing] = []
    for subject in subjects:
        first = _first_missed(ctx, subject, streaks.get(subject.member, NO_STREAK))
        if first is not None:
            gaps.append(Missing(subject.member, subject.rules, first))
    if not gaps:
        return streaks
    around = await Circumstances.read(ctx, gaps)
    missing = {gap.member for gap in gaps}
    made: Made = []
    for subject in subjects:
        member = subject.member
        if member in missing:
            walk = settling(streaks[member], subject.until, _joining(ctx, subject))
            settlement = await drive(walk, around.covers(member))
            streaks[member] = settlement.streak
            made += [(member, around.made(member, day)) for day in settlement.made]
    await keep_made(ctx, made)
    changed = {member: streaks[member] for member, _ in made}
    await store.keep_streaks(ctx.tx, community, changed)
    return streaks


async def resettle(ctx: Context, subject: Subject, since: date, *, tail: bool = True) -> Resettled:
    """A day from ``since`` on has changed: what was due behind it is covered, the streak anew.

    Reads all days of the member; the streak and its tallies are kept. Without ``tail`` what
    lies behind the last day is left to a later ``settle``.
    """
    community, member = ctx.community.id, subject.member
    days = await store.days_of(ctx.tx, community, member)
    joining = _joining(ctx, subject)
    around = await Circumstances.read(ctx, [Missing(member, subject.rules, since)])
    last = days[-1] if days else None
    travelling = last is not None and travelled(*last.checked_in, subject.at, subject.zone)
    walk = resettling(days, since, subject.until, joining, tail=tail and not travelling)
    settlement = await drive(walk, around.covers(member))
    await keep_made(ctx, [(member, around.made(member, day)) for day in settlement.made])
    await keep_streak(ctx, member, settlement.streak)
    days = sorted((*days, *settlement.made), key=lambda day: day.day)
    return Resettled(settlement.streak, days)


async def keep_streak(ctx: Context, member: MemberId, streak: Streak) -> None:
    """The streak is kept with the tallies that follow from it."""
    await store.keep_streak(ctx.tx, ctx.community.id, member, streak)
    for tally, value in of_streak(streak).items():
        ctx.set_tally(tally, member, value)


async def keep_made(ctx: Context, made: Made) -> None:
    """These days are covered and told; a freeze that covers one is spent."""
    community = ctx.community.id
    numbers = await store.make_days(ctx.tx, community, [day for _, day in made])
    await store.cover(ctx.tx, community, made)
    for member, day in made:
        if day.kind is not DayKind.FREEZE:
            ctx.tell(DayExcused(community, member, day.at, day.day, str(day.kind)))
            continue
        entry = HoldingEntry(
            credit_name(day, numbers.get(day, 0)), day.account, Item.FREEZE, -1, "freeze", day.at
        )
        await holdings.spend(ctx.tx, community, member, entry)
        left = await holdings.count_of(ctx.tx, community, member, Item.FREEZE)
        ctx.tell(FreezeUsed(community, member, day.account, day.at, day.day, left))


def credit_name(day: MadeDay, number: int) -> str:
    """The name of what covers the day, by which its cost is found: of the ``number``-th time."""
    again = f":{number}" if number else ""
    return f"{day.kind}:{day.account}:{day.day.isoformat()}{again}"


async def drive(
    walk: Generator[date, DayKind | None, T], cover: Callable[[date], Awaitable[DayKind | None]]
) -> T:
    """The outcome of the walk, each of its questions answered by ``cover``."""
    try:
        day = next(walk)
        while True:
            day = walk.send(await cover(day))
    except StopIteration as end:
        outcome: T = end.value
        return outcome


def _first_missed(ctx: Context, subject: Subject, streak: Streak) -> date | None:
    """The first day that something has to cover; None while a journey may still join it."""
    if travelled(streak.last_at, streak.last_zone, subject.at, subject.zone):
        return None
    return next(settling(streak, subject.until, _joining(ctx, subject)), None)


def _joining(ctx: Context, subject: Subject) -> Joining:
    return joining_of(ctx.settings, subject.rules)
