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


@offers("rebuild", "points")
async def rebuild(tx: Transaction, member: ExportMember) -> None:
    """The tallies of what was earned are those that the member's entries give."""
    await tallies.clear(tx, member.community.id, member.member, (LIFETIME.name, EARNED.name))
    numbers = await _numbers(tx, member)
    await tallies.write(tx, member.community.id, numbers, {})


@offers("verify", "points")
async def verify(read: Reader, member: ExportMember) -> list[Text]:
    """The tallies that differ from what the member's entries give."""
    kept = await tallies.values_of(read, member.community.id, member.member)
    expected = await _numbers(read, member)
    ours = (LIFETIME.name, EARNED.name)
    return [
        Text(
            "verify.tally",
            member=member.member,
            name=f"{key[1]} {key[2]}".strip(),
            have=kept.get(key, 0),
            want=expected.get(key, 0),
        )
        for key in sorted(kept.keys() | expected.keys())
        if key[1] in ours and kept.get(key, 0) != expected.get(key, 0)
    ]


async def _numbers(read: Reader, member: ExportMember) -> dict[tallies.Key, int]:
    """What was earned, in all and for each local day of earning."""
    sums = await ledger.sums_by_day(read, member.community.id, member.member)
    numbers: dict[tallies.Key, int]
    numbers = {(member.member, EARNED.name, day): amount for day, amount in sums.items() if day}
    if sums:
        numbers[member.member, LIFETIME.name, ""] = sum(sums.values())
    return numbers
