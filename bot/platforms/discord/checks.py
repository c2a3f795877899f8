"""What is looked at and put in order when the bot logs in."""

from __future__ import annotations

import discord
from discord.http import HTTPClient, Route

from bot.core.text import Text
from bot.platforms.discord.client import Client
from bot.platforms.discord.commands import same_tree, tree_of
from bot.presenter.delivery import Surroundings


async def publish(http: HTTPClient, application: str, around: Surroundings) -> None:
    """The slash commands are those of today; what is there already is not sent again."""
    ours = tree_of(around.commands, around.options, around.say)
    route = Route("GET", "/applications/{application_id}/commands", application_id=application)
    registered = await http.request(route, params={"with_localizations": "true"})
    if not same_tree(ours, registered):
        await http.bulk_upsert_global_commands(application, ours)


async def look(client: Client, around: Surroundings) -> list[Text]:
    """What does not work, for a client that is logged in: intents, servers, channels."""
    found = []
    flags = client.application_flags
    if not (flags.gateway_message_content or flags.gateway_message_content_limited):
        found.append(Text("discord.intent", name="Message Content"))
    if not (flags.gateway_guild_members or flags.gateway_guild_members_limited):
        found.append(Text("discord.intent", name="Server Members"))
    for chat in around.chats:
        try:
            await _fetch(client, chat)
        except (discord.Forbidden, discord.NotFound):
            found.append(Text("discord.chat", chat=chat))
    return found


async def _fetch(client: Client, chat: str) -> None:
    guild, _, channel = chat.partition("/")
    if channel:
        await client.http.get_channel(int(channel.rpartition("/")[2]))
    else:
        await client.http.get_guild(int(guild), with_counts=False)
