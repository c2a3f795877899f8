"""What is planned when schedules, zones and clocks change; how the loop looks and rings live."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from bot.core.clock import SystemClock, to_micros
from bot.core.cog import Cog, job
from bot.core.context import JobContext
from bot.core.jobs import CatchUp
from bot.core.model import CommunityId
from bot.core.outgoing import Say
from bot.core.ports import Reader
from bot.core.timetables import AtChosenTime, Timed
from bot.engine.planning import Planner
from bot.engine.scheduler import LOOK_S, Scheduler, WallRings
from tests.kit import DAWN, START, Bot, a_bot, a_cog, line

LIMIT_S: Final = 60
# Without the notices of an outage.
QUIET: Final = DAWN + "[checkin]\namnesty_minutes = 0\n"


class Bell:
    """A job whose time can be set otherwise; it says when it was due. ``text`` is the setting."""

    def __init__(self, text: str, **options: Any) -> None:
        self.text = text
        self.options = options

    def cog(self) -> Cog:
        """The cog of the job."""

        async def ring(ctx: JobContext, keys: Sequence[str]) -> None:
            due = ctx.occurrence.due + timedelta(hours=8)
            ctx.say(Say("telegram", "-1001", (line(f"{due:%d %H:%M}"),)))

        return a_cog("bell", job("bell", Timed(lambda settings: self.text), **self.options)(ring))

    async def is_set(self, bot: Bot, text: str) -> None:
        """The setting is another one, which the next look finds."""
        self.text = text
        bot.app.jobs.wake()
        await bot.settle()


async def planned(bot: Bot) -> list[str]:
    """The periods that wait."""
    sql = "SELECT period FROM occurrences WHERE job = 'bell' AND state = 'due' ORDER BY period"
    return [str(period) for (period,) in await bot.rows(sql)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21:00", ["23 21:00", "24 21:00"]),
        ("12:00", ["23 12:00", "24 12:00"]),
        # Nine in the morning has passed.
        ("09:00", ["24 09:00"]),
        ("tue 07:00", ["24 07:00"]),
        ("", []),
    ],
)
async def test_a_schedule_that_is_set_otherwise_holds_from_now_on(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    bell = Bell("20:00")
    async with a_bot(tmp_path, cogs=[bell.cog()]) as bot:
        await bot.tick(hours=1)
        await bell.is_set(bot, text)
        assert len(await planned(bot)) == bool(expected)
        assert await bot.tick(hours=38) == expected


async def test_what_is_done_for_its_period_is_not_done_at_a_later_time_of_it(
    tmp_path: Path,
) -> None:
    bell = Bell("10:00")
    async with a_bot(tmp_path, cogs=[bell.cog()]) as bot:
        assert await bot.tick(hours=2) == ["23 10:00"]
        await bell.is_set(bot, "12:00")
        assert await bot.tick(hours=26) == ["24 12:00"]


async def test_what_is_switched_on_again_has_nothing_to_catch_up_with(tmp_path: Path) -> None:
    bell = Bell("20:00", catch_up=CatchUp.RUN_ALL)
    async with a_bot(tmp_path, cogs=[bell.cog()]) as bot:
        await bot.tick(days=1)
        await bell.is_set(bot, "")
        assert await bot.tick(days=3) == []
        await bell.is_set(bot, "20:00")
        assert await bot.tick(days=1) == ["27 20:00"]


async def test_what_was_missed_is_caught_up_with_though_its_time_was_changed_meanwhile(
    tmp_path: Path,
) -> None:
    bell = Bell("20:00")
    async with a_bot(tmp_path, config=QUIET, cogs=[bell.cog()]) as bot:
        await bot.settle()
        await bot.stop()
        await bot.clock.advance_to(START + timedelta(hours=12), _nothing)
        bell.text = "22:30"
        await bot.start()
        assert await bot.tick(days=1) == ["23 20:00"]
        assert await bot.tick(hours=2) == ["24 22:30"]


async def test_what_was_passed_over_for_its_period_is_over_also_when_its_time_is_set_later(
    tmp_path: Path,
) -> None:
    bell = Bell("20:00", late_s=3600)
    async with a_bot(tmp_path, config=QUIET, cogs=[bell.cog()]) as bot:
        await bot.settle()
        await bot.stop()
        await bot.clock.advance_to(START + timedelta(hours=12, minutes=30), _nothing)
        await bot.start()
        await bot.settle()
        await bell.is_set(bot, "23:00")
        states = "SELECT period, state FROM occurrences WHERE job = 'bell' ORDER BY period"
        assert await bot.rows(states) == [("2026-11-23", "skipped"), ("2026-11-24", "due")]
        # It is planned already, so that it is not forgotten while the bot is off.
        await bot.stop()
        await bot.clock.advance_to(START + timedelta(hours=38, minutes=30), _nothing)
        await bot.start()
        assert await bot.tick(seconds=1) == ["24 23:00"]


async def test_off_behind_a_clock_that_was_set_back_what_was_missed_counts_from_the_first_row(
    tmp_path: Path,
) -> None:
    bell = Bell("20:00", catch_up=CatchUp.RUN_ALL)
    async with a_bot(tmp_path, config=QUIET, cogs=[bell.cog()]) as bot:
        await bot.settle()
        bot.clock.jump_to(START - timedelta(days=3))
        bot.app.jobs.wake()
        await bot.settle()
        assert await planned(bot) == ["2026-11-20", "2026-11-23"]
        await bot.stop()
        await bot.clock.advance_to(START + timedelta(days=1), _nothing)
        await bot.start()
        assert await bot.tick(seconds=1) == ["20 20:00", "21 20:00", "22 20:00", "23 20:00"]


@pytest.mark.parametrize(
    ("later", "holds"),
    [
        (timedelta(), True),
        (timedelta(hours=10, minutes=59), True),
        (timedelta(hours=11), False),
        # The clock was set back: what is due then may have no row.
        (timedelta(microseconds=-1), False),
        (timedelta(days=-10), False),
    ],
)
async def test_a_plan_holds_until_something_falls_due_or_the_clock_is_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later: timedelta, holds: bool
) -> None:
    monkeypatch.setattr("bot.app.load_cogs", list)
    async with a_bot(tmp_path, cogs=[Bell("20:00").cog()]) as bot:
        await bot.settle()
        planner = Planner(bot.machine)
        assert not planner.holds(START)
        async with bot.machine.database.read() as read:
            assert await planner.missing(read, START) == []
        assert planner.holds(START + later) is holds


async def test_a_time_that_somebody_chooses_now_begins_now(tmp_path: Path) -> None:
    chosen = [("Asia/Shanghai", "10:00")]

    async def times(read: Reader, community: CommunityId) -> Sequence[tuple[str, str]]:
        return chosen

    async def ask(ctx: JobContext, keys: Sequence[str]) -> None:
        ctx.say(Say("telegram", "-1001", (line(f"{ctx.occurrence.period} {ctx.occurrence.at}"),)))

    cog = a_cog("ask", job("ask", AtChosenTime(), times=times, catch_up=CatchUp.RUN_ALL)(ask))
    async with a_bot(tmp_path, cogs=[cog]) as bot:
        await bot.tick(hours=2)
        chosen[:] = [("Asia/Shanghai", "08:00"), ("Asia/Shanghai", "12:30")]
        bot.app.jobs.wake()
        assert await bot.tick(hours=22) == ["2026-11-23 12:30", "2026-11-24 08:00"]


async def test_a_job_that_cannot_be_planned_stops_no_other_and_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Bell("20:00")

    async def idle(ctx: JobContext, keys: Sequence[str]) -> None:
        """It never comes to that."""

    cog = a_cog("broken", job("abroad", Timed(lambda settings: "twenty"))(idle))
    async with a_bot(tmp_path, cogs=[bell.cog(), cog]) as bot:
        with caplog.at_level(logging.ERROR):
            assert await bot.tick(days=2) == ["23 20:00", "24 20:00"]
        said = [each.message for each in caplog.records if "abroad" in each.message]
        assert said == ["job cannot be planned: abroad"]


async def test_what_another_clock_holds_for_days_is_free(tmp_path: Path) -> None:
    bell = Bell("20:00")
    async with a_bot(tmp_path, cogs=[bell.cog()]) as bot:
        await bot.settle()
        far = to_micros(START + timedelta(days=10))

        async def hold(tx: Any) -> None:
            await tx.execute(
                "UPDATE occurrences SET state = 'running', held_until = ? WHERE job = 'bell'", far
            )

        await bot.write(hold)
        assert await bot.tick(hours=12) == ["23 20:00"]


async def test_it_rings_when_the_wall_clock_shows_the_instant_and_then_no_more() -> None:
    rung: asyncio.Queue[None] = asyncio.Queue()
    rings = WallRings(lambda: rung.put_nowait(None))
    now = SystemClock().now()
    await rings.at(now + timedelta(hours=1))
    # What has passed meanwhile, as it may while the library is loaded, rings at once.
    await rings.at(now - timedelta(days=1))
    await asyncio.wait_for(rung.get(), LIMIT_S)
    await rings.at(now + timedelta(milliseconds=10))
    await asyncio.wait_for(rung.get(), LIMIT_S)
    rings.end()
    assert rung.empty()


class Asked:
    """Stands in for the library, since its clock is not the test's."""

    def __init__(self) -> None:
        self.instants: list[Any] = []

    async def at(self, instant: Any) -> None:
        """It was asked to ring then."""
        self.instants.append(instant)

    def end(self) -> None:
        """Nothing rings."""


