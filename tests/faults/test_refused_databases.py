"""A database that cannot be used is refused in one sentence, in both languages, untouched."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from bot.app import sentences
from bot.core.text import Text
from tests.faults.many import Case, run_many
from tests.faults.programs import (
    Ended,
    a_folder,
    can_trace,
    drive,
    fill,
    hearth,
    python,
    run,
    traced,
)

VERBS: Final = ("run", "verify", "migrate", "export")
LOCALES: Final = ("zh", "en")
Break = Callable[[Path, ExitStack], Text]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a config and a database that has members."""
    folder = a_folder(tmp_path_factory.mktemp("sound") / "bot", 20)
    done = drive(folder)
    assert done.status == 0, done.err
    return folder


def no_file(folder: Path, later: ExitStack) -> Text:
    (folder / "hearth.db").unlink()
    return Text("operator.absent", path="hearth.db")


def newer(folder: Path, later: ExitStack) -> Text:
    database = folder / "hearth.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO schema_versions (component, version, name, checksum)"
            " VALUES ('cogs.points', 99, '0099_later.sql', 'x')"
        )
        ((know,),) = connection.execute(
            "SELECT max(version) FROM schema_versions"
            " WHERE component = 'cogs.points' AND version < 99"
        )
    return Text("operator.newer", component="cogs.points", have=99, know=know)


def locked(folder: Path, later: ExitStack) -> Text:
    lock = later.enter_context((folder / "hearth.db.lock").open("w"))
    fcntl.flock(lock, fcntl.LOCK_EX)
    lock.write("12345")
    lock.flush()
    return Text("operator.locked", path="hearth.db", pid=12345)


def busy(folder: Path, later: ExitStack) -> Text:
    # Not in this process: when it closes a file, all its locks on it are gone.
    holding = python("-c", _HOLD, str(folder / "hearth.db"))
    holder = subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    later.enter_context(holder)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return Text("operator.busy", path="hearth.db")


_HOLD: Final = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("PRAGMA locking_mode = EXCLUSIVE")
other.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def not_a_database(folder: Path, later: ExitStack) -> Text:
    (folder / "hearth.db").write_text("晚上好\n" * 1_000, encoding="utf-8")
    return Text("operator.not_a_database", path="hearth.db")


def a_picture(folder: Path, later: ExitStack) -> Text:
    (folder / "hearth.db").write_bytes(b"\x89PNG\r\n\x1a\n")
    return Text("operator.not_a_database", path="hearth.db")


def a_folder_in_its_place(folder: Path, later: ExitStack) -> Text:
    (folder / "hearth.db").unlink()
    (folder / "hearth.db").mkdir()
    return Text("operator.is_a_folder", path="hearth.db")


def missing_folder(folder: Path, later: ExitStack) -> Text:
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    elsewhere = text.replace("[hearth]", '[hearth]\ndatabase = "sqlite:///data/hearth.db"', 1)
    config.write_text(elsewhere, encoding="utf-8")
    return Text("operator.missing_folder", path="data")


def damaged_header(folder: Path, later: ExitStack) -> Text:
    _overwrite(folder / "hearth.db", 16, b"\xff" * 84)
    return Text("operator.not_a_database", path="hearth.db")


def damaged_first_page(folder: Path, later: ExitStack) -> Text:
    _overwrite(folder / "hearth.db", 100, b"\xff" * 900)
    return Text("operator.damaged", path="hearth.db")


def read_only(folder: Path, later: ExitStack) -> Text:
    (folder / "hearth.db").chmod(0o444)
    return Text("operator.read_only", path="hearth.db")


def read_only_folder(folder: Path, later: ExitStack) -> Text:
    folder.chmod(0o555)
    later.callback(folder.chmod, 0o755)
    return Text("operator.read_only", path=".")


def unreadable(folder: Path, later: ExitStack) -> Text:
    (folder / "hearth.db").chmod(0)
    return Text("operator.unreadable", path="hearth.db")


