"""Deciding a review: by whom, once, and told to whoever asked for it."""

from __future__ import annotations

from typing import Final

from bot.community import people, reviews
from bot.community.events import ReviewDecided
from bot.community.reviews import Review, Signature
from bot.core.context import Context
from bot.core.errors import ToldHow

APPROVE: Final = "approve"
DECLINE: Final = "decline"


async def refuse_who_may_not(ctx: Context, found: Review) -> None:
    """Raises Refusal for a review that is the asker's own, or for others to decide."""
    needed = ctx.house.offers_by_key("review rank").get(found.kind)
    if needed is not None and ctx.actor.rank < needed.run():
        raise ToldHow("not.allowed.admin")
    owner = await people.find_account(ctx.tx, ctx.community.id, found.account)
    if owner is not None and owner.account.person == ctx.account.person:
        raise ToldHow("review.own", review=found.id)


async def sign(ctx: Context, found: Review, *, approves: bool, reason: str) -> None:
    """The review is decided, and whoever asked for it hears so. Raises Refusal when it was."""
    community = ctx.community.id
    signature = Signature(found.id, ctx.account.id, ctx.now, approves, reason)
    if not await reviews.decide(ctx.tx, community, signature):
        raise await decided_before(ctx, found)
    about = (found.id, found.kind, found.subject, found.account)
    ctx.tell(ReviewDecided(community, *about, ctx.account.id, approves, reason, ctx.now))


async def decided_before(ctx: Context, found: Review) -> ToldHow:
    """The refusal that says who has decided the review, and how."""
    signature = await reviews.signature_of(ctx.tx, ctx.community.id, found.id)
    if signature is None:  # withdrawn: whoever decides a review signs it in the same turn
        return ToldHow("review.withdrawn", review=found.id)
    known = await people.find_account(ctx.tx, ctx.community.id, signature.account)
    name = (known.account.name or known.account.user) if known else ""
    word = APPROVE if signature.approves else DECLINE
    return ToldHow(f"review.{word}.before", review=found.id, name=name)
