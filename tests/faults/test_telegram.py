"""The whole bot against the strict Telegram server: kills in a backlog, and a server in trouble."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest

from bot.platforms.capabilities import PACES
from bot.platforms.telegram import wire
from tests.faults.answers import FIRST, answered
from tests.faults.programs import HARD_LIMIT_S, KILLED, environment, hearth
from tests.servers.telegram import TOKEN, TelegramServer, Trouble
from tests.servers.telegram_bot import CONFIG, TelegramBot
from tests.servers.telegram_requests import Params

UPDATES = 600
Answer = tuple[int, int]


class Lives:
    """Starts the bot again and again; in each life it is killed at the Nth request, if asked."""

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.answers: defaultdict[Answer, list[int]] = defaultdict(list)
        self._life = 0
        self._kill_at = 0
        self._polled = False
        self._all_answered = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        server.noted = self._note

    def _note(self, method: str, values: Params) -> None:
        self._polled = self._polled or method == "getUpdates"
        if method == "sendMessage":
            for answer in answered(self.server.world, values):
                self.answers[answer].append(self._life)
            if len(self.answers) == UPDATES:
                self._all_answered.set()
        if self._polled and self._kill_at:
            self._kill_at -= 1
            if self._kill_at == 0 and self._process is not None:
                self._process.kill()

    async def live(self, kill_at: int = 0) -> int:
        """The process has ended; its status. Without a kill it works everything off first."""
        self._life += 1
        self._kill_at, self._polled = kill_at, False
        command = hearth("run", "--config", self.folder / "config.toml", "--locale", "en")
        self._process = process = await asyncio.create_subprocess_exec(
            *command,
            cwd=self.folder,
            env={**environment(), "HEARTH_TELEGRAM_TOKEN": TOKEN},
            stderr=asyncio.subprocess.DEVNULL,
        )
        if not kill_at:
            async with asyncio.timeout(HARD_LIMIT_S):
                await self._all_answered.wait()
                await self.server.parked.wait()
            process.terminate()
        async with asyncio.timeout(HARD_LIMIT_S):
            return await process.wait()


@pytest.mark.long
@pytest.mark.parametrize(
    ("chats_there", "kills", "most"),
    [(150, 20, 40), (20, 10, 5)],
    ids=["each-alone", "said-together"],
)
async def test_kills_in_a_backlog_lose_and_double_nothing(
    tmp_path: Path, chats_there: int, kills: int, most: int
) -> None:
    draw = random.Random(20)
    async with TelegramServer() as server:
        groups = [server.world.group(-1001 - number) for number in range(chats_there)]
        chats = ", ".join(f'"telegram:{group.id}"' for group in groups)
        text = CONFIG.replace('"telegram:-1001"', chats)
        section = f'[platforms.telegram]\napi_base = "{server.base}"\n'
        (tmp_path / "config.toml").write_text(section + text, encoding="utf-8")
        os.chmod(tmp_path / "config.toml", 0o600)  # noqa: PTH101  as an operator would
        for number in range(UPDATES):
            server.world.says(
                FIRST + number, groups[number % chats_there], "/checkin", name=f"n{number}"
            )
        server.publish()
        lives = Lives(server, tmp_path)
        for _ in range(kills):
            assert await lives.live(draw.randint(1, most)) == KILLED
        assert await lives.live() == 0
        assert server.mistakes == []
    wanted = {(group.id, number) for group in groups for number in group.people}
    assert set(lives.answers) == wanted
    # An answer that was accepted as the process was killed may be said once more, by the next.
    assert [lived for lived in lives.answers.values() if len(set(lived)) < len(lived)] == []
    with closing(sqlite3.connect(tmp_path / "hearth.db")) as database:
        entries = database.execute("SELECT account, count(*) FROM ledger_entries GROUP BY 1")
        assert Counter(count for _, count in entries.fetchall()) == {1: UPDATES}


SENDS = 1000
GROUPS = 50


class HardTimes:
    """Answers 429 to two sends of three; of the others some meet a 5xx, a drop or a hang.

    ``early`` are the sends that came before the wait was over that the server had asked for.
    """

    def __init__(self, bot: TelegramBot) -> None:
        self._draw = random.Random(7)
        self._bot = bot
        self._free_at: dict[str, float] = {}
        self.early: list[tuple[str, float]] = []
        self.requests = 0

    def __call__(self, method: str, values: Params) -> Trouble | None:
        chat, now = str(values["chat_id"]), self._bot.clock.monotonic()
        self.requests += 1
        if now < self._free_at.get(chat, 0.0):
            self.early.append((chat, now))
        if self._draw.random() < 2 / 3:
            wait = self._draw.randint(1, 40)
            self._free_at[chat] = now + wait
            return Trouble(429, wait)
        luck = self._draw.random()
        if luck < 0.01:
            return Trouble("hang")
        if luck < 0.1:
            return Trouble("drop")
        return Trouble(502) if luck < 0.2 else None


@pytest.mark.long
async def test_a_server_in_trouble_loses_nothing_and_is_never_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "READ_S", 1.0)
    async with TelegramServer() as server:
        groups = [server.world.group(-1001 - number) for number in range(GROUPS)]
        chats = ", ".join(f'"telegram:{group.id}"' for group in groups)
        config = CONFIG.replace('"telegram:-1001"', chats)
        # Without a limit of groups each answer is a message of its own.
        paces = {"telegram": replace(PACES["telegram"], group_a_minute=0)}
        async with TelegramBot(server, tmp_path, config=config, paces=paces) as bot:
            await bot.quiet()
            server.trouble_for = times = HardTimes(bot)
            for number in range(SENDS):
                group = groups[number % GROUPS]
                server.world.says(5000 + number, group, "/points", name=f"n{number}")
            await bot.quiet()
            while sum(len(group.shown) for group in groups) < SENDS:
                await bot.wait(600)
        assert times.early == []
        assert times.requests > 2 * SENDS
        for place, group in enumerate(groups):
            names = [shown.text.split(",")[0] for shown in group.shown.values()]
            # On a busy machine an answer may come too late to be heard: then it is said again.
            once = [name for name, _ in groupby(names)]
            assert once == [f"n{number}" for number in range(place, SENDS, GROUPS)]


class Told:
    """A process that is killed as it asks for the sends in ``kills``, each once, unanswered.

    ``said`` is what Telegram accepted, as chat and text; ``refused`` how often the private chat
    took nothing.
    """

    def __init__(self, server: TelegramServer, folder: Path, kills: list[int]) -> None:
        self.said: list[tuple[int, str]] = []
        self.refused = 0
        self._server = server
        self._folder = folder
        self._kills = kills
        self._done = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        server.trouble_for = self._meets
        server.noted = self._note

    def _meets(self, method: str, values: Params) -> Trouble | None:
        chat = int(values["chat_id"])
        if self._kills and self._kills[0] == chat and self._process is not None:
            self._kills.pop(0)
            self._process.kill()
            return Trouble("drop")
        self.refused += chat > 0
        return None

    def _note(self, method: str, values: Params) -> None:
        if method == "sendMessage":
            self.said.append((int(values["chat_id"]), values["text"]))
            self._done.set()

    async def lives(self) -> int:
        """It has ended: it was killed, or had nothing more to do. Returns its status."""
        kills = len(self._kills)
        self._server.parked.clear()
        self._process = process = await asyncio.create_subprocess_exec(
            *hearth("run", "--config", self._folder / "config.toml", "--locale", "en"),
            cwd=self._folder,
            env={**environment(), "HEARTH_TELEGRAM_TOKEN": TOKEN},
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(HARD_LIMIT_S):
            if not kills:
                await self._done.wait()
                await self._server.parked.wait()
                process.terminate()
            return await process.wait()


async def test_the_group_is_told_once_of_a_closed_private_chat_however_often_it_is_killed(
    tmp_path: Path,
) -> None:
    async with TelegramServer() as server:
        group = server.world.group(-1001)
        section = f'[platforms.telegram]\napi_base = "{server.base}"\n'
        (tmp_path / "config.toml").write_text(section + CONFIG, encoding="utf-8")
        os.chmod(tmp_path / "config.toml", 0o600)  # noqa: PTH101  as an operator would
        server.world.says(42, group, "/link", name="Ann")
        server.publish()
        told = Told(server, tmp_path, kills=[42, -1001])
        assert [await told.lives() for _ in range(4)] == [KILLED, KILLED, 0, 0]
        assert server.mistakes == []
    how = "I may not write to you in private: open a chat with me, press Start (or Unblock), and"
    assert told.said == [(-1001, f"{how} send it to me there.")]
    assert told.refused == 1
    with closing(sqlite3.connect(tmp_path / "hearth.db")) as database:
        rows = database.execute("SELECT state, body = '' FROM outbox ORDER BY seq").fetchall()
    assert rows == [("failed", 1), ("sent", 0)]
