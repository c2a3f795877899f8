"""Doors of make-up: ``/makeup`` shows what it would do, its buttons do it or do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.community import people, reviews
from bot.community.events import ReviewDecided
from bot.community.reviews import Review
from bot.core.cog import button, command, listen, offers
from bot.core.context import Context
from bot.core.errors import Refusal, ToldHow
from bot.core.events import Stage
from bot.core.model import Account, CommunityId
from bot.core.options import Note
from bot.core.outgoing import Button, Reply
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.asking import read_wanted
from cogs.checkin.making_up import (
    KIND,
    Asker,
    Prospect,
    fill,
    give_cards_back,
    plan_of,
    prospect_of,
    refuse_what_is_off,
    spend_cards,
    wanted_days,
)
from cogs.checkin.protection import listed
from cogs.checkin.reaching import settle_own
from cogs.checkin.reopening import tell_asker
from cogs.checkin.rules import MakeupPlan
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.settling import Subject, myself, settle
from cogs.checkin.store import Request, RequestState

_KEPT: Final = timedelta(days=2)


@command("makeup", "补签")
async def ask_makeup(ctx: Context, which: Note = "") -> Reply:
    """What the make-up would do is shown, with buttons; nothing is spent yet."""
    settings = ctx.settings(CheckinSettings)
    refuse_what_is_off(settings)
    wanted = read_wanted(which, ctx.today, settings.makeup_window_days)
    await settle_own(ctx)
    asker = Asker(myself(ctx), ctx.account.id)
    days = await wanted_days(ctx, asker, wanted)
    prospect = await prospect_of(ctx, asker, days)
    await store.forget_unconfirmed(ctx.tx, ctx.community.id, asker.account, ctx.now - _KEPT)
    incoming = ctx.incoming
    request = Request(
        ctx.ids.new(),
        asker.account,
        days,
        RequestState.ASKED,
        ctx.now,
        prospect.cards,
        wanted.reason,
        incoming.platform,
        incoming.where,
        incoming.message_id,
    )
    await store.keep_request(ctx.tx, ctx.community.id, request)
    buttons = (
        Button("confirm", Text("makeup.button.confirm"), "makeup.confirm", (request.id,)),
        Button("cancel", Text("makeup.button.cancel"), "makeup.cancel", (request.id,)),
    )
    return Reply(_shown(prospect, settings, wanted.reason), buttons)


@button("makeup.confirm")
async def confirm_makeup(ctx: Context, request: str) -> Reply:
    """The days are made up, or wait for a moderator; whatever has changed is looked at again."""
    found = await _find(ctx, request)
    settings = ctx.settings(CheckinSettings)
    refuse_what_is_off(settings)
    await settle_own(ctx)
    asker = Asker(myself(ctx), found.account)
    prospect = await prospect_of(ctx, asker, found.days)
    if prospect.cards > found.cards:
        raise ToldHow("makeup.changed")
    after = RequestState.WAITING if settings.makeup_needs_approval else RequestState.DONE
    if not await store.move_request(
        ctx.tx, ctx.community.id, request, RequestState.ASKED, after, ctx.now
    ):
        raise ToldHow("makeup.gone.done")
    review = ctx.ids.code() if after is RequestState.WAITING else ""
    month = f"{ctx.today:%Y-%m}"
    await store.confirm_request(ctx.tx, ctx.community.id, request, month, review, prospect.cards)
    found = replace(found, cards=prospect.cards)
    await spend_cards(ctx, asker, found)
    if review:
        asked = Review(review, KIND, request, found.account, ctx.now)
        await reviews.ask(ctx.tx, ctx.community.id, asked)
        said = Text("makeup.waiting", days=_days(found), cards=prospect.cards, id=review)
        return Reply((said,), replaces=True)
    await fill(ctx, asker, found, prospect.plan)
    return Reply((_done(found, prospect.plan),), replaces=True)


@button("makeup.cancel")
async def cancel_makeup(ctx: Context, request: str) -> Reply:
    """Nothing is made up; the button that confirms works no more."""
    await _find(ctx, request)
    moved = await store.move_request(
        ctx.tx, ctx.community.id, request, RequestState.ASKED, RequestState.CANCELLED, ctx.now
    )
    if not moved:
        raise ToldHow("makeup.gone.done")
    return Reply((Text("makeup.cancelled"),), replaces=True)


@offers("review", KIND)
async def describe_makeup(read: Reader, community: CommunityId, review: Review) -> Text:
    """What a moderator reads of a make-up that waits."""
    found = await store.find_request(read, community, review.subject)
    known = await people.find_account(read, community, review.account)
    name = _name(known.account) if known else ""
    if found is None:
        return Text("makeup.review.gone", name=name)
    return Text("makeup.review", name=name, days=_days(found), reason=found.reason)


@listen(ReviewDecided, Stage.EARNING)
async def hear_decision(ctx: Context, event: ReviewDecided) -> tuple[Text, ...]:
    """An approved make-up is done, if its days still can be filled; else its cards come back."""
    if event.kind != KIND:
        return ()
    community = ctx.community.id
    found = await store.find_request(ctx.tx, community, event.subject)
    known = await people.find_account(ctx.tx, community, event.account)
    if found is None or known is None or not known.member:
        return (Text("makeup.review.gone", name=""),)
    await ctx.tx.lock(people.person_key(known.account.person))
    rules = await ctx.house.day_rules_of(ctx.tx, community, event.account)
    asker = Asker(Subject(known.member, rules, ctx.now), event.account)
    said = await _decided(ctx, asker, found, event)
    return tell_asker(ctx, known, found, said)


async def _decided(ctx: Context, asker: Asker, found: Request, event: ReviewDecided) -> Text:
    """What has become of the make-up, in a sentence for both."""
    if not event.approved:
        await _end(ctx, asker, found, RequestState.DECLINED)
        return Text("makeup.declined", days=_days(found), cards=found.cards, reason=event.reason)
    await settle(ctx, [asker.subject])
    try:
        plan = await plan_of(ctx, asker, found.days, found)
    except Refusal as refusal:
        await _end(ctx, asker, found, RequestState.RETURNED)
        return Text("makeup.too.late", days=_days(found), cards=found.cards, why=refusal.text)
    await store.move_request(
        ctx.tx, ctx.community.id, found.id, RequestState.WAITING, RequestState.DONE, ctx.now
    )
    await fill(ctx, asker, found, plan)
    return _done(found, plan)


async def _end(ctx: Context, asker: Asker, found: Request, state: RequestState) -> None:
    """Nothing comes of the make-up: what it had used is given back."""
    await store.move_request(
        ctx.tx, ctx.community.id, found.id, RequestState.WAITING, state, ctx.now
    )
    await give_cards_back(ctx, asker, found)


async def _find(ctx: Context, request: str) -> Request:
    """The make-up that was shown. Raises Refusal when it was confirmed or cancelled before."""
    found = await store.find_request(ctx.tx, ctx.community.id, request)
    if found is None:
        raise ToldHow("button.expired")
    if found.state is RequestState.CANCELLED:
        raise ToldHow("makeup.gone.cancelled")
    if found.state is not RequestState.ASKED:
        raise ToldHow("makeup.gone.done")
    return found


def _shown(prospect: Prospect, settings: CheckinSettings, reason: str) -> tuple[Text, ...]:
    plan = prospect.plan
    texts = [
        Text(
            "makeup.preview",
            days=_listed(plan.days),
            cards=prospect.cards,
            held=prospect.held,
            before=plan.before,
            after=plan.after,
            used=prospect.used + 1,
            limit=settings.makeup_per_month,
        )
    ]
    if plan.frozen:
        texts.append(Text("makeup.preview.frozen", days=_listed(plan.frozen)))
    if settings.makeup_needs_approval:
        texts.append(Text("makeup.preview.approval", cards=prospect.cards))
    if reason:
        texts.append(Text("makeup.preview.reason", reason=reason))
    return tuple(texts)


def _done(found: Request, plan: MakeupPlan) -> Text:
    return Text(
        "makeup.done",
        days=_days(found),
        cards=found.cards,
        before=plan.before,
        after=plan.after,
        freezes=len(plan.frozen),
    )


def _name(account: Account) -> str:
    return account.name or account.user


def _days(found: Request) -> Text:
    return _listed(found.days)


def _listed(days: Sequence[date]) -> Text:
    return listed([Text("day.plain", day=each.isoformat()) for each in days])
