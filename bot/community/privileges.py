"""What someone is in a community, by the config or the platform, and what they have unlocked.

A role of the config belongs to its account, a platform's role to that platform's chat;
neither travels by a link (``docs/features/people.md``, "Rights"). A privilege is a name that a
badge, a tier or a moderator gives to a member (``docs/features/levels.md`` §3).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.community.events import PrivilegeChanged
from bot.core.clock import to_micros
from bot.core.context import Context
from bot.core.model import AccountId, CommunityId, Incoming, MemberId, Rank
from bot.core.ports import Reader, Transaction
from bot.core.text import Text

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


_HELD = (
    # CROSS: on SQLite the member comes first, not all that the community has unlocked.
    " FROM members m CROSS JOIN accounts a CROSS JOIN privileges p"
    " WHERE m.community = ? AND m.id = ? AND a.person = m.person"
    " AND p.community = m.community AND p.account = a.id"
)


async def has_privilege(read: Reader, community: CommunityId, member: MemberId, name: str) -> bool:
    """Whether any of the member's accounts was given this privilege, for whatever reason."""
    row = await read.fetch_one(f"SELECT 1{_HELD} AND p.name = ? LIMIT 1", community, member, name)
    return row is not None


async def privileges_of(read: Reader, community: CommunityId, member: MemberId) -> list[str]:
    """The names of all that the member has unlocked."""
    rows = await read.fetch_all(f"SELECT DISTINCT p.name{_HELD} ORDER BY p.name", community, member)
    return [str(name) for (name,) in rows]


UNLOCKED = "unlocked"
"""The room whose offers ``(read, community, member, settings, because)`` are a ``Source`` or None.

Each is for one kind of reason: what stands before the first colon of ``because``.
"""


class Source(NamedTuple):
    """What somebody has a privilege because of, and when that ends; None for never."""

    text: Text
    until: datetime | None = None


async def reasons_of(
    read: Reader, community: CommunityId, member: MemberId
) -> list[tuple[str, str]]:
    """Every privilege of the member with what it is had because of, by their names."""
    rows = await read.fetch_all(
        f"SELECT DISTINCT p.name, p.because{_HELD} ORDER BY p.name, p.because", community, member
    )
    return [(str(name), str(because)) for name, because in rows]


async def give(ctx: Context, member: MemberId, account: AccountId, name: str, because: str) -> bool:
    """The member has the privilege because of this; False when they had it because of it before.

    It is the account's, and goes with it by an unlink. PrivilegeChanged is told when they had it
    for no other reason.
    """
    community = ctx.community.id
    had = await has_privilege(ctx.tx, community, member, name)
    given = await ctx.tx.execute(
        "INSERT INTO privileges (community, account, name, because, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        community,
        account,
        name,
        because,
        to_micros(ctx.now),
    )
    if given and not had:
        ctx.tell(PrivilegeChanged(community, member, account, ctx.now, name, True, because))
    return bool(given)


async def take(ctx: Context, member: MemberId, name: str, because: str) -> bool:
    """The member has not the privilege because of this any more; False when it was not so.

    PrivilegeChanged is told when no other reason is left.
    """
    community = ctx.community.id
    rows = await ctx.tx.fetch_all(
        f"SELECT p.account{_HELD} AND p.name = ? AND p.because = ? ORDER BY p.account",
        community,
        member,
        name,
        because,
    )
    for (account,) in rows:
        await ctx.tx.execute(
            "DELETE FROM privileges WHERE community = ? AND account = ? AND name = ?"
            " AND because = ?",
            community,
            account,
            name,
            because,
        )
    if rows and not await has_privilege(ctx.tx, community, member, name):
        account = AccountId(str(rows[0][0]))
        ctx.tell(PrivilegeChanged(community, member, account, ctx.now, name, False, because))
    return bool(rows)


async def settle(
    ctx: Context, member: MemberId, account: AccountId, names: Sequence[str], because: str
) -> None:
    """Because of this the member has these privileges and no others."""
    rows = await ctx.tx.fetch_all(
        f"SELECT DISTINCT p.name{_HELD} AND p.because = ? ORDER BY p.name",
        ctx.community.id,
        member,
        because,
    )
    had = [str(name) for (name,) in rows]
    for name in had:
        if name not in names:
            await take(ctx, member, name, because)
    for name in names:
        if name not in had:
            await give(ctx, member, account, name, because)
