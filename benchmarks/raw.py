"""What SQLite takes for the same rows, written by ``executemany`` in as many commits."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Final

from benchmarks.full_stack import Measured

# Every table that a check-in writes, in the order of the turn. The last two are seals, which
# the group's end writes, and the answer.
TABLES: Final = (
    "inbox",
    "messages",
    "day_credits",
    "days",
    "streaks",
    "ledger_entries",
    "balances",
    "tallies",
    "outbox",
    "ledger_seals",
)
Rows = dict[str, list[tuple[object, ...]]]


# Which command a row belongs to: a column of the row, looked up in the order of the answers.
_COMMAND: Final = {
    "inbox": "update_id",
    "messages": "account",
    "day_credits": "member",
    "days": "account",
    "streaks": "member",
    "ledger_entries": "account",
    "balances": "member",
    "tallies": "member",
    "outbox": "cause",
    "ledger_seals": "number",
}


def rows_of(before: Path, after: Path) -> Rows:
    """What the bot wrote between these two states of its database, in the order of its commands."""
    connection = sqlite3.connect(after)
    connection.execute("ATTACH DATABASE ? AS before", (str(before),))
    order = _order(connection)
    found = {}
    for table, column in _COMMAND.items():
        cursor = connection.execute(
            f"SELECT * FROM main.{table} EXCEPT SELECT * FROM before.{table}"
        )
        place = [each[0] for each in cursor.description].index(column)
        found[table] = sorted(
            cursor.fetchall(),
            key=lambda row: order.get(row[place], row[place]),
        )
    connection.close()
    return found


def _order(connection: sqlite3.Connection) -> dict[object, int]:
    """The place of each update, account and member in the order in which the bot answered."""
    order: dict[object, int] = {}
    rows = connection.execute(
        "SELECT e.seq, e.account, m.id FROM main.ledger_entries e"
        " JOIN main.accounts a ON a.id = e.account JOIN main.members m ON m.person = a.person"
        " ORDER BY e.seq"
    )
    for seq, account, member in rows:
        order[account] = order[member] = seq
    answers = connection.execute("SELECT cause, seq FROM main.outbox ORDER BY seq")
    return order | dict(answers.fetchall())


def write_rows(path: Path, rows: Rows, commands: int, commits: int) -> Measured:
    """The rows are written as the bot would have, ``commits`` transactions in all."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    statements = {table: _statement(connection, table) for table in TABLES}
    pieces = {table: _cut(rows[table], commits) for table in TABLES}
    started, cpu = time.perf_counter(), time.process_time()
    for number in range(commits):
        connection.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            connection.executemany(statements[table], pieces[table][number])
        connection.execute("COMMIT")
    measured = Measured(time.perf_counter() - started, time.process_time() - cpu, commands, commits)
    connection.close()
    return measured


def _statement(connection: sqlite3.Connection, table: str) -> str:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    names = ", ".join(str(column[1]) for column in columns)
    places = ", ".join("?" * len(columns))
    text = f"INSERT INTO {table} ({names}) VALUES ({places})"
    if table not in ("streaks", "balances", "tallies"):
        return text
    keys = ", ".join(str(column[1]) for column in columns if column[5])
    others = ", ".join(f"{c[1]} = excluded.{c[1]}" for c in columns if not c[5])
    return f"{text} ON CONFLICT ({keys}) DO UPDATE SET {others}"


def _cut(rows: list[tuple[object, ...]], pieces: int) -> list[list[tuple[object, ...]]]:
    size, more = divmod(len(rows), pieces)
    cut, at = [], 0
    for number in range(pieces):
        end = at + size + (number < more)
        cut.append(rows[at:end])
        at = end
    return cut
