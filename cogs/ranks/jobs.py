"""What ranks do by themselves: count at the end of each day, and freeze what is over.

A period is over when its last day has ended in every zone that anybody has chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.community import memberships, people, zones
from bot.core.cog import job
from bot.core.context import JobContext
from bot.core.jobs import EndOfDay, Looking, Page
from bot.core.model import MemberId
from bot.core.schedule import day_bounds, rule_at
from cogs.ranks.cog import REST
from cogs.ranks.counting import PAGE, count_anew, key_of, open_periods
from cogs.ranks.events import BoardFrozen
from cogs.ranks.rules import STREAK, Period, What, places_down
from cogs.ranks.settings import edition_of
from cogs.ranks.showing import KEPT
from cogs.ranks.store import boards, moves, places
from cogs.ranks.store.boards import Board, FrozenRow

_RULES: Final = "rules"
_DUE: Final = "due"
_MOVED: Final = "moved"
_PHASES: Final = (_RULES, _DUE, _MOVED)
# Stands behind the last member: by then all are counted.
_END: Final = "="


async def find_moved(looking: Looking) -> Page:
    """Everybody where the config has changed, then whose time has come, then who has moved."""
    phase, _, after = (looking.cursor or f"{_PHASES[0]}:").partition(":")
    members = await _members(looking, phase, after)
    if len(members) == PAGE:
        return Page(members, f"{phase}:{members[-1]}")
    if phase != _PHASES[-1]:
        return Page(members, f"{_PHASES[_PHASES.index(phase) + 1]}:")
    return Page([*members, _END], None)


async def find_rest(looking: Looking) -> Page:
    """Who has moved."""
    members = await moves.waiting(looking.read, looking.community.id, looking.cursor, PAGE)
    return Page(members, members[-1] if len(members) == PAGE else None)


@job("ranks", EndOfDay(), find=find_moved, zones=True, internal=True)
async def end_day(ctx: JobContext, keys: Sequence[str]) -> None:
    """These members are counted; behind the last of them, boards that are over are frozen."""
    await ctx.tx.lock(key_of(ctx.community.id))
    await open_periods(ctx, (date.fromisoformat(ctx.occurrence.period),))
    if members := [MemberId(key) for key in keys if key != _END]:
        await count_anew(ctx, members)
    if _END in keys:
        await moves.make_by(ctx.tx, ctx.community.id, edition_of(ctx.settings))
        await _freeze_what_is_over(ctx)


@job(REST, find=find_rest, internal=True)
async def count_rest(ctx: JobContext, keys: Sequence[str]) -> None:
    """These members are counted."""
    await ctx.tx.lock(key_of(ctx.community.id))
    await count_anew(ctx, [MemberId(key) for key in keys])


async def _members(looking: Looking, phase: str, after: str) -> Sequence[MemberId]:
    read, community = looking.read, looking.community.id
    match phase:
        case "rules":
            if await moves.made_by(read, community) == edition_of(looking.settings):
                return ()
            found = await memberships.members_after(read, community, after, PAGE)
            return [member for member, _ in found]
        case "due":
            return await places.due(read, community, looking.now, after, PAGE)
    return await moves.waiting(read, community, after, PAGE)


async def _freeze_what_is_over(ctx: JobContext) -> None:
    community = ctx.community.id
    in_use = {ctx.community.zone, *await zones.chosen(ctx.tx)}
    day_start = rule_at(ctx.day_rules, ctx.now).day_start
    for board in await boards.open_boards(ctx.tx, community):
        last = board.period.last
        if all(day_bounds(last, zone, day_start)[1] <= ctx.now for zone in in_use):
            await _freeze(ctx, board)


async def _freeze(ctx: JobContext, board: Board) -> None:
    """The first of the board are kept as they are; a board with nobody on it tells nothing."""
    community, period = ctx.community.id, board.period
    counted = replace(
        board,
        members=await places.count_all(ctx.tx, community, period.board),
        streaks=await places.count_all(ctx.tx, community, STREAK),
    )
    if not await boards.freeze(ctx.tx, community, counted, ctx.now):
        return
    await _keep_first(ctx, period, What.POINTS, period.board)
    await _keep_first(ctx, period, What.STREAK, STREAK)
    if counted.members or counted.streaks:
        told = (str(period.kind), period.first, period.last, counted.members, counted.streaks)
        ctx.tell(BoardFrozen(community, *told, ctx.now))


async def _keep_first(ctx: JobContext, period: Period, what: What, board: str) -> None:
    community = ctx.community.id
    rows = await places.best(ctx.tx, community, board, KEPT)
    if not rows:
        return
    members = [MemberId(row.member) for row in rows]
    held = await people.accounts_by_age(ctx.tx, community, members)
    kept = [
        FrozenRow(place, held[member][0].id, row.value)
        for place, member, row in zip(places_down(rows), members, rows, strict=True)
        if member in held
    ]
    await boards.keep_rows(ctx.tx, community, period, what, kept)
