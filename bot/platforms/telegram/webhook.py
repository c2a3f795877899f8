"""Telegram calls the bot: an update is answered with 200 only after it is stored."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, TelegramError

from bot.core.errors import AdapterFailed, HearthError
from bot.core.text import Text
from bot.platforms.telegram.receive import ALLOWED
from bot.platforms.telegram.wire import adapter_failed, read_update

log = logging.getLogger(__name__)

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
# Calls side by side could overtake each other, and updates of a chat are handled in order.
_CONNECTIONS: Final = 1
_MOST_BYTES: Final = 1_048_576
_HIGHEST_PORT: Final = 65_535

Take = Callable[[Sequence[Update]], Awaitable[None]]


def secret_of(token: str) -> str:
    """The secret that Telegram sends with each call: known to who knows the bot's token."""
    return hmac.new(token.encode(), b"hearth webhook", hashlib.sha256).hexdigest()


class Webhook:
    """Listens at ``listen`` (``host:port``) for what Telegram sends to ``address``."""

    def __init__(self, bot: Bot, address: str, listen: str, take: Take) -> None:
        self._bot = bot
        self._address = address
        self._listen = listen
        self._take = take
        self._secret = secret_of(bot.token)

    async def serve(self, up: asyncio.Event, refused: asyncio.Event) -> None:
        """Takes calls until it is cancelled. Raises AdapterFailed.

        ``refused`` is set when Telegram refuses the token, which no call would tell.
        """
        application = web.Application(client_max_size=_MOST_BYTES)
        application.router.add_post(urlsplit(self._address).path or "/", self._called)
        runner = web.AppRunner(application, access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await self._open(runner)
            up.set()
            await refused.wait()
            raise AdapterFailed(Text("telegram.token.refused"), permanent=True)
        finally:
            up.clear()
            await runner.cleanup()

    async def _open(self, runner: web.AppRunner) -> None:
        host, port = _place(self._listen)
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            problem = Text("telegram.port", address=self._listen, reason=error.strerror or "")
            raise AdapterFailed(problem) from error
        try:
            await self._bot.set_webhook(
                self._address,
                allowed_updates=ALLOWED,
                secret_token=self._secret,
                max_connections=_CONNECTIONS,
            )
        except BadRequest as error:
            problem = Text("telegram.webhook.refused", address=self._address, reason=str(error))
            raise AdapterFailed(problem) from None
        except TelegramError as error:
            raise adapter_failed(error) from None

    async def _called(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            log.warning("a call without the secret of the webhook was refused")
            return web.Response(status=403)
        # What is answered otherwise comes again and again, before all that is behind it.
        try:
            raw = json.loads((await request.read()).decode("utf-8", "replace"))
        except web.HTTPRequestEntityTooLarge:
            log.warning("a call of the webhook with more than %s bytes was skipped", _MOST_BYTES)
            return web.Response()
        except (ValueError, RecursionError):
            log.warning("a call of the webhook that is no JSON was skipped")
            return web.Response()
        update = read_update(raw)
        try:
            await self._take([] if update is None else [update])
        except HearthError:
            # Telegram calls again.
            return web.Response(status=503)
        return web.Response()


def _place(listen: str) -> tuple[str, int]:
    """Host and port. Raises AdapterFailed."""
    host, _, port = listen.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and int(port) <= _HIGHEST_PORT):
        raise AdapterFailed(Text("telegram.listen", address=listen), permanent=True)
    return host.removeprefix("[").removesuffix("]"), int(port)
