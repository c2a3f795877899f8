"""A batch of reminders on the strict servers: never pressed, killed in the middle, none doubled."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

import bot.app
from bot.core.clock import to_micros
from bot.core.ids import Ids
from bot.platforms.capabilities import PACES
from bot.rehearsal.clock import VirtualClock
from tests.engine.batch import FIRST, batch, put_reminders
from tests.faults.programs import HARD_LIMIT_S, KILLED, environment, hearth
from tests.kit import START, Do
from tests.servers.discord_stage import Stage
from tests.servers.pace import DiscordPace, TelegramPace
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_bot import CONFIG, TelegramBot
from tests.servers.telegram_requests import Params

MANY: Final = 5_000
KILLED_IN: Final = 300
KILLS: Final = 12
NEVER_LATE: Final = 1 << 60


def reminded(server: TelegramServer) -> dict[int, list[str]]:
    """What stands in each private chat."""
    chats = server.world.chats.values()
    return {each.id: [shown.text for shown in each.shown.values()] for each in chats if each.id > 0}


@pytest.fixture
def cogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot has a cog by which people do what they are reminded of."""
    loaded = [*bot.app.load_cogs(), batch("telegram")]
    monkeypatch.setattr(bot.app, "load_cogs", lambda: loaded)
    # One turn cancels thousands: that takes its time on a busy machine.
    monkeypatch.setattr(bot.app, "TURN_SECONDS", 30.0)


@pytest.mark.parametrize(
    ("many", "done", "seconds"),
    [(150, 120, 2), pytest.param(MANY, 4_000, 60, marks=pytest.mark.long)],
)
@pytest.mark.usefixtures("cogs")
async def test_telegram_is_not_pressed_and_who_has_done_it_is_not_reminded(
    tmp_path: Path, many: int, done: int, seconds: int
) -> None:
    async with TelegramServer() as server:
        group = server.world.group(-1001)
        for user in range(FIRST, FIRST + many):
            server.world.private(user)
        async with TelegramBot(server, tmp_path, paces=PACES) as running:
            await running.quiet()
            server.pace = TelegramPace(running.clock.monotonic)
            reminders = put_reminders("telegram", many, to_micros(running.clock.now()))
            await running.app.database.run([Do(reminders)])
            await running.restart()
            await running.wait(seconds - 1)
            server.world.says(42, group, f"/did {done}")
            await running.wait(1)
            assert [each.text for each in group.shown.values()] == ["well done"]
            await running.wait(60)
        assert server.mistakes == []
        assert server.pace.pressed == []
        spared = range(FIRST + seconds * 30, FIRST + done)
        assert reminded(server) == {
            user: [] if user in spared else [f"remember, {user}"]
            for user in range(FIRST, FIRST + many)
        }


@pytest.mark.parametrize("many", [150, pytest.param(MANY, marks=pytest.mark.long)])
async def test_discord_is_not_pressed(tmp_path: Path, many: int) -> None:
    stage = Stage(tmp_path, paces=PACES)
    async with stage.server as server:
        await stage.start()
        server.pace = DiscordPace(stage.clock.monotonic)
        reminders = put_reminders("discord", many, to_micros(stage.clock.now()))
        await stage.app.database.run([Do(reminders)])
        await stage.restart()
        await stage.tick(many / 22)
        await stage.stop()
        assert server.mistakes == []
        assert server.pace.pressed == []
        said = Counter((each.channel, each.text) for each in stage.world.shown.values())
        private = stage.world.private_channel
        assert said == dict.fromkeys(
            ((private(str(user)), f"remember, {user}") for user in range(FIRST, FIRST + many)), 1
        )


class Lives:
    """A process that is killed as Telegram accepts the Nth message, and lives again.

    ``said`` is in which lives each person was reminded, ``written`` who was said to be done with
    when each life was over.
    """

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self.said: defaultdict[int, list[int]] = defaultdict(list)
        self.written: list[set[int]] = []
        self._folder = folder
        self._kill_at = 0
        self._process: asyncio.subprocess.Process | None = None
        self._all_said = asyncio.Event()
        server.noted = self._note

    def _note(self, method: str, values: Params) -> None:
        if method != "sendMessage":
            return
        self.said[int(values["chat_id"])].append(len(self.written))
        if len(self.said) == KILLED_IN:
            self._all_said.set()
        self._kill_at -= 1
        if self._kill_at == 0 and self._process is not None:
            self._process.kill()

    async def live(self, kill_at: int = 0) -> int:
        """The process has ended, killed or once everything was said; its status."""
        self._kill_at = kill_at
        self._process = process = await asyncio.create_subprocess_exec(
            *hearth("run", "--config", self._folder / "config.toml", "--locale", "en"),
            cwd=self._folder,
            env={**environment(), "HEARTH_TELEGRAM_TOKEN": TOKEN},
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(HARD_LIMIT_S):
            if not kill_at:
                await self._all_said.wait()
                process.terminate()
            status = await process.wait()
        with closing(sqlite3.connect(self._folder / "hearth.db")) as database:
            rows = database.execute("SELECT chat FROM outbox WHERE state = 'sent'").fetchall()
        self.written.append({int(chat) for (chat,) in rows})
        return status


@pytest.mark.long
async def test_kills_in_a_batch_lose_nobody_and_double_nothing(tmp_path: Path) -> None:
    draw = random.Random(6)
    async with TelegramServer() as server:
        for user in range(FIRST, FIRST + KILLED_IN):
            server.world.private(user)
        server.world.group(-1001)
        section = f'[platforms.telegram]\napi_base = "{server.base}"\n'
        (tmp_path / "config.toml").write_text(section + CONFIG, encoding="utf-8")
        os.chmod(tmp_path / "config.toml", 0o600)  # noqa: PTH101  as an operator would
        await prepare(tmp_path)
        lives = Lives(server, tmp_path)
        for _ in range(KILLS):
            assert await lives.live(draw.randint(1, 20)) == KILLED
        assert await lives.live() == 0
        assert server.mistakes == []
    assert set(lives.said) == set(range(FIRST, FIRST + KILLED_IN))
    for user, said in lives.said.items():
        # What was accepted as the process was killed may be said once more, by the next.
        assert len(set(said)) == len(said)
        assert [life for life in said if life and user in lives.written[life - 1]] == []


async def prepare(folder: Path) -> None:
    """There is a database with the batch in it."""
    app = bot.app.build(
        bot.app.read_config(CONFIG),
        clock=VirtualClock(START),
        ids=Ids(1),
        database=f"sqlite:///{folder / 'hearth.db'}",
        adapters={},
    )
    await app.start()
    # The processes have the machine's clock.
    await app.database.run([Do(put_reminders("telegram", KILLED_IN, NEVER_LATE))])
    await app.stop()
