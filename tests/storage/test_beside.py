"""A file that is read beside the process that writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.beside import beside
from storage.components import Component
from storage.errors import StorageRefused, StorageUnavailable
from storage.migrate import migrate
from storage.sqlite import SqliteDatabase
from tests.storage.samples import a_database, keep, statement

WORDS = "SELECT word FROM words ORDER BY n"


def names(folder: Path) -> list[str]:
    """What lies in the folder."""
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def components(tmp_path: Path) -> list[Component]:
    """One migration."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_a.sql").write_text("CREATE TABLE a (b TEXT NOT NULL);\n", encoding="utf-8")
    return [Component("part", folder)]


async def test_what_is_committed_is_read_and_each_block_sees_one_snapshot(
    database: SqliteDatabase, path: Path
) -> None:
    await database.run([keep("one")])
    async with beside(path, []) as other:
        async with other.read() as read:
            assert await read.fetch_all(WORDS) == [("one",)]
            await database.run([keep("two")])
            assert await read.fetch_all(WORDS) == [("one",)]
        async with other.read() as read:
            assert await read.fetch_all(WORDS) == [("one",), ("two",)]
    await database.run([keep("three")])


async def test_nothing_can_be_written(database: SqliteDatabase, path: Path) -> None:
    async with beside(path, []) as other:
        with pytest.raises(StorageUnavailable, match="read_only"):
            await other.run([keep("one")])
        async with other.read() as read:
            with pytest.raises(StorageUnavailable, match="read_only"):
                await read.fetch_all("INSERT INTO words (word) VALUES ('one')")


async def test_the_writer_may_come_and_go_meanwhile_and_nothing_is_left(path: Path) -> None:
    await (await a_database(path)).close()
    before = path.read_bytes()
    async with beside(path, []) as other, other.read() as read:
        assert await read.fetch_all(WORDS) == []
    assert (path.read_bytes(), names(path.parent)) == (before, ["hearth.db"])
    async with beside(path, []) as other:
        writer = SqliteDatabase(path)
        await writer.open()
        await writer.run([keep("one")])
        await writer.close()
        async with other.read() as read:
            assert await read.fetch_all(WORDS) == [("one",)]
    assert names(path.parent) == ["hearth.db"]


async def test_a_log_that_a_killed_writer_left_is_read(path: Path, tmp_path: Path) -> None:
    database = await a_database(path)
    await database.run([keep("one")])
    left = tmp_path / "left"
    left.mkdir()
    for ending in ("", "-wal"):
        (left / f"hearth.db{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
    await database.close()
    async with beside(left / "hearth.db", []) as other, other.read() as read:
        assert await read.fetch_all(WORDS) == [("one",)]


async def test_an_older_schema_is_refused(path: Path, components: list[Component]) -> None:
    database = SqliteDatabase(path)
    await database.open()
    await database.run([statement("CREATE TABLE other (x TEXT)")])
    with pytest.raises(StorageRefused) as refused:
        async with beside(path, components):
            pass
    assert (refused.value.reason, refused.value.values) == (
        "older",
        {"component": "part", "need": 1},
    )
    await migrate(database, components)
    async with beside(path, components):
        pass
    await database.close()


async def test_what_is_no_database_is_refused_with_its_path(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    with pytest.raises(StorageRefused) as refused:
        async with beside(path, []):
            pass
    assert (refused.value.reason, refused.value.values) == ("not_a_database", {"path": str(path)})
