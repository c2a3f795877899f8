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
        """What ``in_reply_to`` of an answer to this line says: its ``id``, else ``line:N``."""
        return f"line:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InChat(Moment):
    """Something that happens in a chat."""

    platform: str
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPerson(InChat):
    """What a person does, or what becomes of them, in a chat."""

    user: str

    @property
    def private(self) -> bool:
        """A private chat has the person's id as its chat."""
        return self.chat == self.user


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine(ByPerson):
    """A person writes. ``at`` is when it reaches the bot, ``wrote_at`` when it was written."""

    kind: ClassVar[str] = "message"
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
    def wrote_at(self) -> datetime:
        """``sent_at``, or ``at`` where the line has none."""
        return self.at if self.sent_at is None else self.sent_at

    @property
    def update_id(self) -> str:
        """The line's own id, else ``line:N``."""
        return self.id or f"line:{self.number}"

    @property
    def answered_as(self) -> str:
        """The same."""
        return self.update_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(InChat):
    """Something becomes of the earlier message ``id``; an empty ``by`` is its author."""

    id: str

    @property
    def answered_as(self) -> str:
        """The id of that message."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine(Change):
    """The message now reads ``text``."""

    kind: ClassVar[str] = "edit"
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteLine(Change):
    """The message is gone."""

    kind: ClassVar[str] = "delete"
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionLine(ByPerson):
    """A person reacts to the message ``id``, or takes the reaction back."""

    kind: ClassVar[str] = "reaction"
    id: str
    emoji: str
    removed: bool = False

    @property
    def answered_as(self) -> str:
        """The id of the message reacted to."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonLine(ByPerson):
    """A person presses a button, by its label or key, on the bot's ``reply``-th message there.

    0 is the newest message, counted by first sending; an edit changes nothing.
    """

    kind: ClassVar[str] = "button"
    reply: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(ByPerson):
    """A person comes or goes, by an invite, or brought or sent away by ``by``."""

    name: str = ""
    invite: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinLine(Passage):
    """A person comes into the chat."""

    kind: ClassVar[str] = "join"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveLine(Passage):
    """A person is no longer in the chat."""

    kind: ClassVar[str] = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine(ByPerson):
    """The platform says that this person is ``member``, ``moderator``, ``admin`` or ``owner``."""

    kind: ClassVar[str] = "role"
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Moment):
    """The adapter of ``platform`` goes off or on; an empty one is the whole bot."""

    platform: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DownLine(Switch):
    """It is off."""

    kind: ClassVar[str] = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpLine(Switch):
    """It is on again."""

    kind: ClassVar[str] = "up"


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
