"""What the bot may do on a server, and what it lacks, by the names that Discord shows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import discord

from bot.core.outgoing import Act, Doing
from bot.core.text import Text
from bot.platforms.discord.places import guild_of

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "view_channel": "View Channel",
        "send_messages": "Send Messages",
        "send_messages_in_threads": "Send Messages in Threads",
        "read_message_history": "Read Message History",
        "attach_files": "Attach Files",
        "add_reactions": "Add Reactions",
        "manage_messages": "Manage Messages",
        "moderate_members": "Timeout Members",
        "kick_members": "Kick Members",
        "ban_members": "Ban Members",
        "manage_roles": "Manage Roles",
    }
)
_NEEDS: Final[Mapping[Doing, str]] = MappingProxyType(
    {
        Doing.DELETE: "manage_messages",
        Doing.REACT: "add_reactions",
        Doing.MUTE: "moderate_members",
        Doing.UNMUTE: "moderate_members",
        Doing.KICK: "kick_members",
        Doing.BAN: "ban_members",
        Doing.UNBAN: "ban_members",
        Doing.GIVE_ROLE: "manage_roles",
        Doing.TAKE_ROLE: "manage_roles",
    }
)
_TO_MESSAGES: Final = (Doing.DELETE, Doing.REACT)
_WITH_ROLES: Final = (Doing.GIVE_ROLE, Doing.TAKE_ROLE)


async def allowed(
    guild: discord.Guild, me: discord.Member, chat: str
) -> tuple[discord.Permissions, bool]:
    """What the bot may do in the channel of a chat, and whether that is a thread's.

    Raises what the library raises.
    """
    _, channel, *thread = chat.split("/")
    # A thread has the permissions of its channel.
    found = await guild.fetch_channel(int(channel))
    if isinstance(found, discord.Thread):
        found = await guild.fetch_channel(found.parent_id)
        thread = [channel]
    assert isinstance(found, discord.abc.GuildChannel)  # a thread's parent is one
    return found.permissions_for(me), bool(thread)


async def what_lacks(client: discord.Client, act: Act) -> Text | None:
    """What the bot would need for what Discord did not let it do; None where no right helps.

    Raises what the library raises.
    """
    guild = await client.fetch_guild(guild_of(act.chat), with_counts=False)
    assert client.user is not None  # it is logged in
    me = await guild.fetch_member(client.user.id)
    needed = _NEEDS[act.doing]
    may = me.guild_permissions
    if act.doing in _TO_MESSAGES:
        may, _ = await allowed(guild, me, act.chat)
    if not getattr(may, needed):
        return Text("discord.lacks.permission", name=NAMES[needed])
    if act.doing in _TO_MESSAGES:
        return None
    if act.doing in _WITH_ROLES:
        role = guild.get_role(int(act.role))
        below = role is not None and not role.managed and role >= me.top_role
        return Text("discord.lacks.above.role") if below else None
    return await _above_member(guild, me, act)


async def _above_member(guild: discord.Guild, me: discord.Member, act: Act) -> Text | None:
    whom = await guild.fetch_member(int(act.user))
    untouchable = whom.id == guild.owner_id or (
        act.doing is Doing.MUTE and whom.guild_permissions.administrator
    )
    if untouchable or whom.top_role < me.top_role:
        return None
    return Text("discord.lacks.above.member")
