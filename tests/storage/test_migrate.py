from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from storage.errors import StorageRefused
from storage.migrate import (
    Applied,
    Component,
    TableDeclaration,
    declared_tables,
    migrate,
    pending,
)
from storage.sqlite import SqliteDatabase
from tests.storage.samples import keep, statement

WORDS = {
    "0001_words.sql": "--: table terms fact person=account retention=as long as the member\n"
    "CREATE TABLE terms (account TEXT, n BIGINT /*sqlite UNIQUE*/ /*postgres x;*/);\n",
    "0002_stay.sql": "CREATE TRIGGER terms_stay BEFORE DELETE ON terms BEGIN\n"
    "  SELECT RAISE(ABORT, 'terms stay');\nEND;\nINSERT INTO terms VALUES ('a', 1);\n",
}
SCORES = {"0001_scores.sql": "--: table scores cache\nCREATE TABLE scores (n BIGINT);\n"}


def a_component(folder: Path, name: str, files: Mapping[str, str]) -> Component:
    """A component with these migration files."""
    place = folder / name
    place.mkdir(exist_ok=True)
    (place / "__init__.py").touch()
    for file, text in files.items():
        (place / file).write_text(text, encoding="utf-8")
    return Component(name, place)


@pytest.fixture
def components(tmp_path: Path) -> list[Component]:
    """Two components with three steps."""
    return [a_component(tmp_path, "words", WORDS), a_component(tmp_path, "scores", SCORES)]


def names(steps: list[Applied]) -> list[str]:
    """The steps, to compare."""
    return [f"{step.component} {step.version} {step.name}" for step in steps]


def schema_of(path: Path) -> list[tuple[str, ...]]:
    """What a database holds, read from outside."""
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT type, name FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    return found


async def refusal(database: SqliteDatabase, components: list[Component]) -> StorageRefused:
    """How migrating is refused."""
    with pytest.raises(StorageRefused) as raised:
        await migrate(database, components)
    return raised.value


async def test_all_steps_are_taken_once_in_order(
    database: SqliteDatabase, components: list[Component]
) -> None:
    steps = ["words 1 0001_words.sql", "words 2 0002_stay.sql", "scores 1 0001_scores.sql"]
    assert [f"{s.component} {s.version} {s.file}" for s in await pending(database, components)] == (
        steps
    )
    assert names(await migrate(database, components)) == steps
    assert await migrate(database, components) == []
    (outcome,) = await database.run([statement("DELETE FROM terms")])
    assert str(outcome.error) == "terms stay"


async def test_looking_writes_nothing(
    database: SqliteDatabase, components: list[Component], path: Path
) -> None:
    before = schema_of(path)
    await pending(database, components)
    assert schema_of(path) == before


async def test_a_part_that_grew_takes_only_its_new_steps(
    database: SqliteDatabase, components: list[Component], tmp_path: Path
) -> None:
    await migrate(database, components)
    a_component(tmp_path, "scores", {"0002_more.sql": "CREATE TABLE more (n BIGINT);"})
    late = a_component(tmp_path, "late", {"0001_late.sql": "CREATE TABLE late (n BIGINT);"})
    assert names(await migrate(database, [*components, late])) == [
        "scores 2 0002_more.sql",
        "late 1 0001_late.sql",
    ]


async def test_a_newer_database_is_not_touched(
    database: SqliteDatabase, components: list[Component], tmp_path: Path, path: Path
) -> None:
    await migrate(database, components)
    before = schema_of(path)
    (tmp_path / "words" / "0002_stay.sql").unlink()
    a_component(tmp_path, "scores", {"0002_more.sql": "CREATE TABLE more (n BIGINT);"})
    refused = await refusal(database, components)
    assert (refused.reason, refused.values) == (
        "newer",
        {"component": "words", "have": 2, "know": 1},
    )
    refused = await refusal(database, components[1:])
    assert (refused.reason, refused.values) == (
        "newer",
        {"component": "words", "have": 2, "know": 0},
    )
    assert schema_of(path) == before


