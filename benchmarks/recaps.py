"""The weekly recap of a community of a hundred thousand members, and the count of a day.

The members and their days are written by SQL. Five of seven check in on a day; in the week that is
told there were badges, levels and newcomers, and something changed on its first day after that
was counted: the whole week is counted again before it is told.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.community import CONFIG
from benchmarks.full_stack import fresh_app
from bot.app import App, build, read_config
from bot.core.clock import to_micros
from bot.core.ids import Ids
from bot.rehearsal.clock import VirtualClock

DAYS: Final = 22
MONDAY: Final = datetime(2026, 11, 30, 1, tzinfo=UTC)
"""Nine in the morning in Shanghai."""
_MIDNIGHT: Final = datetime(2026, 11, 29, 16, tzinfo=UTC)
_COUNT: Final = "checkin_counts"
_AGAIN: Final = "checkin_counts_again"
_RECAP: Final = "recap_weekly"
_IDS: Final = "WITH RECURSIVE n (m) AS (SELECT 0 UNION ALL SELECT m + 1 FROM n WHERE m < :last)"
_BUILD: Final = (
    f"{_IDS} INSERT INTO persons (id, locale, zone, hint, created_at)"
    " SELECT printf('p%07d', m), '', '', '', 1 FROM n",
    f"{_IDS} INSERT INTO accounts (platform, user_id, id, person, name, handle, created_at, own)"
    " SELECT 'telegram', CAST(m AS TEXT), printf('a%07d', m), printf('p%07d', m),"
    " 'member ' || m, '', 1, printf('p%07d', m) FROM n",
    f"{_IDS} INSERT INTO members (community, person, id, joined_at)"
    " SELECT 'main', printf('p%07d', m), printf('m%07d', m), 1 FROM n",
    f"{_IDS} INSERT INTO memberships (community, account, id, at)"
    " SELECT 'main', printf('a%07d', m), printf('m%07d', m), 1 FROM n",
    f"{_IDS} INSERT INTO day_credits (community, member, day, kind, account, at, zone)"
    " SELECT 'main', printf('m%07d', m), d.day, 'real', printf('a%07d', m), 1, 'Asia/Shanghai'"
    " FROM n CROSS JOIN days d WHERE (m * 7919 + d.number * 104729) % 7 < 5",
    "INSERT INTO streaks (community, member, first_day, length, last_covered, last_counted,"
    " longest, last_at, last_zone) SELECT community, member, max(day), 1 + count(*) % 9, max(day),"
    " max(day), count(*), 1, 'Asia/Shanghai' FROM day_credits GROUP BY community, member",
    "INSERT INTO checkin_days (community, day, checkins) SELECT 'main', day, 0 FROM days",
    f"{_IDS} INSERT INTO rank_places (community, member, board, value, until)"
    " SELECT 'main', printf('m%07d', m), b.board, 1 + m % 97, 0 FROM n CROSS JOIN"
    " (SELECT 'streak' AS board UNION ALL SELECT 'week/2026-11-23') b",
    f"{_IDS} INSERT INTO moments (community, what, at, account, value)"
    " SELECT 'main', k.what, :monday - 1000000 * (1 + m), printf('a%07d', m), k.value || m % 3"
    " FROM n CROSS JOIN (SELECT 'badge' AS what, 'streak_' AS value UNION ALL"
    " SELECT 'level', '000') k WHERE m % 4 = 0",
    f"{_IDS} INSERT INTO moments (community, what, at, account, value)"
    " SELECT 'main', 'newcomer', :monday - 1000000 * (1 + m), printf('a%07d', m), ''"
    " FROM n WHERE m % 20 = 0",
    "INSERT INTO checkin_counted (community, until) VALUES ('main', '2026-11-28')",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU seconds of the recap with a count of its whole week, and of the count of a day."""

    recap_s: float
    night_s: float


def measure(path: Path) -> Measured:
    """A day is counted, then something changes, and the week is told."""
    night = asyncio.run(_cpu_of(path, _MIDNIGHT, (_COUNT,)))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO checkin_touched VALUES ('main', '2026-11-23', 1)")
    recap = asyncio.run(_cpu_of(path, MONDAY, (_AGAIN, _RECAP)))
    with closing(sqlite3.connect(path)) as connection:
        ((told,),) = connection.execute("SELECT count(*) FROM recaps")
        ((left,),) = connection.execute("SELECT count(*) FROM checkin_touched")
    assert (told, left) == (1, 0), "the week was counted and told"
    return Measured(recap, night)


def populate(path: Path, members: int) -> None:
    """The database holds so many members with three weeks of days."""
    asyncio.run(_migrated(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -262144"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TEMP TABLE days (number INTEGER, day TEXT)")
        last = _MIDNIGHT.date()
        days = [(last - timedelta(days=number)).isoformat() for number in range(DAYS)]
        connection.executemany("INSERT INTO days VALUES (?, ?)", enumerate(sorted(days)))
        # What follows each place of a board is no part of a recap.
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = 'rank_places'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("BEGIN")
        for statement in _BUILD:
            connection.execute(statement, {"last": members - 1, "monday": to_micros(MONDAY)})
        connection.execute("COMMIT")
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("PRAGMA journal_mode = WAL")


async def _migrated(path: Path) -> None:
    app = fresh_app(path)
    await app.start()
    await app.stop()


async def _cpu_of(path: Path, at: datetime, jobs: tuple[str, ...]) -> float:
    """Only these jobs are due at this instant; what the bot does until all is quiet."""
    app = build(
        read_config(CONFIG),
        clock=VirtualClock(at),
        ids=Ids(0),
        database=f"sqlite:///{path}",
        adapters={},
    )
    app.jobs.hold()
    await app.start()
    await app.idle()
    _plan(path, app, at, jobs)
    cpu = time.process_time()
    app.jobs.release()
    await app.idle()
    spent = time.process_time() - cpu
    await app.stop()
    return spent


def _plan(path: Path, app: App, at: datetime, jobs: tuple[str, ...]) -> None:
    """These are due, and of all others the last one is done."""
    period = (at + timedelta(hours=8)).date() - timedelta(days=at == _MIDNIGHT)
    rows = [
        (name, period.isoformat(), to_micros(at), "due" if name in jobs else "done", to_micros(at))
        for name, spec in app.machine.router.jobs.items()
        if spec.schedule is not None or name in jobs
    ]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO occurrences (community, job, zone, period, due_at, state, cursor,"
            " held_until, tries, at, error)"
            " VALUES ('main', ?, 'Asia/Shanghai', ?, ?, ?, '', 0, 0, ?, '')"
            " ON CONFLICT (community, job, zone, period) DO UPDATE SET state = excluded.state",
            rows,
        )
