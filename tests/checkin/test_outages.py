"""Outage amnesty: who could not check in because the bot was deaf keeps the streak."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.context import Context
from bot.core.model import Incoming, MemberId
from cogs.checkin.excusing import Holder, settle_page
from cogs.checkin.store import streaks_that_end
from tests.kit import DAWN, START, ZH, Bot, a_bot

OVER = (
    "I was offline from 2026-11-24 {} to 2026-11-24 {} and could not hear you. 2026-11-24 is"
    " excused: whoever could not check in on that day keeps the streak."
)


async def off(bot: Bot, first: datetime, last: datetime, *platforms: str) -> None:
    """These platforms, or the whole bot, are off between the two."""
    await bot.tick(seconds=(first - bot.clock.now()).total_seconds())
    if not platforms:
        await bot.stop()
        await bot.clock.advance_to(last, _nothing)
        await bot.start()
    else:
        for platform in platforms:
            await bot.app.heartbeats.fall_silent(platform)
        await bot.tick(seconds=(last - bot.clock.now()).total_seconds())
        for platform in platforms:
            await bot.app.heartbeats.hear(platform)
    await bot.settle()


def at(hours: float, day: int = 24) -> datetime:
    """That hour of a day of November in Shanghai."""
    return START + timedelta(days=day - 23, hours=hours - 9)


async def kinds(bot: Bot) -> list[tuple[str, str]]:
    """The covered days with their kinds."""
    rows = await bot.rows("SELECT day, kind FROM day_credits ORDER BY day, member")
    return [(str(day)[5:], str(kind)) for day, kind in rows]


@pytest.mark.parametrize(
    ("hours", "settings", "excused"),
    [
        (1, "", False),
        (1.01, "", True),
        (2, "amnesty_minutes = 120", False),
        (3, "amnesty_minutes = 120", True),
        (10, "amnesty_minutes = 0", False),
    ],
)
@pytest.mark.parametrize("platforms", [(), ("telegram",)])
async def test_a_day_in_which_the_bot_was_deaf_too_long_breaks_nothing(
    tmp_path: Path, hours: float, settings: str, excused: bool, platforms: tuple[str, ...]
) -> None:
    async with a_bot(tmp_path, config=f"{DAWN}[checkin]\n{settings}\n") as bot:
        await bot.says("telegram:42", "/checkin")
        await off(bot, at(12), at(12 + hours), *platforms)
        await bot.tick(days=1)
        there = [("11-23", "real"), ("11-24", "outage")]
        assert await kinds(bot) == (there if excused else there[:1])
        (said,) = await bot.says("telegram:42", "/checkin")
        assert said.startswith(
            "Checked in. Your streak: 2 days." if excused else "Checked in. Your streak begins"
        )
        assert await bot.problems() == []


async def test_several_outages_of_a_day_add_up(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await off(bot, at(3), at(3.6))
        await off(bot, at(20), at(20.6))
        await bot.tick(days=1)
        assert await kinds(bot) == [("11-23", "real"), ("11-24", "outage")]


@pytest.mark.parametrize(
    ("platforms", "excused"),
    [(("telegram",), False), (("discord",), False), (("discord", "telegram"), True)],
)
async def test_who_is_on_two_platforms_is_excused_when_both_were_down_at_once(
    tmp_path: Path, platforms: tuple[str, ...], excused: bool
) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("discord:7", "hello")
        await bot.says("telegram:42", "/checkin")
        await bot.links("discord:7", "telegram:42")
        await off(bot, at(8), at(20), *platforms)
        await bot.tick(days=1)
        assert (("11-24", "outage") in await kinds(bot)) is excused
        assert await bot.problems() == []


async def test_one_platform_after_the_other_excuses_nobody_on_both(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("discord:7", "hello")
        await bot.says("telegram:42", "/checkin")
        await bot.links("discord:7", "telegram:42")
        await off(bot, at(2), at(10), "telegram")
        await off(bot, at(10), at(22), "discord")
        await bot.tick(days=1)
        assert await kinds(bot) == [("11-23", "real")]


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (DAWN, OVER.format("12:00", "14:00")),
        (
            ZH,
            "2026-11-24 12:00 到 2026-11-24 14:00 我离线了，听不到大家。"
            "2026-11-24 这一天因此没能签到的，连签不会断。",
        ),
    ],
)
async def test_the_community_hears_once_of_an_outage(
    tmp_path: Path, config: str, said: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await off(bot, at(12), at(14))
        assert bot.texts() == [said]
        assert (bot.sent[0].platform, bot.sent[0].chat) == ("telegram", "-1001")
        await bot.restart()
        assert await bot.tick(days=2) == []


async def test_a_day_that_was_excused_before_is_not_told_again(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        before = len(bot.sent)
        for first, last in ((9, 11), (13, 15), (20, 20.2), (23, 25.5)):
            await off(bot, at(first), at(last))
        assert bot.texts(before) == [
            OVER.format("09:00", "11:00"),
            "I was offline from 2026-11-24 23:00 to 2026-11-25 01:30 and could not hear you."
            " 2026-11-25 is excused: whoever could not check in on that day keeps the streak.",
        ]
        assert await kinds(bot) == [("11-23", "real"), ("11-24", "outage")]


async def test_an_outage_that_excuses_nobody_is_not_told(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await off(bot, at(23.2), at(24.8))
        assert bot.texts() == []
        await off(bot, at(12, 26), at(12.5, 26), "discord")
        assert bot.texts() == []


async def test_the_notice_goes_where_the_bot_was_deaf(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await off(bot, at(12), at(14), "discord")
        assert bot.texts() == [OVER.format("12:00", "14:00")]
        assert (bot.sent[0].platform, bot.sent[0].chat) == ("discord", "2001/3001")


async def test_each_of_two_outages_is_told_where_it_was(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.tick(seconds=(at(8) - bot.clock.now()).total_seconds())
        await bot.app.heartbeats.fall_silent("telegram")
        await bot.tick(hours=1)
        await bot.app.heartbeats.fall_silent("discord")
        await bot.tick(hours=1.5)
        await bot.app.heartbeats.hear("telegram")
        await bot.tick(hours=2)
        await bot.app.heartbeats.hear("discord")
        await bot.settle()
        assert [(each.platform, each.text) for each in bot.sent] == [
            ("telegram", OVER.format("08:00", "10:30")),
            ("discord", OVER.format("09:00", "12:30")),
        ]


async def test_platforms_that_were_last_heard_one_after_the_other_were_down_once(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("discord:7", "/checkin")
        await bot.tick(seconds=(at(8) - bot.clock.now()).total_seconds())
        await bot.app.heartbeats.fall_silent("discord")
        await bot.tick(seconds=50)
        await bot.app.heartbeats.fall_silent("telegram")
        await bot.tick(hours=2)
        await bot.app.heartbeats.hear("telegram")
        await bot.tick(seconds=5)
        await bot.app.heartbeats.hear("discord")
        before = len(bot.sent)
        await bot.tick(days=1)
        assert bot.texts()[1:] == [OVER.format("08:00", "10:00")]
        assert before == len(bot.sent)
        assert await kinds(bot) == [("11-23", "real"), ("11-24", "outage")]


async def test_an_outage_of_days_excuses_each_of_them(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await off(bot, at(9), at(9, 27))
        assert await kinds(bot) == [
            ("11-23", "real"), ("11-24", "outage"), ("11-25", "outage"), ("11-26", "outage"),
        ]  # fmt: skip
        assert bot.texts()[-1] == (
            "I was offline from 2026-11-24 09:00 to 2026-11-27 09:00 and could not hear you."
            " 2026-11-24 – 2026-11-27 are excused: whoever could not check in on these days keeps"
            " the streak."
        )
        assert await bot.problems() == []


async def test_a_check_in_that_was_written_meanwhile_has_the_day(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await off(bot, at(9), at(9, 25))
        late: Incoming = bot.message("telegram:42", "/checkin", sent_at=at(18))
        (said,) = await bot.takes(late)
        assert said.startswith("Got it, counted for 2026-11-24. That run is 2 days long.")
        assert await kinds(bot) == [("11-23", "real"), ("11-24", "real")]
        assert await bot.problems() == []


async def test_each_zone_is_settled_at_its_own_end_of_day(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/timezone America/New_York")
        await bot.says("telegram:43", "/checkin")
        await bot.tick(days=1)
        await bot.says("telegram:42", "/checkin")
        await off(bot, at(12, 25), at(14, 25))
        # It was 23:00 to 01:00 in New York: no day of theirs lost more than an hour.
        await bot.tick(days=2)
        assert await kinds(bot) == [("11-23", "real"), ("11-23", "real")]
        (said,) = await bot.says("telegram:43", "/streak")
        assert said.startswith("P43, your streak is 0 days, the longest 1.")


async def test_who_checked_in_before_the_outage_is_not_excused(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=1)
        await bot.says("telegram:42", "/checkin")
        await off(bot, at(12), at(15))
        await bot.tick(days=1)
        assert await kinds(bot) == [("11-23", "real"), ("11-24", "real")]


async def test_a_streak_that_had_ended_is_not_raised_by_an_outage(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=3)
        await off(bot, at(9, 27), at(18, 27))
        await bot.tick(days=2)
        assert await kinds(bot) == [("11-23", "real")]


async def test_a_kill_in_the_middle_of_the_pass_excuses_everybody_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, stopped = 0, asyncio.Event()

    async def look(*given: Any) -> list[MemberId]:
        nonlocal looks
        looks += 1
        if looks % 4 == 0 and looks < 16:
            stopped.set()
            await asyncio.Event().wait()
        return await streaks_that_end(*given)

    monkeypatch.setattr("cogs.checkin.jobs.PAGE", 2)
    cursors = []
    async with a_bot(tmp_path) as bot:
        for user in range(30):
            await bot.says(f"telegram:{user + 100}", "/checkin")
        await bot.tick(days=1)
        await bot.crash()
        monkeypatch.setattr("cogs.checkin.jobs.streaks_that_end", look)
        await bot.clock.advance_to(at(9, 25), _nothing)
        for _ in range(3):
            await bot.start()
            await stopped.wait()
            stopped.clear()
            ((cursor,),) = await bot.rows("SELECT cursor FROM occurrences WHERE state = 'running'")
            cursors.append(str(cursor))
            await bot.crash()
        await bot.start()
        await bot.settle()
        # Each time it went on where it was when the process ended.
        assert "" < cursors[0] < cursors[1] < cursors[2]
        rows = await bot.rows("SELECT day, kind, count(*) FROM days GROUP BY day, kind ORDER BY 1")
        assert rows == [("2026-11-23", "real", 30), ("2026-11-24", "outage", 30)]
        assert await bot.problems() == []


@pytest.mark.parametrize(("starting", "expected"), [(0, [9]), (1, [2, 2, 2, 2, 1])])
async def test_a_slice_has_fewer_members_where_freezes_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starting: int, expected: list[int]
) -> None:
    sizes = []

    async def settled(ctx: Context, holders: Sequence[Holder]) -> None:
        sizes.append(len(holders))
        await settle_page(ctx, holders)

    monkeypatch.setattr("cogs.checkin.jobs.PAGE", 16)
    monkeypatch.setattr("cogs.checkin.jobs.settle_page", settled)
    freezes = f"[checkin]\namnesty_minutes = 0\nfreeze_starting = {starting}\n"
    async with a_bot(tmp_path, config=DAWN + freezes) as bot:
        for user in range(9):
            await bot.says(f"telegram:{user + 100}", "/checkin")
        await bot.tick(days=2)
        assert sizes == expected


async def test_a_change_of_the_calendars_makes_the_streaks_anew(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.clock.advance_to(datetime.fromisoformat("2026-12-31T09:00:00+08:00"), bot.settle)
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=2)
        (said,) = await bot.says("telegram:42", "/checkin")
        assert said.startswith("Checked in. Your streak begins: day 1.")
        bot.config = f'{DAWN}[checkin]\ncalendars = ["JP"]\n'
        await bot.restart()
        (said,) = await bot.says("telegram:42", "/streak")
        # New Year is a holiday in Japan.
        assert said.startswith("P42, your streak is 2 days, the longest 2.")
        assert await bot.problems() == []


async def _nothing() -> None:
    """Nothing runs while the bot is off."""
