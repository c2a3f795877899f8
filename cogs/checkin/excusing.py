"""A page of members settled at once: most have missed the same days, which one outage excuses.

What decides about each is read in one query, the rule is asked once for all who are alike, and
their days are written together. Whoever has more than an outage to cover a day is settled as at
a command of their own; the outcome is the same for everybody (``docs/features/checkin.md`` §6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from bot.community import holdings, people
from bot.community.holdings import Item
from bot.core.clock import EPOCH, from_micros
from bot.core.context import Context
from bot.core.model import AccountId, MemberId, PersonId
from bot.core.schedule import DayRule, day_of, rule_at
from cogs.checkin import store
from cogs.checkin.circumstances import Deafness, end_of
from cogs.checkin.events import DayExcused
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import DayKind, Streak, settling, travelled
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.settling import Subject, drive, settle
from cogs.checkin.store import MadeDay, Standing

# The day behind another one begins later than that, wherever somebody is.
_FURTHEST_AHEAD: Final = timedelta(days=1)
_ONE_DAY: Final = timedelta(days=1)
_NOBODY: Final = AccountId("")

Rules = Mapping[PersonId, Sequence[DayRule]]
# The rules by which days are read, the last covered day with its zone, and the platforms.
_Near = tuple[int, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What alone decides which days behind ``last_covered`` an outage excuses."""

    rules: tuple[DayRule, ...]
    last_covered: date
    platforms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Excused:
    """The days that an outage excuses; ``ends``: behind them is one that it does not."""

    days: tuple[MadeDay, ...]
    ends: bool


class Holder(NamedTuple):
    """A member with the person that they are, and the zone of that person's choice, "" for none."""

    member: MemberId
    person: PersonId
    zone: str


async def settle_page(ctx: Context, holders: Sequence[Holder]) -> None:
    """What these members missed is covered, as ``settle`` does it for one.

    Whoever was linked with somebody else since is left to be settled another time.
    """
    community = ctx.community.id
    await ctx.tx.lock(*(people.person_key(each.person) for each in holders))
    rules: dict[PersonId, Sequence[DayRule]]
    rules = dict.fromkeys((each.person for each in holders), ctx.day_rules)
    for person in [each.person for each in holders if each.zone]:
        rules[person] = await ctx.house.rules_of_person(ctx.tx, community, person)
    members = [each.member for each in holders]
    alike, alone = await _sorted(ctx, rules, members)
    held: Mapping[MemberId, int] = {}
    if ctx.settings(CheckinSettings).freeze_max:
        held = await holdings.held_by(ctx.tx, community, members, Item.FREEZE)
    deafness = Deafness(ctx)
    for likeness, group in alike.items():
        excused = await _excused(ctx, deafness, likeness)
        if excused.ends:
            # A freeze may cover what the outage does not.
            alone += [each for each in group if each.member in held]
            group = [each for each in group if each.member not in held]
        if group and excused.days:
            await _keep(ctx, group, excused.days)
    await settle(ctx, [Subject(each.member, rules[each.person], ctx.now) for each in alone])


async def _sorted(
    ctx: Context, rules: Rules, members: Sequence[MemberId]
) -> tuple[Mapping[Likeness, list[Standing]], list[Standing]]:
    """Who is alike, and who is to be settled alone; nobody whom a journey may still join."""
    found = await store.standings_of(ctx.tx, ctx.community.id, members)
    found = [each for each in found if each.person in rules]
    standings = {each.member: each for each in found}
    platforms: dict[MemberId, tuple[str, ...]]
    platforms = {each.member: (each.platform,) for each in found}
    linked = await _join_accounts(ctx, found, standings, platforms)
    on_leave = await _on_leave(ctx, standings, linked)
    # The rules of most are one and the same object.
    distinct = {id(each): each for each in rules.values()}
    near: defaultdict[_Near, list[Standing]] = defaultdict(list)
    for member, each in standings.items():
        if member not in on_leave:
            key = (id(rules[each.person]), each.last_covered, each.last_zone, platforms[member])
            near[key].append(each)
    alike: defaultdict[Likeness, list[Standing]] = defaultdict(list)
    for (theirs, last, last_zone, on), group in near.items():
        zone, day = rule_at(distinct[theirs], ctx.now).zone, date.fromisoformat(last)
        if last_zone and last_zone != zone:
            group = [each for each in group if not _may_join(each, ctx.now, zone)]
        if group:
            alike[Likeness(_behind(distinct[theirs], day), day, frozenset(on))] += group
    return alike, [standings[member] for member in standings if member in on_leave]


