"""Who may open a database, and what refusing leaves behind."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from storage.errors import StorageRefused
from storage.sqlite import SqliteDatabase
from tests.storage.samples import a_database, keep, words_in

HOLDER = """
import asyncio, sys
from storage.sqlite import SqliteDatabase

async def hold():
    await SqliteDatabase(sys.argv[1]).open()
    print("held", flush=True)
    await asyncio.Event().wait()

asyncio.run(hold())
"""


def write(path: Path, content: bytes, rights: int = 0o644) -> None:
    """The file holds this content."""
    path.write_bytes(content)
    path.chmod(rights)


def content_of(path: Path) -> bytes:
    """What the file holds."""
    return path.read_bytes()


def make_folder(path: Path) -> None:
    """There is a folder."""
    path.mkdir()


def files_in(folder: Path) -> list[str]:
    """The names of what is in a folder."""
    return sorted(file.name for file in folder.iterdir())


async def refusal(path: Path) -> tuple[str, dict[str, str | int]]:
    """How opening is refused, and that it left no file behind."""
    folder = path.parent if path.parent.is_dir() else path.parent.parent
    before = files_in(folder)
    with pytest.raises(StorageRefused) as raised:
        await SqliteDatabase(path).open()
    assert files_in(folder) == before
    return raised.value.reason, raised.value.values


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "hearth.db"
    assert await refusal(path) == ("missing_folder", {"path": str(path.parent)})


async def test_a_folder_in_the_place_of_the_file(path: Path) -> None:
    make_folder(path)
    assert await refusal(path) == ("is_a_folder", {"path": str(path)})


@pytest.mark.parametrize("content", [b"hello", b"x" * 5000, b"SQLite format 3\x00" + b"x" * 4080])
async def test_a_file_that_is_no_database(path: Path, content: bytes) -> None:
    write(path, content)
    assert await refusal(path) == ("not_a_database", {"path": str(path)})
    assert content_of(path) == content


async def test_a_pipe_is_no_database(path: Path) -> None:
    os.mkfifo(path)
    assert await refusal(path) == ("not_a_database", {"path": str(path)})


async def test_a_damaged_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
    connection.close()
    content = bytearray(content_of(path))
    content[100:120] = bytes(range(20))
    write(path, bytes(content))
    assert await refusal(path) == ("damaged", {"path": str(path)})


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_a_file_that_may_not_be_read(path: Path) -> None:
    write(path, b"", rights=0)
    assert await refusal(path) == ("unreadable", {"path": str(path)})


async def test_what_the_system_says_about_rights_is_believed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert await refusal(path) == ("read_only", {"path": str(path.parent)})


async def test_an_empty_file_becomes_a_database(path: Path) -> None:
    write(path, b"")
    database = await a_database(path)
    await database.run([keep("one")])
    await database.close()
    assert words_in(path) == ["one"]


async def test_a_name_with_odd_letters_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "围炉 50%?mode=ro#1.db"
    database = await a_database(path)
    async with database.read() as reader:
        assert await reader.fetch_all("SELECT word FROM words") == []
    await database.close()
    assert files_in(tmp_path) == [path.name]


async def test_a_closed_database_is_one_file_and_opens_again(path: Path) -> None:
    database = await a_database(path)
    await database.run([keep("one")])
    await database.close()
    assert files_in(path.parent) == [path.name]
    await database.open()
    await database.run([keep("two")])
    await database.close()
    assert words_in(path) == ["one", "two"]


async def test_a_second_opening_in_this_process_is_refused(
    database: SqliteDatabase, path: Path
) -> None:
    assert await refusal(path) == ("locked", {"path": str(path), "pid": os.getpid()})
    await database.run([keep("one")])
    assert words_in(path) == ["one"]


async def test_a_second_process_is_refused_until_the_first_is_killed(path: Path) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, str(path), stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    assert await refusal(path) == ("locked", {"path": str(path), "pid": holder.pid})
    holder.kill()
    await holder.wait()
    database = await a_database(path)
    await database.close()


async def test_a_forked_helper_does_not_hold_the_lock(database: SqliteDatabase, path: Path) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(reading, 1)
        os._exit(0)
    await database.close()
    again = await a_database_without_table(path)
    os.write(writing, b"x")
    await asyncio.to_thread(os.waitpid, child, 0)
    os.close(reading)
    os.close(writing)
    await again.close()


async def a_database_without_table(path: Path) -> SqliteDatabase:
    """An open database, as it was left."""
    database = SqliteDatabase(path)
    await database.open()
    return database
