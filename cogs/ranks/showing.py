"""A board in sentences: its first ten, and whoever asks with three above and below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import memberships, people
from bot.core.context import Context
from bot.core.model import Account, MemberId
from bot.core.text import Text
from cogs.ranks.rules import (
    ALL,
    STREAK,
    Kind,
    Period,
    Row,
    Shown,
    What,
    places_around,
    places_down,
)
from cogs.ranks.settings import RankSettings
from cogs.ranks.store import boards, choices, places
from cogs.ranks.store.boards import Board, FrozenRow
from cogs.ranks.words import Asked

TOP: Final = 10
NEAR: Final = 3
OWN: Final = ("rank.line.own", "rank.own.beyond")
"""What says where the asker stands."""
KEPT: Final = 100
"""So many rows are kept of a frozen board."""


@dataclass(frozen=True, slots=True)
class Line:
    """A member on a board; those whose place follows ``gap`` are not shown right behind others."""

    place: int
    member: MemberId
    value: int
    gap: bool = False


async def live(ctx: Context, title: Text, board: str) -> list[Text]:
    """The board as it is now."""
    community = ctx.community.id
    total = await places.count_all(ctx.tx, community, board)
    top = await places.best(ctx.tx, community, board, TOP + 1)
    own = await places.find(ctx.tx, community, board, ctx.member)
    around: list[Line] = []
    if own is not None:
        rows = await places.around(ctx.tx, community, board, own, NEAR)
        place = 1 + await places.count_above(ctx.tx, community, board, own.value)
        counts = await places.count_with(
            ctx.tx, community, board, sorted({row.value for row in rows})
        )
        by_member = places_around(rows, own, place, counts)
        around = [_line(by_member[row.member], row) for row in rows]
    first = [_line(*each) for each in zip(places_down(top), top, strict=True)]
    return await _said(ctx, title, total, first, around)


async def frozen(ctx: Context, title: Text, board: Board | None, what: What) -> list[Text]:
    """The board as it was when it was frozen, without those who want to be out or have left.

    Of a board of many only the first are kept.
    """
    community = ctx.community.id
    if board is None:
        return [Text("rank.none", title=title)]
    rows = await boards.frozen_rows(ctx.tx, community, board.period, what, KEPT)
    lines = await _still_listed(ctx, rows)
    total = board.members if what is What.POINTS else board.streaks
    number = next((n for n, line in enumerate(lines) if line.member == ctx.member), None)
    around = [] if number is None else lines[max(number - NEAR, 0) : number + NEAR + 1]
    said = await _said(ctx, title, total, lines[: TOP + 1], around)
    return said if around or total <= KEPT else [*said, Text("rank.own.beyond", kept=KEPT)]


def title_of(asked: Asked, period: Period | None) -> Text:
    """What the board is called."""
    if period is not None and (asked.what is What.POINTS or asked.last):
        days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        return Text(f"rank.title.{asked.what}.{period.kind}", **days)
    return Text("rank.title.streak" if asked.what is What.STREAK else "rank.title.points")


def title_of_newcomers(ctx: Context) -> Text:
    """What the board of newcomers is called."""
    return Text("rank.title.newcomers", days=ctx.settings(RankSettings).newcomer_days)


def board_of(asked: Asked, period: Period | None) -> str:
    """The name of the board that is open for what is asked; a streak knows no period."""
    if asked.what is What.STREAK:
        return STREAK
    return ALL if asked.kind is Kind.ALL or period is None else period.board


async def _said(
    ctx: Context, title: Text, total: int, first: Sequence[Line], around: Sequence[Line]
) -> list[Text]:
    """The lines; ``first`` holds one more than is shown, to see whether the others follow it."""
    if not first:
        return [Text("rank.none", title=title)]
    top = list(first[:TOP])
    shown = {line.member for line in top}
    rest = [line for line in around if line.member not in shown]
    follows = not rest or rest[0].member in {line.member for line in first}
    chosen = await choices.of_members(
        ctx.tx, ctx.community.id, [line.member for line in (*top, *rest)]
    )
    names = await _names(ctx, [line.member for line in (*top, *rest)])
    said = [Text("rank.head", title=title, members=total)]
    said += [_text(ctx, line, names, chosen) for line in top]
    if not follows:
        said.append(Text("rank.gap"))
    said += [_text(ctx, line, names, chosen) for line in rest]
    return said


def _text(
    ctx: Context,
    line: Line,
    names: Mapping[MemberId, Account],
    chosen: Mapping[MemberId, Shown],
) -> Text:
    account = names.get(line.member)
    nameless = account is None or line.member in chosen
    name = Text("rank.nameless") if account is None or nameless else account.shown
    key = "rank.line.own" if line.member == ctx.member else "rank.line"
    return Text(key, place=line.place, name=name, value=line.value)


async def _names(ctx: Context, members: Sequence[MemberId]) -> dict[MemberId, Account]:
    """For each of them the account on the platform of who asks, else their oldest."""
    held = await people.accounts_by_age(ctx.tx, ctx.community.id, members)
    here = ctx.incoming.platform
    return {
        member: next((each for each in accounts if each.platform == here), accounts[0])
        for member, accounts in held.items()
    }


async def _still_listed(ctx: Context, rows: Sequence[FrozenRow]) -> list[Line]:
    community = ctx.community.id
    holders: dict[str, MemberId] = {}
    for row in rows:
        known = await people.find_account(ctx.tx, community, row.account)
        if known is not None and known.member:
            holders[row.account] = known.member
    members = list(dict.fromkeys(holders.values()))
    if not members:
        return []
    there = await memberships.there_since(ctx.tx, community, members)
    chosen = await choices.of_members(ctx.tx, community, members)
    lines = []
    for row in rows:
        member = holders.get(row.account)
        if member in there and chosen.get(member) is not Shown.OUT:
            lines.append(Line(row.place, member, row.value))
    return lines


def _line(place: int, row: Row) -> Line:
    return Line(place, MemberId(row.member), row.value)
