"""Adapters that speak only while nobody else may speak for their platform."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.presenter.delivery import Adapter, Deed, Delivery
from bot.presenter.render import Limits


class Held:
    """An adapter behind a door; ``assured`` returns when it may be opened."""

    def __init__(self, adapter: Adapter, assured: Callable[[], Awaitable[None]]) -> None:
        self._adapter = adapter
        self._assured = assured

    @property
    def limits(self) -> Limits:
        """What the platform takes in one message."""
        return self._adapter.limits

    @property
    def up(self) -> asyncio.Event:
        """Set while the platform can be reached."""
        return self._adapter.up

    async def deliver(self, delivery: Delivery) -> str:
        """As the adapter, once that is right."""
        await self._assured()
        return await self._adapter.deliver(delivery)

    async def perform(self, deed: Deed) -> None:
        """As the adapter, once that is right."""
        await self._assured()
        await self._adapter.perform(deed)
