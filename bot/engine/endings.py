"""How a row of the outbox ends: each in one transaction with all that is said and noted of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot.community import doors
from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Purpose
from bot.core.ports import Transaction
from bot.core.text import Text
from bot.engine import apart, counted, deeds, outbox
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.own_turn import tell_later
from bot.engine.writing import Writer
from bot.presenter.delivery import Adapter
from bot.presenter.encoding import otherwise_from_json, text_to_json

log = logging.getLogger(__name__)


class Endings:
    """Ends rows. What each function returns is to be said."""

    def __init__(self, machine: Machine, writer: Writer) -> None:
        self._machine = machine
        self._writer = writer

    async def sent(self, messages: Sequence[Waiting]) -> list[Waiting]:
        """The platform has taken these, in one message or each in its own."""
        return await self._writer.write(self._sent, messages)

    async def late(self, message: Waiting) -> None:
        """Its time has passed."""
        await self._writer.write(self._end, message, "late", "", None)

    async def moot(self, message: Waiting) -> None:
        """It is not meant any more."""
        await self._writer.write(self._end, message, "cancelled", "", None)

    async def failed(self, message: Waiting, error: str, word: Text | None) -> list[Waiting]:
        """It will not be sent; where it was asked for, ``word`` is said of it."""
        return await self._writer.write(self._end, message, "failed", error, word)

    async def given_up(
        self, adapter: Adapter, message: Waiting, failure: DeliveryFailed
    ) -> list[Waiting]:
        """The platform does not take it; who can do by hand what was not done hears of it."""
        log.warning("not delivered: %s %s: %s", message.platform, message.cause, failure)
        told = await self._writer.write(self._given_up, adapter, message, failure)
        if deeds.is_act(message):
            self._machine.retry_kept.set()
        return told

    async def _sent(self, tx: Transaction, messages: Sequence[Waiting]) -> list[Waiting]:
        told: list[Waiting] = []
        for message in messages:
            told += await self._end(tx, message, "sent", "", apart.answered(message))
        return told

    async def _given_up(
        self, tx: Transaction, adapter: Adapter, message: Waiting, failure: DeliveryFailed
    ) -> list[Waiting]:
        if failure.closed:
            await self._closed(tx, message)
        if not deeds.is_act(message):
            word = apart.unanswered(message, failure)
            return await self._end(tx, message, "failed", str(failure), word)
        await self._finish(tx, message, "failed", str(failure))
        community = self._machine.world.community_of(message.body)
        if community is None or not deeds.can_be_done(message, adapter.limits):
            return []
        told = await deeds.report(tx, message, community, failure, self._machine.clock.now())
        return [] if told is None else [told]

    async def _closed(self, tx: Transaction, message: Waiting) -> None:
        """Its chat takes no messages: a private one is sent nothing unasked any more."""
        if str(message.body.get("to", "")) == message.chat:
            await doors.close(tx, message.platform, message.chat, self._machine.clock.now())

    async def _end(
        self, tx: Transaction, message: Waiting, state: str, error: str, word: Text | None
    ) -> list[Waiting]:
        await self._finish(tx, message, state, error)
        if state == "failed" and "otherwise" in message.body:
            return await self._say_otherwise(tx, message)
        if word is None:
            return []
        chat = str(message.body[apart.ASKED_IN]["chat"])
        here = self._machine.world.chat_now(message.platform, chat)
        told = await apart.tell(tx, message, word, here, self._machine.clock.now())
        return [] if told is None else [told]

    async def _say_otherwise(self, tx: Transaction, message: Waiting) -> list[Waiting]:
        """Whoever wanted it said hears where it was not."""
        otherwise = otherwise_from_json(message.body["otherwise"])
        told = await outbox.put(
            tx,
            platform=otherwise.platform,
            chat=self._machine.world.chat_now(otherwise.platform, otherwise.chat),
            cause=message.cause,
            body={
                "texts": [text_to_json(otherwise.text)],
                "locale": otherwise.locale,
                "kind": str(Purpose.MODERATION),
                "to": otherwise.to,
            },
            at=to_micros(self._machine.clock.now()),
            dedupe_key=otherwise.key,
        )
        return [] if told is None else [told]

    async def _finish(self, tx: Transaction, message: Waiting, state: str, error: str) -> None:
        """The message is over; a cog that has asked for an act hears what became of it."""
        waited = await outbox.finish(tx, message, state, error)
        if state == "sent" and not waited:
            await counted.again(tx, message.body)
        elif state != "sent" and waited and not message.parts_sent:
            await counted.take_back(tx, message.body)
        machine = self._machine
        act, community = deeds.readable_act(message), machine.world.community_of(message.body)
        if act is None:
            return
        offer = machine.router.offers_by_key("deed").get(act.doing)
        if offer is not None and community is not None:
            refusal = "" if state == "sent" else error or state
            told = await offer.run(tx, community.id, act, refusal, machine.clock.now())
            await tell_later(machine, tx, community.id, told or ())
