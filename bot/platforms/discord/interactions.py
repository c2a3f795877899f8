"""The first word on an interaction: that an answer is being thought about, or what to choose from.

An interaction is stored, then deferred, then handled: Discord waits three seconds for a word
(``docs/platforms/discord.md``).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from discord.http import HTTPClient

from bot.core.clock import Clock
from bot.core.model import Incoming, Kind
from bot.platforms.discord.answers import PRIVATE_FLAG, AnswerTo
from bot.platforms.discord.wire import UNREACHABLE, ask, within

log = logging.getLogger(__name__)

# Seconds after which an interaction is deferred though it is not stored yet.
DEFER_S: Final = 1.5
# Discord takes the first word on an interaction for three seconds.
_WORD_S: Final = 3.0
_THINKING, _NOTHING_NEW, _CHOICES = 5, 6, 8


async def defer(
    clock: Clock, http: HTTPClient, update: Incoming, token: str, taken: asyncio.Task[bool]
) -> None:
    """The answer to ``update`` is awaited, for all to see or for the asker alone.

    That is said when ``taken`` has stored it, or after ``DEFER_S``; never when it failed.
    """
    with suppress(TimeoutError):
        await within(clock, DEFER_S, asyncio.wait((taken,)))
    if not taken.done() or taken.result():
        await _say(clock, http, update.update_id, token, _word(update))


async def offer(
    clock: Clock, http: HTTPClient, data: Mapping[str, Any], choices: list[dict[str, str]]
) -> None:
    """Who is typing an option can choose one of these."""
    word = {"type": _CHOICES, "data": {"choices": choices}}
    await _say(clock, http, str(data["id"]), str(data["token"]), word)


def _word(update: Incoming) -> dict[str, Any]:
    if update.kind is Kind.BUTTON:
        return {"type": _NOTHING_NEW}
    answer_to = AnswerTo.read(update.answer_to)
    if answer_to is None or not answer_to.private:
        return {"type": _THINKING}
    return {"type": _THINKING, "data": {"flags": PRIVATE_FLAG}}


async def _say(
    clock: Clock, http: HTTPClient, number: str, token: str, word: dict[str, Any]
) -> None:
    path = "/interactions/{webhook_id}/{webhook_token}/callback"
    parts = {"webhook_id": number, "webhook_token": token, "body": word}
    try:
        await within(clock, _WORD_S, ask(clock, http, "POST", path, **parts))
    except UNREACHABLE as error:
        # Then the answer goes to the chat.
        log.info("interaction %s not acknowledged: %s", number, type(error).__name__)
