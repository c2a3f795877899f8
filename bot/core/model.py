"""The words of Hearth: who people are, where they write, and what reaches the bot.

A *person* has one *account* for each platform; language and zone are the person's.
A *member* is a person in one *community*; days, streaks, points and badges are the
member's. A community is settings and the chats of several platforms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from bot.core.folding import is_blank

CommunityId = NewType("CommunityId", str)
PersonId = NewType("PersonId", str)
MemberId = NewType("MemberId", str)
AccountId = NewType("AccountId", str)

LOCALES = ("zh", "en")
PRIVATE = "private"


def speaks(hint: str) -> str:
    """Which of our languages a client's locale asks for, "" when it says nothing."""
    if not hint:
        return ""
    return "zh" if hint.lower().startswith("zh") else "en"


class Sender(StrEnum):
    """What kind of author wrote a message; only a person can be a member."""

    PERSON = "person"
    BOT = "bot"
    WEBHOOK = "webhook"
    CHANNEL = "channel"
    ANONYMOUS = "anonymous"


class Rank(IntEnum):
    """What a person may do in a community; a higher rank may do all that a lower one may."""

    MEMBER = 0
    MODERATOR = 1
    ADMIN = 2
    OWNER = 3


class Kind(StrEnum):
    """What happened on the platform."""

    MESSAGE = "message"
    EDIT = "edit"
    DELETE = "delete"
    REACTION = "reaction"
    BUTTON = "button"
    JOIN = "join"
    LEAVE = "leave"
    ROLE = "role"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update of a platform, translated: the only shape in which the world reaches the core.

    ``update_id`` identifies the update for its platform and bot account: the same one twice
    is a redelivery. ``at`` is when it reached the bot, ``sent_at`` when the person wrote it
    as the platform says; both are aware instants. ``handle`` is the @name by which the platform
    knows the writer alone, where it has such names. Strings hold no NUL and no lone surrogate.
    ``reply_to_user`` wrote the message that is answered, and is empty for the bot's own.
    ``answer_to`` is where its platform wants the answer, and ``file`` is how ``media`` is fetched;
    only its adapter reads them.
    """

    platform: str
    update_id: str
    chat: str
    user: str
    at: datetime
    sent_at: datetime
    kind: Kind = Kind.MESSAGE
    text: str = ""
    name: str = ""
    handle: str = ""
    bot: str = ""
    private: bool = False
    sender: Sender = Sender.PERSON
    locale: str = ""
    message_id: str = ""
    reply_to: str = ""
    reply_to_user: str = ""
    mentions: tuple[str, ...] = ()
    media: str = ""
    file: str = ""
    emoji: str = ""
    removed: bool = False
    by: str = ""
    button: str = ""
    role: str = ""
    invite: str = ""
    answer_to: str = ""
    moved_to: str = ""

    @property
    def where(self) -> str:
        """The chat as facts name it: a private one, which is named by its person, has no name."""
        return PRIVATE if self.private else self.chat

    @property
    def source(self) -> str:
        """The message as the ledger names it: platform/chat/id."""
        return f"{self.platform}/{self.where}/{self.message_id}"

    @property
    def lane(self) -> tuple[str, str]:
        """Updates with the same lane are handled in the order of their arrival."""
        return (self.platform, self.chat)


@dataclass(frozen=True, slots=True)
class Community:
    """A community as its section of the config names it; ``zone`` is an IANA name."""

    id: CommunityId
    name: str
    zone: str
    locale: str


@dataclass(frozen=True, slots=True)
class Account:
    """What one person is on one platform; ``user`` is the platform's own id of them."""

    id: AccountId
    person: PersonId
    platform: str
    user: str
    name: str

    @property
    def shown(self) -> str:
        """The name as answers show it; the platform's id where nobody would see anything of it."""
        return self.user if is_blank(self.name) else self.name


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in a turn: an account, the person behind it, and what they are in this community.

    ``member`` is empty for someone who is not a member of the community. ``locale`` and
    ``zone`` are the person's own choices, empty where there is none.
    """

    account: Account
    member: MemberId
    rank: Rank
    locale: str
    zone: str
