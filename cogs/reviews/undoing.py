"""Takes back what a moderator has decided: it waits again (``docs/features/reviews.md`` §2)."""

from __future__ import annotations

from typing import Final

from bot.community import actions, reviews
from bot.community.actions import Action
from bot.community.reviews import Review, ReviewState
from bot.core.cog import offers
from bot.core.context import Context
from bot.core.errors import ToldHow
from bot.core.options import Target
from bot.core.text import Text
from cogs.reviews.deciding import APPROVE, DECLINE, refuse_who_may_not, sign

REOPEN: Final = "reopen"
"""The room whose offers ``(ctx, review, undoing, *, approved)`` take back what the decision did.

They say what came of it, and raise Refusal where it cannot be taken back.
"""
_STATES: Final = {APPROVE: ReviewState.APPROVED, DECLINE: ReviewState.DECLINED}


@offers("undo", APPROVE)
async def undo_approval(
    ctx: Context, target: Target, undone: Action, undoing: Action
) -> tuple[Text, ...]:
    """What was approved waits for a decision again; or, for the undo of that, is approved."""
    return await _undo(ctx, undone, undoing)


@offers("undo", DECLINE)
async def undo_refusal(
    ctx: Context, target: Target, undone: Action, undoing: Action
) -> tuple[Text, ...]:
    """What was declined waits for a decision again; or, for the undo of that, is declined."""
    return await _undo(ctx, undone, undoing)


async def _undo(ctx: Context, undone: Action, undoing: Action) -> tuple[Text, ...]:
    act, again = await actions.root_of(ctx.tx, ctx.community.id, undone)
    found = await reviews.find(ctx.tx, ctx.community.id, str(act.detail["review"]))
    if found is None:
        raise ToldHow("undo.review.changed", act=undone.id)
    await refuse_who_may_not(ctx, found)
    if not again:
        return await _reopen(ctx, found, undone, undoing, _STATES[act.action])
    if found.state is not ReviewState.WAITING:
        raise ToldHow("undo.review.changed", act=undone.id)
    notes = await actions.notes_of(ctx.tx, ctx.community.id, (act.id,))
    await sign(ctx, found, approves=act.action == APPROVE, reason=notes.get(act.id, ""))
    return (Text(f"undo.review.{act.action}.again", review=found.id),)


async def _reopen(
    ctx: Context, found: Review, undone: Action, undoing: Action, before: ReviewState
) -> tuple[Text, ...]:
    offer = ctx.house.offers_by_key(REOPEN).get(found.kind)
    if offer is None:
        raise ToldHow("undo.review.never", act=undone.id)
    if not await reviews.reopen(ctx.tx, ctx.community.id, found.id, before):
        raise ToldHow("undo.review.changed", act=undone.id)
    said: tuple[Text, ...] = await offer.run(
        ctx, found, undoing, approved=before is ReviewState.APPROVED
    )
    return said
