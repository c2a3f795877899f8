"""Gives entries another worth, and takes that back (``docs/features/points.md`` §7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from bot.community import actions, ledger, people
from bot.community.actions import Action
from bot.community.events import ActionUndone
from bot.community.merging import history_of
from bot.community.revaluing import Revaluing, revalue, was_made_by
from bot.core.cog import job, offers
from bot.core.context import Context, JobContext
from bot.core.exporting import ExportMember
from bot.core.jobs import Due, Looking, Page
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.points import store
from cogs.points.earning import earn
from cogs.points.rescoring import CHECKIN, Change, changes_of
from cogs.points.settings import TALK, PointsSettings
from cogs.points.store import versions
from cogs.points.store.versions import Rescored
from cogs.points.tallies import CAPPED

PAGE: Final = 100
RETURN: Final = "rescore_return"


async def apply_to(ctx: Context, members: Sequence[MemberId], since: date, act: str) -> None:
    """What these members earned since that day is worth what the rules of the config say.

    Each entry names the act. Of what the act has done before nothing is done again, and nothing
    at all once it was undone.
    """
    if await actions.undone_by(ctx.tx, ctx.community.id, act) is not None:
        return
    by = Revaluing(act, ctx.now, ctx.settings(PointsSettings).edition)
    for member in await _locked(ctx, members):
        view = await ctx.house.view_of(ctx.tx, ctx.community.id, member, ctx.now)
        if view is None:
            continue
        changes = await changes_of(ctx.tx, ctx.house, view, since)
        rows = []
        for each in changes:
            await _change(ctx, member, each, by)
            rows.append(Rescored(each.entry.id, each.entry.account, each.was, each.worth))
        await versions.keep(ctx.tx, ctx.community.id, act, rows)


@offers("undo many", "rescore")
async def undo_rescore(ctx: Context, undone: Action, undoing: Action) -> tuple[Text, ...]:
    """What was scored anew is worth again what it was, in slices from now on."""
    ctx.plan(RETURN, Due(undoing.id, ctx.now))
    return (Text("undo.rescore"),)


async def find_scored(looking: Looking) -> Page:
    """The entries that the act has scored which is undone, or done again."""
    community = looking.community.id
    root, _ = await _root(looking.read, community, looking.occurrence.period)
    rows = await versions.scored_by(looking.read, community, root.id, looking.cursor, PAGE)
    full = len(rows) == PAGE
    return Page([each.entry for each in rows], rows[-1].entry if full else None)


@job(RETURN, find=find_scored, internal=True)
async def return_scored(ctx: JobContext, keys: Sequence[str]) -> None:
    """These entries are worth what they were before the act that is undone.

    What has become something else since, as by other rules that came later, stays so.
    """
    community = ctx.community.id
    root, before = await _root(ctx.tx, community, ctx.occurrence.period)
    by = Revaluing(ctx.occurrence.period, ctx.now, ctx.settings(PointsSettings).edition)
    rows: defaultdict[MemberId, list[Rescored]] = defaultdict(list)
    for row in await versions.found(ctx.tx, community, root.id, keys):
        known = await people.find_account(ctx.tx, community, row.account)
        if known is not None and known.member:
            rows[known.member].append(row)
    for member in await _locked(ctx, list(rows)):
        view = await ctx.house.view_of(ctx.tx, community, member, ctx.now)
        if view is None or not view.accounts:
            continue
        counted = await _check_ins(ctx, view)
        for row in rows[member]:
            # Of an act that has scored it the points come back, of its undo they go again.
            had, worth = (row.worth, row.was) if before is root else (row.was, row.worth)
            await _return(ctx, member, row.entry, (had, worth), before, by, counted)
        about = (community, member, view.accounts[0].id, ctx.now)
        ctx.tell(ActionUndone(*about, before.id, before.action, before.at))


async def _return(  # noqa: PLR0913  whose, what, and by what
    ctx: Context,
    member: MemberId,
    entry: str,
    had_and_worth: tuple[int, int],
    before: Action,
    by: Revaluing,
    counted: Collection[str],
) -> None:
    community = ctx.community.id
    found = await ledger.tip_of(ctx.tx, community, entry)
    if found is None:
        return
    tip, stands = found
    has = tip.amount if stands else 0
    had, worth = had_and_worth
    if has != had and not was_made_by(tip.id, before.id):
        return
    if tip.reason == CHECKIN and not stands and entry not in counted:
        return  # its message was deleted meanwhile
    if worth < has and ctx.settings(PointsSettings).undo_spent == "partial":
        balance = await ledger.balance_of(ctx.tx, community, member)
        worth = max(worth, has - max(balance, 0))
    moved = await revalue(ctx.tx, community, member, entry, worth, by)
    _count(ctx, member, tip.reason, moved, date.fromisoformat(tip.day))


async def _change(ctx: Context, member: MemberId, change: Change, by: Revaluing) -> None:
    community, entry = ctx.community.id, change.entry
    if not change.is_new:
        moved = await revalue(ctx.tx, community, member, entry.id, change.worth, by)
    elif await ledger.pay(ctx.tx, community, member, entry) is None:
        return
    else:
        moved = change.worth
        if (mark := change.mark) is not None:
            paid = (mark.account, mark.days, mark.run_day, mark.entry)
            await store.mark_milestone(ctx.tx, community, *paid)
    _count(ctx, member, entry.reason, moved, date.fromisoformat(entry.day))


def _count(ctx: Context, member: MemberId, reason: str, moved: int, day: date) -> None:
    if moved:
        earn(ctx, member, moved, day)
        if reason in TALK:
            ctx.add_tally(CAPPED, member, moved, day)


async def _locked(ctx: Context, members: Sequence[MemberId]) -> list[MemberId]:
    """Those of them who are there, with the persons behind them locked."""
    known = await people.persons_behind(ctx.tx, ctx.community.id, members) if members else {}
    await ctx.tx.lock(*(people.person_key(person) for person, _ in known.values()))
    return sorted(known)


async def _check_ins(ctx: Context, member: ExportMember) -> set[str]:
    """The entries of the check-ins that count now."""
    runs = await history_of(ctx.tx, ctx.house, member)
    return {
        f"{CHECKIN}:{day.account}:{day.day.isoformat()}"
        for run in runs
        for day in run
        if day.is_check_in
    }


async def _root(read: Reader, community: CommunityId, undo: str) -> tuple[Action, Action]:
    """The act that has scored, at the beginning of a chain of undos, and the one undone last."""
    last = await actions.find(read, community, undo)
    chain = []
    while last is not None and last.undoes is not None:
        last = await actions.find(read, community, last.undoes)
        assert last is not None  # acts stay for ever
        chain.append(last)
    # Every second undo brings back what the act had made.
    root = chain[-1]
    return root, root if len(chain) % 2 else chain[0]
