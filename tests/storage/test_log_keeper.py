"""The log is emptied beside the writer, and nothing that fails there is felt."""

from __future__ import annotations

import shutil
import sqlite3
from functools import partial
from pathlib import Path

from storage.log_keeper import EVERY_ROWS, LogKeeper
from storage.opening import connect_writer


def a_database(path: Path) -> sqlite3.Connection:
    """One whose writer leaves the log alone."""
    writer = connect_writer(path, durable=True, mode="rwc")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)")
    return writer


def write(writer: sqlite3.Connection, rows: int) -> None:
    """So many rows more, in one commit."""
    writer.execute("BEGIN")
    writer.executemany("INSERT INTO notes (body) VALUES (?)", [("a note",)] * rows)
    writer.execute("COMMIT")


def rows_in_the_file(path: Path) -> int:
    """How many rows the database holds without its log."""
    alone = path.with_name("alone.db")
    shutil.copyfile(path, alone)
    reader = sqlite3.connect(alone)
    try:
        (tables,) = reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return int(reader.execute("SELECT count(*) FROM notes").fetchone()[0]) if tables else 0
    finally:
        reader.close()
        alone.unlink()


def kept(path: Path, rows: int) -> int:
    """How many of so many rows are in the file once a keeper was told of them."""
    writer = a_database(path)
    keeper = LogKeeper(partial(connect_writer, path, durable=True, mode="rw"))
    keeper.start()
    write(writer, rows)
    keeper.written(writer.total_changes)
    keeper.stop()
    found = rows_in_the_file(path)
    writer.close()
    return found


def test_what_was_committed_is_in_the_file_without_its_log(tmp_path: Path) -> None:
    assert kept(tmp_path / "hearth.db", EVERY_ROWS) == EVERY_ROWS


def test_a_short_log_is_left_to_grow(tmp_path: Path) -> None:
    assert kept(tmp_path / "hearth.db", EVERY_ROWS - 1) == 0


def test_an_open_transaction_of_the_writer_holds_nothing_up(tmp_path: Path) -> None:
    path = tmp_path / "hearth.db"
    writer = a_database(path)
    write(writer, EVERY_ROWS)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO notes (body) VALUES ('not yet')")
    keeper = LogKeeper(partial(connect_writer, path, durable=True, mode="rw"))
    keeper.start()
    keeper.written(writer.total_changes)
    keeper.stop()
    assert rows_in_the_file(path) == EVERY_ROWS
    writer.execute("COMMIT")
    assert writer.execute("SELECT count(*) FROM notes").fetchone() == (EVERY_ROWS + 1,)
    writer.close()


def test_a_new_connection_of_the_writer_counts_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "hearth.db"
    writer = a_database(path)
    keeper = LogKeeper(partial(connect_writer, path, durable=True, mode="rw"))
    keeper.start()
    keeper.written(10 * EVERY_ROWS)
    write(writer, 1)
    keeper.written(writer.total_changes)
    keeper.stop()
    assert rows_in_the_file(path) == 1
    writer.close()


def test_a_file_that_cannot_be_opened_is_not_told_here(tmp_path: Path) -> None:
    keeper = LogKeeper(partial(connect_writer, tmp_path / "gone.db", durable=True, mode="rw"))
    keeper.start()
    keeper.written(EVERY_ROWS)
    keeper.stop()
    assert list(tmp_path.iterdir()) == []
