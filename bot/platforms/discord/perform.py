"""Does on Discord what was decided besides speaking: deletions, reactions, sanctions, roles.

What is so already is done. Each doing is of the channel or of the whole server of its chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import discord
from discord.http import HTTPClient

from bot.core.clock import Clock, from_micros
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Act, Doing
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.places import guild_of, is_in_a_server, open_channel
from bot.platforms.discord.rights import what_lacks
from bot.platforms.discord.wire import PATIENCE_S, ask, attempt, in_words, within
from bot.presenter.delivery import Deed
from bot.presenter.splitting import cut_label

# Discord mutes for 28 days at most; a minute is for clocks that differ.
LONGEST_MUTE: Final = timedelta(days=28) - timedelta(minutes=1)
_REASON_LIMIT: Final = 512
_NO_CHANNEL, _NO_MEMBER, _NO_MESSAGE, _NO_ROLE, _NO_USER, _NO_EMOJI, _NO_BAN = (
    10_003, 10_007, 10_008, 10_011, 10_013, 10_014, 10_026,
)  # fmt: skip
# What Discord does not find, where that says that it is done.
_ALREADY: Final[Mapping[Doing, tuple[int, ...]]] = MappingProxyType(
    {
        Doing.DELETE: (_NO_MESSAGE, _NO_CHANNEL),
        Doing.REACT: (_NO_MESSAGE, _NO_CHANNEL),
        Doing.UNMUTE: (_NO_MEMBER, _NO_USER),
        Doing.KICK: (_NO_MEMBER, _NO_USER),
        Doing.BAN: (_NO_USER,),
        Doing.UNBAN: (_NO_BAN, _NO_USER),
        Doing.TAKE_ROLE: (_NO_MEMBER, _NO_USER, _NO_ROLE),
    }
)
_MEMBER: Final = "/guilds/{guild_id}/members/{user_id}"
_BAN: Final = "/guilds/{guild_id}/bans/{user_id}"
_MESSAGE: Final = "/channels/{channel_id}/messages/{message_id}"
_OWN_REACTION: Final = _MESSAGE + "/reactions/{emoji}/@me"


class Doer:
    """Does it with one client that is logged in."""

    def __init__(self, client: discord.Client, clock: Clock, memory: Memory) -> None:
        self._client = client
        self._clock = clock
        self._memory = memory

    @property
    def http(self) -> HTTPClient:
        """The client's requests."""
        return self._client.http

    async def perform(self, deed: Deed) -> None:
        """It is done; a second time changes nothing. Raises DeliveryFailed."""
        await attempt(self._clock, self._memory, partial(self._perform, deed))

    async def _perform(self, deed: Deed) -> None:
        act = deed.act
        try:
            if act.doing is Doing.DELETE:
                await self._delete(act, cut_label(deed.reason, _REASON_LIMIT))
            elif act.doing is Doing.REACT:
                await self._react(act)
            else:
                await self._to_member(act, cut_label(deed.reason, _REASON_LIMIT))
        except discord.NotFound as error:
            if error.code not in _ALREADY.get(act.doing, ()):
                raise DeliveryFailed(in_words(error), permanent=True) from error
        except discord.Forbidden as error:
            raise await self._refused(act, error) from error

    async def _delete(self, act: Act, reason: str) -> None:
        await self._ask("DELETE", _MESSAGE, **await self._message(act), reason=reason or None)

    async def _react(self, act: Act) -> None:
        """The bot's own reactions to the message are this one, or none."""
        message = await self._message(act)
        if act.emoji:
            await self._ask("PUT", _OWN_REACTION, **message, emoji=act.emoji)
        shown = await self._ask("GET", _MESSAGE, **message)
        for each in shown.get("reactions") or ():
            emoji = _as_written(each["emoji"])
            if each.get("me") and not _same(emoji, act.emoji):
                await self._take_back(message, emoji)

    async def _take_back(self, message: dict[str, Any], emoji: str) -> None:
        try:
            await self._ask("DELETE", _OWN_REACTION, **message, emoji=emoji)
        except discord.HTTPException as error:
            if error.code != _NO_EMOJI:
                raise

    async def _to_member(self, act: Act, reason: str) -> None:
        whom: dict[str, Any] = {"guild_id": _guild(act), "user_id": _number(act.user)}
        whom["reason"] = reason or None
        match act.doing:
            case Doing.MUTE:
                await self._mute(act, whom)
            case Doing.UNMUTE:
                body = {"communication_disabled_until": None}
                await self._ask("PATCH", _MEMBER, **whom, body=body)
            case Doing.KICK:
                await self._ask("DELETE", _MEMBER, **whom)
            case Doing.BAN:
                await self._ask("PUT", _BAN, **whom, body={"delete_message_seconds": 0})
            case Doing.UNBAN:
                await self._ask("DELETE", _BAN, **whom)
            case Doing.GIVE_ROLE | Doing.TAKE_ROLE:
                method = "PUT" if act.doing is Doing.GIVE_ROLE else "DELETE"
                path = _MEMBER + "/roles/{role_id}"
                await self._ask(method, path, **whom, role_id=_number(act.role))

    async def _mute(self, act: Act, whom: dict[str, Any]) -> None:
        """Until then, or for as long as Discord can; nothing for what would have ended by now."""
        now = self._clock.now()
        longest = now + LONGEST_MUTE
        until = min(from_micros(act.until), longest) if act.until else longest
        if until > now:
            body = {"communication_disabled_until": until.isoformat()}
            await self._ask("PATCH", _MEMBER, **whom, body=body)

    async def _refused(self, act: Act, error: discord.Forbidden) -> DeliveryFailed:
        lacks = None
        # Where it is the place or the person that is missing, no right would help.
        with suppress(discord.Forbidden, discord.NotFound):
            lacks = await within(self._clock, PATIENCE_S, what_lacks(self._client, act))
        return DeliveryFailed(in_words(error), permanent=True, lacks=lacks)

    async def _message(self, act: Act) -> dict[str, Any]:
        channel = await open_channel(self._clock, self._client.http, self._memory, act.chat)
        return {"channel_id": channel, "message_id": _number(act.message)}

    async def _ask(self, method: str, path: str, **parts: Any) -> Any:
        return await ask(self._clock, self._client.http, method, path, **parts)


def _guild(act: Act) -> int:
    if not is_in_a_server(act.chat):
        raise DeliveryFailed(f"not in a server: {act.chat}", permanent=True)
    return guild_of(act.chat)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise DeliveryFailed(f"no id of Discord: {text}", permanent=True)
    return int(text)


def _as_written(emoji: Mapping[str, Any]) -> str:
    """The reaction as an update names it."""
    name = str(emoji.get("name") or "_")
    return f"{name}:{emoji['id']}" if emoji.get("id") else name


def _same(one: str, other: str) -> bool:
    """Whether both are the same reaction: a server's own is known by its id, whatever its name."""
    if one.partition(":")[2] or other.partition(":")[2]:
        return one.rpartition(":")[2] == other.rpartition(":")[2]
    # Discord may leave out or add the sign that an emoji is shown in colour.
    return one.replace("\ufe0f", "") == other.replace("\ufe0f", "")
