"""What the bot may see and do in its chats: looked at when it starts, and by ``hearth doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from telegram import Bot, ChatMember, ChatMemberAdministrator, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.core.clock import to_micros
from bot.core.model import Incoming, Kind
from bot.core.text import Text
from bot.platforms.cleaning import storable
from bot.platforms.telegram.translate import PLATFORM, role_of

_RIGHTS: Final = ("can_delete_messages", "can_restrict_members")


@dataclass(slots=True)
class Findings:
    """``problems`` for the operator; ``news`` for the bot: who is staff, which group has moved."""

    problems: list[Text] = field(default_factory=list)
    news: list[Incoming] = field(default_factory=list)


async def look(bot: Bot, me: User, chats: Sequence[str], at: datetime) -> Findings:
    """What does not work in these chats, and who is staff there. Raises TelegramError."""
    found = Findings()
    blind = False
    for chat in dict.fromkeys(each.partition("/")[0] for each in chats):
        base = Incoming(
            PLATFORM, f"start:{to_micros(at)}:{chat}", chat, "", at, at, bot=me.username or ""
        )
        try:
            own = await bot.get_chat_member(chat, me.id)
            staff = await bot.get_chat_administrators(chat)
        except ChatMigrated as moved:
            new = str(moved.new_chat_id)
            found.problems.append(Text("telegram.chat.moved", chat=chat, new=new))
            found.news.append(replace(base, kind=Kind.MOVE, moved_to=new))
            continue
        except (BadRequest, Forbidden):
            found.problems.append(Text("telegram.chat.missing", chat=chat))
            continue
        found.problems += judge(chat, own)
        blind = blind or not isinstance(own, ChatMemberAdministrator)
        found.news += [_role(base, each) for each in staff if not each.user.is_bot]
    if blind and not me.can_read_all_group_messages:
        found.problems.append(Text("telegram.privacy", bot=me.username or ""))
    return found


def judge(chat: str, own: ChatMember) -> list[Text]:
    """What the bot, being this there, may not do."""
    if own.status in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED):
        return [Text("telegram.chat.missing", chat=chat)]
    if not isinstance(own, ChatMemberAdministrator):
        return [Text("telegram.no.admin", chat=chat)]
    missing = [name for name in _RIGHTS if not getattr(own, name)]
    return [Text("telegram.rights", chat=chat, rights=", ".join(missing))] if missing else []


def _role(base: Incoming, member: ChatMember) -> Incoming:
    return replace(
        base,
        update_id=f"{base.update_id}:{member.user.id}",
        kind=Kind.ROLE,
        user=str(member.user.id),
        name=storable(member.user.full_name),
        role=role_of(member),
    )
