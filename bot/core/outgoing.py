"""What the bot wants to say or do on a platform, before it has a language or a shape."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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

    It is made when the message is sent, by the ``@offers("document", kind)`` of a cog.
    """

    name: str
    kind: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to what was asked: sentences, one a line, and buttons under them.

    ``replaces`` says that pressing a button shows this in place of the message it hangs on,
    where the platform can edit. A ``private`` one is for the asker alone: asked for in a group,
    it comes in private, and the group hears only that. A ``secret`` one is kept no longer than
    until it is sent. ``document`` comes with the first message.
    """

    texts: tuple[Text, ...]
    buttons: tuple[Button, ...] = ()
    replaces: bool = False
    private: bool = False
    secret: bool = False
    document: Document | None = None

    @classmethod
    def of(cls, key: str, /, **values: str | int | Text) -> Reply:
        """A reply of one sentence."""
        return cls((Text(key, **values),))


@dataclass(frozen=True, slots=True)
class Say:
    """A message that nobody asked for, to a chat of a platform.

    ``mentions`` are the platform ids of accounts that it may ping; ``cancel_key`` names it
    for ``Context.cancel`` while it waits; ``dedupe_key`` makes a second one with the same
    key no message at all. ``not_before`` and ``not_after`` are microseconds UTC, 0 for none.
    ``buttons`` work for ``to`` alone, who is known to the bot.
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
    buttons: tuple[Button, ...] = ()
