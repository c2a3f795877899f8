"""From a line of a transcript to the update that the bot gets (``docs/features/transcript.md``)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.core.model import Incoming, Kind
from bot.platforms.cleaning import storable
from bot.rehearsal.lines import (
    ButtonLine,
    DeleteLine,
    EditLine,
    JoinLine,
    LeaveLine,
    MessageLine,
    ReactionLine,
    RoleLine,
)
from bot.rehearsal.room_chat import BOT
from bot.rehearsal.room_platform import SimulatedPlatform

BOT_NAME: Final = "HearthBot"
"""What the bot is called in the room; ``@hearth_bot`` and ``@hearth`` are its names as well."""
_OUR_NAMES: Final = re.compile(r"[@＠](hearthbot|hearth_bot|hearth)(?![\w-])", re.IGNORECASE)

Happening = (
    MessageLine
    | EditLine
    | DeleteLine
    | ReactionLine
    | ButtonLine
    | JoinLine
    | LeaveLine
    | RoleLine
)
"""What somebody does in a chat."""


def incoming_of(line: Happening, platform: SimulatedPlatform, session: str = "") -> Incoming:
    """The update that the line is, as the room stands before it.

    ``session`` goes before the ids of updates and of people's messages, so that those of one
    session are not taken for those of another on the same database.
    """
    update = Incoming(
        platform=line.platform,
        update_id=session + line.update_id,
        chat=storable(line.chat),
        user="",
        at=line.at,
        sent_at=line.at,
        bot=BOT_NAME,
        message_id=_message_id(line, platform, session),
    )
    match line:
        case MessageLine():
            return _message(update, line, platform, session)
        case EditLine() | DeleteLine():
            return _change(update, line, platform)
        case ReactionLine():
            return replace(
                update,
                kind=Kind.REACTION,
                user=storable(line.user),
                private=line.private,
                emoji=storable(line.emoji),
                removed=line.removed,
            )
        case ButtonLine():
            return _press(update, line, platform)
        case JoinLine() | LeaveLine():
            return replace(
                update,
                kind=Kind.JOIN if isinstance(line, JoinLine) else Kind.LEAVE,
                user=storable(line.user),
                name=storable(line.name),
                invite=storable(line.invite),
                by=storable(line.by),
            )
        case RoleLine():
            return replace(update, kind=Kind.ROLE, user=storable(line.user), role=line.role)


def _message_id(line: Happening, platform: SimulatedPlatform, session: str) -> str:
    if isinstance(line, EditLine | DeleteLine | ReactionLine):
        return _named(platform, line.chat, line.id, session)
    return session + storable(line.answered_as)


def _named(platform: SimulatedPlatform, chat: str, message_id: str, session: str) -> str:
    """The message that a line names: a person's of this session, else the bot's or a stranger."""
    own = session + storable(message_id)
    return own if platform.message(storable(chat), own) else storable(message_id)


def _message(
    update: Incoming, line: MessageLine, platform: SimulatedPlatform, session: str
) -> Incoming:
    text = storable(line.text)
    called = _OUR_NAMES.search(text)
    reply_to = _named(platform, line.chat, line.reply_to, session) if line.reply_to else ""
    return replace(
        update,
        user=storable(line.user),
        sent_at=line.wrote_at,
        text=text,
        name=storable(line.name),
        bot=BOT_NAME if called is None else called[1],
        private=line.private,
        sender=line.sender,
        locale=line.locale,
        reply_to=reply_to,
        reply_to_user=_author(platform, update.chat, reply_to),
        mentions=tuple(storable(each) for each in line.mentions),
        media=storable(line.media),
    )


def _change(update: Incoming, line: EditLine | DeleteLine, platform: SimulatedPlatform) -> Incoming:
    author = _author(platform, update.chat, update.message_id)
    changed = replace(
        update,
        kind=Kind.DELETE,
        user=author,
        by=storable(line.by) or author,
        private=author == update.chat,
    )
    if isinstance(line, EditLine):
        return replace(changed, kind=Kind.EDIT, text=storable(line.text))
    return changed


def _press(update: Incoming, line: ButtonLine, platform: SimulatedPlatform) -> Incoming:
    button = platform.button(update.chat, line.reply, line.label)
    message = platform.reply(update.chat, line.reply)
    return replace(
        update,
        kind=Kind.BUTTON,
        user=storable(line.user),
        private=line.private,
        # No such button is a token that was never given, which is answered like an expired one.
        button="" if button is None else button.token,
        reply_to="" if message is None or message.deleted else message.id,
    )


def _author(platform: SimulatedPlatform, chat: str, message_id: str) -> str:
    message = platform.message(chat, message_id) if message_id else None
    return BOT if message is None else message.user