async def live(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The bot's jobs run as in a live bot; what it asks to be rung for."""
    asked = Asked()
    monkeypatch.setattr("bot.engine.scheduler.WallRings", lambda ring: asked)
    bot.app.jobs.hold()
    jobs = Scheduler(bot.machine, bot.app.gear._said, live=True)
    await jobs.start(alone=True)
    await bot.settle()
    return asked


JUMPS: Final[Sequence[tuple[timedelta, list[str]]]] = [
    (timedelta(hours=-1), []),
    (timedelta(hours=2), []),
    (timedelta(hours=25), ["23 20:00"]),
    (timedelta(days=-10), []),
]


@pytest.mark.parametrize(("jump", "expected"), JUMPS)
async def test_live_a_clock_that_was_set_is_found_at_the_next_look(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    jump: timedelta,
    expected: list[str],
) -> None:
    async with a_bot(tmp_path, cogs=[Bell("20:00").cog()]) as bot:
        await live(bot, monkeypatch)
        bot.clock.jump_to(START + jump)
        assert await bot.tick(seconds=LOOK_S) == expected
        waits = await planned(bot)
        assert waits[0] == (START + jump + timedelta(hours=8)).date().isoformat()


async def test_live_it_asks_to_be_rung_for_what_is_due_before_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.load_cogs", list)
    async with a_bot(tmp_path, cogs=[Bell("09:01").cog()]) as bot:
        asked = await live(bot, monkeypatch)
        assert asked.instants == []
        await bot.tick(seconds=LOOK_S + 1)
        assert asked.instants == [START + timedelta(minutes=1)]


async def _nothing() -> None:
    """Nothing runs while the bot is off."""
