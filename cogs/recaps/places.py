"""In which chats the community is told something that nobody asked for."""

from __future__ import annotations

from bot.core.context import Context
from cogs.recaps.settings import RecapSettings


def chats_of(ctx: Context) -> list[tuple[str, str]]:
    """The chats that the settings name, else the first one of each platform.

    Only those of this community; a whole guild of Discord is no place to write in.
    """
    ours = list(ctx.house.chats_of(ctx.community.id))
    chosen = [(each.platform, each.chat) for each in ctx.settings(RecapSettings).chats]
    if chosen:
        return [each for each in dict.fromkeys(chosen) if _is_of(each, ours) and _is_place(each)]
    firsts: dict[str, str] = {}
    for platform, chat in filter(_is_place, ours):
        firsts.setdefault(platform, chat)
    return list(firsts.items())


def _is_of(place: tuple[str, str], ours: list[tuple[str, str]]) -> bool:
    platform, chat = place
    return place in ours or (platform, chat.partition("/")[0]) in ours


def _is_place(place: tuple[str, str]) -> bool:
    platform, chat = place
    return platform != "discord" or "/" in chat
