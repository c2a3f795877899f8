"""What the contract suite needs of a platform: people who act, and a look at what they see.

One bench for each adapter: the room's stands in ``room_bench.py``; an adapter of a real
platform brings its own, over its client library and a server on loopback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from bot.rehearsal.lines import Fault

COGS: Final = Path(__file__).parent / "cogs"
"""The folder of a cog that does what it is told: ``/do mute 42 3600``."""
MODERATOR = "900"
ROLE = "5001"
"""A role that may be given in the group, where the platform has roles."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot as it stands in a chat now; ``buttons`` are the labels.

    ``picture`` is the whole picture, b"" for none, ``file`` the name and the content of a file;
    ``id`` is the platform's.
    """

    text: str
    buttons: tuple[str, ...] = ()
    picture: bytes = b""
    file: tuple[str, bytes] | None = None
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody writes ``text``; ``update`` identifies it where the same comes twice."""

    user: str
    text: str
    update: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the platform has of a person in the group, as the bot has made it.

    ``muted_until`` is None for who may write, 0 for a mute without an end, else its end in
    microseconds UTC, also when that is past.
    """

    inside: bool = True
    banned: bool = False
    muted_until: int | None = None
    roles: tuple[str, ...] = ()


class Bench(Protocol):
    """One platform with one group of one community, whose language is English.

    ``MODERATOR`` is a moderator there, and the bot may do everything that its platform lets
    bots do. Every method that waits returns when all is quiet.
    """

    platform: str
    """Its name in the table of capabilities."""
    text_limit: int
    """The longest text of one message, in UTF-16 units."""
    repeats_what_was_lost: bool
    """Whether an answer whose confirmation was lost stands in the chat twice."""
    lacks_to_mute: str
    """What the bot is told to lack, in English, where it may not mute."""

    @property
    def now(self) -> int:
        """The bot's instant, in microseconds UTC."""
        ...

    async def send(self, act: Act, *, private: bool = False) -> str:
        """Somebody writes, in the group or to the bot alone; the platform's id of the message."""
        ...

    async def burst(self, acts: Sequence[Act]) -> None:
        """All of these arrive before any is answered."""
        ...

    async def burst_and_restart(self, acts: Sequence[Act]) -> None:
        """The bot is stopped in the middle of these; then it gets all of them once more."""
        ...

    async def press(self, user: str, label: str) -> None:
        """Somebody presses a button of the bot's newest message in the group that has it."""
        ...

    async def press_forged(self, user: str) -> None:
        """Somebody sends the press of a button that was never given."""
        ...

    async def restart(self) -> None:
        """The bot has ended and runs again on the same database."""
        ...

    async def meet(self, fault: Fault, *, times: int = 1, retry_after: float | None = None) -> None:
        """The next sends and acts of the bot meet this."""
        ...

    async def wait(self, seconds: float) -> None:
        """So much time has passed for the bot."""
        ...

    def disarm(self) -> None:
        """The bot may write in the group from now on, and do nothing else there."""
        ...

    def refuse_pictures(self) -> None:
        """The platform takes no picture of the bot's from now on, and says so for good."""
        ...

    def refuse_files(self) -> None:
        """The platform takes no file of the bot's from now on, and says so for good."""
        ...

    def open_private(self, user: str) -> None:
        """The person has a private chat with the bot, who may write there."""
        ...

    def close_private(self, user: str) -> None:
        """The person's private chat takes nothing of the bot's."""
        ...

    def leaves(self, user: str) -> None:
        """The person is not in the group any more; the bot need not hear of it."""
        ...

    def delete(self, message: str) -> None:
        """The message in the group is gone; the bot need not hear of it."""
        ...

    def seen(self, *, private: str = "") -> list[Seen]:
        """The bot's messages in the group, or in this person's private chat, oldest first.

        Without those that were deleted.
        """
        ...

    def stands(self, message: str) -> bool:
        """Whether the message, anybody's, stands in the group: it was sent and not deleted."""
        ...

    def reactions(self, message: str) -> list[str]:
        """The bot's own reactions to the message in the group."""
        ...

    def standing(self, user: str) -> Standing:
        """What the platform has of this person, who has written in the group."""
        ...
