"""One chat of the simulated room: what was written in it, by whom, and who is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.model import Incoming, Kind
from bot.core.outgoing import Purpose
from bot.rehearsal.replies import Key, Plain, Values

BOT = ""
"""The author of what the bot wrote."""


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button under a message; ``token`` goes back to the bot when it is pressed."""

    key: str
    label: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the bot gives to a platform: one message, as members will see it.

    The fields are those of a ``ReplyRow``; ``private`` says that only ``to`` may see it,
    ``picture`` is the file of what ``card`` describes, b"" where none is shown. ``file`` is the
    name and the content of one that came with it.
    """

    chat: str
    to: str = ""
    in_reply_to: str = ""
    key: Key = ""
    values: Values = field(default_factory=dict)
    text: str = ""
    buttons: tuple[ShownButton, ...] = ()
    mentions: tuple[str, ...] | str = ()
    card: Mapping[str, Plain] | None = None
    kind: Purpose = Purpose.REPLY
    private: bool = False
    picture: bytes = b""
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """A message as it stands in the chat now; ``user`` is ``BOT`` for the bot's own.

    ``reactions`` are (emoji, user) in the order in which they came; ``shown`` is what the bot
    gave last, None for a person's message.
    """

    id: str
    user: str
    text: str
    at: datetime
    edited: bool = False
    deleted: bool = False
    reactions: tuple[tuple[str, str], ...] = ()
    shown: Shown | None = None


class Chat:
    """The state of one chat. Only what happens in it changes it."""

    def __init__(self) -> None:
        self.messages: dict[str, ChatMessage] = {}
        """In the order of first sending, also those that were deleted."""
        self.members: dict[str, str] = {}
        """The id of each person who is there, with the name they last had."""
        self.roles: dict[str, str] = {}

    def happened(self, incoming: Incoming) -> None:
        """The chat is as it is after this. What cannot be (an edit of nothing) changes nothing."""
        match incoming.kind:
            case Kind.MESSAGE:
                self._write(incoming)
            case Kind.EDIT:
                self._change(incoming.message_id, text=incoming.text)
            case Kind.DELETE:
                self.delete(incoming.message_id)
            case Kind.REACTION:
                self._react(incoming)
            case Kind.JOIN:
                self._is_there(incoming)
            case Kind.LEAVE:
                self.members.pop(incoming.user, None)
                self.roles.pop(incoming.user, None)
            case Kind.ROLE:
                self._is_there(incoming)
                self.roles[incoming.user] = incoming.role
            case Kind.BUTTON:
                pass

    def said(self, message_id: str, at: datetime, shown: Shown) -> None:
        """The bot's new message is the newest of the chat."""
        self.messages[message_id] = ChatMessage(
            id=message_id, user=BOT, text=shown.text, at=at, shown=shown
        )

    def changed(self, message_id: str, shown: Shown) -> bool:
        """The bot's message shows this now; False where there is none that can be changed."""
        message = self._standing(message_id)
        if message is None or message.shown is None:
            return False
        self.messages[message_id] = replace(message, text=shown.text, edited=True, shown=shown)
        return True

    def delete(self, message_id: str) -> bool:
        """The message is gone for everybody; False where there was none."""
        message = self._standing(message_id)
        if message is None:
            return False
        self.messages[message_id] = replace(message, deleted=True)
        return True

    def react(self, message_id: str, emoji: str) -> bool:
        """The bot's own reaction to the message is this one, none for ""; False without one."""
        message = self._standing(message_id)
        if message is None:
            return False
        others = tuple(each for each in message.reactions if each[1] != BOT)
        own = ((emoji, BOT),) if emoji else ()
        self.messages[message_id] = replace(message, reactions=others + own)
        return True

    def newest_of_bot(self, back: int) -> ChatMessage | None:
        """The bot's message that has ``back`` newer ones of the bot; None before the first."""
        newest_first = reversed(self.messages.values())
        own = (message for message in newest_first if message.shown is not None)
        return next((message for place, message in enumerate(own) if place == back), None)

    def _write(self, incoming: Incoming) -> None:
        self._is_there(incoming)
        message_id = id_of(incoming)
        if message_id not in self.messages:
            self.messages[message_id] = ChatMessage(
                id=message_id, user=incoming.user, text=incoming.text, at=incoming.sent_at
            )

    def _change(self, message_id: str, *, text: str) -> None:
        message = self._standing(message_id)
        if message is not None:
            self.messages[message_id] = replace(message, text=text, edited=True)

    def _react(self, incoming: Incoming) -> None:
        message = self._standing(incoming.message_id)
        if message is None:
            return
        this = (incoming.emoji, incoming.user)
        others = tuple(each for each in message.reactions if each != this)
        reactions = others if incoming.removed else message.reactions
        if not incoming.removed and this not in reactions:
            reactions = (*reactions, this)
        self.messages[message.id] = replace(message, reactions=reactions)

    def _is_there(self, incoming: Incoming) -> None:
        self.members[incoming.user] = incoming.name or self.members.get(incoming.user, "")

    def _standing(self, message_id: str) -> ChatMessage | None:
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message


def id_of(incoming: Incoming) -> str:
    """The id that a person's message has in its chat."""
    return incoming.message_id or incoming.update_id
