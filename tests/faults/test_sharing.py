"""Processes on one PostgreSQL database: whoever runs is killed or stands still in a backlog."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import asyncpg
import pytest

from tests.cli.started import Started, started
from tests.engines import ENGINES, engines
from tests.faults.answers import FIRST, answered
from tests.faults.programs import HARD_LIMIT_S, KILLED
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_bot import CONFIG
from tests.servers.telegram_requests import Params

CHATS: Final = 100
UPDATES: Final = 400
KILLS: Final = 4
RUNS: Final = "running on telegram"
WAITS: Final = "telegram is run by another process"
OVER: Final = "has taken over telegram"
REFUSED: Final = 2
SQL: Final = {
    "entries": "SELECT count(*) FROM ledger_entries",
    "members": "SELECT count(DISTINCT account) FROM ledger_entries",
    "unhandled": "SELECT count(*) FROM inbox WHERE state <> 'done'",
    "unsent": "SELECT count(*) FROM outbox WHERE state <> 'sent'",
}
Answer = tuple[int, int]

pytestmark = [
    pytest.mark.long,
    pytest.mark.parametrize(
        "engine", [each for each in ENGINES if each == "postgres"], indirect=True
    ),
]


class Queue:
    """Processes that run one after the other; ``answers`` says which of them gave each answer."""

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.answers: defaultdict[Answer, list[int]] = defaultdict(list)
        self._answered = asyncio.Event()
        self.struck = asyncio.Event()
        self._strike_at = 0
        self._how = signal.SIGKILL
        self._started: list[Started] = []
        self._running = 0
        server.noted = self._note

    @property
    def first(self) -> Started:
        """Who runs, or ran until it was struck."""
        return self._started[self._running]

    async def comes(self, words: str) -> None:
        """One more process has said this; then nobody hears what it says but the queue."""
        process = await started(self.folder, "run", TOKEN)
        self._started.append(process)
        await process.says(words)

    def strike_at(self, request: int, how: signal.Signals) -> None:
        """Who runs gets this signal as it makes so many requests more."""
        self.struck.clear()
        self._strike_at, self._how = request, how

    async def answers_to(self, count: int) -> None:
        """So many messages were answered."""
        while len(self.answers) < count:
            self._answered.clear()
            await self._answered.wait()

    async def moves_up(self) -> None:
        """The next one runs."""
        self._running += 1
        await self.first.says(RUNS)

    async def is_gone(self) -> None:
        """No process runs any more."""
        for each in self._started:
            await each.is_gone()

    def _note(self, method: str, values: Params) -> None:
        if method == "sendMessage":
            for answer in answered(self.server.world, values):
                self.answers[answer].append(self._running)
            self._answered.set()
        if self._strike_at:
            self._strike_at -= 1
            if self._strike_at == 0:
                self.first.process.send_signal(self._how)
                self.struck.set()


@pytest.fixture
async def queue(engine: str, tmp_path: Path) -> AsyncIterator[Queue]:
    """No process yet, and a backlog in many chats."""
    database = engines.database(tmp_path)
    await database.open()
    await database.close()
    async with TelegramServer() as server, AsyncExitStack() as stack:
        groups = [server.world.group(-1001 - number) for number in range(CHATS)]
        chats = ", ".join(f'"telegram:{group.id}"' for group in groups)
        text = (
            f'[hearth]\ndatabase = "{engines.url(tmp_path)}"\n'
            f'[platforms.telegram]\napi_base = "{server.base}"\n'
            + CONFIG.replace('"telegram:-1001"', chats)
        )
        (tmp_path / "config.toml").write_text(text, encoding="utf-8")
        for number in range(UPDATES):
            server.world.says(FIRST + number, groups[number % CHATS], "/checkin", name=f"n{number}")
        queue = Queue(server, tmp_path)
        stack.push_async_callback(queue.is_gone)
        yield queue
        assert server.mistakes == []


async def all_is_done(queue: Queue) -> None:
    """Every update was handled once and answered, and verification finds nothing."""
    async with asyncio.timeout(HARD_LIMIT_S):
        await queue.answers_to(UPDATES)
        await queue.server.parked.wait()
    queue.first.process.terminate()
    assert (await queue.first.ends())[0] == 0
    world = queue.server.world
    wanted = {(chat.id, number) for chat in world.chats.values() for number in chat.people}
    assert set(queue.answers) == wanted
    connection = await asyncpg.connect(engines.url(queue.folder))
    found = {name: await connection.fetchval(sql) for name, sql in SQL.items()}
    await connection.close()
    assert found == {"entries": UPDATES, "members": UPDATES, "unhandled": 0, "unsent": 0}
    proof = await started(queue.folder, "verify", TOKEN)
    assert await proof.ends() == (0, f"All is as it should be: members: {UPDATES}, "
                                  "entries not sealed yet: 0.\n")  # fmt: skip


async def test_kills_in_a_backlog_lose_and_double_nothing(queue: Queue) -> None:
    draw = random.Random(7)
    await queue.comes(RUNS)
    for kill in range(KILLS):
        await queue.comes(WAITS)
        queue.strike_at(draw.randint(1, 60), signal.SIGKILL)
        if kill == 0:
            queue.server.publish()
        await queue.struck.wait()
        assert await queue.first.process.wait() == KILLED
        await queue.moves_up()
    await all_is_done(queue)
    # What was accepted as its process was struck may be said once more, by the next.
    assert [each for each in queue.answers.values() if len(set(each)) < len(each)] == []


async def test_one_that_stands_still_is_followed_and_says_nothing_when_it_wakes(
    queue: Queue,
) -> None:
    await queue.comes(RUNS)
    await queue.comes(WAITS)
    queue.strike_at(60, signal.SIGSTOP)
    queue.server.publish()
    await queue.struck.wait()
    frozen = queue.first
    await queue.moves_up()
    async with asyncio.timeout(HARD_LIMIT_S):
        await queue.answers_to(UPDATES // 2)
    frozen.process.send_signal(signal.SIGCONT)
    status, _ = await frozen.ends()
    assert (status, OVER in frozen.lines[-1]) == (REFUSED, True)
    await all_is_done(queue)
    # What it was about to say as it was struck, one message of a chat, may be said once more.
    doubled = [chat for (chat, _), each in queue.answers.items() for _ in each[1:]]
    assert len(doubled) == len(set(doubled))
