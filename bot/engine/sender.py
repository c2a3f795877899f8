"""Sends what the outbox holds: in order in each chat, at least once, as long as it takes.

A temporary failure holds its chat and is tried again; a permanent one is set aside and does
not. ``docs/architecture.md``, "The outbox".
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.community import doors
from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.ports import Transaction
from bot.core.text import Text
from bot.engine import apart, deeds, outbox
from bot.engine.courier import Courier
from bot.engine.drawing import Drawing, Painters
from bot.engine.limits import Limiter
from bot.engine.machine import Machine
from bot.engine.moving import Move
from bot.engine.outbox import Waiting
from bot.engine.own_turn import tell_later
from bot.engine.writing import WAITS_S, Writer
from bot.presenter.delivery import Adapter, Delivery, Pace
from bot.presenter.sentences import Sentences

__all__ = ["Adapter", "Delivery", "Sender"]

log = logging.getLogger(__name__)

_PAGE: Final = 500
_MICROS: Final = 1_000_000


class Sender:
    """The lanes of what is to be sent and done; ``sentences`` put it into a language.

    ``paces`` says how fast each platform takes messages; one without a pace takes any number.
    ``painters`` draw the pictures.
    """

    def __init__(
        self,
        machine: Machine,
        adapters: Mapping[str, Adapter],
        sentences: Sentences,
        paces: Mapping[str, Pace],
        painters: Painters,
    ) -> None:
        self.speak: Callable[[Sequence[Waiting]], None] = self.send
        """Is given what is to be said of what was sent, or was not."""
        self._machine = machine
        self._adapters = adapters
        self._writer = Writer(machine)
        self._limiter = Limiter(machine.clock, machine.tasks, paces)
        drawing = Drawing(machine.tasks, machine.router.cogs, painters)
        self._courier = Courier(machine, self._writer, sentences, self._limiter, drawing)
        self._lanes: dict[tuple[str, str], deque[Waiting]] = {}

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
            elif (lane := self._lane_of(message.platform, message.chat)) is not None:
                lane.append(message)
            else:
                key = (message.platform, message.chat)
                lane = self._lanes[key] = deque((message,))
                self._machine.tasks.spawn(self._drain(key, lane))

    def _lane_of(self, platform: str, chat: str) -> deque[Waiting] | None:
        """What is still on its way to this chat, under whatever name it began."""
        for name in self._machine.world.names_of(platform, chat):
            if (lane := self._lanes.get((platform, name))) is not None:
                return lane
        return None

    async def _later(self, message: Waiting) -> None:
        wait = message.not_before - to_micros(self._machine.clock.now())
        await self._machine.tasks.pause(wait / _MICROS)
        self.send([message])

    async def _drain(self, key: tuple[str, str], lane: deque[Waiting]) -> None:
        try:
            while lane:
                await self._see_to(lane[0])
                self._courier.forget(lane.popleft())
        finally:  # a bug ends this lane, and what is said later has a new one
            del self._lanes[key]

    async def _see_to(self, message: Waiting) -> None:
        """It is sent, or set aside: a bug holds up nothing that comes after it."""
        try:
            sent = await self._send(message)
        except Exception as error:
            log.exception("not delivered: %s %s", message.platform, message.cause)
            await self._finish(message, "failed", repr(error), apart.unanswered(message, None))
        else:
            if sent:
                await self._finish(message, "sent", word=apart.answered(message))

    async def _send(self, message: Waiting) -> bool:
        """Whether the platform has it now; otherwise it is over, or waits for a platform."""
        adapter = self._adapters.get(message.platform)
        if adapter is None:
            # Its section may come back into the config: then it is sent.
            return False
        while True:
            await self._machine.tasks.wait(adapter.up)
            if await self._is_over(adapter, message):
                return False
            chat = self._machine.world.chat_now(message.platform, message.chat)
            if chat != message.chat:
                message.chat, message.body = chat, outbox.without_messages(message.body)
            try:
                await self._courier.bring(adapter, message)
            except (DeliveryFailed, OSError) as failure:
                message.tries += 1
                known = failure if isinstance(failure, DeliveryFailed) else DeliveryFailed("")
                if known.moved_to and known.moved_to != message.chat:
                    await self._move(message, known.moved_to)
                    continue
                if known.permanent:
                    await self._give_up(adapter, message, known)
                    return False
                backoff = WAITS_S[min(message.tries, len(WAITS_S)) - 1]
                if known.retry_after:
                    self._limiter.hold(message.platform, message.chat, known.retry_after)
                await self._machine.tasks.pause(known.retry_after or backoff)
            else:
                return True

    async def _is_over(self, adapter: Adapter, message: Waiting) -> bool:
        if apart.has_no_way(message, adapter.limits):
            word = Text("instead.private")
            await self._finish(message, "failed", "there are no private chats", word)
            return True
        if message.cancel_key or message.not_after or deeds.has_end(message):
            # What waits for the pace may be cancelled, or late, meanwhile.
            await self._courier.wait_for_its_turn(message)
        now = to_micros(self._machine.clock.now())
        if (message.not_after and message.not_after < now) or deeds.has_ended(message, now):
            await self._finish(message, "late")
            return True
        if not message.cancel_key:
            return False
        waits = iter(WAITS_S)
        while True:
            try:
                async with self._machine.database.read() as read:
                    return not await outbox.still_waits(read, message.seq)
            except self._machine.database.unavailable:
                await self._machine.tasks.pause(next(waits, WAITS_S[-1]))

    async def _give_up(self, adapter: Adapter, message: Waiting, failure: DeliveryFailed) -> None:
        """It is set aside; who can do by hand what was not done hears of it."""
        log.warning("not delivered: %s %s: %s", message.platform, message.cause, failure)
        if not deeds.is_act(message):
            word = apart.unanswered(message, failure)
            return await self._finish(message, "failed", str(failure), word, closed=failure.closed)
        tells = deeds.can_be_done(message, adapter.limits)
        told = await self._writer.write(self._set_aside, message, failure, tells)
        self._machine.retry_kept.set()
        return None if told is None else self.speak([told])

    async def _finish(
        self,
        message: Waiting,
        state: str,
        error: str = "",
        word: Text | None = None,
        *,
        closed: bool = False,
    ) -> None:
        """It is over; where it was asked for, ``word`` is said of it.

        ``closed``: its chat takes no messages, so none is sent there unasked.
        """
        told = await self._writer.write(self._end, message, state, error, word, closed)
        if told is not None:
            self.speak([told])

    async def _end(
        self,
        tx: Transaction,
        message: Waiting,
        state: str,
        error: str,
        word: Text | None,
        closed: bool,
    ) -> Waiting | None:
        await self._finished(tx, message, state, error)
        if closed and str(message.body.get("to", "")) == message.chat:
            await doors.close(tx, message.platform, message.chat, self._machine.clock.now())
        if word is None:
            return None
        chat = str(message.body[apart.ASKED_IN]["chat"])
        here = self._machine.world.chat_now(message.platform, chat)
        return await apart.tell(tx, message, word, here, self._machine.clock.now())

    async def _set_aside(
        self, tx: Transaction, message: Waiting, failure: DeliveryFailed, tells: bool
    ) -> Waiting | None:
        await self._finished(tx, message, "failed", str(failure))
        community = self._courier.community_of(message)
        if not tells or community is None:
            return None
        return await deeds.report(tx, message, community, failure, self._machine.clock.now())

    async def _finished(self, tx: Transaction, message: Waiting, state: str, error: str) -> None:
        """The message is over; a cog that has asked for an act hears what became of it."""
        await outbox.finish(tx, message, state, error)
        act, community = deeds.readable_act(message), self._courier.community_of(message)
        if act is None:
            return
        offer = self._machine.router.offers_by_key("deed").get(act.doing)
        if offer is not None and community is not None:
            refusal = "" if state == "sent" else error or state
            told = await offer.run(tx, community.id, act, refusal, self._machine.clock.now())
            await tell_later(self._machine, tx, community.id, told or ())

    async def _move(self, message: Waiting, new: str) -> None:
        machine = self._machine
        now = machine.clock.now()
        move = Move(machine.world, message.platform, message.chat, new, now)
        await self._writer.write(move.run)
