"""Days, settling and zone-hopping in zones whose clocks do odd things."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.schedule import day_bounds, local_day
from tests.kit import DAWN, Bot

# A zone, and a date around which its clocks change, if they do.
ZONES = [
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Europe/London", "2026-03-29"),
    ("Europe/London", "2026-10-25"),
    ("Africa/Cairo", "2026-04-24"),
    ("Africa/Cairo", "2026-10-29"),
    ("Asia/Beirut", "2026-03-29"),
    ("Asia/Beirut", "2026-10-25"),
    ("America/Havana", "2026-03-08"),
    ("America/Havana", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Asia/Shanghai", "2026-06-15"),
    ("Pacific/Kiritimati", "1995-01-01"),
    ("Pacific/Niue", "2026-06-15"),
    ("Pacific/Apia", "2011-12-30"),
]
# From each zone one after the other; all of them from each are long tests.
HOPS = [
    ("Pacific/Kiritimati", "Pacific/Niue"),
    ("Pacific/Niue", "Pacific/Kiritimati"),
    ("Pacific/Apia", "Asia/Shanghai"),
]
STEP = timedelta(hours=3)
DAY = timedelta(days=1)


@asynccontextmanager
async def a_bot_in(folder: Path, zone: str, start: datetime, more: str = "") -> AsyncIterator[Bot]:
    """A community of this zone, whose bot starts at that instant."""
    config = DAWN.replace("Asia/Shanghai", zone) + f"[checkin]\n{more}\n"
    bot = Bot(folder, config=config)
    bot.clock.jump_to(start)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


def dates_between(start: datetime, end: datetime, zone: str, begins: str) -> list[str]:
    """The local dates of the instants from ``start`` until ``end``, minute by minute."""
    found: dict[str, None] = {}
    at = start
    opening = datetime.strptime(begins, "%H:%M").replace(tzinfo=UTC).time()
    while at < end:
        found[local_day(at, zone, opening).isoformat()] = None
        at += timedelta(minutes=10)
    return list(found)


async def credited(bot: Bot) -> list[str]:
    """The days with a credit."""
    return [str(day) for (day,) in await bot.rows("SELECT day FROM day_credits ORDER BY day")]


@pytest.mark.parametrize("begins", ["00:00", "04:00"])
@pytest.mark.parametrize(("zone", "change"), ZONES)
async def test_each_local_day_has_one_credit_and_one_end(
    tmp_path: Path, zone: str, change: str, begins: str
) -> None:
    noon = datetime.fromisoformat(f"{change}T12:00").replace(tzinfo=ZoneInfo(zone))
    start = noon.astimezone(UTC) - 2 * DAY
    async with a_bot_in(tmp_path, zone, start, f'day_start = "{begins}"') as bot:
        end = start + 4 * DAY
        while bot.clock.now() < end:
            await bot.says("telegram:42", "/checkin")
            await bot.tick(seconds=STEP.total_seconds())
        there = dates_between(start, end, zone, begins)
        assert await credited(bot) == there
        rows = await bot.rows(
            "SELECT period FROM occurrences WHERE job = 'day_end' AND state = 'done'"
            " ORDER BY period"
        )
        assert [period for (period,) in rows] == there[:-1]
        assert await bot.rows("SELECT length, longest FROM streaks") == [(len(there),) * 2]
        assert await bot.rows("SELECT balance FROM balances") == [(len(there),)]
        assert await bot.problems() == []


@pytest.mark.parametrize(("zone", "change"), ZONES)
async def test_a_missed_day_takes_one_freeze_whatever_the_clocks_do_in_it(
    tmp_path: Path, zone: str, change: str
) -> None:
    day = date.fromisoformat(change)
    missed = next(
        each for each in (day, day + DAY) if day_bounds(each, zone)[0] < day_bounds(each, zone)[1]
    )
    start = day_bounds(missed, zone)[0] - timedelta(minutes=30)
    async with a_bot_in(tmp_path, zone, start, "freeze_starting = 2") as bot:
        await bot.says("telegram:42", "/checkin")
        behind = day_bounds(missed, zone)[1]
        await bot.clock.advance_to(behind - timedelta(seconds=1), bot.settle)
        assert len(await credited(bot)) == 1
        await bot.clock.advance_to(behind, bot.settle)
        assert await bot.rows("SELECT day, kind FROM day_credits ORDER BY day DESC LIMIT 1") == [
            (missed.isoformat(), "freeze")
        ]
        assert await bot.rows("SELECT count FROM holdings WHERE item = 'freeze'") == [(1,)]
        (said,) = await bot.says("telegram:42", "/checkin")
        assert said.startswith("Checked in. Your streak: 2 days.")
        assert await bot.problems() == []


@pytest.mark.parametrize(
    ("zone", "hops"),
    [
        pytest.param(zone, hops, marks=[pytest.mark.long] * (place != number % len(HOPS)))
        for number, zone in enumerate(dict.fromkeys(zone for zone, _ in ZONES))
        for place, hops in enumerate(HOPS)
    ],
)
async def test_hopping_between_zones_adds_no_days(
    tmp_path: Path, zone: str, hops: tuple[str, str]
) -> None:
    start = datetime(2026, 6, 15, 20, 30, tzinfo=UTC)
    async with a_bot_in(tmp_path, zone, start) as bot:
        await bot.says("telegram:42", "/checkin")
        now, begun = zone, {}
        for hop, stay in zip(hops, (30, 60), strict=True):
            begun[hop] = day_bounds(local_day(bot.clock.now(), now), now)[0]
            await bot.says("telegram:42", f"/timezone {hop}")
            now = hop
            for _ in range(stay):
                await bot.says("telegram:42", "/checkin")
                await bot.tick(hours=1)
            (count,) = await bot.rows(
                "SELECT count(*) FROM day_credits WHERE at >= ?",
                int(begun[hop].timestamp() * 1_000_000),
            )
            periods = -((begun[hop] - bot.clock.now()) // DAY)
            assert int(str(count[0])) <= periods + 1
        days = await credited(bot)
        assert len(days) == len(set(days))
        assert await bot.problems() == []
