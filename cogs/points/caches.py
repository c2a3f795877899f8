"""What points keeps for members: made anew from the ledger, and compared with it.

A balance is the book's (``bot/community/ledger.py``); here are the tallies of what was earned.
"""

from __future__ import annotations

from bot.community import ledger, tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader, Transaction
from bot.core.text import Text
from cogs.points.earning import EARNED, LIFETIME

_NAMES = (LIFETIME.name, EARNED.name)


@offers("rebuild", "points")
async def rebuild(tx: Transaction, member: ExportMember) -> None:
    """The tallies of what was earned are those that the member's entries give."""
    await tallies.clear(tx, member.community.id, member.member, _NAMES)
    numbers = await _numbers(tx, member)
    await tallies.write(tx, member.community.id, numbers, {})


@offers("verify", "points")
async def verify(read: Reader, member: ExportMember) -> list[Text]:
    """The tallies that differ from what the member's entries give."""
    wanted = await _numbers(read, member)
    return await tallies.differing(read, member.community.id, member.member, _NAMES, wanted)


async def _numbers(read: Reader, member: ExportMember) -> dict[tallies.Key, int]:
    """What was earned, in all and for each local day of earning."""
    sums = await ledger.sums_by_day(read, member.community.id, member.member)
    numbers: dict[tallies.Key, int]
    numbers = {(member.member, EARNED.name, day): amount for day, amount in sums.items() if day}
    if sums:
        numbers[member.member, LIFETIME.name, ""] = sum(sums.values())
    return numbers
