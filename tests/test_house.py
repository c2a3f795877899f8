"""The house around the code: what is declared, locked and promised is there."""

from __future__ import annotations

import itertools
import re
import tomllib
from importlib.metadata import packages_distributions
from typing import Final

import pytest

from tests.architecture.dependencies import loose_lines, plain_name, undeclared, unlocked
from tests.architecture.source import PROGRAM, ROOT, Source, modules

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNS_WITH: Final[list[str]] = PROJECT["dependencies"]
EXTRAS: Final[dict[str, list[str]]] = PROJECT["optional-dependencies"]
OPTIONAL: Final = [
    each for extra in sorted({*EXTRAS} - {"bench", "build", "dev"}) for each in EXTRAS[extra]
]

LOCKS: Final = ("requirements.lock", "requirements-live.lock", "requirements-dev.lock")
"""Each holds all of the one before it."""
BENCH: Final = "requirements-bench.lock"

LOADED_BY_NAME: Final = {
    "tzdata": "zoneinfo finds it where the system has no zones",
    "sniffio": "httpcore imports it at every lock, and searches for it where it is missing",
    "manimgx-fonts": "its files are the fonts of pictures",
    "manimgx-fonts-cjk": "as manimgx-fonts",
}


def test_the_program_imports_what_it_declares_and_declares_what_it_imports() -> None:
    found = undeclared(
        modules(*PROGRAM), [*RUNS_WITH, *OPTIONAL], packages_distributions(), LOADED_BY_NAME
    )
    assert found == []


def test_an_undeclared_and_an_idle_dependency_are_found() -> None:
    source = Source("bot/x.py", "import numpy\nimport json\nfrom fluent.runtime import bundle\n")
    brought = {"numpy": ["numpy"], "fluent": ["fluent.runtime", "fluent.syntax"]}
    assert undeclared(
        [source], ["fluent.runtime>=1", "rich>=1", "tzdata"], brought, {"tzdata": ""}
    ) == [
        "bot/x.py:1: imports numpy, which is not declared",
        "rich is declared but not imported",
    ]


def test_the_lock_files_hold_what_is_declared() -> None:
    run, dev = lock("requirements.lock"), lock("requirements-dev.lock")
    live = [*EXTRAS["telegram"], *EXTRAS["discord"], *EXTRAS["postgres"], *EXTRAS["cards"]]
    timed = [*EXTRAS["cards"], *EXTRAS["bench"]]
    assert unlocked([*RUNS_WITH, *EXTRAS["build"]], run) == []
    assert unlocked([*RUNS_WITH, *EXTRAS["build"], *live], lock("requirements-live.lock")) == []
    assert unlocked([*RUNS_WITH, *EXTRAS["build"], *EXTRAS["dev"]], dev) == []
    assert unlocked([*RUNS_WITH, *EXTRAS["build"], *timed], lock(BENCH)) == []


@pytest.mark.parametrize(("less", "more"), [*itertools.pairwise(LOCKS), (LOCKS[0], BENCH)])
def test_the_lock_files_agree(less: str, more: str) -> None:
    few, many = pins(less), pins(more)
    assert {name: many.get(name) for name in few} == few


@pytest.mark.parametrize("name", [*LOCKS, BENCH])
def test_every_locked_file_has_its_hash_and_no_address(name: str) -> None:
    assert loose_lines(name, lock(name)) == []


def test_a_loose_lock_file_is_found() -> None:
    held = "rich==15.0 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via hearth\n"
    assert loose_lines("a.lock", "# made by make lock\n" + held) == []
    assert loose_lines("a.lock", "--index-url https://example.org\n" + held + "typer==1.0\n") == [
        "a.lock: no hash for typer==1.0",
        "a.lock:1: an address",
    ]
    assert unlocked(["rich>=14", "rich>=16", "typer>=1"], held) == [
        "rich is locked at 15.0, below 16: make lock",
        "typer is not locked: make lock",
    ]


def test_the_machine_that_checks_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1], script.stat().st_mode & 0o111) == (
        "#!/usr/bin/env bash",
        "exec make test",
        0o111,
    )


def lock(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==([\w.!+]+)", lock(name), re.MULTILINE)
    return {plain_name(project): version for project, version in found}
