"""A disk that is full or fails: nothing is confirmed, it is said, and it goes on by itself (P8)."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.faults.programs import (
    KILLED,
    SMALL,
    a_folder,
    count_calls,
    drive,
    driver,
    end,
    fill,
    run,
    running,
    traced,
    wait_for,
)
from tests.faults.states import answers_of, confirmed, state_of

UPDATES: Final = 60
SAID: Final = "the database keeps nothing now; nothing is confirmed"
# So many calls fail one after the other: the bot is back only when the trouble is over.
BURST: Final = 6
DATABASE: Final = ("hearth.db", "hearth.db-wal")
FAILING: Final = (
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fdatasync", "EIO"),
    ("fdatasync", "ENOSPC"),
)


@pytest.fixture(scope="module")
def undisturbed(scratch: Path) -> Path:
    """A run without any trouble."""
    folder = a_folder(scratch / "undisturbed", UPDATES)
    done = drive(folder)
    assert (done.status, done.out) == (0, ""), done.err
    return folder


@pytest.fixture(scope="module")
def calls(scratch: Path) -> dict[str, int]:
    """How often the database's files are written and flushed."""
    folder = a_folder(scratch / "counted", UPDATES)
    return count_calls(driver(folder), scratch / "calls", ("pwrite64", "fdatasync"))


def wait_until_stuck(process: subprocess.Popen[str]) -> None:
    """The bot has said that nothing can be kept, and tried again several times."""
    wait_for(process, SAID)
    wait_for(process, "waits 5.0 s")


def assert_as_if_nothing_had_been(folder: Path, undisturbed: Path, database: Path) -> None:
    """Everything was handled once, and each answer was accepted once."""
    assert confirmed(folder) == UPDATES
    assert state_of(database) == state_of(undisturbed / "hearth.db")
    answers = answers_of(folder)
    assert answers.first == answers_of(undisturbed).first
    assert not answers.again


def test_a_disk_that_fills_up_is_said_and_the_bot_goes_on_when_there_is_room(
    small_disk: Path, undisturbed: Path, tmp_path: Path
) -> None:
    folder, database = a_folder(tmp_path / "bot", UPDATES), small_disk / "hearth.db"
    filler = small_disk / "filler"
    filler.write_bytes(bytes(SMALL - 900_000))  # room for the schema and a few of the updates
    with running(driver(folder, "--database", database)) as process:
        wait_until_stuck(process)
        fill(filler)
        stuck = confirmed(folder)
        assert process.poll() is None
        filler.unlink()
        done = end(process)
    assert (done.status, done.has_traceback) == (0, False), done.err
    assert 0 < stuck < UPDATES
    assert_as_if_nothing_had_been(folder, undisturbed, database)


def test_a_database_without_room_is_said_and_the_bot_goes_on_when_there_is_some(
    undisturbed: Path, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path / "bot", UPDATES)
    # What the schema takes, and a little: the driver lifts the limit at the signal.
    with running(driver(folder, "--most-pages", "1")) as process:
        wait_until_stuck(process)
        stuck = confirmed(folder)
        done = end(process, signal.SIGUSR1)
    assert (done.status, done.has_traceback) == (0, False), done.err
    assert stuck < UPDATES
    assert_as_if_nothing_had_been(folder, undisturbed, folder / "hearth.db")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_bot_that_ends_without_room_has_confirmed_nothing_that_it_did_not_keep(
    how: signal.Signals, undisturbed: Path, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path / "bot", UPDATES)
    with running(driver(folder, "--most-pages", "1")) as process:
        wait_until_stuck(process)
        done = end(process, how)
    assert (done.status, done.has_traceback) == (0 if how is signal.SIGTERM else KILLED, False), (
        done.err
    )
    again = drive(folder)
    assert (again.status, again.out) == (0, ""), again.err
    assert_as_if_nothing_had_been(folder, undisturbed, folder / "hearth.db")


def fail_at(point: tuple[str, str, int], *, scratch: Path, undisturbed: Path) -> bool:
    """Whether the trouble at this call came while the bot ran; it went on by itself.

    Trouble while the bot starts ends it with a sentence; the next start goes on.
    """
    call, error, number = point
    folder = a_folder(scratch / "-".join(map(str, point)), UPDATES)
    inject = f"inject={call}:error={error}:when={number}..{number + BURST - 1}"
    paths = [part for name in DATABASE for part in ("-P", str(folder / name))]
    done = run(traced(driver(folder), Path(os.devnull), [call], "-e", inject, *paths))
    assert not done.has_traceback, done.err
    if done.status == 2:
        # At a first start each step of the schema is told as well.
        told = [line for line in done.err.splitlines() if " INFO bot.app migrated " not in line]
        assert len(told) <= 9, done.err
        again = drive(folder)
        assert (again.status, again.out) == (0, ""), again.err
    else:
        assert (done.status, done.out) == (0, ""), done.err
    assert_as_if_nothing_had_been(folder, undisturbed, folder / "hearth.db")
    return SAID in done.err


def fail_at_all(
    points: Sequence[tuple[str, str, int]], scratch: Path, undisturbed: Path
) -> list[bool]:
    """As ``fail_at`` for each of these, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(partial(fail_at, scratch=scratch, undisturbed=undisturbed), points))


@pytest.mark.usefixtures("strace")
def test_a_failing_write_or_flush_loses_and_doubles_nothing(
    scratch: Path, undisturbed: Path, calls: dict[str, int]
) -> None:
    points = [
        (call, error, 1 + place * calls[call] // 8)
        for (call, error), place in zip(FAILING, (1, 5, 6, 3), strict=True)
    ]
    assert any(fail_at_all(points, scratch, undisturbed))


@pytest.mark.long
@pytest.mark.usefixtures("strace")
@pytest.mark.parametrize(("call", "error"), FAILING)
def test_every_failing_flush_and_every_eighth_failing_write_loses_and_doubles_nothing(
    call: str, error: str, scratch: Path, undisturbed: Path, calls: dict[str, int]
) -> None:
    step = 1 if call == "fdatasync" else 8
    points = [(call, error, number) for number in range(1, calls[call] + 1, step)]
    fail_at_all(points, scratch / f"every-{error}", undisturbed)
