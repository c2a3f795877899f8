"""Two processes on one file: the second is refused, and takes over when the first is gone (P5)."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from bot.app import sentences
from bot.core.text import Text
from tests.faults.many import Case, run_many
from tests.faults.programs import KILLED, RUNNING, a_folder, end, hearth, running, wait_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a config and no database."""
    return a_folder(tmp_path / "bot", 1)


@pytest.fixture
def first(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A bot that runs there."""
    with running(hearth("run"), cwd=folder) as process:
        wait_for(process, RUNNING)
        yield process


def test_a_second_process_is_refused_and_the_first_goes_on(
    folder: Path, first: subprocess.Popen[str]
) -> None:
    asked = list(product([("run",), ("verify", "--rebuild"), ("migrate",)], ["zh", "en"]))
    cases = [Case((*verb, "--locale", locale), str(folder)) for verb, locale in asked]
    for (verb, locale), done in zip(asked, run_many(cases), strict=True):
        why = sentences().say(Text("operator.locked", path="hearth.db", pid=first.pid), locale)
        assert (verb, done.status, done.out, done.err) == (verb, 2, "", why + "\n")
        assert first.poll() is None
    assert end(first, signal.SIGTERM).status == 0


def test_the_second_starts_when_the_first_was_killed(
    folder: Path, first: subprocess.Popen[str]
) -> None:
    assert end(first, signal.SIGKILL).status == KILLED
    with running(hearth("run"), cwd=folder) as second:
        wait_for(second, RUNNING)
        assert end(second, signal.SIGTERM).status == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_bot_in_order(
    how: signal.Signals, folder: Path, first: subprocess.Popen[str]
) -> None:
    done = end(first, how)
    assert (done.status, done.has_traceback) == (0, False)
    assert done.err.endswith("stopped in order\n")
    left = {file.name for file in folder.iterdir()}
    assert left == {"config.toml", "updates.jsonl", "hearth.db"}