def _overwrite(file: Path, place: int, data: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(place)
        opened.write(data)


BREAKS: Final[tuple[Break, ...]] = (
    no_file,
    newer,
    locked,
    busy,
    not_a_database,
    a_picture,
    a_folder_in_its_place,
    missing_folder,
    damaged_header,
    damaged_first_page,
    read_only,
    read_only_folder,
    unreadable,
)


# A run makes a database that is not there; who only reads needs no lock.
ONLY: Final[dict[Break, tuple[str, ...]]] = {
    no_file: ("verify", "export"),
    locked: ("run", "migrate"),
}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in the folder, as a superuser or its owner can read it."""
    found = {}
    for file in sorted(folder.iterdir()):
        if file.is_file():
            mode = file.stat().st_mode
            file.chmod(mode | 0o400)
            found[file.name] = file.read_bytes()
            file.chmod(mode)
    return found


@dataclass(frozen=True, slots=True)
class Refused:
    """What a verb said in a folder whose database cannot be used, and what it left there."""

    verb: str
    locale: str
    why: Text
    done: Ended
    before: dict[str, bytes]
    after: dict[str, bytes]


@pytest.fixture(scope="module")
def refused(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Break, list[Refused]]:
    """Every verb on every such database, in both languages."""
    scratch = tmp_path_factory.mktemp("refused")
    asked = [each for spoil in BREAKS for each in product([spoil], _verbs(spoil), LOCALES)]
    with ExitStack() as later:
        cases, before, reasons = [], [], []
        for spoil, verb, locale in asked:
            folder = shutil.copytree(sound, scratch / f"{spoil.__name__}-{verb}-{locale}")
            reasons.append(spoil(folder, later))
            before.append(contents(folder))
            cases.append(Case((verb, "--locale", locale), str(folder), powerless=True))
        ended = run_many(cases)
        after = [contents(Path(case.folder)) for case in cases]
    found: dict[Break, list[Refused]] = {spoil: [] for spoil in BREAKS}
    for call, why, done, was, left in zip(asked, reasons, ended, before, after, strict=True):
        spoil, verb, locale = call
        found[spoil].append(Refused(verb, locale, why, done, was, left))
    return found


def _verbs(spoil: Break) -> tuple[str, ...]:
    return ONLY.get(spoil, VERBS)


@pytest.mark.parametrize("spoil", BREAKS)
def test_every_verb_refuses_in_one_sentence_and_touches_nothing(
    spoil: Break, refused: dict[Break, list[Refused]]
) -> None:
    assert [(each.verb, each.locale) for each in refused[spoil]] == [
        *product(_verbs(spoil), LOCALES)
    ]
    for each in refused[spoil]:
        why, done = each.why, each.done
        if spoil is missing_folder and each.verb in ("verify", "export"):
            why = Text("operator.absent", path="data/hearth.db")
        sentence = " ".join(sentences().say(why, each.locale).split())
        assert (each.verb, done.status, done.out, done.err) == (each.verb, 2, "", sentence + "\n")
        assert each.after == each.before


@pytest.mark.parametrize("verb", ["verify", "export"])
def test_pages_that_cannot_be_read_are_said_in_one_sentence(
    verb: str, sound: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sound, tmp_path / "bot")
    database = folder / "hearth.db"
    with closing(sqlite3.connect(database)) as connection:
        ((page_size,),) = connection.execute("PRAGMA page_size")
        ((root,),) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'ledger_entries'"
        )
    _overwrite(database, (root - 1) * page_size, b"\xff" * page_size)
    cases = [Case((verb, "--locale", locale), str(folder)) for locale in LOCALES]
    for locale, done in zip(LOCALES, run_many(cases, side_by_side=1), strict=True):
        sentence = " ".join(sentences().say(Text("operator.damaged", path="none"), locale).split())
        assert (done.status, done.err.strip()) == (2, sentence)


def test_a_disk_without_room_is_said_in_one_sentence(sound: Path, small_disk: Path) -> None:
    for name in ("config.toml", "hearth.db"):
        shutil.copy(sound / name, small_disk)
    (small_disk / "data").mkdir()
    new = (sound / "config.toml").read_text(encoding="utf-8")
    (small_disk / "new.toml").write_text(
        new.replace("[hearth]", '[hearth]\ndatabase = "sqlite:///data/new.db"', 1), encoding="utf-8"
    )
    (small_disk / "new.toml").chmod(0o600)
    fill(small_disk / "filler")
    before = contents(small_disk)
    asked = list(product(("run", "migrate"), LOCALES))
    configs = {"zh": "config.toml", "en": "new.toml"}
    cases = [
        Case((verb, "--locale", locale, "--config", configs[locale]), str(small_disk))
        for verb, locale in asked
    ]
    for (verb, locale), done in zip(asked, run_many(cases, side_by_side=1), strict=True):
        assert (verb, done.status, done.out, done.err.count("\n")) == (verb, 2, "", 1), done.err
        assert done.err.startswith({"zh": "磁盘满了", "en": "The disk is full"}[locale])
    assert contents(small_disk) == before
    assert list((small_disk / "data").iterdir()) == []


@pytest.mark.skipif(not can_trace(), reason="needs strace; the test above mounts a disk")
def test_a_disk_that_fills_up_during_the_start_is_said_in_one_sentence(
    sound: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sound, tmp_path / "bot")
    full = ("-e", "inject=pwrite64:error=ENOSPC:when=1+")
    done = run(
        traced(hearth("run", "--locale", "en"), Path(os.devnull), ["pwrite64"], *full), cwd=folder
    )
    assert (done.status, done.err.count("\n")) == (2, 1), done.err
    assert done.err.startswith("The disk is full")
