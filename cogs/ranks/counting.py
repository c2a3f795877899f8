"""Counts members anew who have moved: on which boards they are, and with what.

A turn only notes whose numbers moved, which costs it one statement; they are counted in batches,
when somebody asks for a board and at the end of each day (``docs/features/ranks.md`` §5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.community import memberships, tallies
from bot.core.clock import to_micros
from bot.core.cog import SettingsOf
from bot.core.context import Context
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from bot.core.schedule import zone_of
from cogs.ranks.rules import ALL, NEWCOMERS, STREAK, Kind, Period, Shown, period_at
from cogs.ranks.settings import RankSettings
from cogs.ranks.store import boards, choices, moves, places
from cogs.ranks.store.places import Key, Place

PAGE: Final = 128
"""Members of a batch: some hundredths of a second of the writer."""
LIFETIME: Final = "lifetime"
EARNED: Final = "earned"
FOLLOWED: Final = (LIFETIME, EARNED, "streak")
"""The tallies that boards are made of."""
_PERIODS: Final = (Kind.WEEK, Kind.MONTH, Kind.SEASON)
# Somewhere a date begins fourteen hours before it does in UTC.
_AHEAD: Final = timedelta(hours=14)


def key_of(community: CommunityId) -> str:
    """The lock under which the community's boards are counted."""
    return f"ranks:{community}"


async def catch_up(ctx: Context, first: MemberId) -> bool:
    """Everybody who has moved is counted, ``first`` before others; False where many still wait.

    Whoever is on no board is counted as well: they may have come back without a word of it.
    """
    community = ctx.community.id
    if not await moves.waiting(ctx.tx, community, "", 1) and await places.of_members(
        ctx.tx, community, (first,)
    ):
        return True
    await ctx.tx.lock(key_of(community))
    waiting = await moves.waiting(ctx.tx, community, "", PAGE + 1)
    await count_anew(ctx, list(dict.fromkeys((first, *waiting[:PAGE]))))
    return len(waiting) <= PAGE


async def count_anew(ctx: Context, members: Sequence[MemberId]) -> None:
    """These members are on the boards that their numbers of now give. The lock is held."""
    community = ctx.community.id
    # First, so that whoever moves meanwhile is counted another time.
    await moves.take(ctx.tx, community, members)
    here = ctx.now.astimezone(zone_of(ctx.community.zone)).date()
    periods = await open_periods(ctx, (here, (ctx.now + _AHEAD).date()))
    seen = await listed(ctx.tx, community, members)
    wanted = await points_of(ctx.tx, community, ctx.settings, seen, periods, ctx.now)
    if seen:
        wanted |= await _streaks(ctx, list(seen))
    had = await places.of_members(ctx.tx, community, members)
    await places.drop(ctx.tx, community, [key for key in had if key not in wanted])
    changed = {key: place for key, place in wanted.items() if had.get(key) != place}
    await places.keep(ctx.tx, community, changed)


async def open_periods(ctx: Context, days: Iterable[date]) -> list[Period]:
    """The periods that are not frozen; those of these days have a board from now on."""
    community = ctx.community.id
    found = {each.period for each in await boards.open_boards(ctx.tx, community)}
    for day in sorted(set(days)):
        for period in periods_at(ctx.settings, day):
            if period not in found and await boards.begin(ctx.tx, community, period):
                found.add(period)
    return sorted(found, key=lambda period: period.board)


def periods_at(settings: SettingsOf, day: date) -> list[Period]:
    """The periods that the day is in."""
    seasons = settings(RankSettings).seasons
    found = [period_at(kind, day, seasons) for kind in _PERIODS]
    return [period for period in found if period is not None]


async def listed(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> Mapping[MemberId, datetime]:
    """Those of these members who are on boards at all, with since when they are members.

    Not whoever has left, or wants to be out.
    """
    there = await memberships.there_since(read, community, members)
    chosen = await choices.of_members(read, community, list(there)) if there else {}
    return {each: at for each, at in there.items() if chosen.get(each) is not Shown.OUT}


async def points_of(
    read: Reader,
    community: CommunityId,
    settings: SettingsOf,
    members: Mapping[MemberId, datetime],
    periods: Sequence[Period],
    now: datetime,
) -> dict[Key, Place]:
    """Where these members are on boards of points."""
    if not members:
        return {}
    found: dict[Key, Place] = {}
    span = timedelta(days=settings(RankSettings).newcomer_days)
    numbers = await tallies.of_members(read, community, list(members), (LIFETIME,))
    for member, named in numbers.items():
        value = named[LIFETIME]
        found[member, ALL] = Place(value, 0)
        if members[member] + span > now:
            found[member, NEWCOMERS] = Place(value, to_micros(members[member] + span))
    spans = [(period.first, period.last) for period in periods]
    earned = await tallies.sums_of_days(read, community, list(members), EARNED, spans)
    for member, sums in earned.items():
        for period, value in zip(periods, sums, strict=True):
            found[member, period.board] = Place(value, 0)
    return {key: place for key, place in found.items() if place.value > 0}


async def _streaks(ctx: Context, members: Sequence[MemberId]) -> dict[Key, Place]:
    found: dict[Key, Place] = {}
    for offer in ctx.house.offers("running streaks"):
        running = await offer.run(
            ctx.tx, ctx.house, ctx.community.id, ctx.settings, members, ctx.now
        )
        for member, (length, until) in running.items():
            found[member, STREAK] = Place(length, to_micros(until))
    return found
