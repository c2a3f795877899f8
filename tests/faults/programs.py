"""Starts the program and the driver as real processes, and disturbs them from outside."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.faults.driver import BATCH
from tests.faults.states import confirmed
from tests.faults.transcripts import CONFIG, updates_text

ROOT: Final = Path(__file__).parents[2]
# Far beyond what anything here takes: a test that waits so long hangs.
HARD_LIMIT_S: Final = 120
SMALL: Final = 2 << 20
RUNNING: Final = "running on telegram"
KILLED: Final = -signal.SIGKILL
WRITES: Final = ("write", "pwrite64", "ftruncate", "unlink")
FLUSHES: Final = ("fsync", "fdatasync")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def has_traceback(self) -> bool:
        return "Traceback" in self.out + self.err


def environment(**more: str) -> dict[str, str]:
    """What a started process finds in its environment: nothing but this of ours."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        **more,
    }


def python(*arguments: str) -> list[str]:
    """The command that runs Python with these arguments, warnings as errors.

    discord.py imports a module that Python 3.13 has no more, on those that have it.
    """
    known = "ignore:'audioop' is deprecated:DeprecationWarning"
    return [sys.executable, "-W", "error", "-W", known, *arguments]


def hearth(*arguments: str | Path) -> list[str]:
    """The command that runs ``hearth`` with these arguments."""
    return python("-m", "bot", *map(str, arguments))


def run(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str = "",
) -> Ended:
    """The process has ended by itself."""
    done = subprocess.run(
        command,
        env=env or environment(),
        cwd=cwd or ROOT,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=HARD_LIMIT_S,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@contextmanager
def running(command: Sequence[str], *, cwd: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """The process runs until the end of the block; what it says on standard error can be read."""
    process = subprocess.Popen(
        command,
        env=environment(),
        cwd=cwd or ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], words: str) -> str:
    """What the process said up to the line that holds these words."""
    assert process.stderr is not None, "running() opens it"
    said = ""
    while words not in said:
        line = process.stderr.readline()
        assert line, f"ended without {words!r}:\n{said}"
        said += line
    return said


def end(process: subprocess.Popen[str], how: signal.Signals | None = None) -> Ended:
    """The process has ended, by this signal or by itself."""
    if how is not None:
        process.send_signal(how)
    _, err = process.communicate(timeout=HARD_LIMIT_S)
    return Ended(process.returncode, "", err)


def a_folder(where: Path, count: int) -> Path:
    """A folder with a config and so many updates, in which the driver has not run yet."""
    where.mkdir(parents=True)
    (where / "config.toml").write_text(CONFIG, encoding="utf-8")
    (where / "config.toml").chmod(0o600)
    (where / "updates.jsonl").write_text(updates_text(count), encoding="utf-8")
    return where


def driver(folder: Path, *options: str | Path) -> list[str]:
    """The command that runs the driver on this folder."""
    return python("-m", "tests.faults.driver", str(folder), *map(str, options))


def drive(folder: Path, *options: str | Path) -> Ended:
    """The driver has run undisturbed."""
    return run(driver(folder, *options))


@contextmanager
def a_small_disk(folder: Path) -> Iterator[bool]:
    """The folder is a disk of two megabytes until the end of the block; False where it is none.

    Only a superuser may mount, and not on every system.
    """
    mount, options = [shutil.which("mount") or "", "-t", "tmpfs"], ["-o", f"size={SMALL}", "tmpfs"]
    folder.mkdir()
    if not mount[0] or os.geteuid() != 0:
        yield False
        return
    done = subprocess.run([*mount, *options, str(folder)], capture_output=True, check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run([shutil.which("umount") or "", str(folder)], check=True)


def fill(file: Path) -> None:
    """The disk that holds the file has no room left."""
    with file.open("ab", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(1_024))
        except OSError:
            return


@cache
def can_trace() -> bool:
    """Whether this machine has strace and lets it inject faults."""
    if shutil.which("strace") is None:
        return False
    fault = ["strace", "-f", "-o", os.devnull, "-e", "trace=fsync", "-e", "inject=fsync:error=EIO"]
    return subprocess.run([*fault, "true"], capture_output=True, check=False).returncode == 0


def traced(command: Sequence[str], log: Path, calls: Sequence[str], *more: str) -> list[str]:
    """The same command under strace, which notes these system calls in ``log``."""
    names = ",".join(calls)
    return ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={names}", *more, *command]


def count_calls(
    command: Sequence[str], log: Path, calls: Sequence[str], *, cwd: Path | None = None
) -> dict[str, int]:
    """How often the busiest thread of the command makes each of these calls, undisturbed.

    strace counts the calls of each thread for itself, so these are the points where it can
    step in.
    """
    done = run(traced(command, log, calls), cwd=cwd)
    assert done.status == 0, done.err
    counted = Counter(_CALL.findall(log.read_text(encoding="utf-8", errors="replace")))
    most = dict.fromkeys(calls, 0)
    for (_, call), times in counted.items():
        most[call] = max(most.get(call, 0), times)
    return most


_CALL: Final = re.compile(r"^(\d+) +(\w+)\(", re.MULTILINE)


def killed_before(
    command: Sequence[str], call: str, number: int, *, cwd: Path | None = None
) -> Ended:
    """The command was killed -9 as a thread of it began its ``number``-th such call.

    One that makes fewer such calls has ended by itself.
    """
    kill = f"inject={call}:signal=KILL:when={number}"
    return run(traced(command, Path(os.devnull), [call], "-e", kill), cwd=cwd)


def killed_after_changes(
    command: Sequence[str], folder: Path, number: int, *, cwd: Path | None = None
) -> Ended:
    """The command was killed -9 from outside when the folder had changed so many times.

    What can be seen from outside is less than every write, but needs no strace. Who looks too
    seldom sees less than there was: then the command has ended by itself.
    """
    with _unheard(command, cwd) as process:
        changes = _changes(folder)
        while process.poll() is None and next(changes) < number:
            pass
        process.kill()
        return Ended(process.wait(HARD_LIMIT_S), "", "")


def killed_after_batches(folder: Path, number: int, changes: int) -> Ended:
    """The driver was killed -9 from outside before it could fetch one batch more than so many.

    It was as soon as the folder had changed so many times, where that could be seen; at the
    latest when all of these batches were confirmed.
    """
    last = confirmed(folder) + number * BATCH
    with _unheard(driver(folder, "--granted")) as process:
        assert process.stdin is not None, "_unheard() opens it"
        process.stdin.write(b"\n" * number)
        process.stdin.flush()
        seen = _changes(folder)
        while process.poll() is None and next(seen) < changes and confirmed(folder) < last:
            pass
        process.kill()
        return Ended(process.wait(HARD_LIMIT_S), "", "")


@contextmanager
def _unheard(command: Sequence[str], cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """The process runs, and nobody reads what it says; its standard input is open."""
    with subprocess.Popen(
        command,
        env=environment(),
        cwd=cwd or ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield process


def _changes(folder: Path) -> Iterator[int]:
    """At each look, how often the folder was seen to have changed."""
    seen, changes = _looks(folder), 0
    while True:
        now = _looks(folder)
        changes += now != seen
        seen = now
        yield changes


def _looks(folder: Path) -> list[tuple[str, int, int]]:
    found = []
    for file in sorted(folder.iterdir()):
        try:
            there = file.stat()
        except FileNotFoundError:
            continue
        found.append((file.name, there.st_size, there.st_mtime_ns))
    return found
