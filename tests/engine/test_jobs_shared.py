"""Two processes on one database: each occurrence of a job is done by one of them, once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.core.cog import Cog, job
from bot.core.context import JobContext
from bot.core.jobs import EndOfDay, Looking, Page
from bot.core.timetables import Timed
from bot.engine.heartbeats import BACKLOG_S
from tests.engine.processes import Process
from tests.kit import START, a_cog

DAYS: Final = 4
HOURS: Final = (2, 9, 10, 22)
KEYS: Final = ("ann", "bo", "cy", "di", "ed")

Done = tuple[str, str, tuple[str, ...]]


async def test_of_two_processes_one_does_each_slice_of_a_job(tmp_path: Path) -> None:
    done: dict[int, list[Done]] = {1: [], 2: []}
    shared = (("telegram",), ("discord",))
    pair = [
        Process(tmp_path, number, platforms, cogs=[_cog(done[number])])
        for number, platforms in enumerate(shared, 1)
    ]
    async with AsyncExitStack() as stack:
        for each in pair:
            each.clock.jump_to(START)
            await each.start()
            stack.push_async_callback(each.stop)
            await each.settle()
            await each.goes_on(BACKLOG_S)
        for hour in range(1, DAYS * 24 + 1):
            # Both look at the same instant, and each has its own view of the rows.
            for each in pair:
                each.clock.jump_to(START + timedelta(hours=hour))
                each.app.jobs.wake()
            await asyncio.gather(*(each.settle() for each in pair))
    names = [*(f"h{hour}" for hour in HOURS), "pages"]
    slices = {"pages": [KEYS[:2], KEYS[2:4], KEYS[4:]]}
    days = [(START + timedelta(days=n)).date().isoformat() for n in range(DAYS)]
    # At 2 and 9 in the morning the first day's had passed.
    days_of = dict.fromkeys(names, days)
    for early in ("h2", "h9"):
        days_of[early] = [*days[1:], (START + timedelta(days=DAYS)).date().isoformat()]
    wanted = [
        (name, day, keys)
        for name in names
        for day in days_of[name]
        for keys in slices.get(name, [()])
    ]
    assert Counter(done[1]) + Counter(done[2]) == Counter(wanted)
    assert all(done.values())


def _cog(done: list[Done]) -> Cog:
    """Jobs at several hours, and one of three slices at the end of the day."""

    async def find(looking: Looking) -> Page:
        names = [name for name in KEYS if name > looking.cursor][:2]
        return Page(names, names[-1] if len(names) == 2 else None)

    async def act(ctx: JobContext, keys: Sequence[str]) -> None:
        done.append((ctx.occurrence.job, ctx.occurrence.period, tuple(keys)))

    async def pages(ctx: JobContext, keys: Sequence[str]) -> None:
        await act(ctx, keys)

    def at(hour: int) -> Callable[..., Any]:
        async def run(ctx: JobContext, keys: Sequence[str]) -> None:
            await act(ctx, keys)

        run.__name__ = f"h{hour}"
        return job(f"h{hour}", Timed(lambda settings: f"{hour:02}:00"))(run)

    return a_cog("shared", *map(at, HOURS), job("pages", EndOfDay(), find=find)(pages))
