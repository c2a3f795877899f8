"""The adapter of Discord: opens the connection, gives what happens to the bot, and sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Protocol, cast

from bot.core.errors import AdapterFailed, DeliveryFailed
from bot.core.settings import Secret
from bot.core.text import Text
from bot.platforms.capabilities import Capabilities, capabilities_of
from bot.platforms.discord.checks import look, publish
from bot.platforms.discord.client import Client, keep_to_one_line, point_at
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.receive import Receiver
from bot.platforms.discord.send import Sending
from bot.platforms.discord.translate import MALFORMED, PLATFORM
from bot.platforms.discord.wire import UNREACHABLE, adapter_failed
from bot.presenter.delivery import Delivery, Surroundings, TakeIn

log = logging.getLogger(__name__)


class Settings(Protocol):
    """What the adapter reads of its section of the config."""

    @property
    def token(self) -> Secret: ...
    @property
    def api_base(self) -> str: ...
    @property
    def gateway(self) -> str: ...


class DiscordAdapter:
    """One bot account of Discord."""

    def __init__(self, around: Surroundings) -> None:
        self.platform = PLATFORM
        self._around = around
        self._settings = cast("Settings", around.settings)
        self._limits = capabilities_of(PLATFORM)
        self._up = asyncio.Event()
        self._memory = Memory()
        self._sending: Sending | None = None

    @property
    def limits(self) -> Capabilities:
        """What Discord can do."""
        return self._limits

    @property
    def up(self) -> asyncio.Event:
        """Set while Discord can be reached."""
        return self._up

    async def deliver(self, delivery: Delivery) -> str:
        """Discord has the message, new or in place of the one that it replaces.

        Raises DeliveryFailed.
        """
        if self._sending is None:
            raise DeliveryFailed("not connected")
        return await self._sending.deliver(delivery)

    async def run(self, take_in: TakeIn) -> None:
        """Gives every update to ``take_in``, until it is cancelled. Raises AdapterFailed.

        Whatever ends the client, also an event that its library cannot read, ends this.
        """
        try:
            async with self.session(take_in) as client:
                await client.start(self._settings.token.reveal())
                raise AdapterFailed(Text("discord.closed", code=1000))
        except ExceptionGroup as errors:
            raise _why(errors) from errors

    @asynccontextmanager
    async def session(self, take_in: TakeIn) -> AsyncIterator[Client]:
        """A client, not started, whose work runs in a task group that ends with the block."""
        around = self._around
        receiver = Receiver(around, self._memory, take_in)
        point_at(self._settings.api_base)
        keep_to_one_line()
        client = Client(around.clock, self._settings.gateway, receiver.hear, self._prepare)
        try:
            async with client, asyncio.TaskGroup() as group:
                receiver.start(client, group.create_task)
                yield client
        finally:
            self._up.clear()
            self._sending = None

    async def close(self) -> None:
        """Nothing is left open. Safe to call twice."""
        self._up.clear()

    async def diagnose(self) -> list[Text]:
        """What does not work, in sentences for the operator. Raises AdapterFailed."""
        point_at(self._settings.api_base)
        client = Client(self._around.clock, self._settings.gateway, _deaf, _unprepared)
        try:
            async with client:
                await client.login(self._settings.token.reveal())
                return await look(client, self._around)
        except UNREACHABLE as error:
            raise adapter_failed(error) from None

    async def _prepare(self, client: Client) -> None:
        """Logged in and not connected yet: messages may go out, the commands are those of today."""
        around, application = self._around, client.application_id
        self._sending = Sending(client.http, str(application), around.clock, self._memory)
        await publish(client.http, str(application), around)
        self._up.set()


def _deaf(event: str, data: Mapping[str, Any]) -> None:
    """Hears nothing."""


async def _unprepared(client: Client) -> None:
    """Needs nothing."""


def _why(errors: ExceptionGroup[Exception]) -> Exception:
    """What ended the client: what the platform refused before what broke with it."""
    found = list(_leaves(errors))
    for error in found:
        if isinstance(error, AdapterFailed):
            return error
    for error in found:
        if isinstance(error, UNREACHABLE):
            return adapter_failed(error)
    if all(isinstance(error, MALFORMED) for error in found):
        log.error("an event of Discord could not be read", exc_info=errors)
        return AdapterFailed(Text("discord.unreadable"))
    return errors


def _leaves(errors: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for error in errors.exceptions:
        if isinstance(error, ExceptionGroup):
            yield from _leaves(error)
        else:
            yield error
