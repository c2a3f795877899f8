"""The door ``/give``: points from one member to another (``docs/features/points.md`` §4)."""

from __future__ import annotations

from typing import Final

from bot.community import people, tallies, transfers
from bot.community.transfers import Party, Transfer
from bot.core.cog import SettingsOf, command, offers
from bot.core.context import Context, Tally
from bot.core.errors import Refusal, ToldHow
from bot.core.exporting import ExportMember
from bot.core.options import Amount, Target, Who
from bot.core.outgoing import Reply
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from cogs.points.settings import PointsSettings

GIVEN: Final = Tally("given", "day")

BARRED: Final = "barred"
"""The room whose offers ``(read, community, member)`` say that a member may get nothing now."""


@command("give", "转赠")
async def give(ctx: Context, who: Who, amount: Amount) -> Reply:
    """So many points are the other member's; what the giver has not is not given."""
    settings = ctx.settings(PointsSettings)
    if not settings.transfer:
        raise ToldHow("give.off")
    receiver = await _receiver(ctx, who)
    await _keep_to_the_limit(ctx, settings.transfer_daily_limit, amount)
    transfer = Transfer(
        ctx.ids.new(),
        Party(ctx.member, ctx.account.id),
        Party(receiver.member, receiver.account.id),
        amount,
        ctx.now,
        ctx.today,
        ctx.incoming.source,
    )
    made = await transfers.make(ctx.tx, ctx.community.id, transfer)
    assert made is not None  # its id was drawn above
    ctx.add_tally(GIVEN, ctx.member, amount, ctx.today)
    left, theirs = made
    return Reply.of(
        "give.done",
        giver=ctx.account.shown,
        name=receiver.name,
        amount=amount,
        left=left,
        balance=theirs,
    )


@offers("owing", "points")
def may_owe(settings: SettingsOf) -> bool:
    """Whether what members do may leave a balance below zero."""
    return settings(PointsSettings).allow_debt


@offers("rebuild", "given")
async def rebuild(tx: Transaction, member: ExportMember) -> None:
    """What was given away on each day is what the member's entries say."""
    await tallies.clear(tx, member.community.id, member.member, (GIVEN.name,))
    await tallies.write(tx, member.community.id, await _numbers(tx, member), {})


@offers("verify", "given")
async def verify(read: Reader, member: ExportMember) -> list[Text]:
    """The days on which something else is kept than the member's entries say."""
    wanted = await _numbers(read, member)
    community = member.community.id
    return await tallies.differing(read, community, member.member, (GIVEN.name,), wanted)


async def _receiver(ctx: Context, who: Target) -> Target:
    """Who holds the account, known for the rest of the turn. Raises Refusal."""
    await ctx.tx.lock(people.person_key(ctx.account.person), people.person_key(who.account.person))
    known = await people.find_account(ctx.tx, ctx.community.id, who.account.id)
    if known is None or not known.member:
        raise Refusal("who.unknown", who=who.name)
    if known.member == ctx.member:
        raise Refusal("give.yourself")
    for offer in ctx.house.offers(BARRED):
        if await offer.run(ctx.tx, ctx.community.id, known.member):
            raise Refusal("give.barred", name=known.account.shown)
    return Target(known.account, known.member)


async def _keep_to_the_limit(ctx: Context, limit: int, amount: int) -> None:
    """Raises Refusal when it would be more than a member may give away on a day."""
    if not limit:
        return
    today = ctx.today.isoformat()
    given = await tallies.value_of(ctx.tx, ctx.community.id, ctx.member, GIVEN.name, today)
    if given + amount > limit:
        raise Refusal("give.limit", limit=limit, left=max(limit - given, 0), amount=amount)


async def _numbers(read: Reader, member: ExportMember) -> dict[tallies.Key, int]:
    by_day = await transfers.given_by_day(read, member.community.id, member.member)
    return {(member.member, GIVEN.name, day): amount for day, amount in by_day.items()}
