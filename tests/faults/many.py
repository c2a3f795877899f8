"""Runs ``hearth`` many times, each in a process of its own that needs not import it again.

A program: reads from standard input a JSON list of cases, runs a few of them side by side, and
writes a list of ``[status, out, err]``.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import logging
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import IO, Final

import bot.app
import bot.cli.commands
import bot.cli.database
import bot.cli.running
import bot.cli.speaking
import bot.rehearsal.replay
from bot.cli import main
from tests.faults.programs import Ended, python, run

SIDE_BY_SIDE: Final = 8
# What the program loads only when it needs it: here once for all cases, as the imports above.
_LATER: Final = ("bot.platforms.telegram.adapter", "bot.presenter.language", "httpcore")
_CAPABILITIES_3: Final = 0x20080522


@dataclass(frozen=True, slots=True)
class Case:
    """One call of ``hearth`` in a folder.

    ``powerless``: without a superuser's power over permissions. ``variables`` are added to the
    environment.
    """

    arguments: tuple[str, ...]
    folder: str
    powerless: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)


def run_many(cases: Sequence[Case], *, side_by_side: int = SIDE_BY_SIDE) -> list[Ended]:
    """How each of them ended."""
    asked = json.dumps([asdict(case) for case in cases])
    done = run(python("-m", "tests.faults.many", str(side_by_side)), stdin=asked)
    assert done.status == 0, done.err
    return [Ended(*each) for each in json.loads(done.out)]


def _run_all(cases: Sequence[Case], side_by_side: int) -> list[Ended]:
    ended: list[Ended] = []
    for first in range(0, len(cases), side_by_side):
        started = [_start(case) for case in cases[first : first + side_by_side]]
        ended += [_wait(*each) for each in started]
    return ended


def _start(case: Case) -> tuple[int, IO[bytes], IO[bytes]]:
    out, err = (tempfile.TemporaryFile() for _ in range(2))  # noqa: SIM115  closed by _wait
    process = os.fork()
    if process == 0:
        _become(case, out.fileno(), err.fileno())
    return process, out, err


def _become(case: Case, out: int, err: int) -> None:
    """This process is ``hearth``, and ends with it."""
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(case.folder)
    os.environ.update(case.variables)
    if case.powerless and os.geteuid() == 0:
        _drop_power()
    sys.argv = ["hearth", *case.arguments]
    status = 0
    try:
        main()
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException:
        logging.getLogger(__name__).exception("hearth did not end by itself")
        status = 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _wait(process: int, out: IO[bytes], err: IO[bytes]) -> Ended:
    _, ended = os.waitpid(process, 0)
    said = []
    for file in (out, err):
        with file:
            file.seek(0)
            said.append(file.read().decode(errors="replace"))
    return Ended(os.waitstatus_to_exitcode(ended), *said)


def _drop_power() -> None:
    """This process, root's, has no more rights over files than their permissions give it."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, nothing) != 0:
        raise OSError(ctypes.get_errno(), "capset")


if __name__ == "__main__":
    bot.app.load_cogs()
    for name in _LATER:
        importlib.import_module(name)
    cases = [
        Case(**{**each, "arguments": tuple(each["arguments"])}) for each in json.load(sys.stdin)
    ]
    ended = _run_all(cases, int(sys.argv[1]))
    sys.stdout.write(json.dumps([[each.status, each.out, each.err] for each in ended]))
