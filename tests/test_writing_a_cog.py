"""The cog of ``docs/writing-a-cog.md`` is real: its blocks are laid out as files and run.

A block is a file when the line above it begins with the file's path. The folder that comes of
it is loaded beside the cogs that are there, and has to keep all that they promise.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.architecture import imports, ownership, sentences, sizes
from tests.architecture.source import ROOT, Source
from tests.architecture.statements import statements, tables

PAGES: Final = ("docs/writing-a-cog.md", "docs/writing-a-cog.zh.md")
_FILE: Final = re.compile(
    r"^`([\w/.-]+\.\w+)`[^\n]*\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_RUN: Final = """
import sys, cogs, pytest
cogs.__path__.append(sys.argv[1])
raise SystemExit(pytest.main(sys.argv[2:]))
"""
PROMISES: Final = "tests/test_every_cog.py"
_PYTEST: Final = ("-c", "pyproject.toml", "--rootdir", ".", "-q", "-p", "no:cacheprovider")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout that holds nothing but the example."""
    root = tmp_path_factory.mktemp("example")
    lay_out(root)
    return root


def test_both_pages_show_the_same_files() -> None:
    english, chinese = map(files_of, PAGES)
    assert list(english) == list(chinese)
    assert {path for path in english if english[path] != chinese[path]} == set()


def test_the_example_is_one_folder_and_its_tests() -> None:
    tops = {"/".join(path.split("/")[:2]) for path in files_of(PAGES[0])}
    assert tops == {"cogs/cheers", "tests/cheers", "tests/stories", "docs/features"}


def test_the_example_runs_and_keeps_what_every_cog_promises(folder: Path) -> None:
    # That a broken promise is found needs no example; what people write is the same to both
    # engines, and of all that the other cogs were given one is enough here.
    known = "_found or (understood and postgres) or (disturbed and (postgres or not lines))"
    chosen = ["-k", f"not ({known})", str(folder / "tests"), PROMISES]
    done = run(["-c", _RUN, str(folder / "cogs"), *_PYTEST, *chosen])
    assert (done.returncode, done.stdout[-3000:] if done.returncode else "") == (0, "")


def test_a_broken_example_is_found(tmp_path: Path) -> None:
    lay_out(tmp_path)
    locale = tmp_path / "cogs" / "cheers" / "locales" / "en" / "cheers.ftl"
    text = locale.read_text("utf-8")
    locale.write_text(text.replace("help-cheer =", "help-chear ="), "utf-8")
    chosen = ["-k", "test_every_cog_keeps and names and words", PROMISES]
    done = run(["-c", _RUN, str(tmp_path / "cogs"), *_PYTEST, *chosen])
    assert "/cheer: no sentence help.cheer" in done.stdout


def test_the_example_keeps_the_rules_of_the_house() -> None:
    files = files_of(PAGES[0])
    sources = [Source(path, text) for path, text in files.items() if path.endswith(".py")]
    rules = (imports.cog_imports, imports.relative_imports, sizes.too_long)
    problems = [found for each in sources for rule in rules for found in rule(each)]
    cog = [each for each in sources if each.path.startswith("cogs/")]
    problems += [found for each in cog for found in sentences.sentences(each)]
    migration = "cogs/cheers/migrations/0001_cheers.sql"
    made, wrong = tables("cogs/cheers", migration, files[migration])
    said = [found for each in sources for found in statements(each)]
    declared = {table.name: table for table in made}
    shared = {"accounts": "", "members": ""}
    problems += [*wrong, *ownership.out_of_place(said), *ownership.second_writers(said)]
    problems += [*ownership.strangers(said, declared, shared), *ownership.homeless(declared, {})]
    assert [*problems, *ownership.boundless(said, declared, {})] == []


@pytest.mark.parametrize("verb", [["check", "--no-cache"], ["format", "--no-cache", "--check"]])
def test_the_example_has_the_form_of_the_house(verb: list[str], folder: Path) -> None:
    ours = 'lint.isort.known-first-party = ["bot", "cogs", "storage", "tests"]'
    config = ["--config", str(ROOT / "pyproject.toml"), "--config", ours]
    done = run(["-m", "ruff", *verb, *config, "."], cwd=folder)
    assert (done.returncode, done.stdout if done.returncode else "") == (0, "")


@pytest.mark.long
def test_the_example_is_typed(tmp_path: Path) -> None:
    for name in ("bot", "cogs", "storage"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    lay_out(tmp_path)
    done = run(["-m", "mypy", "cogs/cheers", "tests/cheers", "tests/stories"], cwd=tmp_path)
    assert (done.returncode, done.stdout if done.returncode else "") == (0, "")


def files_of(page: str) -> dict[str, str]:
    """The files that the page shows, by path."""
    return dict(_FILE.findall((ROOT / page).read_text(encoding="utf-8")))


def lay_out(root: Path) -> None:
    """The files of the English page, and its feature page in Chinese, lie below this folder."""
    for path, text in files_of(PAGES[0]).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def run(words: Sequence[str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What this interpreter said when it was started with these words."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
