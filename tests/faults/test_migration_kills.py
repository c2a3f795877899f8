"""A migration that is killed leaves whole steps, and the next start goes on behind them (P10)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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
    hearth,
    killed_after_changes,
    killed_before,
    run,
)

MIGRATE: Final = ("migrate", "--config")
WAY: Final = "strace" if can_trace() else "from-outside"
Schema = list[tuple[object, ...]]


def schema_of(folder: Path) -> tuple[Schema, Schema]:
    """Everything that the database declares, and which steps it has."""
    with closing(sqlite3.connect(folder / "hearth.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2")
        steps = connection.execute(
            "SELECT component, version, name, checksum FROM schema_versions ORDER BY 1, 2"
        )
        return tables.fetchall(), steps.fetchall()


def command(folder: Path) -> list[str]:
    """The command that migrates the database of this folder."""
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    if "database" not in text:
        here = f'[hearth]\ndatabase = "sqlite:///{folder}/hearth.db"'
        config.write_text(text.replace("[hearth]", here, 1), encoding="utf-8")
    return hearth(*MIGRATE, config)


@pytest.fixture(scope="module")
def whole(scratch: Path) -> tuple[dict[str, int], tuple[Schema, Schema]]:
    """How often an undisturbed migration writes and flushes, and what comes of it."""
    folder = a_folder(scratch / "whole", 1)
    if not can_trace():
        assert run(command(folder)).status == 0
        return {"change": 16}, schema_of(folder)
    calls = count_calls(command(folder), scratch / "calls", WRITES + FLUSHES)
    return calls, schema_of(folder)


def assert_goes_on(folder: Path, call: str, number: int, expected: tuple[Schema, Schema]) -> None:
    """Killed there, the database is migrated by the next start as if nothing had been."""
    a_folder(folder, 1)
    if can_trace():
        done = killed_before(command(folder), call, number)
    else:
        done = killed_after_changes(command(folder), folder, number)
    assert done.status in (0, KILLED), done.err
    done = run(command(folder))
    assert (done.status, done.err) == (0, "")
    assert schema_of(folder) == expected


@pytest.mark.parametrize("part", range(2), ids=lambda part: f"{WAY}-{part + 1}-of-2")
def test_a_migration_that_is_killed_between_its_steps_goes_on(
    part: int, scratch: Path, whole: tuple[dict[str, int], tuple[Schema, Schema]]
) -> None:
    calls, expected = whole
    call = "fdatasync" if calls.get("fdatasync") else next(iter(calls))
    for number in range(1 + 7 * part, calls[call] + 1, 14):
        assert_goes_on(scratch / f"{part}-{call}-{number}", call, number, expected)


@pytest.mark.long
def test_a_migration_that_is_killed_at_any_write_goes_on(
    scratch: Path, whole: tuple[dict[str, int], tuple[Schema, Schema]]
) -> None:
    calls, expected = whole
    for call, most in calls.items():
        for number in range(1, most + 1):
            assert_goes_on(scratch / f"every-{call}-{number}", call, number, expected)
