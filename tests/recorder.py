"""A platform that accepts and remembers what a bot sends, or fails as a test wants it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.outgoing import Act
from bot.engine.sender import Delivery
from bot.platforms.capabilities import capabilities_of
from bot.presenter.delivery import Deed, File, Image
from bot.presenter.render import Button
from bot.rehearsal.clock import VirtualClock


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that a platform has accepted."""

    platform: str
    chat: str
    text: str
    buttons: tuple[Button, ...]
    to: str
    replaces: str
    answers: str
    at: datetime
    image: Image | None = None
    file: File | None = None
    card: Mapping[str, Any] | None = None
    """What the picture is of, as it lies in the outbox: ``name`` and ``values``."""


class Platform:
    """An adapter that accepts what it is given, unless a test has something else in mind.

    ``faults`` meet the next deliveries and deeds, ``closed`` every one to a chat; with ``hold`` a
    delivery is accepted, and the bot hears of it only when the event is set. ``done`` is what was
    done, with how many messages were accepted before it, and its reason.
    """

    def __init__(self, name: str, clock: VirtualClock) -> None:
        self.name = name
        self.limits = capabilities_of(name)
        self.up = asyncio.Event()
        self.up.set()
        self.sent: list[Sent] = []
        self.done: list[tuple[int, Act, str]] = []
        self.tries: list[tuple[float, str, str]] = []
        self.faults: deque[Exception] = deque()
        self.closed: dict[str, Exception] = {}
        self.hold: asyncio.Event | None = None
        self._clock = clock

    async def deliver(self, delivery: Delivery) -> str:
        """As the test wants it."""
        text = delivery.part.text
        self._try(delivery.chat, text)
        self.sent.append(
            Sent(
                delivery.platform,
                delivery.chat,
                text,
                delivery.part.buttons,
                str(delivery.body.get("to", "")),
                delivery.replaces,
                str(delivery.body.get("in_reply_to", "")),
                self._clock.now(),
                delivery.image,
                delivery.file,
                delivery.body.get("card"),
            )
        )
        if self.hold is not None:
            await self.hold.wait()
        return f"{self.name[0]}{len(self.sent)}"

    async def perform(self, deed: Deed) -> None:
        """As the test wants it."""
        self._try(deed.act.chat, str(deed.act.doing))
        self.done.append((len(self.sent), deed.act, deed.reason))

    def _try(self, chat: str, what: str) -> None:
        self.tries.append((self._clock.monotonic(), chat, what))
        if self.faults:
            raise self.faults.popleft()
        if chat in self.closed:
            raise self.closed[chat]
