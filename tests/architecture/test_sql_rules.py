"""The rules about SQL find what they are for."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.architecture import ownership
from tests.architecture.source import Source
from tests.architecture.statements import Statement, Table, statements, tables


def test_statements_are_found_in_every_form_of_string() -> None:
    source = Source(
        "cogs/checkin/store.py",
        dedent(
            '''
            """SELECT a FROM docstring: not a statement."""
            from storage.names import TABLE

            COLUMNS = "day, kind"
            FIND = "SELECT day FROM days"
            WHOLE = "DELETE FROM days"

            async def find(tx, name):
                """INSERT INTO nowhere (a) VALUES (1)"""
                await tx.fetch_all(FIND + " WHERE community = ?")
                await tx.fetch_all(f"SELECT {COLUMNS} FROM days" f" WHERE kind = {name}")
                await tx.execute("UPDATE days"
                                 " SET kind = ?")
                await tx.execute(f"INSERT INTO {TABLE} (a) VALUES (?)")
                await tx.execute(f"delete from {name}")
                await tx.execute(WHOLE)
                print("Update the days, then select one from the list")
            '''
        ),
    )
    assert [each.sql for each in statements(source, {"storage.names.TABLE": "versions"})] == [
        "DELETE FROM days",
        "SELECT day FROM days WHERE community = ?",
        "SELECT day, kind FROM days WHERE kind = ?",
        "UPDATE days SET kind = ?",
        "INSERT INTO versions (a) VALUES (?)",
        "delete from ?",
    ]


def test_a_statement_knows_what_it_writes_and_reads() -> None:
    sql = (
        "WITH late AS (SELECT id FROM days) INSERT INTO marks (a) SELECT a FROM late"
        " JOIN streaks s ON s.a = late.a ON CONFLICT (a) DO UPDATE SET a = excluded.a"
    )
    statement = Statement("a.py", 1, sql)
    assert (statement.writes, statement.tables) == (["marks"], ["marks", "days", "streaks"])


def test_a_migration_declares_its_tables_whole() -> None:
    good = (
        "--: table days fact person=account retention=until erased\n"
        "CREATE TABLE days (\n    community TEXT NOT NULL,  -- whose\n    account TEXT,\n"
        "    PRIMARY KEY (community, account)\n) /*sqlite WITHOUT ROWID*/;\n"
    )
    bad = (
        "--: table loose fact person=nobody\nCREATE TABLE loose (\n    id TEXT\n);\n"
        "--: table gone cache retention=rebuilt\n"
        "--: table odd thing retention=rebuilt\nCREATE TABLE odd (\n    id TEXT\n);\n"
        "CREATE TABLE bare (\n    id TEXT\n);\n"
    )
    options = (("person", "account"), ("retention", "until erased"))
    days = Table("days", "fact", "cogs/checkin", ("community", "account"), options)
    assert tables("cogs/checkin", "a.sql", good) == ([days], [])
    assert tables("cogs/checkin", "a.sql", bad)[1] == [
        "a.sql: table bare has no declaration",
        "a.sql: gone is declared but not made",
        "a.sql: loose does not say how long its rows stay",
        "a.sql: loose has no column nobody",
        "a.sql: odd is of the unknown kind thing",
    ]


DAYS = Table("days", "fact", "cogs/checkin", ("community", "account"), ())
PERSONS = Table("persons", "choice", "bot/community", ("id",), ())
DECLARED = {"days": DAYS, "persons": PERSONS}


def test_sql_outside_its_places_is_found() -> None:
    wrong = ["bot/core/x.py", "bot/cli/x.py", "bot/rehearsal/x.py", "cogs/a/cog.py"]
    right = ["bot/engine/x.py", "bot/community/x.py", "cogs/a/store.py", "cogs/a/store/x.py"]
    found = ownership.out_of_place(
        [Statement(path, 1, "SELECT 1 FROM days") for path in (*wrong, *right, "storage/x.py")]
    )
    assert [problem.partition(":")[0] for problem in found] == wrong


def test_a_table_of_somebody_else_is_found() -> None:
    found = ownership.strangers(
        [
            Statement("cogs/checkin/store.py", 1, "SELECT 1 FROM days"),
            Statement("cogs/points/store.py", 2, "SELECT 1 FROM days"),
            Statement("cogs/points/store.py", 3, "SELECT 1 FROM unheard_of"),
            Statement("storage/sqlite.py", 4, "SELECT 1 FROM sqlite_master"),
            Statement("cogs/checkin/store.py", 5, "SELECT 1 FROM days d JOIN persons p ON 1"),
            Statement("cogs/checkin/store.py", 6, "DELETE FROM persons"),
        ],
        DECLARED,
        {"persons": "everyone may know who it is"},
    )
    assert found == [
        "cogs/points/store.py:2: days belongs to cogs/checkin: SELECT 1 FROM days",
        "cogs/points/store.py:3: no migration declares unheard_of: SELECT 1 FROM unheard_of",
        "cogs/checkin/store.py:6: persons belongs to bot/community: DELETE FROM persons",
    ]


def test_a_second_module_that_writes_a_table_is_found() -> None:
    found = ownership.second_writers(
        [
            Statement("bot/community/people.py", 1, "INSERT INTO persons (id) VALUES (?)"),
            Statement("bot/community/people.py", 2, "UPDATE persons SET zone = ?"),
            Statement("bot/community/linking.py", 3, "DELETE FROM persons WHERE id = ?"),
            Statement("bot/community/linking.py", 4, "SELECT id FROM days FOR UPDATE"),
        ]
    )
    assert found == ["persons is written by bot/community/linking.py, bot/community/people.py"]


def test_a_table_without_its_community_is_found() -> None:
    assert ownership.homeless(DECLARED, {"persons": "across communities"}) == []
    assert ownership.homeless(DECLARED, {"days": "old", "gone": "older"}) == [
        "persons (choice) does not begin with the community",
        "days needs no excuse",
        "gone needs no excuse",
    ]


@pytest.mark.parametrize(
    ("sql", "names_it"),
    [
        ("SELECT day FROM days WHERE community = ? ORDER BY day", True),
        ("SELECT community FROM days WHERE day = ?", False),
        ("SELECT day FROM days WHERE day = ? ORDER BY community", False),
        ("SELECT d.day FROM days d JOIN persons p ON p.id = d.account WHERE d.community = ?", True),
        ("SELECT a.day FROM days a JOIN days b ON b.day = a.day WHERE a.community = ?", False),
        (
            "SELECT a.day FROM days a JOIN days b ON b.community = a.community"
            " WHERE a.community = ?",
            True,
        ),
        ("INSERT INTO days (community, account) VALUES (?, ?)", True),
        ("INSERT INTO days (account) VALUES (?) ON CONFLICT (community) DO NOTHING", False),
        ("INSERT INTO days VALUES (?, ?)", False),
        ("UPDATE days SET account = ? WHERE community = ? AND account = ?", True),
        ("UPDATE days SET account = ? WHERE account = ?", False),
        ("DELETE FROM days WHERE account = ?", False),
        ("SELECT id FROM persons WHERE id = ?", True),
    ],
)
def test_a_query_that_names_no_community_is_found(sql: str, names_it: bool) -> None:
    path = "cogs/checkin/store.py"
    statement = [Statement(path, 1, sql)]
    expected = [] if names_it else [f"{path}:1: does not name its community: {sql}"]
    assert ownership.boundless(statement, DECLARED, {}) == expected
    excuse = {(path, sql): "because"}
    stale = [f"{path}: {sql!r} needs no excuse"] if names_it else []
    assert ownership.boundless(statement, DECLARED, excuse) == stale
