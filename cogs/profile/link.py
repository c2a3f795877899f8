"""Doors of linking: ``/link``, ``/link CODE``, ``/link confirm`` (``docs/features/people.md``)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import link_codes, linking, merging, people, reviews
from bot.community.actions import Action
from bot.community.events import AccountsLinked, ReviewDecided
from bot.community.link_codes import CODES_A_DAY, GUESSES, LASTS, CodeState, LinkCode
from bot.community.merging import Side
from bot.community.reviews import Review
from bot.core.cog import button, command, listen, offers
from bot.core.context import Context
from bot.core.errors import Refusal, ToldHow
from bot.core.model import Account, CommunityId, Rank
from bot.core.options import Word
from bot.core.outgoing import Button, Reply
from bot.core.ports import Reader
from bot.core.schedule import rule_at
from bot.core.text import Text
from cogs.profile.pages import page_of
from cogs.profile.telling import exactly_named, named, platform_name, tell_in_private

REVIEW: Final = "link"
_MINUTES: Final = LASTS // timedelta(minutes=1)


@command("link", "关联", member=False, private=True)
async def link(ctx: Context, code: Word = "") -> Reply:
    """Without a code the account gets one; with one it asks the account that got it."""
    return await _give(ctx, code) if code else await _ask(ctx)


@command("link confirm", "关联 确认", member=False, private=True)
async def confirm_link(ctx: Context) -> Reply:
    """What waits for the person's word is done: both accounts are one person's."""
    mine = [each.id for each in await linking.accounts_of(ctx.tx, ctx.account.person)]
    code = await link_codes.waiting_for(ctx.tx, mine, ctx.now)
    if code is None:
        raise ToldHow("link.nothing.waits")
    return await _confirm(ctx, code)


@button("link.confirm", member=False)
async def confirm_by_button(ctx: Context, code: str) -> Reply:
    """The same for the link that the button is about."""
    found = await link_codes.find(ctx.tx, code)
    if found is None or found.state is not CodeState.GIVEN or found.expires_at <= ctx.now:
        raise ToldHow("link.nothing.waits")
    return await _confirm(ctx, found)


@button("link.cancel", member=False)
async def cancel_link(ctx: Context, code: str) -> Reply:
    """Nothing is linked, and the other side hears so."""
    found = await link_codes.find(ctx.tx, code)
    if found is None or not await link_codes.step(ctx.tx, code, CodeState.GIVEN, CodeState.OVER):
        raise ToldHow("link.nothing.waits")
    other = await people.find_account(ctx.tx, ctx.community.id, found.given_by)
    if other is not None:
        told = Text("link.was.declined", account=named(ctx.account))
        await tell_in_private(ctx, other.account, told)
    return Reply((Text("link.declined"),), replaces=True)


@offers("review rank", REVIEW)
def needed_rank() -> Rank:
    """Only an admin allows a link to an account with rights."""
    return Rank.ADMIN


@offers("review", REVIEW)
async def describe(read: Reader, community: CommunityId, review: Review) -> Text:
    """Which accounts a waiting link is about."""
    code = await link_codes.find(read, review.subject)
    one = code and await people.find_account(read, community, code.account)
    other = code and await people.find_account(read, community, code.given_by)
    if not one or not other:
        return Text("link.review.gone")
    return Text("link.review", one=exactly_named(one.account), other=exactly_named(other.account))


@offers("reopen", REVIEW)
async def refuse_to_reopen(
    ctx: Context, review: Review, undoing: Action, *, approved: bool
) -> tuple[Text, ...]:
    """Raises Refusal: a link is taken back by who made it, and asked for with a new code."""
    raise ToldHow("undo.link.made" if approved else "undo.link.declined", review=review.id)


@listen(ReviewDecided)
async def do_as_decided(ctx: Context, event: ReviewDecided) -> tuple[Text, ...]:
    """A link that waited for an admin is made, or is not; both sides hear which."""
    if event.kind != REVIEW:
        return ()
    code = await link_codes.find(ctx.tx, event.subject)
    if code is None or not await link_codes.step(
        ctx.tx, code.id, CodeState.REVIEWED, CodeState.OVER
    ):
        return (Text("link.review.gone"),)
    one = await people.find_account(ctx.tx, ctx.community.id, code.account)
    other = await people.find_account(ctx.tx, ctx.community.id, code.given_by)
    if one is None or other is None:
        return (Text("link.review.gone"),)
    if event.approved:
        try:
            await _refuse_impossible(ctx, one.account, other.account)
        except Refusal as refusal:
            # The decision stands; only what it allowed has become impossible meanwhile.
            return (refusal.text,)
        await _unite(ctx, one.account, other.account)
    key = "link.done" if event.approved else "link.not.allowed"
    for each, their in ((one, other), (other, one)):
        await tell_in_private(ctx, each.account, Text(key, account=named(their.account)))
    done = "link.review.done" if event.approved else "link.review.declined"
    return (Text(done, one=named(one.account), other=named(other.account)),)


async def _ask(ctx: Context) -> Reply:
    made = await link_codes.made_since(ctx.tx, ctx.account.id, ctx.now - link_codes.A_DAY)
    if len(made) >= CODES_A_DAY:
        again = _clock_time(ctx, made[-CODES_A_DAY] + link_codes.A_DAY)
        raise ToldHow("link.too.many.codes", limit=CODES_A_DAY, again=again)
    code = ctx.ids.code(link_codes.LENGTH)
    await link_codes.make(ctx.tx, ctx.ids.new(), code, ctx.account.id, ctx.now)
    text = Text("link.code", code=code, minutes=_MINUTES)
    return Reply((text,), private=True, secret=True)


async def _give(ctx: Context, code: str) -> Reply:
    guesses = await link_codes.guesses_since(ctx.tx, ctx.account.id, ctx.now - LASTS)
    if len(guesses) >= GUESSES:
        wait = guesses[-GUESSES] + LASTS - ctx.now
        raise ToldHow("link.too.many.guesses", minutes=math.ceil(wait / timedelta(minutes=1)))
    found = await link_codes.find_open(ctx.tx, code, ctx.now)
    asker = found and await people.find_account(ctx.tx, ctx.community.id, found.account)
    if found is None or not asker:
        # Not refused, since a refusal would undo that the guess was noted.
        await link_codes.note_guess(ctx.tx, ctx.account.id, ctx.now)
        return Reply((Text("link.unknown", minutes=_MINUTES),), private=True)
    await _refuse_impossible(ctx, asker.account, ctx.account)
    if not await link_codes.give(ctx.tx, found, ctx.account.id, ctx.now):
        return Reply((Text("link.unknown", minutes=_MINUTES),), private=True)
    question = Text(
        "link.question",
        mine=exactly_named(asker.account),
        other=exactly_named(ctx.account),
        minutes=_MINUTES,
    )
    lifetime = LASTS // timedelta(seconds=1)
    buttons = tuple(
        Button(key, Text(f"button.{key}"), f"link.{key}", (found.id,), lifetime, once=True)
        for key in ("confirm", "cancel")
    )
    await tell_in_private(ctx, asker.account, question, buttons=buttons)
    asked = Text("link.asked", account=named(asker.account), minutes=_MINUTES)
    return Reply((asked,), private=True)


async def _confirm(ctx: Context, code: LinkCode) -> Reply:
    mine = await people.find_account(ctx.tx, ctx.community.id, code.account)
    other = await people.find_account(ctx.tx, ctx.community.id, code.given_by)
    if mine is None or other is None:
        raise ToldHow("link.nothing.waits")
    await _refuse_impossible(ctx, mine.account, other.account)
    where = await _where_rights_are(ctx, mine.account, other.account)
    after = CodeState.OVER if where is None else CodeState.REVIEWED
    if not await link_codes.step(ctx.tx, code.id, CodeState.GIVEN, after):
        raise ToldHow("link.nothing.waits")
    if where is not None:
        return await _ask_admin(ctx, code, mine.account, other.account, where)
    side = await _unite(ctx, mine.account, other.account)
    await tell_in_private(ctx, other.account, Text("link.done", account=named(mine.account)))
    done = (Text("link.done", account=named(other.account)),)
    return Reply(done, private=True, closing=partial(_pages, ctx, side))


async def _pages(ctx: Context, side: Side) -> list[Text]:
    return [line for view in side.members for line in await page_of(ctx, ctx.tx, view)]


async def _unite(ctx: Context, one: Account, other: Account) -> Side:
    side = await merging.merge(
        ctx.tx, ctx.house, operation=ctx.ids.new(), one=one.id, other=other.id, now=ctx.now
    )
    # A turn is of one community: elsewhere it is heard of when the day ends there.
    for view in side.members:
        if view.community.id == ctx.community.id:
            account = view.accounts[0].id
            ctx.tell(AccountsLinked(ctx.community.id, view.member, account, ctx.now))
    return side


async def _refuse_impossible(ctx: Context, one: Account, other: Account) -> None:
    """Two accounts that are one person's already, or of platforms where they have one, stay."""
    if one.id == other.id:
        raise ToldHow("link.own.code")
    if one.person == other.person:
        raise ToldHow("link.already", account=named(one))
    ours = await linking.accounts_of(ctx.tx, one.person)
    theirs = await linking.accounts_of(ctx.tx, other.person)
    for each in ours:
        for their in theirs:
            if each.platform == their.platform:
                raise ToldHow(
                    "link.same.platform",
                    platform=platform_name(each.platform),
                    one=named(each),
                    other=named(their),
                )


async def _where_rights_are(ctx: Context, *accounts: Account) -> CommunityId | None:
    """The community of an account, or of one linked to it, that is more than a member."""
    for account in accounts:
        for each in await linking.accounts_of(ctx.tx, account.person):
            where = await ctx.house.rights_of(ctx.tx, each)
            if where is not None:
                return where
    return None


async def _ask_admin(
    ctx: Context, code: LinkCode, mine: Account, other: Account, where: CommunityId
) -> Reply:
    """Rights do not travel by a link, and a link to who has some needs an admin's word."""
    plain = other if await ctx.house.rights_of(ctx.tx, other) is None else mine
    review = Review(ctx.ids.code(), REVIEW, code.id, plain.id, ctx.now)
    await reviews.ask(ctx.tx, where, review)
    return Reply((Text("link.needs.admin", id=review.id, account=named(other)),), private=True)


def _clock_time(ctx: Context, instant: datetime) -> str:
    zone = rule_at(ctx.day_rules, instant).zone
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
