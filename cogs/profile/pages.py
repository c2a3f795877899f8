"""What is kept of a member, a line or two from each cog: for ``/me`` and before an unlinking."""

from __future__ import annotations

from bot.core.context import Asking
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text

ME = "me"
"""The room whose offers ``(read, member)`` say what a cog keeps of a member."""


async def page_of(ctx: Asking, read: Reader, member: ExportMember) -> list[Text]:
    """What every cog says of the member, in the order of the cogs' names."""
    lines: list[Text] = []
    for offer in ctx.house.offers(ME):
        lines += await offer.run(read, member)
    if not lines:
        return []
    return [Text("me.community", name=member.community.name), *lines]
