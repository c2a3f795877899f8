"""Sends what the outbox holds: in order in each chat, at least once, as long as it takes.

A temporary failure holds its chat and is tried again; a permanent one is set aside and does
not. ``docs/architecture.md``, "The outbox".
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Purpose
from bot.core.ports import Reader
from bot.core.text import Text
from bot.engine import apart, deeds, meant, outbox
from bot.engine.courier import Courier
from bot.engine.drawing import Drawing, Painters
from bot.engine.endings import Endings
from bot.engine.joining import Joining, emoji_of, may_join
from bot.engine.limits import Limiter, Slot
from bot.engine.machine import Machine
from bot.engine.moving import Move
from bot.engine.outbox import Waiting
from bot.engine.writing import WAITS_S, Writer
from bot.presenter.delivery import Adapter, Delivery, Pace
from bot.presenter.features import Feature
from bot.presenter.sentences import Sentences

__all__ = ["Adapter", "Delivery", "Sender"]

log = logging.getLogger(__name__)

A = TypeVar("A")
B = TypeVar("B")

_PAGE: Final = 500
_MICROS: Final = 1_000_000
# A group that takes no message for so many seconds is answered by reactions, where they can.
_PATIENCE_S: Final = 5.0
# With more answers behind it than these, the first is joined with them.
_MOST_BEHIND: Final = 5
# What goes to many at once, and nobody waits for.
_PATIENT: Final = (Purpose.REMINDER, Purpose.RECAP)


class Sender:
    """The lanes of what is to be sent and done; ``sentences`` put it into a language.

    ``paces`` says how fast each platform takes messages; one without a pace takes any number.
    ``painters`` draw the pictures; without them none is drawn.
    """

    def __init__(
        self,
        machine: Machine,
        adapters: Mapping[str, Adapter],
        sentences: Sentences,
        paces: Mapping[str, Pace],
        painters: Painters | None,
    ) -> None:
        self.speak: Callable[[Sequence[Waiting]], None] = self.send
        """Is given what is to be said of what was sent, or was not."""
        self._machine = machine
        self._adapters = adapters
        self._writer = Writer(machine)
        self._endings = Endings(machine, self._writer)
        self._limiter = Limiter(machine.clock, machine.tasks, paces)
        drawing = Drawing(machine.tasks, machine.router.cogs, painters, sentences)
        self._courier = Courier(machine, self._writer, sentences, self._limiter, drawing)
        self.warm_up = drawing.warm_up
        """Loads what draws, some time after the start."""
        self._joining = Joining(sentences)
        self._lanes: dict[tuple[str, str, bool], deque[Waiting]] = {}

    async def start(self) -> None:
        """What an earlier run could not send is in its lanes."""
        seq = 0
        while True:
            async with self._machine.database.read() as read:
                page = await outbox.waiting_after(read, seq, _PAGE)
            self.send(page)
            if len(page) < _PAGE:
                return
            seq = page[-1].seq

    def send(self, messages: Sequence[Waiting]) -> None:
        """These committed messages are sent, each behind those of its chat before it."""
        for message in messages:
            if message.not_before > to_micros(self._machine.clock.now()):
                self._machine.tasks.spawn(self._later(message))
            else:
                self._stand(message)

    def _stand(self, message: Waiting) -> None:
        """It is in its lane; reactions have one of their own, since they wait for less."""
        if message.emoji is None:
            message.emoji = self._brief(message) or None
        lane = self._lane_of(message)
        if lane is None:
            key = (message.platform, message.chat, bool(message.emoji))
            lane = self._lanes[key] = deque((message,))
            self._machine.tasks.spawn(self._drain(key, lane))
            return
        lane.append(message)
        if is_urgent(message):
            self._limiter.hurry(message.platform, lane[0].chat)

    def _lane_of(self, message: Waiting) -> deque[Waiting] | None:
        """What is still on its way to this chat, under whatever name it began."""
        platform, brief = message.platform, bool(message.emoji)
        for name in self._machine.world.names_of(platform, message.chat):
            if (lane := self._lanes.get((platform, name, brief))) is not None:
                return lane
        return None

    def _brief(self, message: Waiting) -> str:
        """The reaction that can stand for it while its group takes no message; "" for none."""
        if not may_join(message):
            return ""
        if self._limiter.wait_for_room(message.platform, message.chat) <= _PATIENCE_S:
            return ""
        adapter = self._adapters.get(message.platform)
        if adapter is None or adapter.limits.instead(Feature.REACTIONS) is not None:
            return ""
        return emoji_of(message, self._machine.router.offers_by_key("brief"))

    async def _later(self, message: Waiting) -> None:
        wait = message.not_before - to_micros(self._machine.clock.now())
        await self._machine.tasks.pause(wait / _MICROS)
        self.send([message])

    async def _drain(self, key: tuple[str, str, bool], lane: deque[Waiting]) -> None:
        try:
            while lane:
                self._set_brief_apart(lane)
                for _ in range(await self._see_to(lane) if lane else 0):
                    self._courier.forget(lane.popleft())
        finally:  # a bug ends this lane, and what is said later has a new one
            del self._lanes[key]

    def _set_brief_apart(self, lane: deque[Waiting]) -> None:
        """Those for which a reaction can stand now wait in this lane no more."""
        first = lane[0]
        if self._limiter.wait_for_room(first.platform, first.chat) <= _PATIENCE_S:
            # Asked once for all of them: thousands may wait for one chat.
            return
        for message in [each for each in lane if each.emoji is None and self._brief(each)]:
            lane.remove(message)
            self._stand(message)

    async def _see_to(self, lane: Sequence[Waiting]) -> int:
        """How many of the first are sent, or set aside: a bug holds up nothing behind it."""
        message = lane[0]
        try:
            sent = await self._send(lane, message)
        except Exception as error:
            log.exception("not delivered: %s %s", message.platform, message.cause)
            word = apart.unanswered(message, None)
            self.speak(await self._endings.failed(message, repr(error), word))
            return 1
        if sent:
            self.speak(await self._endings.sent(sent))
        return max(len(sent), 1)

    async def _send(self, lane: Sequence[Waiting], message: Waiting) -> Sequence[Waiting]:
        """What the platform has now; nothing where it is over, or waits for a platform."""
        adapter = self._adapters.get(message.platform)
        if adapter is None:
            # Its section may come back into the config: then it is sent.
            return ()
        while True:
            await self._machine.tasks.wait(adapter.up)
            chat = self._machine.world.chat_now(message.platform, message.chat)
            if chat != message.chat:
                message.chat, message.body = chat, outbox.without_messages(message.body)
                if message.emoji:  # the message to react to stayed where it was
                    return self._say_after_all(message)
            try:
                return await self._try(adapter, lane, message)
            except (DeliveryFailed, OSError) as failure:
                known = failure if isinstance(failure, DeliveryFailed) else DeliveryFailed("")
                if not await self._may_pass(adapter, message, known):
                    return ()

    async def _may_pass(self, adapter: Adapter, message: Waiting, known: DeliveryFailed) -> bool:
        """Whether to try again, now; else it is over."""
        message.tries += 1
        if known.moved_to and known.moved_to != message.chat:
            await self._move(message, known.moved_to)
            return True
        if known.permanent and message.emoji:
            return bool(self._say_after_all(message))
        if known.permanent:
            self.speak(await self._endings.given_up(adapter, message, known))
            return False
        backoff = WAITS_S[min(message.tries, len(WAITS_S)) - 1]
        if known.retry_after:
            self._limiter.hold(message.platform, message.chat, known.retry_after)
        await self._machine.tasks.pause(known.retry_after or backoff)
        return True

    def _say_after_all(self, message: Waiting) -> Sequence[Waiting]:
        """No reaction can stand for it: it waits to be said, behind what waits already."""
        message.emoji = ""
        self._stand(message)
        return ()

    async def _try(
        self, adapter: Adapter, lane: Sequence[Waiting], message: Waiting
    ) -> Sequence[Waiting]:
        """What the platform has taken, in its turn. Raises DeliveryFailed and OSError."""
        urgent = any(map(is_urgent, lane))
        slot = await self._courier.turn_of(adapter, message, urgent=urgent)
        try:
            # What waited for the pace may be cancelled, or late, meanwhile.
            if await self._is_over(adapter, message):
                return ()
            if message.emoji:
                await self._courier.react(adapter, message, slot)
                return (message,)
            joined, text = self._joined(adapter, lane)
            if len(joined) > 1:
                return await self._give_joined(adapter, lane, joined, text, slot)
            await self._courier.bring(adapter, message, slot)
            return (message,)
        finally:
            if not slot.spent:
                self._limiter.give_back(slot)

    def _joined(self, adapter: Adapter, lane: Sequence[Waiting]) -> tuple[Sequence[Waiting], str]:
        """The first answers of a lane in which more wait than its group takes soon, as one text."""
        behind, first = len(lane) - 1, lane[0]
        room = self._limiter.room(first.platform, first.chat) if behind else None
        if room is None or behind <= min(room, _MOST_BEHIND):
            return (), ""
        count, text = self._joining.text_of(lane, adapter.limits)
        return list(islice(lane, count)), text

    async def _give_joined(
        self,
        adapter: Adapter,
        lane: Sequence[Waiting],
        joined: Sequence[Waiting],
        text: str,
        slot: Slot,
    ) -> Sequence[Waiting]:
        try:
            await self._courier.bring_joined(adapter, joined, text, slot)
        except DeliveryFailed as failure:
            if not failure.permanent or failure.closed:
                raise
            # One of them is at fault: the others need not fail with it.
            for message in joined:
                message.alone = True
            return await self._try(adapter, lane, joined[0])
        return joined

    async def _is_over(self, adapter: Adapter, message: Waiting) -> bool:
        if apart.has_no_way(message, adapter.limits):
            word, error = Text("instead.private"), "there are no private chats"
            self.speak(await self._endings.failed(message, error, word))
            return True
        now = to_micros(self._machine.clock.now())
        if (message.not_after and message.not_after < now) or deeds.has_ended(message, now):
            await self._endings.late(message)
            return True
        if message.cancel_key and not await self._asked(outbox.still_waits, message.seq):
            return True
        if meant.may_be_moot(self._machine, message):
            body = await self._asked(partial(meant.meant, self._machine), message)
            if body is None:
                await self._endings.moot(message)
                return True
            message.body = body
        return False

    async def _asked(self, question: Callable[[Reader, A], Awaitable[B]], about: A) -> B:
        waits = iter(WAITS_S)
        while True:
            try:
                async with self._machine.database.read() as read:
                    return await question(read, about)
            except self._machine.database.unavailable:
                await self._machine.tasks.pause(next(waits, WAITS_S[-1]))

    async def _move(self, message: Waiting, new: str) -> None:
        machine = self._machine
        now = machine.clock.now()
        move = Move(machine.world, message.platform, message.chat, new, now)
        await self._writer.write(move.run)


def is_urgent(message: Waiting) -> bool:
    """Whether somebody may wait for it: a reminder or a recap lets it go first."""
    return message.body.get("kind") not in _PATIENT
