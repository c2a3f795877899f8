"""Gives messages to Discord: nobody is pinged but whom a message may mention, no link unfolds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import discord
from discord.http import HTTPClient

from bot.core.clock import Clock
from bot.core.errors import DeliveryFailed
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.translate import sent_at
from bot.platforms.discord.wire import UNREACHABLE, Refused, ask, delivery_failed
from bot.presenter.delivery import Delivery
from bot.presenter.render import Button

# Discord takes no message without a text.
_NO_TEXT: Final = "\u2026"
_NO_PREVIEW: Final = 1 << 2
_IN_A_ROW: Final = 5
# An interaction takes answers for fifteen minutes; the last half minute is for the way.
_ANSWERABLE: Final = timedelta(minutes=14, seconds=30)
_GONE: Final = (401, 404)


class Sending:
    """Sends with one client; ``application`` is its id as Discord names it."""

    def __init__(self, http: HTTPClient, application: str, clock: Clock, memory: Memory) -> None:
        self._http = http
        self._application = application
        self._clock = clock
        self._memory = memory

    async def deliver(self, delivery: Delivery) -> str:
        """Discord has the message; its id there. Raises DeliveryFailed."""
        wait = self._memory.silent_until - self._clock.monotonic()
        if wait > 0:
            raise DeliveryFailed("Discord takes nothing now", retry_after=wait)
        try:
            return await self._deliver(delivery)
        except Refused as refused:
            if refused.everywhere and refused.retry_after:
                self._memory.silent_until = self._clock.monotonic() + refused.retry_after
            raise delivery_failed(refused) from refused
        except UNREACHABLE as error:
            raise delivery_failed(error) from error

    async def _deliver(self, delivery: Delivery) -> str:
        channel = await self._channel(delivery.chat)
        if delivery.replaces.isdigit() and await self._edit(channel, delivery):
            return delivery.replaces
        answer_to = str(delivery.body.get("answer_to", ""))
        if answer_to and delivery.first and (sent := await self._answer(answer_to, delivery)):
            return sent
        return await self._send(channel, delivery)

    async def _send(self, channel: int, delivery: Delivery) -> str:
        body = shown(delivery)
        if delivery.key:
            # The same nonce within some minutes is the same message.
            body |= {"nonce": delivery.key[-25:], "enforce_nonce": True}
        answered = str(delivery.body.get("in_reply_to", ""))
        if "/" in delivery.chat and answered.isdigit() and not delivery.body.get("answer_to"):
            body["message_reference"] = {"message_id": answered, "fail_if_not_exists": False}
        path = "/channels/{channel_id}/messages"
        sent = await ask(self._clock, self._http, "POST", path, channel_id=channel, body=body)
        return str(sent["id"])

    async def _edit(self, channel: int, delivery: Delivery) -> bool:
        """Whether the message shows this now; False for one that is gone."""
        path = "/channels/{channel_id}/messages/{message_id}"
        parts = {"channel_id": channel, "message_id": int(delivery.replaces)}
        try:
            await ask(self._clock, self._http, "PATCH", path, **parts, body=shown(delivery))
        except discord.NotFound:
            return False
        return True

    async def _answer(self, answer_to: str, delivery: Delivery) -> str:
        """The answer stands where "is thinking" stood; "" when Discord takes it there no more."""
        number, _, token = answer_to.partition("/")
        await self._memory.deferred(number)
        if self._clock.now() - sent_at(number) > _ANSWERABLE:
            return ""
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        parts = {"webhook_id": self._application, "webhook_token": token}
        try:
            sent = await ask(self._clock, self._http, "PATCH", path, **parts, body=shown(delivery))
        except discord.HTTPException as error:
            if error.status in _GONE:
                return ""
            raise
        return str(sent["id"])

    async def _channel(self, chat: str) -> int:
        """The channel of a chat; that of a private one is opened when it is first needed."""
        if not chat.replace("/", "").isdigit():
            raise DeliveryFailed(f"no chat of Discord: {chat}", permanent=True)
        if "/" in chat:
            return int(chat.rpartition("/")[2])
        found = self._memory.private_channels.get(chat)
        if found is None:
            path, body = "/users/@me/channels", {"recipient_id": chat}
            opened = await ask(self._clock, self._http, "POST", path, body=body)
            found = self._memory.private_channels[chat] = int(opened["id"])
        return found


def shown(delivery: Delivery) -> dict[str, Any]:
    """The message as Discord's JSON."""
    return {
        "content": delivery.part.text or _NO_TEXT,
        "allowed_mentions": _pings(delivery.body),
        "components": rows(delivery.part.buttons),
        "flags": _NO_PREVIEW,
    }


def rows(buttons: Sequence[Button]) -> list[dict[str, Any]]:
    """The buttons in rows of five; pressing one brings its token and nothing else."""
    shown_buttons = [
        {"type": 2, "style": 2, "label": each.label, "custom_id": each.token} for each in buttons
    ]
    starts = range(0, len(shown_buttons), _IN_A_ROW)
    return [{"type": 1, "components": shown_buttons[at : at + _IN_A_ROW]} for at in starts]


def _pings(body: Mapping[str, Any]) -> dict[str, Any]:
    mentions = body.get("mentions", ())
    users = [] if isinstance(mentions, str) else [str(each) for each in mentions]
    return {"parse": [], "users": users[:100], "replied_user": False}
