"""The client of Discord's library, as we need it: it hears raw events and decides nothing."""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

import discord
from discord.gateway import DiscordWebSocket, KeepAliveHandler, ReconnectWebSocket
from discord.http import Route
from discord.shard import Shard

from bot.core.clock import Clock
from bot.platforms.discord.wire import one_try, within

Hear = Callable[[str, Mapping[str, Any]], None]
Prepare = Callable[["Client"], Awaitable[None]]

HEARD: Final = (
    "READY",
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
    "GUILD_MEMBER_ADD",
    "GUILD_MEMBER_REMOVE",
    "INTERACTION_CREATE",
)
# Discord lets a bot log in once in so many seconds.
_IDENTIFY_S: Final = 5.0
# Seconds for a shard to connect and to log in, behind those before it.
_HANDSHAKE_S: Final = 60.0
_OURS: Final = ("discord.shard", "discord.client", "discord.gateway", "discord.http")


class HandshakeFailed(discord.DiscordException):
    """The gateway has closed a connection before it began."""


class Client(discord.AutoShardedClient):
    """As many shards as the gateway asks for; each event reaches ``hear`` before the cache.

    ``prepare`` is awaited once, when it is logged in; ``hear_date`` is told what time each
    answer says that it is.
    """

    def __init__(
        self,
        clock: Clock,
        gateway: str,
        hear: Hear,
        prepare: Prepare,
        hear_date: Callable[[str], None],
    ) -> None:
        super().__init__(
            intents=_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            http_trace=one_try(hear_date),
            # What waits longer is better off in the outbox.
            max_ratelimit_timeout=30.0,
        )
        self._clock = clock
        self._prepare = prepare
        self._gateway = gateway
        # The documented events lose what identifies an update; the parsers get all of it.
        parsers = self._connection.parsers
        for event in HEARD:
            parsers[event] = partial(_first, partial(hear, event), parsers[event])

    async def setup_hook(self) -> None:
        """Once, after the login and before any event."""
        await self._prepare(self)

    async def launch_shards(self) -> None:
        """As many as the gateway asks for, at the address that it or the config names."""
        if not self.shard_count:
            self.shard_count, address, _ = await self.http.get_bot_gateway()
            default = DiscordWebSocket.DEFAULT_GATEWAY
            DiscordWebSocket.DEFAULT_GATEWAY = type(default)(self._gateway or address)
        await super().launch_shards()

    async def launch_shard(self, gateway: Any, shard_id: int, *, initial: bool = False) -> None:
        """The shard is connected. Raises what its handshake failed with.

        The library's own would try for ever, while nobody hears that it cannot connect.
        """
        handshake = DiscordWebSocket.from_client(
            self, initial=initial, gateway=gateway, shard_id=shard_id
        )
        try:
            socket = await within(self._clock, _HANDSHAKE_S, handshake)
        except ReconnectWebSocket as error:
            raise HandshakeFailed(f"shard {shard_id}") from error
        # From here on as the library's own, whose names are its alone.
        shards = getattr(self, "_AutoShardedClient__shards")  # noqa: B009
        queue = getattr(self, "_AutoShardedClient__queue")  # noqa: B009
        shards[shard_id] = shard = Shard(socket, self, queue.put_nowait)
        shard.launch()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """A session begins no sooner than Discord allows."""
        if not initial:
            await self._clock.sleep(_IDENTIFY_S)

    async def close(self) -> None:
        """Nothing is connected and nothing beats any more."""
        await super().close()
        # The library forgets the heart of a connection that is cut off while it begins.
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler) and thread.ws._connection is self._connection:
                thread.stop()

    def place(self, guild: str) -> str:
        """The place of the event that is being heard in its session."""
        socket = self._connection._get_websocket(int(guild or 0))
        return f"{socket.session_id}:{socket.sequence}"

    def chat_of(self, guild: str, channel: str) -> str:
        """The name of a channel's chat: a thread stands below its channel."""
        found = self.get_guild(int(guild))
        thread = None if found is None else found.get_thread(int(channel))
        return f"{guild}/{channel}" if thread is None else f"{guild}/{thread.parent_id}/{channel}"

    def permissions(self, data: Mapping[str, Any]) -> int | None:
        """What the author of a message may do in its channel; None where it does not show."""
        guild = self.get_guild(int(data["guild_id"]))
        if guild is None or "member" not in data or data.get("webhook_id"):
            return None
        channel = guild.get_channel_or_thread(int(data["channel_id"]))
        raw: Any = {**data["member"], "user": data["author"]}
        member = discord.Member(data=raw, guild=guild, state=self._connection)
        if channel is None or (isinstance(channel, discord.Thread) and channel.parent is None):
            return member.guild_permissions.value
        return channel.permissions_for(member).value


def point_at(base: str) -> None:
    """The library's requests go to this REST base; empty: Discord's own."""
    if base:
        Route.BASE = base.rstrip("/")


def keep_to_one_line() -> None:
    """What the library logs of a lost connection is one line: it is no bug of anybody."""
    for name in _OURS:
        logger = logging.getLogger(name)
        if _without_traceback not in logger.filters:
            logger.addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    if record.exc_info:
        record.msg, record.args = f"{record.getMessage()} ({record.exc_info[1]!r})", ()
        record.exc_info = None
    return True


def _first(
    hear: Callable[[Mapping[str, Any]], None], parse: Callable[[Any], None], data: Any
) -> None:
    hear(data)
    parse(data)


def _intents() -> discord.Intents:
    intents = discord.Intents.none()
    intents.guilds = intents.members = intents.message_content = True
    intents.messages = intents.reactions = True
    return intents
