"""kill -9 at any instruction: no update is lost, none counts twice (P1).

The bot is a real process under strace, which kills it as it begins its Nth write or flush.
After each kill it is started again and fetches what it had not confirmed. Where strace is
missing, the process is killed from outside at the Nth change of its files that can be seen; the
name of each test says which way it was.
"""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.faults.programs import (
    FLUSHES,
    KILLED,
    WRITES,
    a_folder,
    can_trace,
    count_calls,
    drive,
    driver,
    hearth,
    killed_after_batches,
    killed_before,
    run,
)
from tests.faults.states import Answers, Row, answers_of, confirmed, state_of

UPDATES: Final = 200
WAY: Final = "strace" if can_trace() else "from-outside"
STATE: Final = "hearth.db"
# What can be seen from outside: about so many changes in an undisturbed run, and in a batch.
VISIBLE: Final = 300
A_BATCH: Final = 7

Point = tuple[str, int]


class Undisturbed:
    """What a run without any kill leaves, and where it could be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = a_folder(folder, UPDATES)
        log = folder.with_name("calls")
        if can_trace():
            self.calls = count_calls(driver(self.folder), log, WRITES + FLUSHES)
        else:
            done = drive(self.folder)
            assert done.status == 0, done.err
            self.calls = {"change": VISIBLE}
        self.state: dict[str, list[Row]] = state_of(self.folder / STATE)
        self.answers: Answers = answers_of(self.folder)

    def every(self, step: int, *calls: str) -> list[Point]:
        """Every ``step``-th of these calls, over the whole run; all calls when none is named."""
        chosen = [call for call in calls or self.calls if call in self.calls] or list(self.calls)
        return [
            (call, number) for call in chosen for number in range(1, self.calls[call] + 1, step)
        ]

    def spread(self, count: int) -> list[Point]:
        """So many points over the whole run, of every kind of call."""
        points = self.every(1)
        points.sort(key=lambda point: (point[1] / self.calls[point[0]], point[0]))
        return [points[index * len(points) // count] for index in range(count)]


@pytest.fixture(scope="module")
def undisturbed(scratch: Path) -> Undisturbed:
    """The run that all others are compared with."""
    return Undisturbed(scratch / "undisturbed")


def kill(folder: Path, point: Point) -> bool:
    """Whether the driver was killed at this point; else it has ended by itself."""
    call, number = point
    if can_trace():
        done = killed_before(driver(folder), call, number)
    else:
        done = killed_after_batches(folder, number // A_BATCH + 3, number)
    assert done.status in (0, KILLED), done.err
    assert not done.has_traceback, done.err
    return done.status == KILLED


def assert_nothing_is_lost_or_doubled(folder: Path, kills: int, undisturbed: Undisturbed) -> None:
    """The folder, driven to its end, is as if nothing had happened.

    A message may be there twice that a platform had accepted and the bot had not yet marked
    when it was killed: at most one of each chat for each kill.
    """
    done = drive(folder)
    assert (done.status, done.out, done.has_traceback) == (0, "", False), done.err + done.out
    assert confirmed(folder) == UPDATES
    assert state_of(folder / STATE) == undisturbed.state
    answers = answers_of(folder)
    assert answers.first == undisturbed.answers.first
    assert max(answers.again.values(), default=0) <= kills


def check(point: Point, *, scratch: Path, undisturbed: Undisturbed) -> None:
    """Killed once at this point, then driven to the end."""
    folder = a_folder(scratch / f"{point[0]}-{point[1]}", UPDATES)
    killed = kill(folder, point)
    assert_nothing_is_lost_or_doubled(folder, int(killed), undisturbed)


def check_all(points: list[Point], scratch: Path, undisturbed: Undisturbed) -> None:
    """As ``check`` for each of these, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(check, scratch=scratch, undisturbed=undisturbed), points))


def test_the_undisturbed_run_answers_all_that_asks_for_an_answer(undisturbed: Undisturbed) -> None:
    state = undisturbed.state
    assert [row[3] for row in state["inbox"]] == ["done"] * UPDATES
    assert {row[3] for row in state["outbox"]} == {"sent"}
    assert len(state["outbox"]) == len(undisturbed.answers.first)
    assert not undisturbed.answers.again
    assert state["sealed"] == [(len(state["entries"]),)]
    assert {row[2] for row in state["entries"]} == {"checkin", "milestone", "award"}


@pytest.mark.parametrize("part", range(2), ids=lambda part: f"{WAY}-{part + 1}-of-2")
def test_a_kill_anywhere_in_the_run_loses_and_doubles_nothing(
    part: int, scratch: Path, undisturbed: Undisturbed
) -> None:
    check_all(undisturbed.spread(6)[part::2], scratch, undisturbed)


def test_a_kill_from_outside_loses_and_doubles_nothing(
    scratch: Path, undisturbed: Undisturbed
) -> None:
    folder = a_folder(scratch / "outside", UPDATES)
    kills = 0
    for changes in (30, 30, 30):
        kills += killed_after_batches(folder, 12, changes).status == KILLED
    assert kills == 3
    assert_nothing_is_lost_or_doubled(folder, kills, undisturbed)


def test_verify_finds_nothing_after_a_kill(scratch: Path, undisturbed: Undisturbed) -> None:
    folder = a_folder(scratch / "verified", UPDATES)
    assert kill(folder, undisturbed.spread(12)[8])
    done = run(hearth("verify"), cwd=folder)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("entries not sealed yet: 0.\n")
    assert_nothing_is_lost_or_doubled(folder, 1, undisturbed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(8), ids=lambda part: f"{WAY}-{part + 1}-of-8")
def test_a_kill_at_every_flush_and_every_sixteenth_write_loses_and_doubles_nothing(
    part: int, scratch: Path, undisturbed: Undisturbed
) -> None:
    points = undisturbed.every(1, *FLUSHES) + undisturbed.every(16, *WRITES)
    check_all(sorted(set(points))[part::8], scratch, undisturbed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10), ids=lambda seed: f"{WAY}-seed-{seed}")
def test_several_kills_in_one_run_lose_and_double_nothing(
    seed: int, scratch: Path, undisturbed: Undisturbed
) -> None:
    draw = random.Random(seed)
    folder = a_folder(scratch / f"seed-{seed}", UPDATES)
    kills = 0
    for call, number in draw.choices(undisturbed.every(1), k=8):
        # Early ones: a start that is killed must leave the next one a little further.
        kills += kill(folder, (call, 1 + number // draw.choice((2, 4, 8))))
    assert_nothing_is_lost_or_doubled(folder, kills, undisturbed)
