"""What someone is in a community: by the config, or by what the platform says in its chat.

A role of the config belongs to its account, a platform's role to that platform's chat;
neither travels by a link (``docs/features/people.md``, "Rights").
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.model import Incoming, Rank
from bot.core.ports import Reader, Transaction

_RANKS = {rank.name.lower(): rank for rank in Rank}


@dataclass(frozen=True, slots=True)
class Staff:
    """The moderators and admins whom the config of one community names, as (platform, user)."""

    moderators: Collection[tuple[str, str]]
    admins: Collection[tuple[str, str]]

    def rank(self, platform: str, user: str) -> Rank:
        """What the config makes of this account."""
        name = (platform, user)
        if name in self.admins:
            return Rank.ADMIN
        return Rank.MODERATOR if name in self.moderators else Rank.MEMBER


async def rank_of(read: Reader, staff: Staff, incoming: Incoming) -> Rank:
    """What the writer is here: by the config of the community, or by the platform in this chat."""
    by_config = staff.rank(incoming.platform, incoming.user)
    if incoming.private:
        return by_config
    return max(by_config, await rank_in_chat(read, incoming.platform, incoming.chat, incoming.user))


async def rank_in_chat(read: Reader, platform: str, chat: str, user: str) -> Rank:
    """What the platform says that its user is in this chat; a member when it never said.

    A role in a whole (a guild, a group with topics) is one in each of its parts.
    """
    rows = await read.fetch_all(
        "SELECT role FROM platform_roles WHERE platform = ? AND chat IN (?, ?) AND user_id = ?",
        platform,
        chat,
        chat.partition("/")[0],
        user,
    )
    return max((_RANKS[str(row[0])] for row in rows), default=Rank.MEMBER)


async def chats_with_rights(read: Reader, platform: str, user: str) -> list[str]:
    """The chats of the platform in which its user is more than a member, as it last said."""
    rows = await read.fetch_all(
        "SELECT chat FROM platform_roles WHERE platform = ? AND user_id = ? AND role <> 'member'"
        " ORDER BY chat LIMIT 1000",
        platform,
        user,
    )
    return [str(chat) for (chat,) in rows]


async def forget_user(tx: Transaction, platform: str, user: str) -> None:
    """What the platform said of its user is forgotten, until it says so again."""
    await tx.execute(
        "DELETE FROM platform_roles WHERE platform = ? AND user_id = ?", platform, user
    )


async def move_chat(tx: Transaction, platform: str, old: str, new: str) -> None:
    """Who is what in chat ``old`` is so in ``new``, where the platform has not said more."""
    await tx.execute(
        "INSERT INTO platform_roles (platform, chat, user_id, role)"
        " SELECT platform, ?, user_id, role FROM platform_roles WHERE platform = ? AND chat = ?"
        " ON CONFLICT (platform, chat, user_id) DO NOTHING",
        new,
        platform,
        old,
    )


async def forget_role(tx: Transaction, incoming: Incoming) -> None:
    """Who left a chat is nothing in it any more, until the platform says otherwise."""
    await tx.execute(
        "DELETE FROM platform_roles WHERE platform = ? AND chat = ? AND user_id = ?",
        incoming.platform,
        incoming.chat,
        incoming.user,
    )


async def note_role(tx: Transaction, incoming: Incoming) -> None:
    """The platform's word on what its user is in this chat is kept."""
    if incoming.role not in _RANKS:
        raise ValueError(f"no role: {incoming.role!r}")
    await tx.execute(
        "INSERT INTO platform_roles (platform, chat, user_id, role) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (platform, chat, user_id) DO UPDATE SET role = excluded.role",
        incoming.platform,
        incoming.chat,
        incoming.user,
        incoming.role,
    )
