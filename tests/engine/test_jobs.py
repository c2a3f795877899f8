"""Jobs: each occurrence happens once, at its time, slice by slice, whatever comes between."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from bot.core.cog import Cog, command, job, listen
from bot.core.context import Context, JobContext
from bot.core.events import PlatformWasDown
from bot.core.jobs import CatchUp, Due, EndOfDay, Looking, Page
from bot.core.model import CommunityId
from bot.core.outgoing import Reply, Say
from bot.core.ports import Reader, Transaction
from bot.core.timetables import AtChosenTime, Timed
from bot.engine import occurrences
from bot.rehearsal.export import export
from tests.kit import DAWN, START, Bot, a_cog, line
from tests.kit import a_bot as any_bot

# Without the notices of an outage.
QUIET: Final = DAWN + "[checkin]\namnesty_minutes = 0\n"
PEOPLE: Final = ("ann", "bo", "cy", "di", "ed")
LEASE: Final = timedelta(minutes=2)


def a_bot(folder: Path, config: str = QUIET, **options: Any) -> AbstractAsyncContextManager[Bot]:
    """A bot that says nothing of its own outages."""
    return any_bot(folder, config=config, **options)


class Diary:
    """A cog whose job tells what it did; ``trouble`` is raised where it says."""

    def __init__(self, **options: Any) -> None:
        self.options = {"catch_up": CatchUp.RUN_ONCE, "zones": True, **options}
        self.trouble: dict[str, Exception] = {}
        self.slices: list[tuple[str, ...]] = []
        self.previous: list[str] = []

    def cog(self) -> Cog:
        """The cog, with a job at the end of each day."""

        async def find(looking: Looking) -> Page:
            if "find" in self.trouble:
                raise self.trouble["find"]
            names = [name for name in PEOPLE if name > looking.cursor][:2]
            return Page(names, names[-1] if len(names) == 2 else None)

        async def write(ctx: JobContext, names: Sequence[str]) -> None:
            self.slices.append(tuple(names))
            self.previous.append(ctx.occurrence.previous)
            for name in names:
                if name in self.trouble:
                    raise self.trouble[name]
                text = line(f"{ctx.occurrence.zone} {ctx.occurrence.period} {name}")
                key = f"{ctx.occurrence.zone}:{ctx.occurrence.period}:{name}"
                ctx.say(Say("telegram", "-1001", (text,), dedupe_key=key))

        return a_cog("diary", job("diary", EndOfDay(), find=find, **self.options)(write))


def told(day: str, zone: str = "Asia/Shanghai", people: Sequence[str] = PEOPLE) -> list[str]:
    """What the job says of a day."""
    return [f"{zone} {day} {name}" for name in people]


async def states(bot: Bot) -> list[tuple[str, str]]:
    """The periods of the diary with their states."""
    rows = await bot.rows("SELECT period, state FROM occurrences WHERE job = 'diary' ORDER BY 1")
    return [(str(period), str(state)) for period, state in rows]


async def test_a_job_is_done_at_the_end_of_each_day(tmp_path: Path) -> None:
    diary = Diary()
    async with a_bot(tmp_path, cogs=[diary.cog()]) as bot:
        assert await bot.tick(hours=14, minutes=59) == []
        assert await bot.tick(minutes=1) == told("2026-11-23")
        assert bot.sent[0].at == START + timedelta(hours=15)
        assert diary.slices == [("ann", "bo"), ("cy", "di"), ("ed",)]
        assert await bot.tick(days=2) == told("2026-11-24") + told("2026-11-25")
        assert diary.previous[-1] == "2026-11-24"
        assert await states(bot) == [
            ("2026-11-23", "done"),
            ("2026-11-24", "done"),
            ("2026-11-25", "done"),
            ("2026-11-26", "due"),
        ]


async def test_each_zone_in_use_has_its_own_end_of_day(tmp_path: Path) -> None:
    diary = Diary()
    async with a_bot(tmp_path, cogs=[diary.cog()]) as bot:
        await bot.says("telegram:42", "/timezone Asia/Tokyo")
        assert await bot.tick(hours=15) == told("2026-11-23", "Asia/Tokyo") + told("2026-11-23")
        assert {sent.at - START for sent in bot.sent[1:6]} == {timedelta(hours=14)}


async def test_a_day_start_of_the_community_moves_the_job(tmp_path: Path) -> None:
    config = QUIET + 'day_start = "04:00"\n'
    async with a_bot(tmp_path, config=config, cogs=[Diary().cog()]) as bot:
        assert await bot.tick(hours=18, minutes=59) == []
        assert await bot.tick(minutes=1) == told("2026-11-23")


@pytest.mark.parametrize(
    ("policy", "late_s", "expected"),
    [
        (CatchUp.RUN_ALL, 0, ["2026-11-23", "2026-11-24", "2026-11-25"]),
        (CatchUp.RUN_ALL, 40 * 3600, ["2026-11-24", "2026-11-25"]),
        (CatchUp.RUN_ONCE, 0, ["2026-11-25"]),
        (CatchUp.RUN_ONCE, 3600, []),
        (CatchUp.SKIP, 0, []),
        (CatchUp.SKIP, 12 * 3600, ["2026-11-25"]),
    ],
)
@pytest.mark.parametrize("how", ["off", "jump"])
async def test_what_was_missed_follows_the_policy_of_the_job(
    tmp_path: Path, policy: CatchUp, late_s: int, expected: list[str], how: str
) -> None:
    diary = Diary(catch_up=policy, late_s=late_s)
    async with a_bot(tmp_path, cogs=[diary.cog()]) as bot:
        await bot.settle()
        if how == "off":
            await bot.stop()
            await bot.clock.advance_to(START + timedelta(days=3), _nothing)
            await bot.start()
        else:
            bot.clock.jump_to(START + timedelta(days=3))
            bot.app.jobs.wake()
        await bot.settle()
        assert bot.texts() == [text for day in expected for text in told(day)]
        assert await bot.tick(hours=15) == told("2026-11-26")


async def test_a_clock_that_was_ahead_for_a_while_doubles_nothing_and_stops_nothing(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, cogs=[Diary().cog()]) as bot:
        await bot.settle()
        bot.clock.jump_to(START + timedelta(days=400))
        bot.app.jobs.wake()
        await bot.settle()
        assert bot.texts() == told("2027-12-27")
        bot.clock.jump_to(START)
        bot.app.jobs.wake()
        await bot.settle()
        before = len(bot.sent)
        await bot.tick(days=3)
        # The day that was skipped with all others in the jump is over; the next ones come.
        assert bot.texts(before) == told("2026-11-24") + told("2026-11-25")


async def test_a_kill_between_two_slices_repeats_none(tmp_path: Path) -> None:
    diary = Diary()
    async with a_bot(tmp_path, cogs=[diary.cog()]) as bot:
        diary.trouble["cy"] = KeyboardInterrupt()  # type: ignore[assignment]
        diary.trouble["find"] = ValueError("not yet")
        await bot.tick(hours=15)
        del diary.trouble["find"]
        await bot.crash()
        await bot.start()
        await bot.settle()
        del diary.trouble["cy"]
        await bot.crash()
        await bot.start()
        await bot.tick(hours=3)
        assert sorted(bot.texts()) == sorted(told("2026-11-23", people=("ann", "bo", "di", "ed")))


async def test_who_cannot_be_dealt_with_stops_nobody_else(tmp_path: Path) -> None:
    diary = Diary()
    diary.trouble["cy"] = ValueError("poison")
    async with a_bot(tmp_path, cogs=[diary.cog()]) as bot:
        assert await bot.tick(hours=15) == told("2026-11-23", people=("ann", "bo", "di", "ed"))
        assert await states(bot) == [("2026-11-23", "done"), ("2026-11-24", "due")]
        assert diary.slices == [
            ("ann", "bo"), ("cy", "di"), ("cy",), ("di",), ("ed",),
        ]  # fmt: skip


async def test_a_job_that_fails_is_tried_later_and_set_aside_after_five_times(
    tmp_path: Path,
) -> None:
    diary = Diary()
    diary.trouble["find"] = ValueError("broken")
    async with a_bot(tmp_path, cogs=[diary.cog()]) as bot:
        await bot.tick(hours=15)
        tries = (
            "SELECT state, tries, error FROM occurrences"
            " WHERE job = 'diary' AND period = '2026-11-23'"
        )
        assert await bot.rows(tries) == [("running", 1, "ValueError: broken")]
        await bot.tick(minutes=6)
        assert await bot.rows(tries) == [("running", 3, "ValueError: broken")]
        await bot.tick(hours=5)
        assert await bot.rows(tries) == [("failed", 5, "it failed or ended the process each time")]
        del diary.trouble["find"]
        assert await bot.tick(hours=20) == told("2026-11-24")


async def test_a_job_that_ends_the_process_each_time_is_set_aside(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[Diary().cog()]) as bot:
        await bot.settle()
        bot.app.jobs.hold()
        await bot.tick(hours=15)
        await bot.write(_claim_five_times)
        await bot.restart()
        await bot.settle()
        assert bot.texts() == []
        assert (await states(bot))[0] == ("2026-11-23", "failed")


async def test_of_two_that_want_the_same_slice_one_gets_it(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        now = bot.clock.now()
        community = next(iter(bot.machine.world.places))
        mine = occurrences.Planned(community, "diary", "UTC", "2026-11-23", now)

        async def twice(tx: Transaction) -> list[bool]:
            await occurrences.plan(tx, community, "diary", "UTC", [Due(mine.period, now)], now)
            return [await occurrences.claim(tx, mine, now, LEASE) for _ in range(2)]

        async def both_advance(tx: Transaction) -> list[bool]:
            return [await occurrences.advance(tx, mine, "a", now, LEASE) for _ in range(2)]

        assert await bot.write(twice) == [True, False]
        assert await bot.write(both_advance) == [True, False]


async def test_a_job_that_was_planned_is_done_once_at_its_time(tmp_path: Path) -> None:
    @command("later", "以后")
    async def later(ctx: Context) -> Reply:
        ctx.plan("once", Due("the one", ctx.now + timedelta(minutes=5)))
        return Reply((line("planned"),))

    @job("once")
    async def once(ctx: JobContext, keys: Sequence[str]) -> None:
        ctx.say(Say("telegram", "-1001", (line(f"now {ctx.occurrence.period} {keys}"),)))

    async with a_bot(tmp_path, cogs=[a_cog("once", later, once)]) as bot:
        assert await bot.says("telegram:42", "/later") == ["planned"]
        assert await bot.says("telegram:42", "/later") == ["planned"]
        assert await bot.tick(minutes=4) == []
        assert await bot.tick(minutes=1) == ["now the one ()"]
        assert await bot.says("telegram:42", "/later") == ["planned"]
        assert await bot.tick(hours=1) == []


async def test_each_time_that_members_chose_has_its_occurrence(tmp_path: Path) -> None:
    async def times(read: Reader, community: CommunityId) -> Sequence[tuple[str, str]]:
        return [("Asia/Tokyo", "20:00"), ("Asia/Shanghai", "20:00"), ("Asia/Shanghai", "21:30")]

    @job("evening", AtChosenTime(), times=times)
    async def evening(ctx: JobContext, keys: Sequence[str]) -> None:
        about = ctx.occurrence
        said = line(f"{about.zone} {about.at} {about.period} after {about.previous}")
        ctx.say(Say("telegram", "-1001", (said,)))

    async with a_bot(tmp_path, cogs=[a_cog("evening", evening)]) as bot:
        assert await bot.tick(hours=24) == [
            "Asia/Tokyo 20:00 2026-11-23 after ",
            "Asia/Shanghai 20:00 2026-11-23 after ",
            "Asia/Shanghai 21:30 2026-11-23 after ",
        ]
        assert (await bot.tick(hours=24))[0] == "Asia/Tokyo 20:00 2026-11-24 after 2026-11-23"
        exported: Any = await export(bot.machine, as_of=bot.clock.now())
        (main,) = exported["communities"]
        evenings = [each for each in main["jobs"] if each["job"] == "evening"]
        assert [(each["zone"], each["time"]) for each in evenings][::3] == [
            ("Asia/Shanghai", "20:00"),
            ("Asia/Shanghai", "21:30"),
            ("Asia/Tokyo", "20:00"),
        ]


@pytest.mark.parametrize(("back_at", "expected"), [(23, ["2026-11-23"]), (24, [])])
async def test_until_the_day_ends_what_was_missed_still_happens(
    tmp_path: Path, back_at: int, expected: list[str]
) -> None:
    @job("evening", Timed(lambda settings: "20:00"), catch_up=CatchUp.SKIP, until_day_ends=True)
    async def evening(ctx: JobContext, keys: Sequence[str]) -> None:
        ctx.say(Say("telegram", "-1001", (line(ctx.occurrence.period),)))

    async with a_bot(tmp_path, cogs=[a_cog("evening", evening)]) as bot:
        await bot.settle()
        await bot.stop()
        # It is nine in the morning.
        await bot.clock.advance_to(START + timedelta(hours=back_at - 9), _nothing)
        await bot.start()
        await bot.settle()
        assert bot.texts() == expected


async def test_a_job_of_a_cog_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    diary = Diary()
    async with a_bot(tmp_path, cogs=[diary.cog()]) as bot:
        bot.cogs.clear()
        await bot.restart()
        assert await bot.tick(days=1) == []
        assert await states(bot) == [("2026-11-23", "skipped")]


async def test_an_export_names_what_happened_and_leaves_out_what_is_internal(
    tmp_path: Path,
) -> None:
    @job("secret", EndOfDay(), internal=True)
    async def secret(ctx: JobContext, keys: Sequence[str]) -> None:
        """Nobody needs to know."""

    async with a_bot(tmp_path, cogs=[Diary().cog(), a_cog("secret", secret)]) as bot:
        await bot.tick(hours=16)
        exported: Any = await export(bot.machine, as_of=bot.clock.now())
        (main,) = exported["communities"]
        assert [each for each in main["jobs"] if each["job"] in ("diary", "secret")] == [
            {
                "job": "diary",
                "period": period,
                "zone": "Asia/Shanghai",
                "state": state,
                "at": at,
            }
            for period, state, at in (
                ("2026-11-23", "done", "2026-11-23T16:00:00Z"),
                ("2026-11-24", "due", "2026-11-24T16:00:00Z"),
            )
        ]
        await bot.says("telegram:42", "hello")
        alone: Any = await export(bot.machine, as_of=bot.clock.now(), member="telegram:42")
        assert alone["communities"][0]["jobs"] == []


async def test_an_outage_is_told_to_every_community_of_the_platform(tmp_path: Path) -> None:
    heard: list[tuple[str, timedelta]] = []

    @listen(PlatformWasDown)
    async def hear(ctx: Context, event: PlatformWasDown) -> None:
        heard.append((f"{event.community} {event.platform}", event.at - event.began))
        ctx.say(Say("telegram", "-1001", (line(f"{event.platform} is back"),)))

    async with a_bot(tmp_path, cogs=[a_cog("hearing", hear)]) as bot:
        await bot.stop()
        await bot.clock.advance_to(START + timedelta(hours=2), _nothing)
        await bot.start()
        await bot.settle()
        away = timedelta(hours=2)
        assert sorted(heard) == [("main discord", away), ("main telegram", away)]
        assert sorted(bot.texts()) == ["discord is back", "telegram is back"]


async def test_a_listener_that_fails_hears_of_the_outage_later(tmp_path: Path) -> None:
    failing = [True]

    @listen(PlatformWasDown)
    async def hear(ctx: Context, event: PlatformWasDown) -> None:
        if failing:
            raise ValueError("not now")
        ctx.say(Say("telegram", "-1001", (line(f"{event.platform} at {ctx.now:%H:%M}"),)))

    async with a_bot(tmp_path, cogs=[a_cog("hearing", hear)]) as bot:
        await bot.stop()
        await bot.clock.advance_to(START + timedelta(hours=2), _nothing)
        await bot.start()
        await bot.settle()
        failing.clear()
        assert sorted(await bot.tick(minutes=1)) == ["discord at 03:00", "telegram at 03:00"]


async def _claim_five_times(tx: Transaction) -> None:
    """As processes would that end in the middle of it."""
    (planned,) = await occurrences.open_of(tx, ["diary"])
    for tries in range(5):
        await occurrences.claim(tx, planned, START, timedelta(0))
        held = int(START.timestamp()) * 1_000_000
        planned = replace(planned, state="running", tries=tries + 1, held_until=held)


async def _nothing() -> None:
    """Nothing runs while the bot is off."""
