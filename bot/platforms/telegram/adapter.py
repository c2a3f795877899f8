"""The adapter of Telegram: opens the connection, gives what happens to the bot, and sends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Protocol, TypeVar, cast

from telegram.error import InvalidToken, TelegramError

from bot.core.errors import AdapterFailed, DeliveryFailed
from bot.core.settings import Secret
from bot.core.text import Text
from bot.platforms.capabilities import Capabilities, capabilities_of
from bot.platforms.skew import seconds_ahead, wrong_clock
from bot.platforms.telegram import files, perform, send
from bot.platforms.telegram.checks import Findings, look
from bot.platforms.telegram.commands import publish
from bot.platforms.telegram.mentions import Me
from bot.platforms.telegram.receive import Receiver
from bot.platforms.telegram.translate import PLATFORM
from bot.platforms.telegram.wire import adapter_failed, open_bot
from bot.presenter.delivery import Deed, Delivery, Surroundings, TakeIn

T = TypeVar("T")


class Settings(Protocol):
    """What the adapter reads of its section of the config."""

    @property
    def token(self) -> Secret: ...
    @property
    def api_base(self) -> str: ...
    @property
    def webhook(self) -> str: ...
    @property
    def listen(self) -> str: ...


class TelegramAdapter:
    """One bot account of Telegram."""

    def __init__(self, around: Surroundings) -> None:
        self.platform = PLATFORM
        self._around = around
        self._settings = cast("Settings", around.settings)
        self._bot = open_bot(
            self._settings.token.reveal(), self._settings.api_base, self._hear_date
        )
        self._limits = capabilities_of(PLATFORM)
        self._up = asyncio.Event()
        self._refused = asyncio.Event()
        self._ahead_s: int | None = None

    @property
    def limits(self) -> Capabilities:
        """What Telegram can do."""
        return self._limits

    @property
    def up(self) -> asyncio.Event:
        """Set while Telegram can be reached."""
        return self._up

    async def deliver(self, delivery: Delivery) -> str:
        """Telegram has the message, new or in place of the one that it replaces.

        Raises DeliveryFailed.
        """
        return await self._tried(send.deliver(self._bot, delivery))

    async def perform(self, deed: Deed) -> None:
        """It is done; a second time changes nothing. Raises DeliveryFailed.

        Telegram keeps no record that could show the reason.
        """
        await self._tried(perform.perform(self._bot, self._around.clock, deed.act))

    async def fetch(self, file: str) -> bytes:
        """What somebody has sent, named as in ``Incoming.file``. Raises DeliveryFailed."""
        return await self._tried(files.fetch(self._bot, file))

    @property
    def ahead_s(self) -> int | None:
        """By how many seconds this machine's clock is ahead of Telegram's."""
        return self._ahead_s

    async def run(self, take_in: TakeIn) -> None:
        """Gives every update to ``take_in``, until it is cancelled. Raises AdapterFailed."""
        self._refused.clear()
        try:
            found = await self._open()
            for problem in found.problems:
                self._around.tell(problem)
            for each in found.news:
                await take_in(each)
            await self._receive(take_in)
        except TelegramError as error:
            raise adapter_failed(error) from None
        finally:
            self._up.clear()

    async def close(self) -> None:
        """Nothing is left open. Safe to call twice."""
        await self._bot.shutdown()

    async def diagnose(self) -> list[Text]:
        """What does not work, in sentences for the operator. Raises AdapterFailed."""
        try:
            await self._bot.initialize()
            found = await self._look()
            hook = await self._bot.get_webhook_info()
        except TelegramError as error:
            raise adapter_failed(error) from None
        if hook.last_error_message:
            found.problems.append(Text("telegram.webhook.error", reason=hook.last_error_message))
        return found.problems

    async def _open(self) -> Findings:
        await self._bot.initialize()
        found = await self._look()
        await publish(self._bot, self._around.commands, self._around.say)
        return found

    async def _look(self) -> Findings:
        now = self._around.clock.now()
        found = await look(self._bot, self._bot.bot, self._around.chats, now)
        found.problems += wrong_clock(PLATFORM, self._ahead_s)
        return found

    def _hear_date(self, date: str) -> None:
        ahead_s = seconds_ahead(date, self._around.clock.now())
        self._ahead_s = self._ahead_s if ahead_s is None else ahead_s

    async def _tried(self, work: Awaitable[T]) -> T:
        """What the work returns; when Telegram refuses the token, nothing more is tried."""
        try:
            return await work
        except DeliveryFailed as failed:
            if isinstance(failed.__cause__, InvalidToken):
                self._up.clear()
                self._refused.set()
            raise

    async def _receive(self, take_in: TakeIn) -> None:
        me = Me(self._bot.bot.id, self._bot.bot.username or "")
        around = self._around
        receiver = Receiver(self._bot, me, around.clock, self._up, take_in, around.tell)
        if not self._settings.webhook:
            await self._bot.delete_webhook()
            await receiver.poll()
            return
        # Its library is needed for a webhook alone.
        try:
            from bot.platforms.telegram.webhook import Webhook
        except ModuleNotFoundError as missing:
            problem = Text("adapter.library", platform=PLATFORM, library=missing.name or "")
            raise AdapterFailed(problem, permanent=True) from missing
        hook = Webhook(self._bot, self._settings.webhook, self._settings.listen, receiver.take)
        await hook.serve(self._up, self._refused)
