"""What is looked at and put in order when the bot logs in."""

from __future__ import annotations

from typing import Final

import discord
from discord.http import HTTPClient, Route

from bot.core.text import Text
from bot.platforms.discord.client import Client
from bot.platforms.discord.commands import same_tree, tree_of
from bot.platforms.discord.places import guild_of, is_in_a_server
from bot.platforms.discord.rights import NAMES, allowed
from bot.presenter.delivery import Surroundings

_SENDS, _SENDS_IN_THREADS = "send_messages", "send_messages_in_threads"
_NEEDED: Final = ("view_channel", _SENDS, "read_message_history", "attach_files", "add_reactions")


async def publish(http: HTTPClient, application: str, around: Surroundings) -> None:
    """The slash commands are those of today; what is there already is not sent again."""
    ours = tree_of(around.commands, around.options, around.say)
    route = Route("GET", "/applications/{application_id}/commands", application_id=application)
    registered = await http.request(route, params={"with_localizations": "true"})
    if not same_tree(ours, registered):
        await http.bulk_upsert_global_commands(application, ours)


async def look(client: Client, around: Surroundings) -> list[Text]:
    """What does not work, for a client that is logged in: intents, servers, channels, rights."""
    found = []
    flags = client.application_flags
    if not (flags.gateway_message_content or flags.gateway_message_content_limited):
        found.append(Text("discord.intent", name="Message Content"))
    if not (flags.gateway_guild_members or flags.gateway_guild_members_limited):
        found.append(Text("discord.intent", name="Server Members"))
    for chat in around.chats:
        try:
            missing = await _missing(client, chat)
        except (discord.Forbidden, discord.NotFound):
            found.append(Text("discord.chat", chat=chat))
            continue
        if missing:
            found.append(Text("discord.rights", chat=chat, rights=", ".join(missing)))
    return found


async def _missing(client: Client, chat: str) -> list[str]:
    """What the bot would have to be allowed in a chat, by Discord's names, and is not."""
    assert client.user is not None  # it is logged in
    guild = await client.fetch_guild(guild_of(chat), with_counts=False)
    me = await guild.fetch_member(client.user.id)
    may, thread = me.guild_permissions, False
    if is_in_a_server(chat):
        may, thread = await allowed(guild, me, chat)
    needed = [_SENDS_IN_THREADS if thread and each == _SENDS else each for each in _NEEDED]
    return [NAMES[each] for each in needed if not getattr(may, each)]
