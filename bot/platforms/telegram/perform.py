"""Does on Telegram what was decided besides speaking: deletions, reactions, sanctions, titles.

What is so already is done. A sanction is of the whole group, whatever the topic.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from telegram import (
    Bot,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberMember,
    ChatMemberRestricted,
    ChatPermissions,
)
from telegram.constants import ChatID, ChatMemberStatus, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot.core.clock import Clock, to_micros
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Act, Doing
from bot.core.text import Text
from bot.platforms.telegram.places import chat_and_topic
from bot.platforms.telegram.translate import is_inside
from bot.platforms.telegram.wire import delivery_failed

# For Telegram an end in less than half a minute is none; the rest is for clocks that differ.
SHORTEST_S: Final = 60
# One that is further away is none as well, and need not fit into its numbers.
LONGEST_S: Final = 366 * 86_400
_MICROS: Final = 1_000_000
_STAFF: Final = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
_UNKNOWN: Final = ("user_not_participant", "participant_id_invalid", "user not found",
                   "member not found")  # fmt: skip
# Telegram's own words for what is so already.
_ALREADY: Final[Mapping[Doing, tuple[str, ...]]] = MappingProxyType(
    {
        Doing.DELETE: ("message to delete not found", "message_id_invalid"),
        Doing.REACT: ("message to react not found", "message_id_invalid", "not_modified"),
        Doing.MUTE: ("user_not_participant",),
        Doing.UNMUTE: _UNKNOWN,
        Doing.KICK: _UNKNOWN,
        # A group that is no supergroup keeps no list of who is banned.
        Doing.UNBAN: (*_UNKNOWN, "method is available"),
    }
)
_NO_RIGHT: Final = ("not enough rights", "chat_admin_required", "need administrator rights",
                    "member list is inaccessible")  # fmt: skip
# Where nobody has given it the right to, Telegram asks for the owner.
_NO_TITLE: Final = (*_NO_RIGHT, "chat_creator_required")
_NOT_DELETED: Final = "message can't be deleted"
_SUPERGROUPS_ONLY: Final = "method is available"
# Signs of a colour or of a skin, which the reactions of Telegram do not have.
_SHADES: Final = dict.fromkeys([0xFE0F, *range(0x1F3FB, 0x1F400)])
_REACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {str(each).translate(_SHADES): str(each) for each in ReactionEmoji}
    # What bots elsewhere mark with; bots of Telegram have none nearer.
    | {"\u2705": ReactionEmoji.THUMBS_UP, "\u2714": ReactionEmoji.THUMBS_UP}
    | {"\u274c": ReactionEmoji.THUMBS_DOWN}
)


async def perform(bot: Bot, clock: Clock, act: Act) -> None:
    """It is done; a second time changes nothing. Raises DeliveryFailed."""
    try:
        chat, _ = chat_and_topic(act.chat)
    except ValueError:
        raise DeliveryFailed(f"no chat of Telegram: {act.chat}", permanent=True) from None
    try:
        await _perform(bot, clock.now(), chat, act)
    except BadRequest as error:
        words = str(error).lower()
        if any(each in words for each in _ALREADY.get(act.doing, ())):
            return
        lacks = await _lacks(bot, chat, act, words)
        raise DeliveryFailed(str(error), permanent=True, lacks=lacks) from error
    except TelegramError as error:
        raise delivery_failed(error) from error


async def _perform(bot: Bot, now: datetime, chat: int, act: Act) -> None:
    match act.doing:
        case Doing.DELETE:
            await bot.delete_message(chat, _number(act.message))
        case Doing.REACT:
            await bot.set_message_reaction(chat, _number(act.message), _reaction(act.emoji))
        case Doing.MUTE | Doing.BAN if act.until and act.until <= to_micros(now):
            return  # it would have ended by now
        case Doing.GIVE_ROLE | Doing.TAKE_ROLE:
            await _title(bot, chat, act)
        case _:
            user = _number(act.user)
            if user < 0 or user == ChatID.ANONYMOUS_ADMIN:
                await _to_channel(bot, chat, act, user)
            else:
                await _to_person(bot, now, chat, act, user)


async def _to_person(bot: Bot, now: datetime, chat: int, act: Act, user: int) -> None:
    match act.doing:
        case Doing.BAN:
            await bot.ban_chat_member(chat, user, until_date=_end(act, now))
        case Doing.UNBAN:
            await bot.unban_chat_member(chat, user, only_if_banned=True)
        case Doing.MUTE:
            member = await _member(bot, chat, user)
            # To restrict who is banned would lift the ban.
            if member is None or member.status != ChatMemberStatus.BANNED:
                _refuse_staff(member, "muted")
                await _restrict(bot, chat, user, ChatPermissions.no_permissions(), _end(act, now))
        case Doing.UNMUTE:
            # To lift what an administrator does not have would take their rights.
            if isinstance(await _member(bot, chat, user), ChatMemberRestricted):
                await _restrict(bot, chat, user, ChatPermissions.all_permissions(), None)
        case _:
            await _kick(bot, chat, user)


async def _title(bot: Bot, chat: int, act: Act) -> None:
    """A role is the tag beside a member's name: the one that there is, and no administrator's."""
    user = _number(act.user)
    if user < 0:
        raise DeliveryFailed("a channel has no title", permanent=True)
    member = await _member(bot, chat, user)
    if act.doing is Doing.GIVE_ROLE:
        _refuse_staff(member, "given a title")
        await bot.set_chat_member_tag(chat, user, act.role)
    # What somebody else has put in its place stays.
    elif isinstance(member, ChatMemberMember | ChatMemberRestricted) and member.tag == act.role:
        await bot.set_chat_member_tag(chat, user, "")


async def _kick(bot: Bot, chat: int, user: int) -> None:
    """They are out and may come back; a ban that was there stays.

    One request does both, so that nobody stays banned when the bot ends in between.
    """
    member = await _member(bot, chat, user)
    _refuse_staff(member, "kicked")
    if member is None or not is_inside(member):
        return
    try:
        await bot.unban_chat_member(chat, user, only_if_banned=False)
    except BadRequest as error:
        if _SUPERGROUPS_ONLY not in str(error).lower():
            raise
        # In other groups this is no ban.
        await bot.ban_chat_member(chat, user)


async def _to_channel(bot: Bot, chat: int, act: Act, channel: int) -> None:
    """A channel that writes in the group can be banned; who writes as the group cannot."""
    if act.doing is Doing.UNMUTE:
        return
    if channel in (chat, ChatID.ANONYMOUS_ADMIN):
        raise DeliveryFailed("an anonymous administrator cannot be told apart", permanent=True)
    match act.doing:
        case Doing.BAN:
            await bot.ban_chat_sender_chat(chat, channel)
        case Doing.UNBAN:
            await bot.unban_chat_sender_chat(chat, channel)
        case _:
            raise DeliveryFailed("a channel can be banned and nothing else", permanent=True)


async def _member(bot: Bot, chat: int, user: int) -> ChatMember | None:
    """What they are in the chat; None for who was never there."""
    try:
        return await bot.get_chat_member(chat, user)
    except BadRequest as error:
        if any(each in str(error).lower() for each in _UNKNOWN):
            return None
        raise


def _refuse_staff(member: ChatMember | None, done: str) -> None:
    if member is not None and member.status in _STAFF:
        raise DeliveryFailed(f"an administrator cannot be {done}", permanent=True)


async def _restrict(
    bot: Bot, chat: int, user: int, permissions: ChatPermissions, until: int | None
) -> None:
    """With all permissions there is no restriction: what the group allows to all holds again."""
    await bot.restrict_chat_member(
        chat, user, permissions, until_date=until, use_independent_chat_permissions=True
    )


async def _lacks(bot: Bot, chat: int, act: Act, words: str) -> Text | None:
    """The right that the bot would need; None where it is not a right that is missing."""
    if act.doing is Doing.DELETE:
        if _NOT_DELETED in words and chat < 0 and not await _may_delete(bot, chat):
            return Text("telegram.lacks.delete")
        return None
    if act.role:
        return Text("telegram.lacks.tags") if any(each in words for each in _NO_TITLE) else None
    if act.doing is not Doing.REACT and any(each in words for each in _NO_RIGHT):
        return Text("telegram.lacks.restrict")
    return None


async def _may_delete(bot: Bot, chat: int) -> bool:
    """Whether it is not the right that is missing: then the message is too old, or of no person's.

    Raises DeliveryFailed.
    """
    try:
        own = await bot.get_chat_member(chat, bot.id)
    except TelegramError as error:
        raise delivery_failed(error) from error
    return isinstance(own, ChatMemberAdministrator) and own.can_delete_messages


def _end(act: Act, now: datetime) -> int | None:
    """When it ends, in whole seconds since 1970 and no sooner than asked; None for never."""
    if not act.until or act.until > to_micros(now) + LONGEST_S * _MICROS:
        return None
    soonest = to_micros(now) + SHORTEST_S * _MICROS
    return -(-max(act.until, soonest) // _MICROS)


def _reaction(emoji: str) -> str | None:
    """The reaction of Telegram that looks like this; None for no reaction."""
    if not emoji:
        return None
    found = _REACTIONS.get(emoji.translate(_SHADES))
    if found is None:
        raise DeliveryFailed(f"Telegram has no reaction {emoji}", permanent=True)
    return found


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise DeliveryFailed(f"no id of Telegram: {text}", permanent=True) from None
