"""From an update of Telegram to what the core understands. Pure: the same update, the same answer.

One update may be several happenings: a new admin who has just joined, or two reactions changed
at once. The first keeps the update's own id, the others have ``/1``, ``/2`` … behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageReactionUpdated,
    ReactionType,
    ReactionTypeCustomEmoji,
    ReactionTypeEmoji,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ChatType

from bot.core.model import Incoming, Kind, Sender
from bot.platforms.cleaning import storable
from bot.platforms.telegram.mentions import Me, read_mentions
from bot.platforms.telegram.places import chat_name

PLATFORM: Final = "telegram"
_INSIDE: Final = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_ID: Final = re.compile(r"(?:-?[0-9]+(?:/[0-9]+)?)?")
_IDS: Final = ("chat", "user", "message_id", "reply_to", "reply_to_user", "by", "moved_to")
# What a message may carry besides words; the first that is there names it.
_MEDIA: Final = (
    "photo", "animation", "video", "video_note", "voice", "audio", "sticker", "document",
    "poll", "location", "contact", "dice", "story",
)  # fmt: skip


def translate(update: Update, me: Me, at: datetime) -> tuple[Incoming, ...]:
    """What has happened, in order; nothing for updates that say nothing to the bot.

    ``at`` is when the update reached the bot. The library takes any value for any other: raises
    one of ``wire.MALFORMED`` for an update that is none of Telegram's.
    """
    found = tuple(_happenings(update, me, at))
    for each in found:
        _check(each)
    numbered = [replace(each, update_id=f"{update.update_id}/{n}") for n, each in enumerate(found)]
    if numbered:
        numbered[0] = replace(numbered[0], update_id=str(update.update_id))
    return tuple(numbered)


def role_of(member: ChatMember) -> str:
    """What someone is for Hearth: who may appoint admins is one, who may restrict a moderator."""
    if member.status == ChatMemberStatus.OWNER:
        return "owner"
    if not isinstance(member, ChatMemberAdministrator):
        return "member"
    if member.can_promote_members:
        return "admin"
    return "moderator" if member.can_restrict_members or member.can_delete_messages else "member"


def is_inside(member: ChatMember) -> bool:
    """Whether this one is in the chat now."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in _INSIDE


def _check(happening: Incoming) -> None:
    ids = (getattr(happening, name) for name in _IDS)
    if not isinstance(happening.sent_at, datetime):
        raise TypeError("an instant is missing")
    if not all(_ID.fullmatch(each) for each in (*ids, *happening.mentions)):
        raise ValueError("an id is no number")


def _happenings(update: Update, me: Me, at: datetime) -> Iterator[Incoming]:
    base = Incoming(PLATFORM, str(update.update_id), "", "", at, at, bot=me.name)
    if update.message is not None:
        yield from _message(base, update.message, me)
    elif update.edited_message is not None:
        for each in _message(base, update.edited_message, me):
            edited = update.edited_message.edit_date or at
            yield replace(each, kind=Kind.EDIT, by=each.user, sent_at=edited)
    elif update.callback_query is not None:
        yield from _press(base, update.callback_query)
    elif update.message_reaction is not None:
        yield from _reactions(base, update.message_reaction)
    elif update.chat_member is not None:
        yield from _membership(base, update.chat_member)


def _message(base: Incoming, message: Message, me: Me) -> Iterator[Incoming]:
    if message.migrate_to_chat_id is not None:
        yield _move(base, message, message.chat.id, message.migrate_to_chat_id)
        return
    if message.migrate_from_chat_id is not None:
        yield _move(base, message, message.migrate_from_chat_id, message.chat.id)
        return
    media = next((name for name in _MEDIA if getattr(message, name, None)), "")
    text = message.text or message.caption or ""
    author = message.sender_chat or message.from_user
    if author is None or not (text or media):
        return
    entities = message.entities or message.caption_entities
    text, mentions = read_mentions(text, entities, me)
    answered = _answered(message)
    yield replace(
        base,
        chat=_place(message),
        user=str(author.id),
        sent_at=message.date,
        text=storable(text),
        name=_name(author),
        handle=storable(author.username or ""),
        private=message.chat.type == ChatType.PRIVATE,
        sender=_sender(message),
        locale=storable(author.language_code or "") if isinstance(author, User) else "",
        message_id=str(message.message_id),
        reply_to="" if answered is None else str(answered.message_id),
        reply_to_user="" if answered is None else _author(answered, me),
        mentions=mentions,
        media=media,
        file=_file(getattr(message, media)) if media else "",
    )


