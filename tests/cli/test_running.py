"""``hearth run`` and ``hearth doctor`` as operators start them, against the strict server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cli.started import LIMIT_S, Started, started
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_bot import CONFIG


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.world.group(-1001)
        yield server


async def start(folder: Path, verb: str, base: str, token: str = TOKEN) -> Started:
    section = f'[platforms.telegram]\napi_base = "{base}"\n'
    (folder / "config.toml").write_text(section + CONFIG, encoding="utf-8")
    return await started(folder, verb, token)


async def test_the_bot_runs_answers_and_ends_on_sigterm(
    server: TelegramServer, tmp_path: Path
) -> None:
    started = await start(tmp_path, "run", server.base)
    await started.says("running on telegram")
    await asyncio.wait_for(server.parked.wait(), LIMIT_S)
    group = server.world.group(-1001)
    said = asyncio.Event()
    server.noted = lambda method, values: said.set() if method == "sendMessage" else None
    server.world.says(42, group, "/checkin", name="Ann")
    server.publish()
    await asyncio.wait_for(said.wait(), LIMIT_S)
    started.process.terminate()
    status, _ = await started.ends()
    assert (status, [line for line in started.lines if "Traceback" in line]) == (0, [])
    assert "stopped in order" in started.lines[-1]
    assert TOKEN not in "".join(started.lines)


async def test_an_unsent_answer_does_not_keep_the_bot_from_ending(
    server: TelegramServer, tmp_path: Path
) -> None:
    server.broken_sends = True
    started = await start(tmp_path, "run", server.base)
    await started.says("running on telegram")
    await asyncio.wait_for(server.parked.wait(), LIMIT_S)
    server.world.says(42, server.world.group(-1001), "/checkin", name="Ann")
    server.publish()
    await asyncio.wait_for(server.hanging.wait(), LIMIT_S)
    started.process.terminate()
    assert (await started.ends())[0] == 0
    server.broken_sends = False
    again = await start(tmp_path, "run", server.base)
    said = asyncio.Event()
    server.noted = lambda method, values: said.set() if method == "sendMessage" else None
    await asyncio.wait_for(said.wait(), LIMIT_S)
    again.process.terminate()
    assert (await again.ends())[0] == 0


@pytest.mark.parametrize(
    ("token", "status", "group", "problems"),
    [
        (TOKEN, 0, "administrator", []),
        (TOKEN, 1, "left", ["The bot is not in chat -1001, or there is no such chat."]),
        ("7:no", 1, "administrator", ["Telegram does not accept this token."]),
    ],
)
async def test_the_doctor_says_what_is_wrong(
    server: TelegramServer,
    tmp_path: Path,
    token: str,
    status: int,
    group: str,
    problems: list[str],
) -> None:
    server.world.group(-1001).status = group
    started = await start(tmp_path, "doctor", server.base, token)
    ended, out = await started.ends()
    assert [line.split(".")[0] + "." for line in started.lines] == problems
    last = "Problems: 1." if problems else "All is well: telegram, console."
    assert (ended, out.splitlines()[-1]) == (status, last)
