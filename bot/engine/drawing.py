"""Draws the pictures of messages: off the event loop, within a time, by whoever offers it.

``docs/features/platforms.md`` §7
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
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
# So many that took too long and still go on: then no more are begun.
MOST_LOST: Final = 4
# Bytes of all pictures that are kept for another try.
MOST_KEPT: Final = 32_000_000
_ROOM: Final = "picture"
_TYPES: Final = {b"\x89PNG\r\n\x1a\n": "picture.png", b"\xff\xd8\xff": "picture.jpg"}


class Drawing:
    """Draws what messages show, by what ``cogs`` and ``painters`` offer as a ``picture``.

    In threads of its own: a drawing that never ends cannot be ended, and shall hold up neither
    what else the process does in threads nor its end.
    """

    def __init__(self, tasks: Tasks, cogs: Sequence[Cog], painters: Painters) -> None:
        self._tasks = tasks
        self._cogs = cogs
        self._painters = painters
        self._known: Mapping[str, OfferSpec] | None = None
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._lost: list[Future[bytes]] = []
        self._kept: dict[int, Image] = {}

    async def picture(self, seq: int, card: Card, locale: str) -> Image | None:
        """The picture of the message ``seq``, None where it cannot be drawn.

        It is drawn once until ``forget``, unless those of too many others wait as well.
        """
        kept = self._kept.get(seq)
        if kept is not None:
            return kept
        image = await self._drawn(card, locale)
        held = sum(len(each.data) for each in self._kept.values())
        if image is not None and held + len(image.data) <= MOST_KEPT:
            self._kept[seq] = image
        return image

    def forget(self, seq: int) -> None:
        """The message ``seq`` needs its picture no more."""
        self._kept.pop(seq, None)

    async def _drawn(self, card: Card, locale: str) -> Image | None:
        async with self._free:
            self._lost = [each for each in self._lost if not each.done()]
            if len(self._lost) >= MOST_LOST:
                log.error("the picture %s is not drawn, since others never end", card.name)
                return None
            drawing: Future[bytes] = Future()
            try:
                data = await self._tasks.within(
                    MOST_SECONDS, self._in_a_thread(drawing, card, locale)
                )
            except TimeoutError:
                self._lost.append(drawing)
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

    async def _in_a_thread(self, drawing: Future[bytes], card: Card, locale: str) -> bytes:
        def draw() -> None:
            try:
                drawing.set_result(self._draw(card, locale))
            except BaseException as error:  # noqa: BLE001  raised again by whoever waits
                # What would end a process ends one picture here.
                no_end = error if isinstance(error, Exception) else RuntimeError(repr(error))
                drawing.set_exception(no_end)

        drawing.set_running_or_notify_cancel()
        threading.Thread(target=draw, name="picture", daemon=True).start()
        return await asyncio.wrap_future(drawing)

    def _draw(self, card: Card, locale: str) -> bytes:
        if self._known is None:
            offers = [offer for cog in (*self._cogs, *self._painters()) for offer in cog.offers]
            self._known = {offer.key: offer for offer in offers if offer.room == _ROOM}
        drawn: object = self._known[card.name].run(dict(card.values), locale)
        if not isinstance(drawn, bytes):
            raise TypeError(f"a picture is bytes, not {type(drawn).__name__}")
        return drawn
