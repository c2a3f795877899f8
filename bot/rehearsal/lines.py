"""The lines of a transcript, one value for each kind (`docs/features/transcript.md`).

The names of the fields are the keys of the format, in the order in which they are written.
An optional key that a line does not have is its default here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from bot.core.model import Sender


class Fault(StrEnum):
    """What the next sends to a platform meet."""

    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    ANSWER_LOST = "answer_lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What every line has: its place in the file, counted from 1, and its instant in UTC."""

    kind: ClassVar[str]
    number: int
    at: datetime

    @property
    def update_id(self) -> str:
        """What identifies this line as an update of its platform; the same one is a redelivery.

        ``line:N`` for all but a message with an id: the id of an edit, a deletion or a
        reaction names another message, not itself.
        """
        return f"line:{self.number}"

    @property
    def answered_as(self) -> str:
        """What ``in_reply_to`` of an answer to this line says: its own ``id``, else ``line:N``."""
        return f"line:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine(Moment):
    """A person writes. ``at`` is when it reaches the bot, ``wrote_at`` when it was written."""

    kind: ClassVar[str] = "message"
    platform: str
    chat: str
    user: str
    text: str
    id: str = ""
    name: str = ""
    locale: str = ""
    reply_to: str = ""
    mentions: tuple[str, ...] = ()
    media: str = ""
    sent_at: datetime | None = None
    sender: Sender = Sender.PERSON

    @property
    def private(self) -> bool:
        """A private chat has the person's id as its chat."""
        return self.chat == self.user

    @property
    def wrote_at(self) -> datetime:
        """``sent_at``, or ``at`` where the line has none."""
        return self.at if self.sent_at is None else self.sent_at

    @property
    def update_id(self) -> str:
        """The line's own id, else ``line:N``."""
        return self.id or f"line:{self.number}"

    @property
    def answered_as(self) -> str:
        """The line's own id, else ``line:N``."""
        return self.id or f"line:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine(Moment):
    """The earlier message ``id`` now reads ``text``; an empty ``by`` is its author."""

    kind: ClassVar[str] = "edit"
    platform: str
    chat: str
    id: str
    text: str
    by: str = ""

    @property
    def answered_as(self) -> str:
        """The id of the edited message."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteLine(Moment):
    """The earlier message ``id`` is gone; an empty ``by`` is its author."""

    kind: ClassVar[str] = "delete"
    platform: str
    chat: str
    id: str
    by: str = ""

    @property
    def answered_as(self) -> str:
        """The id of the deleted message."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionLine(Moment):
    """A person reacts to the message ``id``, or takes the reaction back."""

    kind: ClassVar[str] = "reaction"
    platform: str
    chat: str
    user: str
    id: str
    emoji: str
    removed: bool = False

    @property
    def private(self) -> bool:
        """A private chat has the person's id as its chat."""
        return self.chat == self.user

    @property
    def answered_as(self) -> str:
        """The id of the message reacted to."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonLine(Moment):
    """A person presses a button, by its label or key, on the bot's ``reply``-th message there.

    0 is the newest message, counted by first sending; an edit changes nothing.
    """

    kind: ClassVar[str] = "button"
    platform: str
    chat: str
    user: str
    reply: int
    label: str

    @property
    def private(self) -> bool:
        """A private chat has the person's id as its chat."""
        return self.chat == self.user


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinLine(Moment):
    """A person comes into the chat, by an invite or brought by somebody."""

    kind: ClassVar[str] = "join"
    platform: str
    chat: str
    user: str
    name: str = ""
    invite: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLine(Moment):
    """A person is no longer in the chat, sent away by ``by`` where it is not empty."""

    kind: ClassVar[str] = "leave"
    platform: str
    chat: str
    user: str
    name: str = ""
    invite: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine(Moment):
    """The platform says that this person is ``member``, ``moderator``, ``admin`` or ``owner``."""

    kind: ClassVar[str] = "role"
    platform: str
    chat: str
    user: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DownLine(Moment):
    """The adapter of ``platform`` is off; an empty one is the whole bot."""

    kind: ClassVar[str] = "down"
    platform: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpLine(Moment):
    """The adapter of ``platform`` is on again; an empty one is the whole bot."""

    kind: ClassVar[str] = "up"
    platform: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine(Moment):
    """The next ``times`` sends to the platform meet ``what``; ``retry_after`` is in seconds."""

    kind: ClassVar[str] = "fault"
    platform: str
    what: Fault
    times: int = 1
    retry_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine(Moment):
    """The wall clock jumps to ``at``, forward or back."""

    kind: ClassVar[str] = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class TickLine(Moment):
    """Nothing but time passes."""

    kind: ClassVar[str] = "tick"


Line = (
    MessageLine
    | EditLine
    | DeleteLine
    | ReactionLine
    | ButtonLine
    | JoinLine
    | LeaveLine
    | RoleLine
    | DownLine
    | UpLine
    | FaultLine
    | ClockLine
    | TickLine
)
