"""``hearth points diff`` and ``hearth points apply`` (``docs/features/points.md`` §7)."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

from bot.community import actions, ledger, memberships, tallies
from bot.community.actions import Action
from bot.core.cog import offers
from bot.core.context import Context
from bot.core.errors import OperatorRefusal
from bot.core.exporting import ExportMember, Json
from bot.core.model import AccountId, MemberId
from bot.core.operating import OPERATOR, Desk
from bot.core.ports import Reader
from bot.core.schedule import zone_of
from bot.core.text import Text
from cogs.points import versions as rules
from cogs.points.applying import apply_to
from cogs.points.earning import LIFETIME
from cogs.points.rescoring import Change, changes_of
from cogs.points.settings import PointsSettings
from cogs.points.store import versions
from cogs.points.store.versions import RuleVersion

PAGE: Final = 200
SLICE: Final = 10
RESCORE: Final = "rescore"
FORESEE: Final = "foresee"
"""The room whose offers ``(read, member, numbers)`` say what would change with these tallies."""


@dataclass(slots=True)
class _Sum:
    """How many would gain and lose, and how much."""

    gaining: int = 0
    gained: int = 0
    losing: int = 0
    lost: int = 0
    members: list[MemberId] = field(default_factory=list)

    def add(self, member: MemberId, changes: Sequence[Change]) -> None:
        moved = sum(each.moved for each in changes)
        self.members.append(member)
        self.gaining += moved > 0
        self.losing += moved < 0
        self.gained += max(moved, 0)
        self.lost += max(-moved, 0)

    def text(self, since: date) -> Text:
        return Text(
            "rescore.sum" if self.members else "rescore.none",
            since=since.isoformat(),
            gaining=self.gaining,
            gained=self.gained,
            losing=self.losing,
            lost=self.lost,
        )


@offers(OPERATOR, "points diff")
async def diff(desk: Desk, since: str) -> AsyncIterator[Text]:
    """Whom the rules of the config would give or take what since this local day; nothing moves."""
    first = _day(since)
    async with desk.read() as read:
        for text in await _differing(desk, read):
            yield text
        sums = _Sum()
        async with aclosing(_changing(desk, read, first)) as changing:
            async for member, changes in changing:
                sums.add(member.member, changes)
                yield await _line(desk, read, member, changes)
        yield sums.text(first)


@offers(OPERATOR, "points apply")
async def apply(desk: Desk, since: str, sure: bool) -> AsyncIterator[Text]:
    """The rules of the config are in force, and what was earned since that day is worth so much.

    Without a day for what is earned from now on alone. Unless ``sure`` nothing is changed.
    """
    first = _day(since) if since else None
    async with desk.read() as read:
        for text in await _differing(desk, read):
            yield text
        sums = _Sum()
        if first is not None:
            async with aclosing(_changing(desk, read, first)) as changing:
                async for member, changes in changing:
                    sums.add(member.member, changes)
            yield sums.text(first)
    if not sure:
        yield Text("rescore.sure")
        return
    version = await desk.turn(_put_in_force)
    yield Text("rescore.force", number=version.number, at=_local(desk, version))
    if first is None:
        return
    act = await desk.turn(partial(_begin, since=first, is_wanted=bool(sums.members)))
    if not act:
        return
    for start in range(0, len(sums.members), SLICE):
        members = sums.members[start : start + SLICE]
        await desk.turn(partial(apply_to, members=members, since=first, act=act))
    await desk.turn(partial(_end, act=act))
    yield Text("rescore.done", id=act, members=len(sums.members))


async def _put_in_force(ctx: Context) -> RuleVersion:
    return await rules.note(ctx.tx, ctx.community, ctx.settings, ctx.now)


async def _begin(ctx: Context, since: date, *, is_wanted: bool) -> str:
    """The id of the act: of the one that was ended part of the way, if there is one.

    "" where there is nothing to do.
    """
    community = ctx.community.id
    edition = ctx.settings(PointsSettings).edition
    await ctx.tx.lock(f"rules:{community}")
    for begun in await versions.unfinished(ctx.tx, community, since, edition):
        if await actions.undone_by(ctx.tx, community, begun) is None:
            return begun
    if not is_wanted:
        return ""
    detail = {"since": since.isoformat(), "rules": edition}
    act = Action(ctx.ids.code(), AccountId(OPERATOR), RESCORE, "", ctx.now, detail, None)
    await actions.record(ctx.tx, community, act)
    await versions.begin(ctx.tx, community, act.id, since, edition)
    return act.id


async def _end(ctx: Context, act: str) -> None:
    await versions.end(ctx.tx, ctx.community.id, act)


async def _changing(
    desk: Desk, read: Reader, since: date
) -> AsyncGenerator[tuple[ExportMember, list[Change]], None]:
    """Everybody for whom something changes, with what."""
    after = ""
    while page := await memberships.members_after(read, desk.community.id, after, PAGE):
        after = page[-1][0]
        for member, _ in page:
            view = await desk.house.view_of(read, desk.community.id, member, desk.now)
            if view is None:
                continue
            changes = await changes_of(read, desk.house, view, since)
            if changes:
                yield view, changes


async def _line(desk: Desk, read: Reader, member: ExportMember, changes: Sequence[Change]) -> Text:
    """What changes for the member, with levels, tiers and badges as those who keep them say."""
    community, who = desk.community.id, member.member
    moved = sum(each.moved for each in changes)
    lifetime = await tallies.value_of(read, community, who, LIFETIME.name)
    numbers = {LIFETIME.name: lifetime + moved}
    told: list[Text] = []
    for offer in desk.house.offers(FORESEE):
        told += await offer.run(read, member, numbers)
    listed: Text | str = told[0] if told else ""
    for each in told[1:]:
        listed = Text("rescore.two", first=listed, second=each)
    balance = await ledger.balance_of(read, community, who)
    account = member.accounts[0]
    return Text(
        "rescore.line",
        who=f"{account.platform}:{account.user}",
        name=account.shown,
        moved=f"{moved:+d}",
        balance=balance + moved,
        was=balance,
        changes=listed,
    )


async def _differing(desk: Desk, read: Reader) -> list[Text]:
    """The rules of the config that are others than those in force."""
    last = await versions.latest_version(read, desk.community.id)
    if last is None:
        return []
    changed = list(rules.changes(last.rules, desk.settings(PointsSettings).earning))
    if not changed:
        return [Text("rescore.rules.same", number=last.number, at=_local(desk, last))]
    head = Text("rescore.rules", number=last.number, at=_local(desk, last))
    lines = [Text("rescore.rule", key=k, was=_shown(a), now=_shown(b)) for k, a, b in changed]
    return [head, *lines]


def _day(text: str) -> date:
    """The day that the operator means. Raises OperatorRefusal."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise OperatorRefusal("rescore.date", found=text) from None


def _shown(value: Json) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def _local(desk: Desk, version: RuleVersion) -> str:
    return version.at.astimezone(zone_of(desk.community.zone)).strftime("%Y-%m-%d %H:%M")
