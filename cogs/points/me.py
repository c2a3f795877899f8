"""What ``/me`` says of a member's points."""

from __future__ import annotations

from bot.community import ledger, tallies
from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.points.earning import LIFETIME


@offers("me", "points")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """Balance, what was earned in all, and how many entries say so."""
    community = member.community.id
    return [
        Text(
            "me.points",
            balance=await ledger.balance_of(read, community, member.member),
            lifetime=await tallies.value_of(read, community, member.member, LIFETIME.name),
            entries=await ledger.count_of(read, community, member.member),
        )
    ]
