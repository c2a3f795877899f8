"""Draws the pictures of messages: off the event loop, within a time, by whoever offers it.

``docs/features/platforms.md`` §7
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Final, TypeVar

from bot.core.cog import Cog, OfferSpec
from bot.core.errors import HearthError
from bot.core.outgoing import Card
from bot.core.text import Text
from bot.engine.tasks import Tasks
from bot.presenter.delivery import Image
from bot.presenter.sentences import Sentences

log = logging.getLogger(__name__)

Painters = Callable[[], Sequence[Cog]]
"""What the cogs draw with, besides what they offer at start; called in a thread, as it may load."""

# A picture that takes longer has gone wrong, and its chat waits.
MOST_SECONDS: Final = 1.0
# After so long a start has other things behind it, and what draws can be loaded.
WARM_UP_S: Final = 5.0
# More at once would take the machine from those who only talk.
_AT_ONCE: Final = 2
# So many that took too long and still go on: then no more are begun.
MOST_LOST: Final = 4
# Bytes of all pictures that are kept for another try.
MOST_KEPT: Final = 32_000_000
_ROOM: Final = "picture"
T = TypeVar("T")
_TYPES: Final = {b"\x89PNG\r\n\x1a\n": "picture.png", b"\xff\xd8\xff": "picture.jpg"}


class NotInstalled(HearthError):
    """What pictures are drawn with is not there."""


class Drawing:
    """Draws what messages show, by what ``cogs`` and ``painters`` offer as a ``picture``.

    In threads of its own: a drawing that never ends cannot be ended, and shall hold up neither
    what else the process does in threads nor its end. Without ``painters`` nothing is drawn, and
    what is shown only says which card there would be: so in a replay.
    """

    def __init__(
        self, tasks: Tasks, cogs: Sequence[Cog], painters: Painters | None, sentences: Sentences
    ) -> None:
        self._tasks = tasks
        self._cogs = cogs
        self._painters = painters
        self._sentences = sentences
        self._known: Future[Mapping[str, OfferSpec]] | None = None
        self._free = asyncio.Semaphore(_AT_ONCE)
        self._lost: list[Future[bytes]] = []
        self._kept: dict[int, Image] = {}

    @property
    def draws(self) -> bool:
        """Whether there are pictures at all."""
        return self._painters is not None

    async def warm_up(self) -> None:
        """What draws is loaded, some time after the start, so that no first picture waits."""
        await self._tasks.pause(WARM_UP_S)
        # What went wrong is told to whoever wants a picture.
        await asyncio.gather(asyncio.wrap_future(self._load()), return_exceptions=True)

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
                if drawing.running():
                    self._lost.append(drawing)
                log.error("the picture %s took more than %g s", card.name, MOST_SECONDS)
                return None
            except NotInstalled:
                # The operator was told at the start; a line for each picture would hide the rest.
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
        known = await asyncio.wrap_future(self._load())
        _begin(drawing, partial(self._draw, known, card, locale))
        return await asyncio.wrap_future(drawing)

    def _load(self) -> Future[Mapping[str, OfferSpec]]:
        """Who draws what, once that is loaded; it is begun once."""
        if self._known is None:
            self._known = Future()
            _begin(self._known, self._painted)
        return self._known

    def _painted(self) -> Mapping[str, OfferSpec]:
        assert self._painters is not None  # nobody asks for a picture then
        try:
            cogs = [*self._cogs, *self._painters()]
        except ModuleNotFoundError as missing:
            log.info("no pictures: %s", missing)
            raise NotInstalled(str(missing)) from missing
        offers = [offer for cog in cogs for offer in cog.offers]
        return {offer.key: offer for offer in offers if offer.room == _ROOM}

    def _draw(self, known: Mapping[str, OfferSpec], card: Card, locale: str) -> bytes:
        def words(key: str, /, **values: str | int) -> str:
            return self._sentences.say(Text(key, **values), locale)

        drawn: object = known[card.name].run(dict(card.values), locale, words)
        if not isinstance(drawn, bytes):
            raise TypeError(f"a picture is bytes, not {type(drawn).__name__}")
        return drawn


def _begin(result: Future[T], work: Callable[[], T]) -> None:
    """The result is what the work gives, in a thread of its own."""

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001  raised again by whoever waits
            # What would end a process ends one picture here.
            no_end = error if isinstance(error, Exception) else RuntimeError(repr(error))
            result.set_exception(no_end)

    result.set_running_or_notify_cancel()
    threading.Thread(target=run, name="picture", daemon=True).start()
