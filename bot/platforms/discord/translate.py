"""From Discord's events, as JSON, to updates. Pure: nothing here knows the client library.

What identifies an update: a message its id, an edit id and time, a deletion id and ``d``, an
interaction its id; reactions, joins and roles the place in their session
(``docs/features/platforms.md`` §9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.core.model import Incoming, Kind, Sender
from bot.platforms.cleaning import storable
from bot.platforms.discord.answers import PRIVATE_FLAG, AnswerTo
from bot.platforms.discord.commands import called, text_of

PLATFORM: Final = "discord"
Data = Mapping[str, Any]

MALFORMED: Final = (AttributeError, KeyError, OverflowError, TypeError, ValueError)
"""What reading an event raises that is not as Discord documents it."""

_EPOCH: Final = datetime(2015, 1, 1, tzinfo=UTC)
# A message, a reply, and the two kinds in which other bots answer commands.
_WRITTEN: Final = (0, 19, 20, 23)
_COMMAND, _COMPONENT = 2, 3
_MENTION: Final = re.compile(r"<@!?(\d+)>")
_NO_WORD: Final = re.compile(r"\s+")
# An @ that a word may begin with; one inside a name or an address is none.
_AT: Final = re.compile(r"(?<![A-Za-z0-9_.+<-])[@＠](?=\S)")
_ADMIN: Final = 1 << 3 | 1 << 5
_MODERATOR: Final = 1 << 1 | 1 << 2 | 1 << 13 | 1 << 40


@dataclass(frozen=True, slots=True)
class Scene:
    """What an event does not say itself.

    ``bot`` is our user's id; ``chat_of`` names the chat of a channel in a guild, or of the
    whole guild for the channel ""; ``place`` is the event's place in its session; ``author_of``
    is who wrote a message, "" when that is not known any more; the answers to the commands
    ``private`` are for the asker alone.
    """

    bot: str
    at: datetime
    chat_of: Callable[[str, str], str]
    place: Callable[[], str]
    author_of: Callable[[str], str]
    private: Container[str] = ()


def translate(event: str, data: Data, scene: Scene) -> list[Incoming]:
    """The updates that an event is: none for what we said ourselves or do not follow.

    Raises one of MALFORMED for an event that is not as Discord documents it.
    """
    match event:
        case "MESSAGE_CREATE":
            return _written(data, scene)
        case "MESSAGE_UPDATE":
            return _edited(data, scene)
        case "MESSAGE_DELETE":
            return [_deleted(data, str(data["id"]), scene)]
        case "MESSAGE_DELETE_BULK":
            return [_deleted(data, str(each), scene) for each in data["ids"]]
        case "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE":
            return _reacted(data, scene, removed=event.endswith("REMOVE"))
        case "GUILD_MEMBER_ADD" | "GUILD_MEMBER_REMOVE":
            return _came_or_left(data, scene, joined=event.endswith("ADD"))
        case "INTERACTION_CREATE":
            return _interaction(data, scene)
    return []


def role_of(permissions: int) -> str:
    """What a person with these permissions is to us.

    Who administers the server or may manage it is an admin; who may manage messages, kick, ban
    or mute is a moderator.
    """
    if permissions & _ADMIN:
        return "admin"
    return "moderator" if permissions & _MODERATOR else "member"


def role_update(update: Incoming, role: str) -> Incoming:
    """What the author of ``update`` is in its chat, told before it."""
    return Incoming(
        platform=PLATFORM,
        update_id=f"{update.update_id}r",
        chat=update.chat,
        user=update.user,
        at=update.at,
        sent_at=update.sent_at,
        kind=Kind.ROLE,
        bot=update.bot,
        role=role,
    )


def sent_at(snowflake: str) -> datetime:
    """When something with this id came to be."""
    return _EPOCH + timedelta(milliseconds=int(snowflake) >> 22)


def snowflake(at: datetime) -> int:
    """The first id that something of this instant may have."""
    return ((at - _EPOCH) // timedelta(milliseconds=1)) << 22


def _update(data: Data, scene: Scene, update_id: str, user: str, kind: Kind) -> Incoming:
    guild = str(data.get("guild_id") or "")
    channel = str(data.get("channel_id") or "")
    return Incoming(
        platform=PLATFORM,
        update_id=update_id,
        # A private chat is named by the person, as a reminder names it.
        chat=scene.chat_of(guild, channel) if guild else user,
        user=user,
        at=scene.at,
        sent_at=scene.at,
        kind=kind,
        bot=scene.bot,
        private=not guild,
    )


def _written(data: Data, scene: Scene) -> list[Incoming]:
    author = data["author"]
    if str(author["id"]) == scene.bot or data.get("type", 0) not in _WRITTEN:
        return []
    number = str(data["id"])
    text, mentions = _with_names(str(data.get("content", "")), data.get("mentions", ()), scene.bot)
    reference = data.get("message_reference") or {}
    answered = data.get("referenced_message") or {}
    update = _update(data, scene, number, str(author["id"]), Kind.MESSAGE)
    if update.private and str(author["id"]) != scene.bot and data.get("webhook_id"):
        return []
    media, file = _attached(data, update.chat)
    return [
        replace(
            update,
            sent_at=sent_at(number),
            text=text,
            name=_name(author, data.get("member") or {}),
            sender=_sender(data),
            message_id=number,
            reply_to=str(reference.get("message_id") or ""),
            reply_to_user=_other(answered.get("author") or {}, scene.bot),
            mentions=mentions,
            media=media,
            file=file,
        )
    ]


def _other(author: Data, bot: str) -> str:
    """Whose message it is; "" for the bot's own."""
    user = str(author.get("id") or "")
    return "" if user == bot else user


