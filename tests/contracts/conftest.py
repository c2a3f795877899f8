"""Every platform's bench, and a bot that has the cog of ``tests/contracts/cogs`` as well."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

import cogs
from bot.rehearsal.story import COMMUNITY, Story
from tests.contracts.bench import COGS, MODERATOR, Bench
from tests.contracts.discord_bench import DiscordBench
from tests.contracts.room_bench import RoomBench
from tests.contracts.telegram_bench import TelegramBench
from tests.servers.discord_stage import a_stage
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_bot import TelegramBot

PLATFORMS: Final = ("telegram", "discord", "console")
STAFF: Final = ", ".join(f'"{name}:{MODERATOR}"' for name in PLATFORMS)
CONFIG: Final = COMMUNITY.replace('moderators = ["telegram:900"]', f"moderators = [{STAFF}]")


@pytest.fixture(autouse=True)
def cog_of_deeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot knows ``/do``."""
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, str(COGS)])


@pytest.fixture(params=[*PLATFORMS, "telegram on the wire", "discord on the wire"])
async def bench(
    request: pytest.FixtureRequest, tmp_path: Path, cog_of_deeds: None
) -> AsyncIterator[Bench]:
    """One platform after the other."""
    if request.param == "telegram on the wire":
        async with TelegramServer() as server:
            server.world.group(-1001)
            async with TelegramBot(server, tmp_path) as bot:
                await bot.quiet()
                yield TelegramBench(server, bot)
                assert server.mistakes == []
        return
    if request.param == "discord on the wire":
        async with a_stage(tmp_path) as stage:
            yield DiscordBench(stage)
        return
    async with Story(CONFIG) as story:
        yield RoomBench(story, request.param)