def _file(media: object) -> str:
    """By what it is fetched, a photo in its largest size; "" for what is no file."""
    if isinstance(media, tuple):
        media = max(media, key=lambda size: size.width * size.height)
    return storable(str(getattr(media, "file_id", "")))


def _move(base: Incoming, message: Message, old: int, new: int) -> Incoming:
    return replace(base, kind=Kind.MOVE, chat=str(old), moved_to=str(new), sent_at=message.date)


def _press(base: Incoming, query: CallbackQuery) -> Iterator[Incoming]:
    message = query.message
    if message is None or not query.data:
        return
    place = _place(message) if isinstance(message, Message) else str(message.chat.id)
    yield replace(
        base,
        kind=Kind.BUTTON,
        chat=place,
        user=str(query.from_user.id),
        name=_name(query.from_user),
        private=message.chat.type == ChatType.PRIVATE,
        locale=storable(query.from_user.language_code or ""),
        reply_to=str(message.message_id),
        button=storable(query.data),
    )


def _reactions(base: Incoming, changed: MessageReactionUpdated) -> Iterator[Incoming]:
    author = changed.user or changed.actor_chat
    if author is None:
        return
    old = [_emoji(each) for each in changed.old_reaction]
    new = [_emoji(each) for each in changed.new_reaction]
    reaction = replace(
        base,
        kind=Kind.REACTION,
        chat=str(changed.chat.id),
        user=str(author.id),
        name=_name(author),
        sent_at=changed.date,
        private=changed.chat.type == ChatType.PRIVATE,
        sender=Sender.PERSON if changed.user is not None else Sender.ANONYMOUS,
        message_id=str(changed.message_id),
    )
    for emoji in old:
        if emoji not in new:
            yield replace(reaction, emoji=emoji, removed=True)
    for emoji in new:
        if emoji not in old:
            yield replace(reaction, emoji=emoji)


def _membership(base: Incoming, changed: ChatMemberUpdated) -> Iterator[Incoming]:
    user = changed.new_chat_member.user
    before, after = is_inside(changed.old_chat_member), is_inside(changed.new_chat_member)
    link = changed.invite_link
    member = replace(
        base,
        chat=str(changed.chat.id),
        user=str(user.id),
        name=_name(user),
        sent_at=changed.date,
        sender=Sender.BOT if user.is_bot else Sender.PERSON,
        locale=storable(user.language_code or ""),
        by="" if changed.from_user.id == user.id else str(changed.from_user.id),
    )
    if after and not before:
        invite = "" if link is None else storable(link.name or link.invite_link)
        yield replace(member, kind=Kind.JOIN, invite=invite)
    role = role_of(changed.new_chat_member)
    if role != role_of(changed.old_chat_member):
        yield replace(member, kind=Kind.ROLE, role=role)
    if before and not after:
        yield replace(member, kind=Kind.LEAVE)


def _place(message: Message) -> str:
    # In groups without topics a thread is a chain of replies, not a place.
    topic = message.message_thread_id if message.is_topic_message else None
    return chat_name(message.chat.id, topic)


def _answered(message: Message) -> Message | None:
    """What is replied to; in a topic every message also answers the one that opened it."""
    answered = message.reply_to_message
    return None if answered is None or answered.forum_topic_created is not None else answered


def _author(message: Message, me: Me) -> str:
    author = message.sender_chat or message.from_user
    return "" if author is None or author.id == me.id else str(author.id)


def _sender(message: Message) -> Sender:
    own = message.sender_chat
    if own is not None:
        return Sender.ANONYMOUS if own.id == message.chat.id else Sender.CHANNEL
    if message.from_user is not None and message.from_user.is_bot:
        return Sender.BOT
    return Sender.PERSON


def _name(author: User | Chat) -> str:
    return storable(author.full_name if isinstance(author, User) else author.title or "")


def _emoji(reaction: ReactionType) -> str:
    if isinstance(reaction, ReactionTypeEmoji):
        return storable(reaction.emoji)
    if isinstance(reaction, ReactionTypeCustomEmoji):
        return f"custom:{reaction.custom_emoji_id}"
    return storable(str(reaction.type))