def _edited(data: Data, scene: Scene) -> list[Incoming]:
    edited, author = data.get("edited_timestamp"), data.get("author")
    # Discord also says "updated" when it adds a preview: nobody edited anything then.
    if not edited or not author or str(author["id"]) == scene.bot:
        return []
    number, user = str(data["id"]), str(author["id"])
    text, mentions = _with_names(str(data.get("content", "")), data.get("mentions", ()), scene.bot)
    update = _update(data, scene, f"{number}e{edited}", user, Kind.EDIT)
    when = datetime.fromisoformat(str(edited)).astimezone(UTC)
    media, file = _attached(data, update.chat)
    return [
        replace(
            update,
            sent_at=when,
            text=text,
            sender=_sender(data),
            message_id=number,
            mentions=mentions,
            by=user,
            media=media,
            file=file,
        )
    ]


def _deleted(data: Data, number: str, scene: Scene) -> Incoming:
    user = scene.author_of(number)
    return replace(
        _update(data, scene, f"{number}d", user, Kind.DELETE), message_id=number, by=user
    )


def _reacted(data: Data, scene: Scene, *, removed: bool) -> list[Incoming]:
    user, emoji = str(data["user_id"]), data["emoji"]
    if user == scene.bot:
        return []
    sign = str(emoji.get("name") or "")
    if emoji.get("id"):
        sign = f"{sign}:{emoji['id']}"
    update = _update(data, scene, scene.place(), user, Kind.REACTION)
    return [
        replace(update, message_id=str(data["message_id"]), emoji=storable(sign), removed=removed)
    ]


def _came_or_left(data: Data, scene: Scene, *, joined: bool) -> list[Incoming]:
    user = data["user"]
    if str(user["id"]) == scene.bot:
        return []
    kind = Kind.JOIN if joined else Kind.LEAVE
    update = _update(data, scene, scene.place(), str(user["id"]), kind)
    sender = Sender.BOT if user.get("bot") else Sender.PERSON
    return [replace(update, name=_name(user, data), sender=sender)]


def _interaction(data: Data, scene: Scene) -> list[Incoming]:
    member = data.get("member") or {}
    user = member.get("user") or data["user"]
    number, kind = str(data["id"]), data["type"]
    place = {"guild_id": data.get("guild_id"), "channel_id": data.get("channel_id")}
    update = replace(
        _update(place, scene, number, str(user["id"]), Kind.MESSAGE),
        sent_at=sent_at(number),
        name=_name(user, member),
        locale=str(data.get("locale") or ""),
        message_id=number,
    )
    if kind == _COMPONENT:
        return [_pressed(update, data)]
    if kind != _COMMAND or data["data"].get("type", 1) != 1:
        return []
    text, mentions = text_of(data["data"])
    private = bool(data.get("guild_id")) and called(data["data"]) in scene.private
    answer_to = AnswerTo.command(number, str(data["token"]), update.user, private=private)
    return [replace(update, text=storable(text), mentions=mentions, answer_to=answer_to.written)]


def _pressed(update: Incoming, data: Data) -> Incoming:
    hangs_on = data.get("message") or {}
    # A press is no message that an answer could point at.
    pressed = replace(
        update,
        kind=Kind.BUTTON,
        button=storable(str(data["data"]["custom_id"])),
        message_id="",
        reply_to=str(hangs_on.get("id") or ""),
    )
    if not int(hangs_on.get("flags") or 0) & PRIVATE_FLAG:
        return pressed
    answer_to = AnswerTo.press(update.update_id, str(data["token"]), update.user)
    return replace(pressed, answer_to=answer_to.written)


def _with_names(content: str, named: Sequence[Data], bot: str) -> tuple[str, tuple[str, ...]]:
    """The text with @words for mentions, and whom each @word of it names, "" for nobody."""
    names = {str(each["id"]): _NO_WORD.sub("_", str(each["username"])) for each in named}
    names[bot] = bot
    text, mentions, end = "", [], 0
    for found in _MENTION.finditer(content):
        between = content[end : found.start()]
        mentions += [""] * len(_AT.findall(between))
        text += between
        if text and not text[-1].isspace():
            text += " "
        text += f"@{names.get(found[1], found[1])}"
        mentions.append(found[1])
        end = found.end()
        if content[end : end + 1].strip():
            text += " "
    mentions += [""] * len(_AT.findall(content[end:]))
    return storable(text + content[end:]), tuple(mentions)


def _name(user: Data, member: Data) -> str:
    return storable(
        str(member.get("nick") or user.get("global_name") or user.get("username") or "")
    )


def _sender(data: Data) -> Sender:
    if data.get("webhook_id"):
        return Sender.WEBHOOK
    return Sender.BOT if data["author"].get("bot") else Sender.PERSON


def _attached(data: Data, chat: str) -> tuple[str, str]:
    """What kind of file a message has and how it is fetched: the first picture, else the first."""
    files = data.get("attachments") or ()
    if not files:
        return "", ""
    pictures = [each for each in files if str(each.get("content_type")).startswith("image/")]
    first = (pictures or files)[0]
    # Its address would end after a day: bot/platforms/discord/files.py asks for a new one.
    return "photo" if pictures else "file", storable(f"{chat}:{data['id']}:{first['id']}")
