"""What ``/me`` says of how a member is on boards."""

from __future__ import annotations

from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.ranks.store import choices


@offers("me", "ranks")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """The member's choice, for whoever has made one."""
    chosen = await choices.of_members(read, member.community.id, (member.member,))
    return [Text(f"rank.choice.{choice}") for choice in chosen.values()]
