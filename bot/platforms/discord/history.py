"""Reads back what was written in the community's channels while nobody heard.

Discord tells again only what a session has missed that it lets the bot resume. After anything
else, also a restart, what is missing stands in the history of the channels.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any, Final

import discord
from discord.http import HTTPClient

from bot.core.text import Text
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.places import channel_of, guild_of, is_in_a_server
from bot.platforms.discord.translate import snowflake
from bot.platforms.discord.wire import UNREACHABLE, Refused, within
from bot.presenter.delivery import Surroundings

MOST: Final = 2_000
"""So many messages of one channel are read back at once."""
# What is older counts for no day any more (docs/features/checkin.md, "Checking in").
_OLDEST: Final = timedelta(hours=48)
# Clocks differ, and what was told first is not always stored first.
_MARGIN: Final = timedelta(minutes=5)
_PAGE: Final = 100
_PATIENCE_S: Final = 30.0
_WAITS_S: Final = (1.0, 5.0, 15.0)


class History:
    """From where on each chat is to be read; what was read is not read again."""

    def __init__(self, around: Surroundings, memory: Memory) -> None:
        self._around = around
        self._memory = memory

    async def missed(
        self, http: HTTPClient, shard: tuple[int, int]
    ) -> AsyncIterator[tuple[str, Mapping[str, Any]]]:
        """Each message of a chat of ours on this shard (its number, of so many), the oldest first.

        What was handled before may be among them. Raises one of UNREACHABLE.
        """
        for chat in sorted(self._memory.seen):
            if self._is_ours(chat) and (guild_of(chat) >> 22) % shard[1] == shard[0]:
                async for data in self._messages(http, chat):
                    yield chat, data

    async def recall(self, bot: str) -> None:
        """It is known of every chat of ours from where on it is to be read.

        A chat of which nothing is stored begins with the newest of its server, else of any: the
        bot has heard until then. Where nothing is stored at all it begins now.
        """
        now = self._around.clock.now()
        rows = await self._around.newest(bot, str(snowflake(now + _MARGIN)))
        margin = snowflake(now) - snowflake(now - _MARGIN)
        stored = [(chat, int(number) - margin) for number, chat in rows if number.isdigit()]
        newest: dict[str, int] = {}
        for chat, begins in stored:
            if is_in_a_server(chat):
                guild = chat.partition("/")[0]
                newest[guild] = max(newest.get(guild, 0), begins)
                self._begin(chat, begins)
        anywhere = max((begins for _, begins in stored), default=snowflake(now))
        for chat in filter(is_in_a_server, self._around.chats):
            if chat not in self._memory.seen:
                self._begin(chat, newest.get(chat.partition("/")[0], anywhere))

    def _begin(self, chat: str, number: int) -> None:
        self._memory.seen[chat] = max(self._memory.seen.get(chat, 0), number)

    async def _messages(self, http: HTTPClient, chat: str) -> AsyncIterator[Mapping[str, Any]]:
        oldest = snowflake(self._around.clock.now() - _OLDEST)
        last, count = max(self._memory.seen[chat], oldest), 0
        while count < MOST:
            try:
                page = await self._page(http, channel_of(chat), last)
            except (discord.Forbidden, discord.NotFound):
                self._around.tell(Text("discord.history", chat=chat))
                return
            for data in sorted(page, key=lambda each: int(each["id"])):
                last = int(data["id"])
                yield data
            count += len(page)
            if len(page) < _PAGE:
                return
        self._around.tell(Text("discord.history.long", chat=chat, count=count))

    async def _page(self, http: HTTPClient, channel: int, after: int) -> list[Any]:
        clock = self._around.clock
        for wait in _WAITS_S:
            try:
                return await self._ask(http, channel, after)
            except (discord.Forbidden, discord.NotFound):
                raise
            except UNREACHABLE as error:
                asked = error.retry_after if isinstance(error, Refused) else None
                await clock.sleep(asked or wait)
        return await self._ask(http, channel, after)

    async def _ask(self, http: HTTPClient, channel: int, after: int) -> list[Any]:
        found = http.logs_from(channel, _PAGE, after=after)
        return await within(self._around.clock, _PATIENCE_S, found)

    def _is_ours(self, chat: str) -> bool:
        return any(chat == each or chat.startswith(f"{each}/") for each in self._around.chats)
