"""A board in sentences: its first ten, and whoever asks with three above and below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.community import memberships, people
from bot.core.cards import card
from bot.core.cog import SettingsOf
from bot.core.context import Context
from bot.core.model import Account, MemberId
from bot.core.outgoing import Card
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


@dataclass(frozen=True, slots=True)
class Said:
    """A board in sentences, and what its card shows; without ``rows`` there is no card."""

    texts: list[Text]
    title: Text
    members: int = 0
    rows: Sequence[Sequence[str | int]] = ()
    """Of each its place, name ("" for the nameless), number, 1 for who asks, 1 behind a gap."""

    def card(self, settings: SettingsOf, what: What) -> Card | None:
        """The card of the board; None where it has no rows, or its community no cards."""
        if not self.rows:
            return None
        return card(
            settings,
            "rank",
            title=self.title.key,
            titled=dict(self.title.values),
            members=self.members,
            what=str(what),
            rows=self.rows,
        )


async def live(ctx: Context, title: Text, board: str) -> Said:
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


async def frozen(ctx: Context, title: Text, board: Board | None, what: What) -> Said:
    """The board as it was when it was frozen, without those who want to be out or have left.

    Of a board of many only the first are kept.
    """
    community = ctx.community.id
    if board is None:
        return Said([Text("rank.none", title=title)], title)
    rows = await boards.frozen_rows(ctx.tx, community, board.period, what, KEPT)
    lines = await _still_listed(ctx, rows)
    total = board.members if what is What.POINTS else board.streaks
    number = next((n for n, line in enumerate(lines) if line.member == ctx.member), None)
    around = [] if number is None else lines[max(number - NEAR, 0) : number + NEAR + 1]
    said = await _said(ctx, title, total, lines[: TOP + 1], around)
    if not around and total > KEPT:
        said.texts.append(Text("rank.own.beyond", kept=KEPT))
    return said


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
) -> Said:
    """The lines; ``first`` holds one more than is shown, to see whether the others follow it."""
    if not first:
        return Said([Text("rank.none", title=title)], title)
    top = list(first[:TOP])
    shown = {line.member for line in top}
    rest = [line for line in around if line.member not in shown]
    follows = not rest or rest[0].member in {line.member for line in first}
    chosen = await choices.of_members(
        ctx.tx, ctx.community.id, [line.member for line in (*top, *rest)]
    )
    names = await _names(ctx, [line.member for line in (*top, *rest)])
    named = {member: account.shown for member, account in names.items() if member not in chosen}
    said = [Text("rank.head", title=title, members=total)]
    said += [_text(ctx, line, named) for line in top]
    if not follows:
        said.append(Text("rank.gap"))
    said += [_text(ctx, line, named) for line in rest]
    gap = None if follows else rest[0]
    rows = [_row(ctx, line, named, is_behind_gap=line is gap) for line in (*top, *rest)]
    return Said(said, title, total, rows)


def _text(ctx: Context, line: Line, named: Mapping[MemberId, str]) -> Text:
    name = named.get(line.member)
    key = "rank.line.own" if line.member == ctx.member else "rank.line"
    shown = Text("rank.nameless") if name is None else name
    return Text(key, place=line.place, name=shown, value=line.value)


def _row(
    ctx: Context, line: Line, named: Mapping[MemberId, str], *, is_behind_gap: bool
) -> tuple[int, str, int, int, int]:
    own = int(line.member == ctx.member)
    return line.place, named.get(line.member, ""), line.value, own, int(is_behind_gap)


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
