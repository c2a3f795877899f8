"""What is kept of a person is exported and erased by a walk: no table can be overlooked."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.app import tables
from bot.community import kept
from bot.core.cog import command
from bot.core.context import Context
from bot.core.model import CommunityId
from bot.core.options import Note
from bot.core.outgoing import Reply
from bot.core.ports import DeclaredTable
from storage.components import SESSIONS_TABLE, VERSIONS_TABLE
from tests.kit import TWO, Bot, a_bot, a_cog

WORD: Final = "Kanarienvogel"
USER: Final = "4242424242"
CONFIG: Final = (
    TWO
    + """
[checkin]
freeze_starting = 1
makeup_cards_starting = 2
makeup_needs_approval = true
"""
)

# Facts that stay for ever, with all that they hold: ids and numbers, nothing that names anybody.
IDS_ONLY: Final = {
    "actions": ["id", "actor", "action", "target", "at", "detail", "undoes", "seq"],
    "forgotten": ["account", "seq", "at"],
    "ledger_entries": [
        "id", "account", "amount", "reason", "actor", "rules", "source", "at", "day", "reverses",
        "seq",
    ],
}  # fmt: skip

# The machinery's tables, and how somebody who is forgotten leaves each of them.
OF_THE_ENGINE: Final = {
    "inbox": "bodies that name them and the names of private chats are emptied behind the turn",
    "outbox": "what waits for them is cancelled, bodies and private chats are emptied behind it",
    "buttons": "theirs are deleted",
    "event_retries": "events of theirs are deleted",
    "erasures": "names them only until nothing else does",
    "leases": "holds nobody",
    "heartbeats": "holds nobody",
    "occurrences": "holds ids of ours",
    "outages": "holds nobody",
    "badge_rules": "holds nobody",
    "checkin_counted": "holds days",
    "checkin_days": "holds how many checked in",
    "checkin_spans": "holds how many checked in",
    "checkin_touched": "holds days",
    "role_rules": "holds nobody",
    "rank_rules": "holds nobody",
    "streak_rules": "holds nobody",
    VERSIONS_TABLE: "holds nobody",
    SESSIONS_TABLE: "holds nobody",
}

# Tables that say of nobody whose a row is.
OF_NOBODY: Final = {
    "action_notes": "what was written about acts of theirs or to them is deleted by the book",
    "platform_roles": "what the platform said of them is deleted by the book",
    "community_days": "holds nobody",
    "unbound_chats": "holds group chats",
    "chat_moves": "holds group chats",
    "ledger_seals": "holds hashes over ids",
    "shop_stock": "holds how many of an item are gone",
    "rank_counts": "holds how many have a number of points",
    "rule_versions": "holds rules of the config",
    "recaps": "holds the numbers that were told",
    "rescorings": "holds what an operator decided of all",
    "boards": "holds periods",
}

# Tables whose rows refer to others; theirs are made by what people do.
REFERRED_TO: Final = {"accounts", "persons", "members", "links", "private_choices"}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot with a command that fails."""

    @command("poison")
    async def poison(ctx: Context, words: Note) -> Reply:
        raise ValueError(words)

    async with a_bot(tmp_path, config=CONFIG, cogs=[a_cog("poison", poison)]) as running:
        yield running


def test_every_table_is_in_the_walk_or_excused() -> None:
    declared = tables()
    walked = {table.name for table in kept.personal(declared)}
    excused = OF_THE_ENGINE.keys() | OF_NOBODY.keys()
    assert walked | excused == set(declared)
    assert walked & excused == set()
    assert {name for name, table in declared.items() if table.kind == "engine"} == (
        OF_THE_ENGINE.keys()
    )


def test_facts_that_stay_for_ever_hold_ids_only() -> None:
    stay = {table.name for table in kept.personal(tables())} - {
        table.name for table in kept.erasable(tables())
    }
    held = {name: [each for each in tables()[name].columns if each != "community"] for name in stay}
    assert held == IDS_ONLY


async def test_the_walk_knows_every_column(bot: Bot) -> None:
    for table in tables().values():
        if table.columns:
            assert await columns_of(bot, table.name) == set(table.columns), table.name


