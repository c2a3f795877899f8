"""What boards say in recaps: the longest streaks, the most points, and who is near a milestone.

Who has left or wants to be on no board is on none; who wants no name is not named
(``docs/features/recaps.md`` §1, §3).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.community import tallies
from bot.core.cog import offers
from bot.core.context import Context
from bot.core.exporting import ExportMember
from bot.core.jobs import Due
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from bot.core.recaps import (
    NAMELESS,
    OWN,
    SECTIONS,
    Best,
    OwnSection,
    Scope,
    Section,
    Span,
    Telling,
)
from bot.core.text import Text
from cogs.ranks.cog import REST
from cogs.ranks.counting import EARNED
from cogs.ranks.rules import STREAK, Kind, Period, Row, Shown, What, period_at
from cogs.ranks.showing import KEPT
from cogs.ranks.store import boards, choices, places

MILESTONES: Final = "milestones"
"""The room whose offers ``(settings)`` are lengths of a streak that are celebrated."""

# So many rows are looked at, so many values are told, and so many names stand beside one.
_LOOKED_AT: Final = 60
_VALUES: Final = 3
_A_STREAK: Final = 2
_NAMED: Final = 3
_NEAR: Final = 3
_KINDS: Final = {Scope.WEEK: Kind.WEEK, Scope.MONTH: Kind.MONTH}


@offers("recap fresh", "ranks")
def count_until_now(ctx: Context) -> None:
    """Who has moved until now is counted at once."""
    ctx.plan(REST, Due(f"recap {ctx.now.isoformat()}", ctx.now))


@offers(NAMELESS, "ranks")
async def nameless(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> set[MemberId]:
    """Those of these members who want to be on boards without a name, or not at all."""
    return set(await choices.of_members(read, community, members))


@offers(SECTIONS, "streaks")
async def tell_streaks(telling: Telling) -> Section | None:
    """The longest streaks at the end of the span; whoever has the same stands beside each other."""
    if telling.span.scope is Scope.DAY:
        return None
    rows = await _rows(telling, What.STREAK, STREAK)
    best = await _best(telling, [row for row in rows if row.value >= _A_STREAK])
    if not best:
        return None
    lines = [Text("recap.streaks.line", names=_names(names), days=n) for n, names in best]
    flat = tuple(Best(name, number) for number, names in best for name in _first_of(names))
    return Section(30, (Text("recap.streaks"), *lines), best=flat)


@offers(SECTIONS, "active")
async def tell_most_active(telling: Telling) -> Section | None:
    """Who earned the most points for days of the span."""
    kind = _KINDS.get(telling.span.scope)
    period = None if kind is None else period_at(kind, telling.span.first, ())
    if period is None:
        return None
    best = await _best(telling, await _rows(telling, What.POINTS, period.board))
    lines = [Text("recap.active.line", names=_names(names), points=n) for n, names in best]
    return Section(40, (Text("recap.active"), *lines)) if lines else None


@offers(SECTIONS, "next")
async def tell_what_comes(telling: Telling) -> Section | None:
    """Who is near a milestone of the streak."""
    if telling.span.scope is not Scope.WEEK or telling.running:
        return None
    lengths = {
        length
        for offer in telling.house.offers(MILESTONES)
        for length in offer.run(telling.settings)
    }
    community = telling.community.id
    lines: list[Text] = []
    for length in sorted(lengths, reverse=True):
        near = [length - left for left in range(1, _NEAR + 1) if length > left]
        rows = await places.with_values(telling.read, community, STREAK, near, _LOOKED_AT)
        for days, names in (await _best(telling, rows))[: _VALUES - len(lines)]:
            values = {"milestone": length, "left": length - days}
            lines.append(Text("recap.next.line", names=_names(names), **values))
    return Section(90, (Text("recap.next"), *lines)) if lines else None


@offers(OWN, "ranks")
async def tell_own(read: Reader, member: ExportMember, span: Span) -> OwnSection | None:
    """The points that the member earned for days of the span, and the place that they give."""
    community, who = member.community.id, member.member
    spans = [(each.first, each.last) for each in (span, span.before)]
    earned = await tallies.sums_of_days(read, community, (who,), EARNED, spans)
    points, before = earned.get(who, [0, 0])
    texts = [Text(f"recap.own.points.{span.scope}", points=points, before=before)]
    kind = _KINDS.get(span.scope)
    period = None if kind is None else period_at(kind, span.first, ())
    is_out = (await choices.of_members(read, community, (who,))).get(who) is Shown.OUT
    if period is not None and points > 0 and not is_out:
        place = 1 + await places.count_above(read, community, period.board, points)
        last = period_at(period.kind, span.before.first, ())
        was = 0 if last is None else await _place_before(read, member, last)
        texts.append(Text(f"recap.own.rank.{span.scope}", place=place, before=was or ""))
    return OwnSection(20, tuple(texts))


async def _place_before(read: Reader, member: ExportMember, last: Period) -> int:
    """The member's place on a board that is frozen, 0 where none is kept."""
    community = member.community.id
    board = await boards.find(read, community, last)
    if board is None or board.frozen_at is None:
        return 0
    own = {account.id for account in member.accounts}
    rows = await boards.frozen_rows(read, community, last, What.POINTS, KEPT)
    return next((row.place for row in rows if row.account in own), 0)


async def _rows(telling: Telling, what: What, live: str) -> list[Row]:
    """The first rows of the span: as they were frozen, else as they stand."""
    read, community, span = telling.read, telling.community.id, telling.span
    # A year ends with its last month.
    period = period_at(_KINDS.get(span.scope, Kind.MONTH), span.last, ())
    board = None if period is None else await boards.find(read, community, period)
    if board is None or board.frozen_at is None:
        return await places.best(read, community, live, _LOOKED_AT)
    frozen = await boards.frozen_rows(read, community, board.period, what, _LOOKED_AT)
    holders = await telling.members([row.account for row in frozen])
    return [Row(holders[row.account], row.value) for row in frozen if row.account in holders]


async def _best(telling: Telling, rows: Sequence[Row]) -> list[tuple[int, list[str]]]:
    """The highest values, each with those who have it and may be named, by name."""
    members = list(dict.fromkeys(MemberId(row.member) for row in rows))
    names = await telling.names(members) if members else {}
    found: dict[int, dict[str, None]] = {}
    for row in rows:
        if (name := names.get(MemberId(row.member))) is not None:
            found.setdefault(row.value, {})[name] = None
    top = sorted(found, reverse=True)[:_VALUES]
    return [(value, sorted(found[value])) for value in top]


def _first_of(names: Sequence[str]) -> list[str]:
    """As many names as the sentences say, for the picture."""
    return [*names[:_NAMED], "…"] if len(names) > _NAMED else list(names)


def _names(names: Sequence[str]) -> Text:
    """The first of these names with commas between, and whether there are others."""
    listed = Text("recap.name", name=names[0])
    for name in names[1:_NAMED]:
        listed = Text("list.two", first=listed, second=Text("recap.name", name=name))
    return Text("recap.names.more", names=listed) if len(names) > _NAMED else listed
