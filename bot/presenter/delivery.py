"""What passes between the outbox and a platform's adapter."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.clock import Clock
from bot.core.cog import CommandSpec
from bot.core.model import Incoming
from bot.core.options import Option
from bot.core.outgoing import Act
from bot.core.text import Text
from bot.presenter.render import Limits, Part

TakeIn = Callable[[Incoming], Awaitable[None]]
"""Returns when the update is stored or handled: it may be confirmed to its platform."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture to be shown: PNG or JPEG, of a name that ends so."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message; its name ends as what it holds is called."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for a platform: ``part`` in the language of its reader.

    ``replaces`` is the platform's id of a message to be shown anew, "" for a new message.
    ``body`` is what was decided, before it had a language. ``key`` is the same when the same
    part is delivered again, since its answer was lost; ``first`` says that no part of this
    message was accepted before. ``image`` or ``file`` comes with the part, whose text is its
    caption.
    """

    platform: str
    chat: str
    part: Part
    body: Mapping[str, Any]
    replaces: str = ""
    key: str = ""
    first: bool = True
    image: Image | None = None
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to be done on a platform: ``act`` with its ``reason`` in the chat's language."""

    act: Act
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform takes messages; 0 is no limit.

    ``group_a_minute`` counts for a whole group with all its topics, ``chat_a_second`` for any
    chat. The first message to a private chat counts as ``opening`` more, where that chat has to be
    opened by a request of its own.
    """

    all_a_second: int = 0
    group_a_minute: int = 0
    chat_a_second: int = 0
    opening: int = 0


class Adapter(Protocol):
    """What the sender needs of a platform's adapter."""

    @property
    def limits(self) -> Limits:
        """What the platform takes in one message."""
        ...

    @property
    def up(self) -> asyncio.Event:
        """Set while the platform can be reached."""
        ...

    async def deliver(self, delivery: Delivery) -> str:
        """The platform has accepted the message; its id there. Raises DeliveryFailed.

        A picture that the platform refuses is left out: its text says the same. A file is not: then
        the failure is ``unfit``.
        """
        ...

    async def perform(self, deed: Deed) -> None:
        """It is done on the platform; a second time changes nothing. Raises DeliveryFailed."""
        ...


class LiveAdapter(Adapter, Protocol):
    """An adapter of a real platform, as ``hearth run`` starts and ends it."""

    @property
    def platform(self) -> str:
        """Its name, as in the config."""
        ...

    async def run(self, take_in: TakeIn) -> None:
        """Gives every update to ``take_in``, until it is cancelled. Raises AdapterFailed."""
        ...

    async def close(self) -> None:
        """Nothing is left open. Safe to call twice."""
        ...

    async def diagnose(self) -> list[Text]:
        """What does not work, in sentences for the operator. Raises AdapterFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an adapter is given.

    ``settings`` is its section of the config; ``chats`` are those of its platform that the
    communities name. ``say`` puts a sentence into a language; ``tell`` says one to the
    operator. ``newest`` reads some hundred updates that are stored of a bot account, by their
    ids downwards from one: each with its chat.
    """

    settings: object
    clock: Clock
    chats: Sequence[str]
    commands: Sequence[CommandSpec]
    options: Callable[[CommandSpec], tuple[Option, ...]]
    say: Callable[[Text, str], str]
    tell: Callable[[Text], None]
    newest: Callable[[str, str], Awaitable[Sequence[tuple[str, str]]]]