async def test_nobody_is_looked_for_by_reading_a_whole_table(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        for table in kept.personal(tables()):
            where = f"{table.person} IN ('a', 'b')"
            if table.columns[0] == "community":
                where = f"community = 'main' AND {where}"
            plan = await bot.rows(f"EXPLAIN QUERY PLAN SELECT * FROM {table.name} WHERE {where}")
            assert [str(step[3])[:6] for step in plan] == ["SEARCH"], table.name


async def test_a_row_of_somebody_is_found_and_erased_in_whatever_table_it_is(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    ((account, person, member),) = await bot.rows(
        "SELECT a.id, a.person, m.id FROM accounts a JOIN members m ON m.person = a.person"
    )
    ids = [str(account), str(person), str(member)]
    planted = [table for table in kept.personal(tables()) if await plant(bot, table, ids)]
    assert {table.name for table in kept.personal(tables())} - {
        table.name for table in planted
    } == REFERRED_TO
    async with bot.app.database.read() as read:
        mine = await kept.rows_of(read, tables(), ids, [CommunityId("main")])
    assert {table.name for table in planted if table.kind in ("fact", "choice")} <= set(mine)
    await bot.whispers("telegram:42", "/forget")
    await bot.presses("telegram:42", "everywhere", chat="42", private=True)
    await bot.presses("telegram:42", "confirm", chat="42", private=True)
    for table in kept.erasable(tables()):
        places = ", ".join("?" * len(ids))
        sql = f"SELECT * FROM {table.name} WHERE {table.person} IN ({places})"
        assert await bot.rows(sql, *ids) == [], table.name


async def test_nothing_that_names_somebody_is_left_when_they_are_forgotten(
    bot: Bot, tmp_path: Path
) -> None:
    await lives_a_life(bot)
    assert {WORD, USER} == {each for each in (WORD, USER) if each in await dump(bot)}
    await bot.says(f"telegram:{USER}", "/forget", name=WORD)
    await bot.presses(f"telegram:{USER}", "everywhere", chat=USER, private=True, name=WORD)
    said = await bot.presses(f"telegram:{USER}", "confirm", chat=USER, private=True, name=WORD)
    assert said == ["I have forgotten you. If you write again, you begin anew."]
    left = await dump(bot)
    for each in (WORD, USER):
        place = left.find(each)
        assert place < 0, left[max(place - 300, 0) : place + 100]
    assert await bot.problems() == []
    await bot.stop()
    for file in tmp_path.iterdir():
        data = file.read_bytes()
        assert (file.name, WORD.encode() in data, USER.encode() in data) == (
            file.name, False, False,
        )  # fmt: skip
    await bot.start()


async def lives_a_life(bot: Bot) -> None:
    """Somebody writes their word wherever somebody can write."""
    who, other = f"telegram:{USER}", "discord:7"
    called: dict[str, Any] = {"name": WORD, "handle": WORD, "locale": "en"}
    await bot.says("telegram:900", "hello")
    await bot.is_now(who, "moderator")
    await bot.is_now(who, "member")
    await bot.says(other, "hello", name=f"{WORD} the second")
    await bot.says(who, f"hello {WORD}", **called)
    await bot.says(who, f"/checkin {WORD}", **called)
    await bot.whispers(who, f"/checkin {WORD}", **called)
    await bot.tick(days=2)
    await bot.says(who, f"/checkin {WORD}", **called)
    await bot.says(who, "/makeup", **called)
    await bot.presses(who, "confirm", **called)
    await bot.says(who, "/leave tomorrow 2026-11-30", **called)
    await bot.says("telegram:900", f"/award @{WORD} 5 {WORD} helped")
    await bot.says("telegram:900", f"/streak @{WORD}")
    waiting = await bot.rows("SELECT id FROM reviews ORDER BY id")
    for (review,) in waiting:
        await bot.says("telegram:900", f"/decline {review!s} not now, {WORD}")
    for text in ("/me", "/export", f"/poison {WORD}", f"/{WORD}", "/timezone Asia/Tokyo", "/link"):
        await bot.whispers(who, text, **called)
        await bot.says(who, text, **called)
    await bot.whispers(other, f"/link {WORD}")
    await bot.says(who, "/language", **called)
    await bot.says(who, "hello", chat="-2001", **called)
    await bot.whispers(who, f"hello {WORD}", **called)


async def dump(bot: Bot) -> str:
    """All rows of all tables."""
    rows = [
        await bot.rows(f"SELECT * FROM {table.name}") for table in tables().values()
        if table.columns
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False)


async def plant(bot: Bot, table: DeclaredTable, ids: list[str]) -> bool:
    """Whether a row of theirs could be put into the table, with their word in every text."""
    account, person, member = ids
    holder = {"account": account, "actor": account, "member": member}.get(str(table.person), person)
    texts = await texts_of(bot, table.name)
    numbered = ("seq",) if table.name in ("actions", "ledger_entries") else ()
    values = [
        "main" if column == "community"
        else holder if column == table.person
        else WORD if column in texts
        else 1
        for column in table.columns
        if column not in numbered
    ]  # fmt: skip
    columns = [column for column in table.columns if column not in numbered]
    sql = (
        f"INSERT INTO {table.name} ({', '.join(columns)})"
        f" VALUES ({', '.join('?' * len(columns))}) ON CONFLICT DO NOTHING"
    )
    if table.name in REFERRED_TO:
        return False
    await bot.write(lambda tx: tx.execute(sql, *values))
    return True


async def columns_of(bot: Bot, table: str) -> set[str]:
    """The columns that the database has."""
    if bot.machine.database.dialect == "sqlite":
        rows = await bot.rows(f"SELECT name FROM pragma_table_info('{table}')")
    else:
        rows = await bot.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ?", table
        )
    return {str(name) for (name,) in rows}


async def texts_of(bot: Bot, table: str) -> set[str]:
    """Those of them that hold text."""
    if bot.machine.database.dialect == "sqlite":
        rows = await bot.rows(f"SELECT name FROM pragma_table_info('{table}') WHERE type = 'TEXT'")
    else:
        rows = await bot.rows(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = ? AND data_type = 'text'",
            table,
        )
    return {str(name) for (name,) in rows}
