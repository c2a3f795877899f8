"""What badges keep of members: the tally, made anew from the awards and compared with them."""

from __future__ import annotations

from bot.community import tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from cogs.badges import store
from cogs.badges.tallies import BADGES


@offers("rebuild thresholds", "badges")
async def rebuild(tx: Transaction, member: ExportMember) -> None:
    """The tally counts the badges that the member's accounts have.

    What else is earned by the numbers that were made anew is looked at when the day ends.
    """
    community = member.community.id
    await tallies.clear(tx, community, member.member, (BADGES.name,))
    count = await _count(tx, member)
    if count:
        await tallies.write(tx, community, {(member.member, BADGES.name, ""): count}, {})
    if member.accounts:
        await store.look_again(tx, community, member.member)
    else:
        await store.was_looked_at(tx, community, member.member)


@offers("verify", "badges")
async def verify(read: Reader, member: ExportMember) -> list[Text]:
    """The tally, when it is not the number of the member's badges."""
    community = member.community.id
    count = await _count(read, member)
    wanted: dict[tallies.Key, int] = {(member.member, BADGES.name, ""): count}
    return await tallies.differing(read, community, member.member, (BADGES.name,), wanted)


async def _count(read: Reader, member: ExportMember) -> int:
    awards = await store.awards_of(read, member.community.id, member.member)
    return len({each.badge for each in awards if each.is_given})
