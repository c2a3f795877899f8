"""What the contract suite needs of a platform: people who act, and a look at what they see.

One bench for each adapter: the room's stands in ``room_bench.py``; an adapter of a real
platform brings its own, over its client library and a server on loopback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.rehearsal.lines import Fault


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot as it stands in a chat now; ``buttons`` are the labels."""

    text: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody writes ``text``; ``update`` identifies it where the same comes twice."""

    user: str
    text: str
    update: str = ""
    name: str = ""


class Bench(Protocol):
    """One platform with one group of one community, whose language is English.

    ``MODERATOR`` is a moderator there. Every method returns when all is quiet.
    """

    text_limit: int
    """The longest text of one message, in UTF-16 units."""
    repeats_what_was_lost: bool
    """Whether an answer whose confirmation was lost stands in the chat twice."""

    async def send(self, act: Act, *, private: bool = False) -> None:
        """Somebody writes, in the group or to the bot alone."""
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
        """The next sends of the bot meet this."""
        ...

    async def wait(self, seconds: float) -> None:
        """So much time has passed for the bot."""
        ...

    def seen(self, *, private: str = "") -> list[Seen]:
        """The bot's messages in the group, or in this person's private chat, oldest first."""
        ...


MODERATOR = "900"
