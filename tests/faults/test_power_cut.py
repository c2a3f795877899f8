"""After a power cut everything that was confirmed or answered is there (P2).

strace notes every write and flush of a run; from them the disk is rebuilt as a cut at some
step may leave it, and looked at.
"""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.faults.power import CALLS, NOTE, Disk, Step, Write, steps
from tests.faults.programs import a_folder, drive, driver, run, traced
from tests.faults.states import answers_of, state_of
from tests.faults.transcripts import updates

UPDATES: Final = 60
DATABASE: Final = ("hearth.db", "hearth.db-wal", "hearth.db-journal")
Names = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An undisturbed run: its folder, and all that it did to files."""

    folder: Path
    steps: Sequence[Step]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The run whose disk is cut off its power."""
    home = tmp_path_factory.mktemp("recorded")
    folder, log = a_folder(home / "bot", UPDATES), home / "log"
    done = run(traced(driver(folder), log, CALLS, *NOTE))
    assert done.status == 0, done.err
    taken = [step for step in steps(log) if folder in (Path(step.path), Path(step.path).parent)]
    log.unlink()
    return Recorded(folder, taken)


def cut(recorded: Recorded, after: int, folder: Path, draw: random.Random) -> None:
    """The folder is as the power cut after this step may leave it; the platforms go on."""
    disk = Disk()
    for step in recorded.steps[:after]:
        disk.take(step)
    folder.mkdir()
    for name in ("config.toml", "updates.jsonl"):
        shutil.copy(recorded.folder / name, folder)
    for name in DATABASE:
        content = disk.after_a_cut(str(recorded.folder / name), draw)
        if content is not None:
            (folder / name).write_bytes(content)
    for name in ("offset", "accepted.jsonl"):
        (folder / name).write_bytes(_appended(recorded, after, name))


def _appended(recorded: Recorded, after: int, name: str) -> bytes:
    path = str(recorded.folder / name)
    return b"".join(
        step.data
        for step in recorded.steps[:after]
        if isinstance(step, Write) and step.path == path
    )


def assert_nothing_that_was_promised_is_lost(folder: Path) -> None:
    """What was confirmed lies in the inbox, what was accepted in the outbox."""
    offsets = (folder / "offset").read_text().split()
    confirmed = updates(int(offsets[-1]) if offsets else 0)
    lines = (folder / "accepted.jsonl").read_text().splitlines()
    accepted = {(each["platform"], each["in_reply_to"]) for each in map(json.loads, lines)}
    with closing(sqlite3.connect(folder / "hearth.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        stored = _rows(connection, "inbox", "platform, update_id")
        answered = _rows(connection, "outbox", "platform, 'm' || substr(cause, 2)")
        entries, sealed = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            if _is_there(connection, table)
            else (0,)
            for table in ("ledger_entries", "ledger_seals")
        )
    assert {(each.platform, each.update_id) for each in confirmed} <= stored
    assert accepted <= answered
    assert entries == sealed


def _rows(connection: sqlite3.Connection, table: str, columns: str) -> Names:
    if not _is_there(connection, table):
        return set()
    return set(connection.execute(f"SELECT {columns} FROM {table}"))


def _is_there(connection: sqlite3.Connection, table: str) -> bool:
    asked = "SELECT 1 FROM sqlite_schema WHERE name = ?"
    return connection.execute(asked, (table,)).fetchone() is not None


def assert_cuts_lose_nothing(recorded: Recorded, count: int, seed: int, home: Path) -> None:
    """So many cuts, spread over the run."""
    draw = random.Random(seed)
    for number in range(count):
        after = draw.randrange(len(recorded.steps) + 1)
        folder = home / f"cut-{number}-after-{after}"
        cut(recorded, after, folder, draw)
        assert_nothing_that_was_promised_is_lost(folder)
        shutil.rmtree(folder)


def assert_the_bot_goes_on(recorded: Recorded, seed: int, home: Path) -> None:
    """Started after a cut, the bot comes to the same end."""
    draw = random.Random(seed)
    folder = home / "bot"
    cut(recorded, draw.randrange(len(recorded.steps)), folder, draw)
    done = drive(folder)
    assert (done.status, done.out, done.has_traceback) == (0, "", False), done.err
    assert state_of(folder / "hearth.db") == state_of(recorded.folder / "hearth.db")
    answers, expected = answers_of(folder), answers_of(recorded.folder)
    assert answers.first == expected.first
    assert max(answers.again.values(), default=0) <= 1


@pytest.mark.usefixtures("strace")
def test_what_was_promised_is_there_after_a_power_cut(recorded: Recorded, tmp_path: Path) -> None:
    assert_cuts_lose_nothing(recorded, 60, seed=1, home=tmp_path)


@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("seed", range(3))
def test_the_bot_goes_on_after_a_power_cut(seed: int, recorded: Recorded, tmp_path: Path) -> None:
    assert_the_bot_goes_on(recorded, seed, tmp_path)


@pytest.mark.usefixtures("strace")
def test_a_disk_that_forgets_flushes_is_found_out(recorded: Recorded, tmp_path: Path) -> None:
    forgetful = [step for step in recorded.steps if isinstance(step, Write)]
    with pytest.raises((AssertionError, sqlite3.Error)):
        assert_cuts_lose_nothing(Recorded(recorded.folder, forgetful), 20, seed=1, home=tmp_path)


@pytest.mark.long
@pytest.mark.usefixtures("strace")
def test_what_was_promised_is_there_after_eight_hundred_power_cuts(
    recorded: Recorded, tmp_path: Path
) -> None:
    assert_cuts_lose_nothing(recorded, 800, seed=2, home=tmp_path)


@pytest.mark.long
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize("seed", range(3, 43))
def test_the_bot_comes_to_the_same_end_after_a_power_cut(
    seed: int, recorded: Recorded, tmp_path: Path
) -> None:
    assert_the_bot_goes_on(recorded, seed, tmp_path)