async def test_a_step_that_was_changed_afterwards_is_refused(
    database: SqliteDatabase, components: list[Component], tmp_path: Path
) -> None:
    await migrate(database, components)
    file = tmp_path / "words" / "0001_words.sql"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert await migrate(database, components) == []
    file.write_text(WORDS["0001_words.sql"] + "-- a word more")
    refused = await refusal(database, components)
    assert (refused.reason, refused.values) == (
        "damaged_migration",
        {"component": "words", "version": 1, "file": "0001_words.sql"},
    )


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("0004_gap.sql", "SELECT 1;"),
        ("0003_Upper.sql", "SELECT 1;"),
        ("0003.sql", "SELECT 1;"),
        ("0003_no_end.sql", "SELECT 1; SELECT"),
    ],
)
async def test_files_that_are_not_in_order_are_refused_before_anything_is_touched(
    database: SqliteDatabase, components: list[Component], path: Path, file: str, text: str
) -> None:
    before = schema_of(path)
    a_component(path.parent, "words", {file: text})
    refused = await refusal(database, components)
    assert (refused.reason, refused.values["file"]) == ("damaged_migration", file)
    assert schema_of(path) == before


async def test_a_step_that_fails_leaves_the_steps_before_it(
    database: SqliteDatabase, components: list[Component], tmp_path: Path, path: Path
) -> None:
    wrong = {"0003_wrong.sql": "CREATE TABLE half (n BIGINT); INSERT INTO nowhere VALUES (1);"}
    a_component(tmp_path, "words", wrong)
    refused = await refusal(database, components)
    assert (refused.reason, refused.values["error"]) == (
        "failed_migration",
        "no such table: nowhere",
    )
    assert ("table", "half") not in schema_of(path)
    (tmp_path / "words" / "0003_wrong.sql").write_text("CREATE TABLE whole (n BIGINT);")
    assert names(await migrate(database, components)) == [
        "words 3 0003_wrong.sql",
        "scores 1 0001_scores.sql",
    ]


async def test_a_full_disk_is_said_as_such(
    database: SqliteDatabase, components: list[Component], path: Path
) -> None:
    big = "CREATE TABLE big (b BLOB); INSERT INTO big VALUES (zeroblob(400000));"
    a_component(path.parent, "words", {"0003_big.sql": big})
    await database.run([statement("PRAGMA max_page_count = 20")])
    assert (await refusal(database, components)).reason == "full"
    await database.run([statement("PRAGMA max_page_count = 100000"), keep("still here")])
    assert names(await migrate(database, components)) == [
        "words 3 0003_big.sql",
        "scores 1 0001_scores.sql",
    ]


KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from storage.migrate import Component, migrate
from storage.sqlite import SqliteDatabase

class Dying(SqliteDatabase):
    left = int(sys.argv[2])

    async def run(self, works):
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1
        return await super().run(works)

async def main():
    database = Dying(sys.argv[1])
    await database.open()
    await migrate(database, [Component(Path(f).name, Path(f)) for f in sys.argv[3:]])
    await database.close()

asyncio.run(main())
"""


@pytest.mark.parametrize(("steps_before", "left"), [(1, 3), (2, 3), (3, 2), (4, 1), (5, 0)])
async def test_a_kill_between_steps_is_gone_on_from(
    components: list[Component], tmp_path: Path, steps_before: int, left: int
) -> None:
    path = tmp_path / "killed.db"
    folders = [str(component.folder) for component in components]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(path), str(steps_before), *folders
    )
    assert await process.wait() == (0 if left == 0 else -9)
    database = SqliteDatabase(path)
    await database.open()
    assert len(await migrate(database, components)) == left
    assert await migrate(database, components) == []
    await database.close()


def test_tables_are_declared_where_they_are_made(components: list[Component]) -> None:
    assert declared_tables(components) == {
        "schema_versions": TableDeclaration("schema_versions", "engine", "storage"),
        "storage_sessions": TableDeclaration("storage_sessions", "engine", "storage"),
        "terms": TableDeclaration("terms", "fact", "words", "account", "as long as the member"),
        "scores": TableDeclaration("scores", "cache", "scores"),
    }


def test_a_component_without_a_folder_has_no_migrations(tmp_path: Path) -> None:
    assert Component("none", tmp_path / "none").migrations() == []


@pytest.mark.parametrize(
    "line",
    ["--: table x", "--: table x thing", "--: tabel x fact", "--: table scores fact"],
)
def test_a_declaration_that_says_something_else_is_refused(
    components: list[Component], tmp_path: Path, line: str
) -> None:
    other = a_component(tmp_path, "other", {"0001_x.sql": f"{line}\nCREATE TABLE x (n BIGINT);"})
    with pytest.raises(StorageRefused) as raised:
        declared_tables([*components, other])
    assert (raised.value.reason, raised.value.values) == (
        "damaged_migration",
        {"component": "other", "version": 1, "file": "0001_x.sql"},
    )
