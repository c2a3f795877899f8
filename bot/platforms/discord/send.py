"""Gives messages to Discord: nobody is pinged but whom a message may mention, no link unfolds."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

import discord
from discord.http import HTTPClient

from bot.core.clock import Clock
from bot.core.errors import DeliveryFailed
from bot.platforms.discord.answers import PRIVATE_FLAG, AnswerTo
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.pictures import with_file, with_picture
from bot.platforms.discord.pings import pings, with_mentions
from bot.platforms.discord.places import is_in_a_server, open_channel
from bot.platforms.discord.translate import sent_at
from bot.platforms.discord.wire import ask, attempt, in_words
from bot.presenter.delivery import Delivery
from bot.presenter.render import Button

log = logging.getLogger(__name__)

# Discord takes no message without a text.
_NO_TEXT: Final = "\u2026"
_NO_PREVIEW: Final = 1 << 2
_IN_A_ROW: Final = 5
# An interaction takes answers for fifteen minutes; the last half minute is for the way.
_ANSWERABLE: Final = timedelta(minutes=14, seconds=30)
_GONE: Final = (401, 404)
_NOT_OURS: Final = 50_005
# A picture or a file that is broken, not allowed there, or too large.
_REFUSED: Final = (400, 403, 413)
_MESSAGES: Final = "/channels/{channel_id}/messages"
_WEBHOOK: Final = "/webhooks/{webhook_id}/{webhook_token}"


class Sending:
    """Sends with one client; ``application`` is its id as Discord names it."""

    def __init__(self, http: HTTPClient, application: str, clock: Clock, memory: Memory) -> None:
        self._http = http
        self._application = application
        self._clock = clock
        self._memory = memory

    async def deliver(self, delivery: Delivery) -> str:
        """Discord has the message; its id there.

        Raises DeliveryFailed, ``unfit`` where it takes the message without its file.
        """
        return await attempt(self._clock, self._memory, partial(self._deliver, delivery))

    async def _deliver(self, delivery: Delivery) -> str:
        answer_to = AnswerTo.read(str(delivery.body.get("answer_to", "")))
        if answer_to is not None and (sent := await self._answer(answer_to, delivery)):
            return sent
        # What one person alone is to see goes to them alone, however late it is.
        chat = answer_to.user if answer_to is not None and answer_to.private else delivery.chat
        channel = await open_channel(self._clock, self._http, self._memory, chat)
        if delivery.replaces.isdigit() and await self._edit(channel, delivery):
            return delivery.replaces
        return await self._send(channel, chat, delivery)

    async def _send(self, channel: int, chat: str, delivery: Delivery) -> str:
        body = shown(delivery)
        if delivery.key:
            # The same nonce within some minutes is the same message.
            body |= {"nonce": delivery.key[-25:], "enforce_nonce": True}
        answered = str(delivery.body.get("in_reply_to", ""))
        if is_in_a_server(chat) and answered.isdigit() and not delivery.body.get("answer_to"):
            body["message_reference"] = {"message_id": answered, "fail_if_not_exists": False}
        sent = await self._show("POST", _MESSAGES, body, delivery, channel_id=channel)
        return str(sent["id"])

    async def _edit(self, channel: int, delivery: Delivery) -> bool:
        """Whether the message shows this now; False for one that is gone or not the bot's."""
        path, body = _MESSAGES + "/{message_id}", changed(delivery)
        parts = {"channel_id": channel, "message_id": int(delivery.replaces)}
        try:
            await self._show("PATCH", path, body, delivery, **parts)
        except discord.NotFound:
            return False
        except discord.Forbidden as error:
            if error.code != _NOT_OURS:
                raise
            return False
        return True

    async def _answer(self, answer_to: AnswerTo, delivery: Delivery) -> str:
        """The answer stands where Discord wants it; "" when it takes it there no more."""
        if not answer_to.takes(first=delivery.first, replaces=bool(delivery.replaces)):
            return ""
        await self._memory.deferred(answer_to.number)
        if self._clock.now() - sent_at(answer_to.number) > _ANSWERABLE:
            return ""
        parts = {"webhook_id": self._application, "webhook_token": answer_to.token}
        method, path, body = "PATCH", _WEBHOOK + "/messages/@original", changed(delivery)
        if answer_to.is_follow_up(first=delivery.first, replaces=bool(delivery.replaces)):
            method, path, body = "POST", _WEBHOOK, shown(delivery)
            body["flags"] |= PRIVATE_FLAG
        try:
            sent = await self._show(method, path, body, delivery, **parts)
        except discord.HTTPException as error:
            if error.status in _GONE:
                return ""
            raise
        return str(sent["id"])

    async def _show(
        self, method: str, path: str, body: dict[str, Any], delivery: Delivery, **parts: Any
    ) -> Any:
        """What Discord answers to the message; a picture that it refuses is left out.

        Raises DeliveryFailed, ``unfit``, for a file that it refuses.
        """
        if delivery.image is not None:
            try:
                form = with_picture(body, delivery.image)
                return await ask(self._clock, self._http, method, path, **parts, form=form)
            except discord.HTTPException as error:
                if error.status not in _REFUSED:
                    raise
                log.warning("sent without its picture: %s: %s", delivery.chat, in_words(error))
        if delivery.file is not None:
            form = with_file(body, delivery.file)
            try:
                return await ask(self._clock, self._http, method, path, **parts, form=form)
            except discord.HTTPException as error:
                if error.status not in _REFUSED:
                    raise
                raise DeliveryFailed(in_words(error), permanent=True, unfit=True) from error
        body["content"] = body["content"] or _NO_TEXT
        return await ask(self._clock, self._http, method, path, **parts, body=body)


def _text(delivery: Delivery) -> str:
    text = delivery.part.text
    return with_mentions(text, delivery.body) if delivery.first else text


def shown(delivery: Delivery) -> dict[str, Any]:
    """The message as Discord's JSON."""
    return {
        "content": _text(delivery),
        "allowed_mentions": pings(delivery.body),
        "components": rows(delivery.part.buttons),
        "flags": _NO_PREVIEW,
    }


def changed(delivery: Delivery) -> dict[str, Any]:
    """The message in place of another: what that one had attached is gone."""
    return {**shown(delivery), "attachments": []}


def rows(buttons: Sequence[Button]) -> list[dict[str, Any]]:
    """The buttons in rows of five; pressing one brings its token and nothing else."""
    shown_buttons = [
        {"type": 2, "style": 2, "label": each.label, "custom_id": each.token} for each in buttons
    ]
    starts = range(0, len(shown_buttons), _IN_A_ROW)
    return [{"type": 1, "components": shown_buttons[at : at + _IN_A_ROW]} for at in starts]
