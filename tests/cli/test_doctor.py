"""``hearth doctor``: it sees what is wrong and changes nothing."""

from __future__ import annotations

import asyncio
import hashlib
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import asyncpg
import pytest

import cogs
from bot.app import App, build, read_config
from bot.cli.doctor import LEAST_ROOM, examine, room_is_short
from bot.cli.speaking import Speaker
from bot.config.base import TelegramSettings
from bot.config.config import Config
from bot.core.clock import SystemClock
from bot.core.ids import Ids
from bot.core.settings import Secret
from bot.core.text import Text
from tests.cli.started import LIMIT_S, started
from tests.engines import ENGINES
from tests.engines import server as postgres
from tests.faults.programs import a_small_disk
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_bot import CONFIG

ON_BOTH: Final = pytest.mark.parametrize("engine", ENGINES, indirect=True)
CLOCK: Final = "Clock: as telegram has it.\n"
WELL: Final = "All is well: telegram.\n"


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.world.group(-1001)
        yield server
        assert server.mistakes == []


class Doctor:
    """Looks at an installation in ``folder``, whose database is of the engine under test."""

    def __init__(self, server: TelegramServer, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "hearth.db"
        telegram = TelegramSettings(token=Secret(TOKEN), api_base=server.base)
        config = read_config(CONFIG)
        hearth_ = replace(config.hearth, database=f"sqlite:///{self.path}")
        self.config: Config = replace(config, hearth=hearth_, platforms={"telegram": telegram})

    async def looks(self, capsys: pytest.CaptureFixture[str]) -> tuple[bool, str, str]:
        """Whether all is well, what it says about it, and what is wrong; sizes are ``N``."""
        fine = await examine(self.config, Speaker("en"))
        said, wrong = capsys.readouterr()
        return fine, sizes_hidden(said), wrong

    def app(self) -> App:
        """A bot on the database, not started."""
        return build(
            self.config,
            clock=SystemClock(),
            ids=Ids(1),
            database=self.config.hearth.database,
            adapters={},
        )

    async def has_run(self) -> None:
        """A bot has run on the database and ended in order."""
        app = self.app()
        await app.start()
        await app.stop()


def a_later_cog(folder: Path) -> str:
    """Where there is one more cog than today, with a table of its own."""
    migrations = folder / "cogs" / "later" / "migrations"
    migrations.mkdir(parents=True)
    (migrations.parent / "cog.py").touch()
    table = "--: table later engine\nCREATE TABLE later (name TEXT PRIMARY KEY);\n"
    (migrations / "0001_later.sql").write_text(table, encoding="utf-8")
    return str(migrations.parent.parent)


@pytest.fixture
def doctor(server: TelegramServer, tmp_path: Path) -> Doctor:
    return Doctor(server, tmp_path)


def sizes_hidden(said: str) -> str:
    return re.sub(r"[0-9.]+ MB", "N MB", said)


def files_of(folder: Path) -> dict[str, tuple[int, str]]:
    """What every file holds and when it was written."""
    return {
        each.name: (each.stat().st_mtime_ns, hashlib.sha256(each.read_bytes()).hexdigest())
        for each in folder.iterdir()
    }


def disk(engine: str) -> str:
    if engine == "sqlite":
        return "Disk: N MB free.\n"
    return "Disk: the database server’s; look there how much is free.\n"


@ON_BOTH
async def test_a_database_of_today_is_well(
    doctor: Doctor, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await doctor.has_run()
    before = files_of(doctor.folder)
    said = f"Database: N MB, up to date.\n{disk(engine)}{CLOCK}{WELL}"
    assert await doctor.looks(capsys) == (True, said, "")
    assert files_of(doctor.folder) == before


async def test_where_nothing_is_nothing_is_made(
    doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    new = "Database: not there yet; the first hearth run makes it.\n"
    assert await doctor.looks(capsys) == (True, f"{new}{disk('sqlite')}{CLOCK}{WELL}", "")
    assert files_of(doctor.folder) == {}


@ON_BOTH
async def test_what_a_start_would_migrate_is_said_and_not_done(
    doctor: Doctor,
    engine: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    await doctor.has_run()
    more = a_later_cog(tmp_path_factory.mktemp("later"))
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, more])
    said = (
        "Database: N MB; steps to this version: 1. The next hearth run or hearth migrate takes"
        " them, so make a backup first.\n"
    )
    for _ in range(2):
        before = files_of(doctor.folder)
        assert await doctor.looks(capsys) == (True, f"{said}{disk(engine)}{CLOCK}{WELL}", "")
        assert files_of(doctor.folder) == before


@ON_BOTH
async def test_a_database_of_a_newer_program_is_refused(
    doctor: Doctor,
    engine: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with pytest.MonkeyPatch.context() as newer:
        more = a_later_cog(tmp_path_factory.mktemp("later"))
        newer.setattr(cogs, "__path__", [*cogs.__path__, more])
        await doctor.has_run()
    before = files_of(doctor.folder)
    fine, said, wrong = await doctor.looks(capsys)
    assert (fine, said) == (False, f"{CLOCK}Problems: 1.\n")
    assert wrong.startswith("The database was written by a newer version of the program")
    assert files_of(doctor.folder) == before


async def test_a_server_without_the_database_is_said_and_gets_none(
    doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    if "postgres" not in ENGINES:
        pytest.skip("this engine is not under test")
    url = postgres().get_uri("never_made")
    doctor.config = replace(doctor.config, hearth=replace(doctor.config.hearth, database=url))
    for _ in range(2):
        fine, _, wrong = await doctor.looks(capsys)
        assert not fine
        assert "has no database never_made" in wrong


async def test_an_empty_database_on_a_server_stays_empty(
    doctor: Doctor, capsys: pytest.CaptureFixture[str]
) -> None:
    if "postgres" not in ENGINES:
        pytest.skip("this engine is not under test")
    connection = await asyncpg.connect(postgres().get_uri("postgres"))
    await connection.execute("CREATE DATABASE looked_at")
    await connection.close()
    url = postgres().get_uri("looked_at")
    doctor.config = replace(doctor.config, hearth=replace(doctor.config.hearth, database=url))
    new = "Database: not there yet; the first hearth run makes it.\n"
    assert await doctor.looks(capsys) == (True, f"{new}{disk('postgres')}{CLOCK}{WELL}", "")
    connection = await asyncpg.connect(url)
    assert await connection.fetch("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []
    await connection.close()


@pytest.mark.parametrize("left", ["a killed bot's files", "a log without its index"])
async def test_what_a_kill_or_a_copy_has_left_is_not_touched(
    doctor: Doctor, tmp_path: Path, capsys: pytest.CaptureFixture[str], left: str
) -> None:
    app = doctor.app()
    await app.start()
    doctor.folder = tmp_path / "killed"
    doctor.folder.mkdir()
    for each in tmp_path.glob("hearth.db*"):
        shutil.copy(each, doctor.folder)
    await app.stop()
    url = f"sqlite:///{doctor.folder / 'hearth.db'}"
    doctor.config = replace(doctor.config, hearth=replace(doctor.config.hearth, database=url))
    said = "Database: N MB, up to date.\n"
    if left == "a log without its index":
        (doctor.folder / "hearth.db-shm").unlink()
        said = (
            "Database: N MB; its log lies beside it without its index, as after a copy."
            " The next hearth run takes it in and says what there is.\n"
        )
    before = files_of(doctor.folder)
    assert await doctor.looks(capsys) == (True, f"{said}{disk('sqlite')}{CLOCK}{WELL}", "")
    assert files_of(doctor.folder) == before


async def test_it_looks_while_the_bot_runs_and_changes_nothing(
    server: TelegramServer, tmp_path: Path
) -> None:
    section = f'[platforms.telegram]\napi_base = "{server.base}"\n'
    (tmp_path / "config.toml").write_text(section + CONFIG, encoding="utf-8")
    running = await started(tmp_path, "run", TOKEN)
    await asyncio.wait_for(server.parked.wait(), LIMIT_S)
    before = files_of(tmp_path)
    # The bot itself writes down that it hears: into the log, with its index.
    of_the_bot = {"hearth.db-wal", "hearth.db-shm"}
    looking = await started(tmp_path, "doctor", TOKEN)
    status, said = await looking.ends()
    assert (status, looking.lines) == (0, [])
    assert "up to date" in said
    after = files_of(tmp_path)
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} <= of_the_bot
    running.process.terminate()
    assert (await running.ends())[0] == 0


@pytest.mark.parametrize("ahead_s", [90, -90])
async def test_a_clock_that_is_wrong_is_a_problem(
    server: TelegramServer, doctor: Doctor, capsys: pytest.CaptureFixture[str], ahead_s: int
) -> None:

    def there() -> float:
        return (SystemClock().now() - timedelta(seconds=ahead_s)).timestamp()

    server.date = there
    await doctor.has_run()
    fine, said, wrong = await doctor.looks(capsys)
    how = "ahead of" if ahead_s > 0 else "behind"
    assert not fine
    assert "ahead of telegram; below zero is behind.\n" in said
    assert wrong.startswith("The clock of this machine is ")
    assert wrong.endswith(
        f" s {how} the one of telegram, and days would be counted wrong. Set it, best by NTP.\n"
    )


@pytest.mark.parametrize(
    ("free", "problems"),
    [
        (LEAST_ROOM * 1_000_000, []),
        (LEAST_ROOM * 1_000_000 - 1, [Text("cli.doctor.disk", free="199", least=LEAST_ROOM)]),
        (2_340_000, [Text("cli.doctor.disk", free="2.3", least=LEAST_ROOM)]),
        (0, [Text("cli.doctor.disk", free="0.0", least=LEAST_ROOM)]),
    ],
)
def test_a_disk_that_is_nearly_full_is_a_problem(free: int, problems: list[Text]) -> None:
    assert room_is_short(free) == problems


async def test_a_small_disk_is_seen(
    server: TelegramServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_small_disk(tmp_path / "disk") as mounted:
        if not mounted:
            pytest.skip("only a superuser may mount a disk")
        fine, said, wrong = await Doctor(server, tmp_path / "disk").looks(capsys)
    assert (fine, "Disk: N MB free.\n" in said) == (False, True)
    assert re.match(r"Only \d\.\d MB are free on the disk of the database;", wrong)
