"""Gives one row of the outbox to its platform: a message part by part, or an act.

``docs/features/platforms.md`` §2, §6, §7, §10
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Act, Doing, Purpose
from bot.core.text import Text
from bot.engine import deeds, outbox
from bot.engine.documents import document_of
from bot.engine.drawing import Drawing
from bot.engine.limits import Limiter, Slot
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.engine.writing import Writer
from bot.presenter.delivery import Adapter, Deed, Delivery, File, Image
from bot.presenter.encoding import card_from_json, document_from_json, text_to_json
from bot.presenter.features import Feature
from bot.presenter.render import Part, render
from bot.presenter.sentences import Sentences

log = logging.getLogger(__name__)


class Courier:
    """Puts rows into a language and brings them to their adapters, at the pace of ``limiter``."""

    def __init__(
        self,
        machine: Machine,
        writer: Writer,
        sentences: Sentences,
        limiter: Limiter,
        drawing: Drawing,
    ) -> None:
        self._machine = machine
        self._writer = writer
        self._sentences = sentences
        self._limiter = limiter
        self._drawing = drawing

    async def turn_of(self, adapter: Adapter, message: Waiting, *, urgent: bool) -> Slot:
        """The pace of its platform lets it go now, in this slot."""
        return await self._limiter.turn(
            message.platform,
            message.chat,
            private=_is_private(message.body, message.chat),
            speaks=self._speaks(adapter, message),
            urgent=urgent,
        )

    def _speaks(self, adapter: Adapter, message: Waiting) -> bool:
        """Whether it says something: an act does, where the platform cannot do it."""
        if message.emoji:
            return False
        act = deeds.readable_act(message)
        return act is None or not deeds.can_be_done(message, adapter.limits)

    async def bring(self, adapter: Adapter, message: Waiting, slot: Slot) -> None:
        """The platform has taken all of it, or done it: first in ``slot``. Raises DeliveryFailed.

        A slot in which nothing was asked of the platform is not ``spent``.
        """
        if not deeds.is_act(message):
            return await self._say(adapter, message, message.body, slot)
        community = self._machine.world.community_of(message.body)
        if community is None:
            raise DeliveryFailed("its community is not in the config any more", permanent=True)
        if deeds.is_out_of_reach(message):
            raise DeliveryFailed("its message stayed in the chat as it was before", permanent=True)
        spoken = deeds.instead(message, community, adapter.limits)
        if spoken is not None:
            return await self._say(adapter, message, spoken, slot)
        return await self._do(adapter, message, slot)

    async def bring_joined(
        self, adapter: Adapter, joined: Sequence[Waiting], text: str, slot: Slot
    ) -> None:
        """The platform has taken the text, which says all of these. Raises DeliveryFailed."""
        first, last = joined[0], joined[-1]
        slot.spent = True
        number = await adapter.deliver(
            Delivery(
                first.platform,
                first.chat,
                Part(text),
                {"kind": str(Purpose.REPLY), "locale": first.body["locale"]},
                key=f"{first.seq}-{last.seq}",
            )
        )
        for message in joined:
            message.message_id, message.parts_sent = number, 1

    async def react(self, adapter: Adapter, message: Waiting, slot: Slot) -> None:
        """A reaction stands for the message. Raises DeliveryFailed."""
        slot.spent = True
        answered, emoji = str(message.body["in_reply_to"]), message.emoji or ""
        act = Act(Doing.REACT, message.platform, message.chat, message=answered, emoji=emoji)
        await adapter.perform(Deed(act))

    def forget(self, message: Waiting) -> None:
        """Nothing is kept of a message that is over."""
        self._drawing.forget(message.seq)

    async def _do(self, adapter: Adapter, message: Waiting, slot: Slot) -> None:
        reason = deeds.reason_of(message)
        said = "" if reason is None else self._sentences.say(reason, str(message.body["locale"]))
        slot.spent = True
        await adapter.perform(Deed(deeds.act_of(message), said))

    async def _say(self, adapter: Adapter, message: Waiting, body: deeds.Body, slot: Slot) -> None:
        image = None
        shows = self._drawing.draws and _shows_picture(adapter, body)
        if shows and not message.parts_sent:
            image = await self._picture(message)
            body = message.body
        try:
            await self._give(adapter, message, body, slot, image)
        except DeliveryFailed as failure:
            if not failure.unfit or "document" not in message.body:
                raise
            log.warning(
                "sent without its file: %s %s: %s", message.platform, message.cause, failure
            )
            await self._give(adapter, message, await self._without_file(message), slot)

    async def _give(
        self,
        adapter: Adapter,
        message: Waiting,
        body: deeds.Body,
        slot: Slot,
        image: Image | None = None,
    ) -> None:
        """Its parts that were not accepted yet are given to the platform, one after the other."""
        parts = render(body, str(body["locale"]), adapter.limits, self._sentences)
        replaces = str(body.get("replaces", ""))
        if adapter.limits.instead(Feature.EDITS):
            replaces = ""
        for part in parts[message.parts_sent :]:
            sent = message.parts_sent
            file = None if sent else await self._file(adapter, body)
            if slot.spent:
                slot = await self._one_more(slot)
            slot.spent = True
            message.message_id = await adapter.deliver(
                Delivery(
                    message.platform,
                    message.chat,
                    part,
                    body,
                    "" if sent else replaces,
                    key=f"{message.seq}.{sent}",
                    first=not sent,
                    image=None if sent else image,
                    file=file,
                )
            )
            message.parts_sent += 1
            self._drawing.forget(message.seq)
            if message.parts_sent < len(parts):
                await self._writer.write(outbox.note_part, message)

    async def _one_more(self, slot: Slot) -> Slot:
        return await self._limiter.turn(
            slot.platform, slot.chat, private=slot.private, urgent=slot.urgent
        )

    async def _picture(self, message: Waiting) -> Image | None:
        """What the message shows; its card is gone where that cannot be drawn."""
        body = message.body
        card, locale = card_from_json(body["card"]), str(body["locale"])
        image = await self._drawing.picture(message.seq, card, locale)
        if image is None:
            # The text is split otherwise than under a picture, also after a restart.
            message.body = {name: value for name, value in body.items() if name != "card"}
            await self._writer.write(outbox.note_body, message)
        return image

    async def _file(self, adapter: Adapter, body: deeds.Body) -> File | None:
        """What comes with the first part. Raises DeliveryFailed, ``unfit`` when nothing can."""
        if "document" not in body or _is_unseen(adapter, body):
            return None
        return await document_of(self._machine, body, adapter.limits.file_limit)

    async def _without_file(self, message: Waiting) -> deeds.Body:
        """The body, which says in place of its sentences that the file could not be sent."""
        name = document_from_json(message.body["document"]).name
        said = [text_to_json(Text("instead.file", file=name))]
        rest = {name: value for name, value in message.body.items() if name != "document"}
        message.body = {**rest, "texts": said}
        await self._writer.write(outbox.note_body, message)
        return message.body


def _shows_picture(adapter: Adapter, body: deeds.Body) -> bool:
    pictures = adapter.limits.instead(Feature.PICTURES) is None
    return bool(body.get("card")) and pictures and not _is_unseen(adapter, body)


def _is_unseen(adapter: Adapter, body: deeds.Body) -> bool:
    """Whether its chat hears only that there is an answer, for one alone."""
    return bool(body.get("private")) and bool(adapter.limits.instead(Feature.PRIVATE_MESSAGES))


def _is_private(body: deeds.Body, chat: str) -> bool:
    """Whether it goes to the one person alone who is to see it."""
    return str(body.get("to", "")) == chat
