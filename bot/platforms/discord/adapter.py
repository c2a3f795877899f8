"""The adapter of Discord: opens the connection, gives what happens to the bot, and sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Protocol, cast

from bot.core.errors import AdapterFailed, DeliveryFailed
from bot.core.settings import Secret
from bot.core.text import Text
from bot.platforms.capabilities import Capabilities, capabilities_of
from bot.platforms.discord.checks import look, publish
from bot.platforms.discord.client import Client, keep_to_one_line, point_at
from bot.platforms.discord.files import fetch
from bot.platforms.discord.memory import Memory
from bot.platforms.discord.perform import Doer
from bot.platforms.discord.receive import Receiver
from bot.platforms.discord.send import Sending
from bot.platforms.discord.translate import MALFORMED, PLATFORM
from bot.platforms.discord.wire import UNREACHABLE, adapter_failed
from bot.platforms.skew import seconds_ahead, wrong_clock
from bot.presenter.delivery import Deed, Delivery, Surroundings, TakeIn

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
        self._doer: Doer | None = None
        self._ahead_s: int | None = None

    @property
    def limits(self) -> Capabilities:
        """What Discord can do."""
        return self._limits

    @property
    def up(self) -> asyncio.Event:
        """Set while Discord can be reached."""
        return self._up

    @property
    def ahead_s(self) -> int | None:
        """By how many seconds this machine's clock is ahead of Discord's."""
        return self._ahead_s

    async def deliver(self, delivery: Delivery) -> str:
        """Discord has the message, new or in place of the one that it replaces.

        Raises DeliveryFailed.
        """
        if self._sending is None:
            raise DeliveryFailed("not connected")
        return await self._sending.deliver(delivery)

    async def perform(self, deed: Deed) -> None:
        """It is done on Discord; a second time changes nothing. Raises DeliveryFailed."""
        if self._doer is None:
            raise DeliveryFailed("not connected")
        await self._doer.perform(deed)

    async def fetch(self, file: str) -> bytes:
        """What somebody has attached, named as in ``Incoming.file``. Raises DeliveryFailed."""
        if self._doer is None:
            raise DeliveryFailed("not connected")
        return await fetch(self._around.clock, self._doer.http, self._memory, file)

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
        prepare = partial(self._prepare, receiver)
        gateway, hear_date = self._settings.gateway, self._hear_date
        client = Client(around.clock, gateway, receiver.hear, prepare, hear_date)
        try:
            async with client, asyncio.TaskGroup() as group:
                receiver.start(client, group.create_task)
                yield client
        finally:
            self._up.clear()
            self._sending = self._doer = None

    async def close(self) -> None:
        """Nothing is left open. Safe to call twice."""
        self._up.clear()

    async def diagnose(self) -> list[Text]:
        """What does not work, in sentences for the operator. Raises AdapterFailed."""
        point_at(self._settings.api_base)
        gateway, hear_date = self._settings.gateway, self._hear_date
        client = Client(self._around.clock, gateway, _deaf, _unprepared, hear_date)
        try:
            async with client:
                await client.login(self._settings.token.reveal())
                found = await look(client, self._around)
                return [*found, *wrong_clock(PLATFORM, self._ahead_s)]
        except UNREACHABLE as error:
            raise adapter_failed(error) from None

    async def _prepare(self, receiver: Receiver, client: Client) -> None:
        """Logged in and not connected yet: messages may go out, the commands are those of today."""
        around, application = self._around, client.application_id
        self._sending = Sending(client.http, str(application), around.clock, self._memory)
        self._doer = Doer(client, around.clock, self._memory)
        await publish(client.http, str(application), around)
        await receiver.recall()
        for problem in wrong_clock(PLATFORM, self._ahead_s):
            around.tell(problem)
        self._up.set()

    def _hear_date(self, date: str) -> None:
        ahead_s = seconds_ahead(date, self._around.clock.now())
        self._ahead_s = self._ahead_s if ahead_s is None else ahead_s


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
