"""What ``/me`` says of a member's badges, and ``/inventory`` of what they unlock."""

from __future__ import annotations

from typing import Final

from bot.community.privileges import UNLOCKED, Source
from bot.core.cog import SettingsOf, offers
from bot.core.exporting import ExportMember
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from bot.core.text import Text
from cogs.badges import store
from cogs.badges.catalogue import catalogue_of, listed, title
from cogs.badges.settling import REASON

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


@offers(UNLOCKED, REASON)
async def source_of_badge(
    read: Reader, community: CommunityId, member: MemberId, settings: SettingsOf, because: str
) -> Source:
    """The badge that has unlocked it."""
    key = because.partition(":")[2]
    return Source(title(catalogue_of(settings).badges.get(key), key))
