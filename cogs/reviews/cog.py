"""Doors of reviews: ``/approve``, ``/decline`` and ``/queue``."""

from __future__ import annotations

import re
from typing import Final

from bot.community import actions, reviews
from bot.community.actions import Action
from bot.community.reviews import Review, ReviewState
from bot.core.cog import command, query
from bot.core.context import Context, QueryContext
from bot.core.errors import Refusal, ToldHow
from bot.core.model import Rank
from bot.core.options import Note, Word
from bot.core.outgoing import Reply
from bot.core.text import Text
from cogs.reviews.deciding import APPROVE, DECLINE, decided_before, refuse_who_may_not, sign

LINES: Final = 10
AT_ONCE: Final = 10
REASON_LIMIT: Final = 500
_BETWEEN: Final = re.compile(r"[\s,，、;；]+")


@command("approve", "批准", rank=Rank.MODERATOR, member=False)
async def approve(ctx: Context, review: Note) -> Reply:
    """What waits under these ids is approved, all of it; whoever asked for the review does it."""
    wanted = list(dict.fromkeys(filter(None, _BETWEEN.split(review))))
    if len(wanted) > AT_ONCE:
        raise ToldHow("review.too.many", limit=AT_ONCE)
    texts = [await _decide(ctx, each, approves=True, reason="") for each in wanted]
    return Reply(tuple(texts))


@command("decline", "驳回", rank=Rank.MODERATOR, member=False)
async def decline(ctx: Context, review: Word, reason: Note = "") -> Reply:
    """What waits under this id is declined; what it had set aside is given back."""
    if len(reason) > REASON_LIMIT:
        raise Refusal("input.too.long", limit=REASON_LIMIT)
    return Reply((await _decide(ctx, review, approves=False, reason=reason),))


@query("queue", "审核", rank=Rank.MODERATOR, member=False)
async def show_queue(ctx: QueryContext) -> Reply:
    """What waits for a moderator, the longest first."""
    community = ctx.community.id
    found = await reviews.waiting(ctx.read, community, LINES)
    if not found:
        return Reply.of("queue.empty")
    total = await reviews.count_waiting(ctx.read, community)
    describe = ctx.house.offers_by_key("review")
    texts = [Text("queue.head", count=total, shown=len(found))]
    for each in found:
        offer = describe.get(each.kind)
        what = await offer.run(ctx.read, community, each) if offer else Text("queue.other")
        days = (ctx.now - each.asked_at).days
        texts.append(Text("queue.line", id=each.id, what=what, days=days))
    texts.append(Text("queue.how", id=found[0].id))
    return Reply(tuple(texts))


async def _decide(ctx: Context, word: str, *, approves: bool, reason: str) -> Text:
    found = await _find(ctx, word)
    await sign(ctx, found, approves=approves, reason=reason)
    word = APPROVE if approves else DECLINE
    act = Action(
        ctx.ids.code(),
        ctx.account.id,
        word,
        found.account,
        ctx.now,
        {"review": found.id, "kind": found.kind},
        None,
    )
    await actions.record(ctx.tx, ctx.community.id, act, reason)
    return Text(f"review.{word}.done", review=found.id, id=act.id)


async def _find(ctx: Context, word: str) -> Review:
    """The review that the word names, which this moderator may decide. Raises Refusal."""
    community = ctx.community.id
    found = await reviews.find(ctx.tx, community, word.strip().upper())
    if found is None:
        raise ToldHow("review.unknown", found=word[:40])
    if found.state is not ReviewState.WAITING:
        raise await decided_before(ctx, found)
    await refuse_who_may_not(ctx, found)
    return found
