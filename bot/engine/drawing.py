"""Draws the pictures of messages: off the event loop, within a time, by whoever offers it.

``docs/features/platforms.md`` §7
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.core.cog import Cog, OfferSpec
from bot.core.outgoing import Card
from bot.engine.tasks import Tasks
from bot.presenter.delivery import Image

log = logging.getLogger(__name__)

Painters = Callable[[], Sequence[Cog]]
"""What the cogs draw with, besides what they offer at start; called in a thread, as it may load."""

# A picture that takes longer has gone wrong, and its chat waits.
MOST_SECONDS: Final = 10.0
# More at once would take the machine from those who only talk.
_AT_ONCE: Final = 2
_ROOM: Final = "picture"
_TYPES: Final = {b"\x89PNG\r\n\x1a\n": "picture.png", b"\xff\xd8\xff": "picture.jpg"}


class Drawing:
    """Draws what messages show, by what ``cogs`` and ``painters`` offer as a ``picture``."""

    def __init__(self, tasks: Tasks, cogs: Sequence[Cog], painters: Painters) -> None:
        self._tasks = tasks
        self._cogs = cogs
        self._painters = painters
        self._known: Mapping[str, OfferSpec] | None = None
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def draw(self, card: Card, locale: str) -> Image | None:
        """The picture; None where it cannot be drawn, which is logged."""
        async with self._free:
            try:
                data = await self._tasks.within(
                    MOST_SECONDS, asyncio.to_thread(self._draw, card, locale)
                )
            except TimeoutError:
                log.error("the picture %s took more than %g s", card.name, MOST_SECONDS)
                return None
            except Exception:
                log.exception("the picture %s could not be drawn", card.name)
                return None
        for sign, name in _TYPES.items():
            if data.startswith(sign):
                return Image(name, data)
        log.error("the picture %s is neither PNG nor JPEG", card.name)
        return None

    def _draw(self, card: Card, locale: str) -> bytes:
        if self._known is None:
            offers = [offer for cog in (*self._cogs, *self._painters()) for offer in cog.offers]
            self._known = {offer.key: offer for offer in offers if offer.room == _ROOM}
        drawn: bytes = self._known[card.name].run(dict(card.values), locale)
        return drawn
