"""``/rank`` in a community of a million members against one of a thousand.

The members, and what their ten entries each came to, are written by SQL: each of ten days earned
something, and the boards are what sorting gives. Whoever asks has moved since, so that an answer
also counts them.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.community import FIRST_DAY, check_ins
from benchmarks.full_stack import Measured, fresh_app, measure
from bot.core.model import Incoming

DAYS: Final = 10
ASKED: Final = 200
WARM: Final = 50
_AT: Final = FIRST_DAY + timedelta(days=DAYS)
_IDS: Final = "WITH RECURSIVE n (m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM n WHERE m < :last)"
# The ids sort as their numbers do, so every table is written in its order.
_PEOPLE: Final = (
    f"{_IDS} INSERT INTO persons (id, locale, zone, hint, created_at)"
    " SELECT printf('p%07d', m), '', '', '', 1 FROM n",
    f"{_IDS} INSERT INTO accounts (platform, user_id, id, person, name, handle, created_at, own)"
    " SELECT 'telegram', CAST(m AS TEXT), printf('a%07d', m), printf('p%07d', m),"
    " 'member ' || m, '', 1, printf('p%07d', m) FROM n",
    f"{_IDS} INSERT INTO members (community, person, id, joined_at)"
    " SELECT 'main', printf('p%07d', m), printf('m%07d', m), 1 FROM n",
    f"{_IDS} INSERT INTO memberships (community, account, id, at)"
    " SELECT 'main', printf('a%07d', m), printf('m%07d', m), 1 FROM n",
)
_EARNED: Final = (
    f"{_IDS} INSERT INTO tallies (community, member, name, period, value)"
    " SELECT 'main', printf('m%07d', m), 'earned', d.day,"
    " (1 + m % 97) * (1 + (m * 7919 + d.number * 104729) % 20) FROM n, days d"
)
_KEPT: Final = (
    "INSERT INTO tallies (community, member, name, period, value)"
    " SELECT community, member, 'lifetime', '', sum(value) FROM tallies GROUP BY community, member",
    "INSERT INTO rank_places (community, member, board, value, until)"
    " SELECT community, member, 'all', value, 0 FROM tallies WHERE name = 'lifetime'"
    " UNION ALL SELECT community, member, 'month/' || :month, value, 0 FROM tallies"
    " WHERE name = 'lifetime'",
    *(
        "INSERT INTO rank_counts (community, board, level, bucket, members)"
        f" SELECT community, board, {level}, value >> {8 * level}, count(*) FROM rank_places"
        " GROUP BY community, board, 4"
        for level in range(4)
    ),
    "INSERT INTO boards (community, board, last_day, frozen_at, members, streaks)"
    " VALUES ('main', 'month/' || :month, :until, 0, 0, 0)",
)


@dataclass(frozen=True, slots=True)
class Compared:
    """CPU of an answer in the large community, and how many times that of the small one it is."""

    ratio: float
    cpu_us: float


def compare(folder: Path, small: int, large: int, rounds: int) -> Compared:
    """Both bots answer in turns, each time others who ask."""
    paths = {members: folder / f"ranks-{members}.db" for members in (small, large)}
    for members, path in paths.items():
        build(path, members)
    cpu: dict[int, list[float]] = {small: [], large: []}
    for number in range(rounds):
        for members, path in paths.items():
            cpu[members].append(_ask(path, members, number).cpu_us)
    for path in paths.values():
        path.unlink()
    ratios = [theirs / ours for ours, theirs in zip(cpu[small], cpu[large], strict=True)]
    return Compared(median(ratios), median(cpu[large]))


def build(path: Path, members: int) -> None:
    """The database holds so many members on their boards."""
    asyncio.run(_migrated(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -262144"):
            connection.execute(f"PRAGMA {pragma}")
        # What follows each row is made at once instead, when all are there.
        later = connection.execute(
            "SELECT name, type, sql FROM sqlite_master WHERE tbl_name = 'rank_places'"
            " AND type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for name, kind, _ in later:
            connection.execute(f"DROP {kind} {name}")
        connection.execute("CREATE TEMP TABLE days (number INTEGER, day TEXT)")
        days = [(_AT - timedelta(days=number)).date().isoformat() for number in range(DAYS)]
        connection.executemany("INSERT INTO days VALUES (?, ?)", enumerate(sorted(days)))
        values = {"last": members - 1, "month": _month(1), "until": _month(30)}
        connection.execute("BEGIN")
        for statement in (*_PEOPLE, _EARNED, *_KEPT):
            connection.execute(statement, values)
        connection.execute("COMMIT")
        for _, _, sql in later:
            connection.execute(sql)
        connection.execute("PRAGMA journal_mode = WAL")


async def _migrated(path: Path) -> None:
    app = fresh_app(path)
    await app.start()
    await app.stop()


def _ask(path: Path, members: int, number: int) -> Measured:
    """So many members ask for the board of all, one after the other; a first few do not count."""
    asked = _askers(members, number)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO rank_moves (community, member) VALUES ('main', ?)",
            [(f"m{int(each.user):07}",) for each in asked[WARM:]],
        )
    return asyncio.run(measure(path, asked[WARM:], 1, asked[:WARM]))


def _askers(members: int, number: int) -> Sequence[Incoming]:
    """``/rank`` of members from all over the community, in each round of others."""
    step = members // (ASKED + WARM)
    chosen = range(number % step, members, step)[: ASKED + WARM]
    updates = [check_ins(range(each, each + 1), DAYS + number)[0] for each in chosen]
    return [replace(each, text="/rank", at=_AT, sent_at=_AT) for each in updates]


def _month(day: int) -> str:
    return _AT.date().replace(day=day).isoformat()
