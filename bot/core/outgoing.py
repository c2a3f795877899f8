"""What the bot wants to say or do on a platform, before it has a language or a shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from bot.core.text import Text

DAY_S: Final = 86_400


class Purpose(StrEnum):
    """Why the bot speaks; replies were asked for, the others were not."""

    REPLY = "reply"
    NOTICE = "notice"
    REMINDER = "reminder"
    RECAP = "recap"
    MODERATION = "moderation"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. Pressing it runs the ``@button`` named ``action`` with ``args``.

    It works for the asker alone, in this chat, for ``lifetime_s`` seconds, and as often as
    it is pressed unless ``once``. ``key`` is what a transcript may press it by; ``command``
    is what to type instead where a platform has no buttons.
    """

    key: str
    label: Text
    action: str
    args: tuple[str, ...] = ()
    lifetime_s: int = DAY_S
    once: bool = False
    command: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file, described: ``kind`` says who makes it, ``values`` of what; ``name`` is the file's.

    It is made when the message is sent, by the ``@offers("document", kind)`` of a cog. Its name
    ends as what it holds is called: ``.json``, ``.csv``, ``.txt``.
    """

    name: str
    kind: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A picture, described: ``name`` says who draws it, ``values`` what it shows.

    It is drawn when the message is sent, by the ``@offers("picture", name)`` of a cog. The
    message's sentences say the same in words; where no picture can be shown they stand alone.
    """

    name: str
    values: tuple[tuple[str, str | int], ...] = ()

    def showing(self, more: Mapping[str, str | int]) -> Card:
        """The card with these values besides its own."""
        return replace(self, values=(*self.values, *more.items())) if more else self


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to what was asked: sentences, one a line, and buttons under them.

    ``replaces`` says that pressing a button shows this in place of the message it hangs on,
    where the platform can edit. A ``card`` or a ``document`` comes with the first message. A
    ``private`` one is for the asker alone: asked for in a group, it comes in private, and the
    group hears only that. A ``secret`` one is kept no longer than until it is sent. ``closing``
    gives the sentences that stand last: it is asked once all that the turn told was heard, so
    they say what holds then. Of a ``trial`` nothing is kept but this answer: a preview cannot
    differ from the act. Its sentence stands at the end, before what listeners have said. Raises
    ValueError for a card and a document at once, which no message can carry.
    """

    texts: tuple[Text, ...]
    buttons: tuple[Button, ...] = ()
    replaces: bool = False
    card: Card | None = None
    private: bool = False
    secret: bool = False
    document: Document | None = None
    closing: Callable[[], Awaitable[Sequence[Text]]] | None = None
    trial: Text | None = None

    def __post_init__(self) -> None:
        if self.card is not None and self.document is not None:
            raise ValueError("a message brings a picture or a file, not both")

    @classmethod
    def of(cls, key: str, /, **values: str | int | Text) -> Reply:
        """A reply of one sentence."""
        return cls((Text(key, **values),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A message that names the first ``most`` of some people, and counts all others.

    Between ``head`` and ``foot`` each of ``lines`` names one; ``others`` are not among these.
    ``more`` is the sentence that says how many there are besides, as ``count``, and ``rest`` says
    the same where nobody is named, in place of ``head``.
    """

    head: Text
    lines: tuple[Text, ...]
    foot: Text
    most: int
    others: int
    more: str
    rest: str

    def texts(self, kept: Sequence[int]) -> tuple[Text, ...]:
        """What it says of those of ``lines`` with these numbers; nothing where that is nobody."""
        lines = [self.lines[number] for number in kept]
        besides = len(lines[self.most :]) + self.others
        if not lines:
            return (Text(self.rest, count=besides), self.foot) if besides else ()
        more = (Text(self.more, count=besides),) if besides else ()
        return (self.head, *lines[: self.most], *more, self.foot)


class NoticeOf(NamedTuple):
    """Whom a notice tells of what kind; ``still`` asks whether there is still something to say.

    ``users`` are the platform's ids of accounts; ``still`` is "" where nothing can change it.
    ``listed``: what it says to all, with a line for each of them, in their order.
    ``counted``: the account and its local day among whose messages it is counted, unless it is
    never sent.
    """

    kind: str
    users: tuple[str, ...]
    still: str = ""
    listed: Listed | None = None
    counted: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """What is said somewhere else when a platform does not take a message; once for each ``key``.

    ``to`` is the one who alone reads that chat, "" for a group.
    """

    platform: str
    chat: str
    to: str
    text: Text
    locale: str
    key: str


@dataclass(frozen=True, slots=True)
class Say:
    """A message that nobody asked for, to a chat of a platform.

    ``mentions`` are the platform ids of accounts that it may ping; ``cancel_key`` names it
    for ``Context.cancel`` while it waits; ``dedupe_key`` makes a second one with the same
    key no message at all. ``not_before`` and ``not_after`` are microseconds UTC, 0 for none.
    ``replaces`` is the platform's id of a message of the bot that is to show this instead.
    ``buttons`` work for ``to`` alone, who is known to the bot; in a group all see the message.
    A ``notice`` is looked at again when it has waited: `bot/community/notices.py`. ``otherwise``
    is said when it is refused. ``of_community``: in private it names the community to whoever
    belongs to several.
    """

    platform: str
    chat: str
    texts: tuple[Text, ...]
    purpose: Purpose = Purpose.NOTICE
    locale: str = ""
    to: str = ""
    mentions: tuple[str, ...] = ()
    cancel_key: str = ""
    dedupe_key: str = ""
    not_before: int = 0
    not_after: int = 0
    replaces: str = ""
    card: Card | None = None
    buttons: tuple[Button, ...] = ()
    notice: NoticeOf | None = None
    otherwise: Otherwise | None = None
    of_community: bool = False


class Doing(StrEnum):
    """What the bot can do on a platform besides speaking."""

    DELETE = "delete"
    REACT = "react"
    MUTE = "mute"
    UNMUTE = "unmute"
    KICK = "kick"
    BAN = "ban"
    UNBAN = "unban"
    GIVE_ROLE = "give_role"
    TAKE_ROLE = "take_role"


@dataclass(frozen=True, slots=True)
class Act:
    """Something is to be done in a chat: to ``message``, or to ``user``, by their platform ids.

    ``emoji`` is the reaction, "" takes the bot's own back; ``role`` is the platform's id of a
    role; ``until`` (microseconds UTC) ends a mute or a ban, 0 is for ever. ``reason`` stands in
    the platform's own record where it keeps one. Where the platform cannot do it, the
    moderators of the chat are asked to.
    """

    doing: Doing
    platform: str
    chat: str
    message: str = ""
    user: str = ""
    emoji: str = ""
    role: str = ""
    until: int = 0
    reason: Text | None = None
    cancel_key: str = ""
    dedupe_key: str = ""