async def _join_accounts(
    ctx: Context,
    found: Sequence[Standing],
    standings: dict[MemberId, Standing],
    platforms: dict[MemberId, tuple[str, ...]],
) -> Mapping[AccountId, MemberId]:
    """Those with several accounts stand by the oldest from here on; whose these accounts are."""
    if len(standings) == len(found):
        return {}
    several: defaultdict[MemberId, list[str]] = defaultdict(list)
    for each in found:
        several[each.member].append(each.platform)
    platforms |= {member: tuple(on) for member, on in several.items()}
    linked = [member for member, on in several.items() if len(on) > 1]
    owners: dict[AccountId, MemberId] = {}
    by_age = await people.accounts_by_age(ctx.tx, ctx.community.id, linked)
    for member, accounts in by_age.items():
        standings[member] = standings[member]._replace(account=accounts[0].id)
        owners |= {account.id: member for account in accounts}
    return owners


async def _on_leave(
    ctx: Context, standings: Mapping[MemberId, Standing], linked: Mapping[AccountId, MemberId]
) -> set[MemberId]:
    """Who has a leave that may cover what they missed, by one of their accounts."""
    if not standings:
        return set()
    first = date.fromisoformat(min(each.last_covered for each in standings.values())) + _ONE_DAY
    accounts = {each.account: each.member for each in standings.values()}
    accounts.update(linked)
    leaves = await store.leaves_from(ctx.tx, ctx.community.id, list(accounts), first)
    return {accounts[leave.account] for leave in leaves}


async def _excused(ctx: Context, deafness: Deafness, likeness: Likeness) -> Excused:
    """What an outage excuses for everybody who is like this."""
    rules, last = likeness.rules, likeness.last_covered
    ends = False

    async def cover(day: date) -> DayKind | None:
        nonlocal ends
        ends = not await deafness.excuses(likeness.platforms, day, rules)
        return None if ends else DayKind.OUTAGE

    streak = Streak(last, 1, last, last, 1)
    walk = settling(streak, day_of(ctx.now, rules), joining_of(ctx.settings, rules))
    made = (await drive(walk, cover)).made
    days = [MadeDay(_NOBODY, day.day, day.kind, *end_of(day.day, rules)) for day in made]
    return Excused(tuple(days), ends)


async def _keep(ctx: Context, group: Sequence[Standing], days: Sequence[MadeDay]) -> None:
    """These days are covered for each of the group, and told."""
    community = ctx.community.id
    holders = [(each.member, each.account) for each in group]
    accounts = [each.account for each in group]
    members = [each.member for each in group]
    for day in days:
        await store.make_day(ctx.tx, community, accounts, day)
        await store.cover_day(ctx.tx, community, holders, day)
        ctx.tell(DayExcused(community, " ".join(members), day.at, day.day, str(day.kind)))
    await store.join_streaks(ctx.tx, community, members, days[-1].day)


def _may_join(standing: Standing, now: datetime, zone: str) -> bool:
    """Whether a check-in of now would go on with the streak, as that of somebody who travelled."""
    return travelled(from_micros(standing.last_at), standing.last_zone, now, zone)


def _behind(rules: Sequence[DayRule], day: date) -> tuple[DayRule, ...]:
    """The rules by which days behind this one are read, the same for all who agree in them."""
    before = datetime.combine(day, time(), UTC) - _FURTHEST_AHEAD
    begun = [place for place, rule in enumerate(rules) if rule.since <= before]
    first, *rest = rules[begun[-1] if begun else 0 :]
    return (replace(first, since=EPOCH), *rest)
