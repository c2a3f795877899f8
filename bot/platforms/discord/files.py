"""Downloads what somebody attached to a message.

Discord's addresses of files end after a day, so a file is named by its message:
``2001/3001:17:9`` is the attachment 9 of the message 17 in the chat 2001/3001.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import aiohttp
from discord.http import HTTPClient
from yarl import URL

from bot.core.clock import Clock
from bot.core.errors import DeliveryFailed
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.places import open_channel
from bot.platforms.discord.wire import PATIENCE_S, ask, attempt, within

MOST_BYTES: Final = 10_000_000
"""A larger file is not read."""
_CHUNK: Final = 65_536


async def fetch(clock: Clock, http: HTTPClient, memory: Memory, file: str) -> bytes:
    """The file, at most ``MOST_BYTES``. Raises DeliveryFailed, permanent where it is no use."""
    return await attempt(clock, memory, partial(_fetch, clock, http, memory, file))


async def _fetch(clock: Clock, http: HTTPClient, memory: Memory, file: str) -> bytes:
    chat, number, attachment = (*file.split(":", 2), "", "")[:3]
    if not number.isdigit():
        raise DeliveryFailed(f"no file of Discord: {file}", permanent=True)
    channel = await open_channel(clock, http, memory, chat)
    path = "/channels/{channel_id}/messages/{message_id}"
    parts = {"channel_id": channel, "message_id": int(number)}
    message = await ask(clock, http, "GET", path, **parts)
    attached: list[dict[str, Any]] = message.get("attachments") or []
    found = next((each for each in attached if str(each["id"]) == attachment), None)
    if found is None:
        raise DeliveryFailed("the file is gone", permanent=True)
    _check(int(found.get("size") or 0))
    async with aiohttp.ClientSession(trust_env=True) as session:
        return await within(clock, PATIENCE_S, _read(session, str(found["url"])))


async def _read(session: aiohttp.ClientSession, url: str) -> bytes:
    # As it is, for it is signed.
    async with session.get(URL(url, encoded=True), allow_redirects=False) as answer:
        if answer.status != 200:
            gone = answer.status < 500 and answer.status != 429
            raise DeliveryFailed(f"Discord answered {answer.status} for a file", permanent=gone)
        _check(answer.content_length or 0)
        read = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            read += chunk
            # What is said of the size need not be true.
            _check(len(read))
        return bytes(read)


def _check(size: int) -> None:
    if size > MOST_BYTES:
        raise DeliveryFailed(f"a file of more than {MOST_BYTES} bytes", permanent=True)
