"""Sends what the outbox holds: in order in each chat, at least once, as long as it takes.

A temporary failure holds its chat and is tried again; a permanent one is set aside and does
not. ``docs/architecture.md``, "The outbox".
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.ports import Transaction, Work
from bot.engine import outbox
from bot.engine.documents import document_of
from bot.engine.limits import Limiter
from bot.engine.machine import Machine
from bot.engine.moving import Move
from bot.engine.outbox import Waiting
from bot.presenter.delivery import Adapter, Delivery, Pace
from bot.presenter.render import render
from bot.presenter.sentences import Sentences

__all__ = ["Adapter", "Delivery", "Sender"]

log = logging.getLogger(__name__)

# Seconds before the second, third … try of what may pass; the last one holds.
WAITS_S: Final = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
_PAGE: Final = 500
_MICROS: Final = 1_000_000


class Sender:
    """The lanes of what is to be sent; ``sentences`` put it into a language.

    ``paces`` says how fast each platform takes messages; one without a pace takes any number.
    """

    def __init__(
        self,
        machine: Machine,
        adapters: Mapping[str, Adapter],
        sentences: Sentences,
        paces: Mapping[str, Pace],
    ) -> None:
        self._machine = machine
        self._adapters = adapters
        self._sentences = sentences
        self._limiter = Limiter(machine.clock, machine.tasks, paces)
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
            key = (message.platform, self._machine.world.chat_now(message.platform, message.chat))
            if message.not_before > to_micros(self._machine.clock.now()):
                self._machine.tasks.spawn(self._later(message))
            elif (lane := self._lanes.get(key)) is not None:
                lane.append(message)
            else:
                lane = self._lanes[key] = deque((message,))
                self._machine.tasks.spawn(self._drain(key, lane))

    async def _later(self, message: Waiting) -> None:
        wait = message.not_before - to_micros(self._machine.clock.now())
        await self._machine.tasks.pause(wait / _MICROS)
        self.send([message])

    async def _drain(self, key: tuple[str, str], lane: deque[Waiting]) -> None:
        try:
            while lane:
                await self._send(lane[0])
                lane.popleft()
        finally:  # a bug ends this lane, and what is said later has a new one
            del self._lanes[key]

    async def _send(self, message: Waiting) -> None:
        adapter = self._adapters.get(message.platform)
        if adapter is None:
            # Its section may come back into the config: then it is sent.
            return None
        while True:
            await self._machine.tasks.wait(adapter.up)
            if await self._is_over(message):
                return None
            message.chat = self._machine.world.chat_now(message.platform, message.chat)
            try:
                await self._deliver(adapter, message)
            except (DeliveryFailed, OSError) as failure:
                message.tries += 1
                known = failure if isinstance(failure, DeliveryFailed) else DeliveryFailed("")
                if known.moved_to and known.moved_to != message.chat:
                    await self._move(message, known.moved_to)
                    continue
                if known.permanent:
                    log.warning(
                        "not delivered: %s %s: %s", message.platform, message.cause, failure
                    )
                    return await self._write(outbox.finish, message, "failed", str(failure))
                backoff = WAITS_S[min(message.tries, len(WAITS_S)) - 1]
                if known.retry_after:
                    self._limiter.hold(message.platform, message.chat, known.retry_after)
                await self._machine.tasks.pause(known.retry_after or backoff)
            except Exception as error:
                log.exception("not delivered: %s %s", message.platform, message.cause)
                return await self._write(outbox.finish, message, "failed", repr(error))
            else:
                return await self._write(outbox.finish, message, "sent")

    async def _is_over(self, message: Waiting) -> bool:
        if message.not_after and message.not_after < to_micros(self._machine.clock.now()):
            await self._write(outbox.finish, message, "late")
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

    async def _deliver(self, adapter: Adapter, message: Waiting) -> None:
        body = message.body
        parts = render(body, str(body["locale"]), adapter.limits, self._sentences)
        replaces = str(body.get("replaces", ""))
        file = None if message.parts_sent else await document_of(self._machine, body)
        for part in parts[message.parts_sent :]:
            sent = message.parts_sent
            delivery = Delivery(
                message.platform, message.chat, part, body, replaces,
                key=f"{message.seq}.{sent}", first=not sent, file=file,
            )  # fmt: skip
            file = None
            message.message_id = await adapter.deliver(delivery)
            message.parts_sent += 1
            replaces = ""
            if message.parts_sent < len(parts):
                await self._write(outbox.note_part, message)

    async def _move(self, message: Waiting, new: str) -> None:
        machine = self._machine
        now = machine.clock.now()
        await self._run(Move(machine.world, message.platform, message.chat, new, now))

    async def _write(self, write: Callable[..., Any], *values: Any) -> None:
        await self._run(_Write(write, values))

    async def _run(self, work: Work[None]) -> None:
        waits = iter(WAITS_S)
        while True:
            try:
                (outcome,) = await self._machine.database.run([work])
            except self._machine.database.unavailable:
                await self._machine.tasks.pause(next(waits, WAITS_S[-1]))
                continue
            if outcome.error is not None:
                raise outcome.error
            return


class _Write:
    """What became of a message is written down."""

    __slots__ = ("_values", "_write")

    def __init__(self, write: Callable[..., Any], values: tuple[Any, ...]) -> None:
        self._write = write
        self._values = values

    async def run(self, tx: Transaction) -> None:
        await self._write(tx, *self._values)

    def recover(self, error: Exception) -> None:
        return None
