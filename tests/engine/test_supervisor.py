"""Adapters start, fail and start again, each by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.core.errors import AdapterFailed
from bot.core.text import Text
from bot.engine.supervisor import Supervisor
from bot.platforms.capabilities import CONSOLE, Capabilities
from bot.presenter.delivery import Deed, Delivery, TakeIn
from tests.kit import Bot, a_bot

Run = Callable[[TakeIn], Awaitable[None]]


class Played:
    """An adapter that does one thing after the other, then runs on."""

    def __init__(self, platform: str, *runs: Exception | None) -> None:
        self.platform = platform
        self.limits: Capabilities = CONSOLE
        self.up = asyncio.Event()
        self.runs = list(runs)
        self.started = 0
        self.closed = False

    async def deliver(self, delivery: Delivery) -> str:
        return "1"

    async def perform(self, deed: Deed) -> None:
        return

    async def run(self, take_in: TakeIn) -> None:
        self.started += 1
        outcome = self.runs.pop(0) if self.runs else None
        if outcome is not None:
            raise outcome
        self.up.set()
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True

    async def diagnose(self) -> list[Text]:
        return []


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with a_bot(tmp_path) as bot:
        yield bot


def supervised(bot: Bot, *adapters: Played) -> tuple[Supervisor, list[Text]]:
    told: list[Text] = []
    found = {each.platform: each for each in adapters}
    supervisor = Supervisor(bot.machine, found, bot.app.take_in, told.append)
    supervisor.start()
    return supervisor, told


async def test_a_refused_token_leaves_one_out_and_the_others_run(bot: Bot) -> None:
    refused = Played("telegram", AdapterFailed(Text("telegram.token.refused"), permanent=True))
    fine = Played("discord")
    supervisor, told = supervised(bot, refused, fine)
    await bot.tick(seconds=3600)
    assert told == [Text("telegram.token.refused"), Text("adapter.out", platform="telegram")]
    assert (refused.started, fine.started) == (1, 1)
    await supervisor.stop_taking_in()
    assert (refused.up.is_set(), fine.up.is_set()) == (False, True)
    await supervisor.close()
    assert refused.closed
    assert fine.closed


async def test_who_fails_is_started_again_later_and_later(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    trouble = AdapterFailed(Text("telegram.slow", seconds=1))
    failing = Played("telegram", trouble, RuntimeError("a bug"), trouble)
    supervisor, told = supervised(bot, failing)
    await bot.tick(seconds=1)
    assert failing.started == 2
    await bot.tick(seconds=2)
    assert failing.started == 3
    await bot.tick(seconds=4)
    assert failing.started == 3
    await bot.tick(seconds=1)
    assert failing.started == 4
    assert failing.up.is_set()
    assert [text.values.get("seconds") for text in told if text.key == "adapter.again"] == [1, 2, 5]
    assert [each.message for each in caplog.records] == ["the adapter of telegram ended"]
    await supervisor.stop_taking_in()


async def test_who_was_let_go_begins_again_but_not_once_all_have_stopped(bot: Bot) -> None:
    fine = Played("telegram")
    supervisor, _ = supervised(bot, fine)
    await bot.settle()
    await supervisor.let_go()
    assert (fine.started, fine.up.is_set()) == (1, False)
    for _ in range(2):
        supervisor.begin("telegram")
        await bot.settle()
    assert (fine.started, fine.up.is_set()) == (2, True)
    await supervisor.stop_taking_in()
    supervisor.begin("telegram")
    await bot.settle()
    assert fine.started == 2
