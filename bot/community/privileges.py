"""What someone is in a community: by the config, or by what the platform says in its chat.

A role of the config belongs to its account, a platform's role to that platform's chat;
neither travels by a link (``docs/features/people.md``, "Rights").
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.core.model import Account, Incoming, Rank
from bot.core.ports import Reader, Transaction

_RANKS = {rank.name.lower(): rank for rank in Rank}


@dataclass(frozen=True, slots=True)
class Staff:
    """The moderators and admins whom the config of one community names, as (platform, user)."""

    moderators: Collection[tuple[str, str]]
    admins: Collection[tuple[str, str]]

    def rank(self, account: Account) -> Rank:
        """What the config makes of this account."""
        name = (account.platform, account.user)
        if name in self.admins:
            return Rank.ADMIN
        return Rank.MODERATOR if name in self.moderators else Rank.MEMBER


async def rank_in_chat(read: Reader, platform: str, chat: str, user: str) -> Rank:
    """What the platform says that its user is in this chat; a member when it never said."""
    row = await read.fetch_one(
        "SELECT role FROM platform_roles WHERE platform = ? AND chat = ? AND user_id = ?",
        platform,
        chat,
        user,
    )
    return Rank.MEMBER if row is None else _RANKS[str(row[0])]


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
