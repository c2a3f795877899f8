"""``hearth run`` twice on one PostgreSQL database, against the strict Telegram server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.cli.started import LIMIT_S, Started, started
from tests.engines import ENGINES, engines
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_bot import CONFIG
from tests.servers.telegram_requests import Params

pytestmark = pytest.mark.parametrize(
    "engine", [each for each in ENGINES if each == "postgres"], indirect=True
)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.world.group(-1001)
        yield server


@pytest.fixture
async def folder(engine: str, server: TelegramServer, tmp_path: Path) -> Path:
    """A folder with a config that names a database of the server."""
    database = engines.database(tmp_path)
    await database.open()
    await database.close()
    text = (
        f'[hearth]\ndatabase = "{engines.url(tmp_path)}"\n'
        f'[platforms.telegram]\napi_base = "{server.base}"\n{CONFIG}'
    )
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
async def ending() -> AsyncIterator[AsyncExitStack]:
    """Whose processes do not outlive the test."""
    async with AsyncExitStack() as stack:
        yield stack


async def run(folder: Path, ending: AsyncExitStack) -> Started:
    """``hearth run``, until it says something of Telegram."""
    process = await started(folder, "run", TOKEN)
    ending.push_async_callback(process.is_gone)
    await process.says("telegram")
    return process


class Answers:
    """What the bot has said, each answer by the message that it answers."""

    def __init__(self, server: TelegramServer) -> None:
        self.given: list[int] = []
        self._said = asyncio.Event()
        server.noted = self._note

    async def reach(self, count: int) -> None:
        """So many were given."""
        while len(self.given) < count:
            self._said.clear()
            await asyncio.wait_for(self._said.wait(), LIMIT_S)

    def _note(self, method: str, values: Params) -> None:
        if method == "sendMessage":
            self.given.append(values["reply_parameters"]["message_id"])
            self._said.set()


async def test_the_second_waits_and_takes_over_when_the_first_has_ended(
    server: TelegramServer, folder: Path, ending: AsyncExitStack
) -> None:
    answers, group = Answers(server), server.world.group(-1001)
    first = await run(folder, ending)
    assert "running on telegram" in first.lines[-1]
    second = await run(folder, ending)
    assert "telegram is run by another process on this database" in second.lines[-1]
    await asyncio.wait_for(server.parked.wait(), LIMIT_S)
    server.world.says(42, group, "/checkin", name="Ann")
    server.publish()
    await answers.reach(1)
    first.process.terminate()
    server.world.says(43, group, "/checkin", name="Ben")
    server.publish()
    assert (await first.ends())[0] == 0
    await second.says("running on telegram")
    server.world.says(44, group, "/checkin", name="Cid")
    server.publish()
    await answers.reach(3)
    second.process.terminate()
    assert (await second.ends())[0] == 0
    assert [len(set(answers.given)), len(answers.given)] == [3, 3]
    assert [line for line in first.lines + second.lines if "Traceback" in line] == []
    assert server.mistakes == []


async def test_a_waiting_process_ends_in_order(
    server: TelegramServer, folder: Path, ending: AsyncExitStack
) -> None:
    first = await run(folder, ending)
    second = await run(folder, ending)
    second.process.terminate()
    assert ((await second.ends())[0], "stopped in order" in second.lines[-1]) == (0, True)
    first.process.terminate()
    assert (await first.ends())[0] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say where a pid is valid")
async def test_who_is_started_again_after_a_kill_knows_that_nobody_else_runs(
    server: TelegramServer, folder: Path, ending: AsyncExitStack
) -> None:
    answers, group = Answers(server), server.world.group(-1001)
    first = await run(folder, ending)
    first.process.kill()
    await first.process.wait()
    again = await run(folder, ending)
    # The wait would have been said first.
    assert "running on telegram" in again.lines[-1]
    server.world.says(42, group, "/checkin", name="Ann")
    server.publish()
    await answers.reach(1)
    again.process.terminate()
    assert (await again.ends())[0] == 0
