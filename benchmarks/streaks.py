"""What streaks cost: one of ten years against one of ten days, and an outage of 100,000 members."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.community import CHATS, CONFIG, FIRST_DAY, check_ins
from benchmarks.full_stack import drive, fresh_app
from bot.app import App, build, read_config
from bot.core.ids import Ids
from bot.core.model import Incoming
from bot.core.ports import Reader
from bot.platforms.capabilities import Capabilities, capabilities_of
from bot.presenter.delivery import Deed, Delivery
from bot.rehearsal.clock import VirtualClock

TEN_DAYS, TEN_YEARS = 10, 3652
# Days that are checked in at the same moment of the bench: more would only wait for each other.
_AT_ONCE = 200
_ANSWERS = 300
_OF_AN_OUTAGE = {"day_end", "amnesty", "outage_notice"}
_DEAF_FROM = FIRST_DAY + timedelta(days=1)
_HEARD_AT = _DEAF_FROM + timedelta(hours=19)


@dataclass(frozen=True, slots=True)
class Amnesty:
    """What a pass took: CPU seconds of all threads, and the longest time a slice held writers."""

    cpu_s: float
    longest_hold_ms: float
    excused: int


async def go_deaf(path: Path) -> None:
    """The bot was heard of on the evening of the first day; from then on it is off."""
    app = _listening(path, _DEAF_FROM)
    await app.start()
    await app.idle()
    await app.stop()


async def amnesty(path: Path) -> Amnesty:
    """The bot is there again: the members, who checked in on the day before, are excused.

    What other cogs do at the end of a day is left out of it; what they hear is not.
    """
    app = _listening(path, _HEARD_AT)
    jobs = app.machine.router.jobs
    for name in jobs.keys() - _OF_AN_OUTAGE:
        del jobs[name]
    app.jobs.hold()
    await app.start()
    await app.idle()
    timed = _Timed(app)
    started = time.process_time()
    app.jobs.release()
    await app.idle()
    cpu_s = time.process_time() - started
    async with app.database.read() as read:
        excused = await _excused(read)
    await app.stop()
    return Amnesty(cpu_s, timed.longest_s * 1_000, excused)


async def streak_ratio(folder: Path) -> float:
    """How many times longer ``/streak`` takes a member of ten years than one of ten days."""
    path = folder / "streaks.db"
    app = fresh_app(path)
    await app.start()
    for first in range(0, TEN_YEARS, _AT_ONCE):
        days = range(first, min(first + _AT_ONCE, TEN_YEARS))
        await drive(app, [_check_in(0, day) for day in days], 1)
    await drive(app, [_check_in(1, day) for day in range(TEN_YEARS - TEN_DAYS, TEN_YEARS)], 1)
    took: dict[int, list[float]] = {0: [], 1: []}
    for number in range(_ANSWERS):
        for member, seconds in took.items():
            begun = time.perf_counter()
            await app.take_in(_streak(member, number))
            seconds.append(time.perf_counter() - begun)
    await app.stop()
    long, short = (sorted(seconds)[len(seconds) // 2] for seconds in took.values())
    return long / short


def _listening(path: Path, now: datetime) -> App:
    """The bot on this file, at this time, with a platform that is up."""
    return build(
        read_config(CONFIG),
        clock=VirtualClock(now),
        ids=Ids(),
        database=f"sqlite:///{path}",
        adapters={"telegram": _Listener()},
    )


class _Listener:
    """An adapter that is up and takes what it is given."""

    def __init__(self) -> None:
        self.up = asyncio.Event()
        self.up.set()

    @property
    def limits(self) -> Capabilities:
        return capabilities_of("telegram")

    async def deliver(self, delivery: Delivery) -> str:
        return "1"

    async def perform(self, deed: Deed) -> None:
        """It is done."""


class _Timed:
    """Measures how long each call keeps the writer, its commit included."""

    def __init__(self, app: App) -> None:
        self.longest_s = 0.0
        self._run = app.database.run
        app.database.run = self.run  # type: ignore[method-assign]

    async def run(self, works: Sequence[Any]) -> Any:
        begun = time.perf_counter()
        outcomes = await self._run(works)
        self.longest_s = max(self.longest_s, time.perf_counter() - begun)
        return outcomes


async def _excused(read: Reader) -> int:
    row = await read.fetch_one("SELECT count(*) FROM day_credits WHERE kind = 'outage'")
    return 0 if row is None else int(row[0] or 0)


def _check_in(member: int, day: int) -> Incoming:
    (update,) = check_ins(range(member, member + 1), day - TEN_YEARS)
    return update


def _streak(member: int, number: int) -> Incoming:
    at = FIRST_DAY + timedelta(minutes=number)
    name = f"streak-{member}-{number}"
    return Incoming(
        "telegram", name, CHATS[member], str(member), at, at, text="/streak", message_id=name
    )
