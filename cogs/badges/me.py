"""What ``/me`` says of a member's badges."""

from __future__ import annotations

from typing import Final

from bot.core.cog import offers
from bot.core.exporting import ExportMember
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.badges import store
from cogs.badges.catalogue import catalogue_of, listed, title

_SHOWN: Final = 10


@offers("me", "badges")
async def me(read: Reader, member: ExportMember) -> list[Text]:
    """How many badges there are, and the latest of them; nothing for who has none."""
    badges = catalogue_of(member.settings).badges
    awards = await store.awards_of(read, member.community.id, member.member)
    latest = sorted((each for each in awards if each.is_given), key=lambda award: award.at)
    keys = list(dict.fromkeys(each.badge for each in reversed(latest)))
    if not keys:
        return []
    names = listed([title(badges.get(key), key) for key in keys[:_SHOWN]])
    return [Text("me.badges", count=len(keys), badges=names)]
