"""A strict Bot API with one group that has topics, and a whole bot on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers.telegram import TelegramServer
from tests.servers.telegram_bot import TelegramBot


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.world.group(-1001, topics=(77, 78))
        yield server


@pytest.fixture
async def bot(server: TelegramServer, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with TelegramBot(server, tmp_path) as bot:
        await bot.quiet()
        yield bot
        assert server.mistakes == []
