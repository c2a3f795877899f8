"""The real bot, from ``Incoming`` to the committed answer, with so many commands in flight."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.community import CONFIG, check_ins
from bot.app import App, build, read_config
from bot.core.clock import SystemClock
from bot.core.ids import Ids
from bot.core.model import Incoming
from bot.core.ports import Transaction


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run took: seconds of wall time and of CPU, commands, and commits."""

    wall_s: float
    cpu_s: float
    commands: int
    commits: int

    @property
    def per_second(self) -> float:
        return self.commands / self.wall_s

    @property
    def cpu_us(self) -> float:
        return self.cpu_s / self.commands * 1e6


class Commits:
    """Counts the commits of an app, as its sealer is called once in each."""

    def __init__(self, app: App) -> None:
        self.count = 0
        self._sealer = app.database.before_commit
        app.database.before_commit = self

    async def __call__(self, tx: Transaction) -> None:
        self.count += 1
        assert self._sealer is not None  # the app is started
        await self._sealer(tx)


def fresh_app(database: Path | str) -> App:
    """A bot on this file or URL, with nobody who takes its answers: they stay committed.

    Its jobs wait: the ends of days since the first check-ins would be measured with the rest.
    """
    app = build(
        read_config(CONFIG),
        clock=SystemClock(),
        ids=Ids(),
        database=database if isinstance(database, str) else f"sqlite:///{database}",
        adapters={},
    )
    app.jobs.hold()
    return app


async def populate(path: Path, members: int) -> None:
    """The database holds so many members who have checked in once, and were answered."""
    app = fresh_app(path)
    await app.start()
    for first in range(0, members, 10_000):
        await drive(app, check_ins(range(first, min(first + 10_000, members)), 0), 1_000)
    await app.stop()
    with closing(sqlite3.connect(path)) as file:
        # Else each bot on this file would begin with them: that is not what is measured.
        file.execute("UPDATE outbox SET state = 'sent', body = '' WHERE state = 'waiting'")
        file.commit()


async def measure(
    path: Path, updates: Sequence[Incoming], in_flight: int, first: Sequence[Incoming] = ()
) -> Measured:
    """The bot handles these updates, ``in_flight`` at a time; each waits for its commit.

    What it handles ``first`` is not measured, nor what every bot does as it starts: it forgets
    what is old.
    """
    app = fresh_app(path)
    await app.start()
    await drive(app, first, in_flight)
    await app.idle()
    commits = Commits(app)
    started, cpu = time.perf_counter(), time.process_time()
    await drive(app, updates, in_flight)
    measured = Measured(
        time.perf_counter() - started, time.process_time() - cpu, len(updates), commits.count
    )
    await app.stop()
    return measured


async def drive(app: App, updates: Iterable[Incoming], in_flight: int) -> None:
    """The bot has taken these in, ``in_flight`` at a time."""
    waiting = iter(updates)

    async def one_after_the_other() -> None:
        for update in waiting:
            await app.take_in(update)

    await asyncio.gather(*(one_after_the_other() for _ in range(in_flight)))
