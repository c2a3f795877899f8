"""Which server and which channel a chat is: ``2001/3001``, a thread ``2001/3001/3101``, a person.

A private chat is named by the person, as a reminder names it; a server alone by its id.
"""

from __future__ import annotations

from discord.http import HTTPClient

from bot.core.clock import Clock
from bot.core.errors import DeliveryFailed
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.wire import ask


def is_in_a_server(chat: str) -> bool:
    """Whether the chat is no private one."""
    return "/" in chat


def guild_of(chat: str) -> int:
    """The server of a chat. Raises DeliveryFailed for what is no chat of Discord."""
    return int(_known(chat).partition("/")[0])


def channel_of(chat: str) -> int:
    """The channel of a chat in a server, a thread's own."""
    return int(_known(chat).rpartition("/")[2])


async def open_channel(clock: Clock, http: HTTPClient, memory: Memory, chat: str) -> int:
    """The channel of a chat; that of a private one is opened when it is first needed.

    Raises DeliveryFailed, or one of UNREACHABLE.
    """
    if is_in_a_server(_known(chat)):
        return channel_of(chat)
    found = memory.private_channels.get(chat)
    if found is None:
        path, body = "/users/@me/channels", {"recipient_id": chat}
        opened = await ask(clock, http, "POST", path, body=body)
        found = memory.private_channels[chat] = int(opened["id"])
    return found


def _known(chat: str) -> str:
    if not all(part.isascii() and part.isdigit() for part in chat.split("/")):
        raise DeliveryFailed(f"no chat of Discord: {chat}", permanent=True)
    return chat
