"""What becomes of a make-up when its decision is undone (``docs/features/reviews.md`` §2).

It waits again with its cards set aside, as before the decision: nothing else has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.community import holdings, people
from bot.community.actions import Action
from bot.community.holdings import HoldingEntry, Item
from bot.community.people import Known
from bot.community.reviews import Review
from bot.core.cog import offers
from bot.core.context import Context
from bot.core.errors import Refusal, ToldHow
from bot.core.model import PRIVATE
from bot.core.outgoing import Purpose, Say
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.events import MakeupTakenBack
from cogs.checkin.joining import joining_of
from cogs.checkin.losing import keep_numbers, left_of, longest_of
from cogs.checkin.making_up import KIND, Asker
from cogs.checkin.protection import listed
from cogs.checkin.replacing import card_name, let_go
from cogs.checkin.rules import DayKind, Run, alive, runs
from cogs.checkin.settling import Subject, credit_name, resettle, settle
from cogs.checkin.store import Credit, MadeDay, Request, RequestState


@offers("reopen", KIND)
async def reopen_makeup(
    ctx: Context, review: Review, undoing: Action, *, approved: bool
) -> tuple[Text, ...]:
    """The make-up waits again: what it had filled is missed again, its cards are set aside.

    Raises Refusal when its days or cards have become part of something else since.
    """
    community = ctx.community.id
    found = await store.find_request(ctx.tx, community, review.subject)
    known = await people.find_account(ctx.tx, community, review.account)
    if found is None or known is None or not known.member:
        raise ToldHow("undo.makeup.gone")
    await ctx.tx.lock(people.person_key(known.account.person))
    rules = await ctx.house.day_rules_of(ctx.tx, community, review.account)
    asker = Asker(Subject(known.member, rules, ctx.now), review.account)
    await settle(ctx, [asker.subject])
    if found.state is RequestState.DONE:
        before, after = await _empty(ctx, asker, found)
        said = Text("undo.makeup.emptied", days=_days(found), before=before, after=after)
    else:
        await _set_aside(ctx, asker, found)
        said = Text("undo.makeup.again", days=_days(found))
    # When it was asked for says how far it may reach back.
    await store.move_request(
        ctx.tx, community, found.id, found.state, RequestState.WAITING, review.asked_at
    )
    whole = Text("undo.makeup", what=said, cards=found.cards, id=review.id)
    return tell_asker(ctx, known, found, whole)


def tell_asker(ctx: Context, known: Known, found: Request, said: Text) -> tuple[Text, ...]:
    """The member hears it where they asked; returns what whoever acts reads."""
    locale = known.locale or ctx.community.locale
    name = known.account.name or known.account.user
    told = Text("makeup.decided", name=name, what=said)
    if (found.platform, found.chat, locale) == (*ctx.incoming.lane, ctx.locale):
        return (told,)
    to = known.account.user if found.chat == PRIVATE else ""
    chat = to or found.chat
    ctx.say(Say(found.platform, chat, (told,), Purpose.NOTICE, locale, to=to, of_community=True))
    return (said,)


async def _empty(ctx: Context, asker: Asker, found: Request) -> tuple[int, int]:
    """The made-up days are missed again; returns the streak before and after."""
    community, subject = ctx.community.id, asker.subject
    joining = joining_of(ctx.settings, subject.rules)
    accounts = [each.id for each in await people.accounts_of(ctx.tx, community, asker.member)]
    days = await store.days_of(ctx.tx, community, asker.member)
    runs_before = _runs_with(runs(days, joining.joins), found.days)
    credits = await _refuse_what_changed(ctx, asker, found, runs_before)
    streak = await store.find_streak(ctx.tx, community, asker.member)
    now = (subject.until, joining, subject.at, subject.zone)
    frozen = await store.frozen_before(ctx.tx, community, accounts, found.days, found.at)
    for credit in credits:
        await let_go(ctx, asker.member, credit, "unmade")
    await _freeze_again(ctx, asker, frozen)
    fewer = 0
    for day in found.days:
        claim = await store.claim_day(ctx.tx, community, asker.member, accounts, day)
        fewer += claim is None or not claim.kind.counts
    anew = await resettle(ctx, subject, found.days[0])
    await keep_numbers(ctx, asker.member, anew, fewer)
    runs_after = runs(anew.days, joining.joins)
    for run in runs_before:
        longest = longest_of(run, left_of(run, runs_after))
        told = (community, asker.member, asker.account, ctx.now)
        ctx.tell(MakeupTakenBack(*told, run.first, run.last, longest.first, longest.length))
    return alive(streak, *now), alive(anew.streak, *now)


async def _refuse_what_changed(
    ctx: Context, asker: Asker, found: Request, around: Sequence[Run]
) -> list[Credit]:
    """What covers the made-up days. Raises Refusal unless that is the make-up alone, still.

    Nor may a later make-up have reached the streak across these days: its card would be wasted.
    """
    credits = []
    for day in found.days:
        credit = await store.find_credit(ctx.tx, ctx.community.id, asker.member, day)
        made = credit is not None and credit.day.kind is DayKind.MAKEUP
        if credit is None or not made or credit.account != found.account:
            raise ToldHow("undo.makeup.replaced", day=day.isoformat())
        credits.append(credit)
    for other in await store.requests_of(ctx.tx, ctx.community.id, asker.member):
        later = other.state is RequestState.DONE and other.at >= found.at and other.id != found.id
        for day in other.days:
            across = any(run.first <= day < found.days[-1] <= run.last for run in around)
            if later and across:
                raise ToldHow("undo.makeup.across", day=day.isoformat())
    return credits


async def _freeze_again(ctx: Context, asker: Asker, frozen: Sequence[MadeDay]) -> None:
    """The freezes that the make-up had given back cover their days again. Raises Refusal."""
    community = ctx.community.id
    again = [replace(each, at=ctx.now) for each in frozen]
    numbers = await store.make_days(ctx.tx, community, again) if again else {}
    for each in again:
        name = credit_name(each, numbers.get(each, 0))
        entry = HoldingEntry(name, each.account, Item.FREEZE, -1, "freeze", each.at)
        try:
            await holdings.spend(ctx.tx, community, asker.member, entry)
        except Refusal:
            raise ToldHow("undo.makeup.freeze", day=each.day.isoformat()) from None


async def _set_aside(ctx: Context, asker: Asker, found: Request) -> None:
    """The cards that came back are set aside once more. Raises Refusal.

    Not for days that have been covered since, or wait in another make-up: it could only be
    declined.
    """
    community, member = ctx.community.id, asker.member
    pending = await store.pending_days(ctx.tx, community, member)
    for day in found.days:
        credit = await store.find_credit(ctx.tx, community, member, day)
        if day in pending:
            raise ToldHow("undo.makeup.waits", day=day.isoformat())
        if credit is not None and credit.day.kind is not DayKind.FREEZE:
            kind = Text(f"day.kind.{credit.day.kind}")
            raise ToldHow("undo.makeup.covered", day=day.isoformat(), kind=kind)
    for day in found.days[: found.cards]:
        name = card_name(found.id, day.isoformat())
        try:
            await holdings.take_again(ctx.tx, community, member, name, ctx.now)
        except Refusal:
            raise ToldHow("undo.makeup.cards", cards=found.cards) from None


def _runs_with(found: Sequence[Run], days: Sequence[date]) -> list[Run]:
    return [run for run in found if any(run.first <= day <= run.last for day in days)]


def _days(found: Request) -> Text:
    return listed([Text("day.plain", day=each.isoformat()) for each in found.days])
