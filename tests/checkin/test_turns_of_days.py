"""The instant at which a day turns, in zones whose clocks skip or repeat it; instants are UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.checkin.test_awkward_zones import a_bot_in, credited
from tests.kit import Bot

SECOND = timedelta(seconds=1)
# Zone, start of day, the first instant of a day, the day before, the day.
TURNS = [
    ("America/New_York", "00:00", "2026-03-09T04:00", "2026-03-08", "2026-03-09"),
    ("America/New_York", "02:30", "2026-03-08T07:00", "2026-03-07", "2026-03-08"),  # skipped
    ("America/New_York", "01:30", "2026-11-01T05:30", "2026-10-31", "2026-11-01"),  # twice
    ("America/New_York", "00:00", "2026-11-02T05:00", "2026-11-01", "2026-11-02"),
    ("Europe/London", "01:30", "2026-03-29T01:00", "2026-03-28", "2026-03-29"),  # skipped
    ("Europe/London", "01:30", "2026-10-25T00:30", "2026-10-24", "2026-10-25"),  # twice
    ("Africa/Cairo", "00:00", "2026-04-23T22:00", "2026-04-23", "2026-04-24"),  # skipped
    ("Africa/Cairo", "00:00", "2026-10-29T22:00", "2026-10-29", "2026-10-30"),  # 23:00 twice
    ("Asia/Beirut", "00:00", "2026-03-28T22:00", "2026-03-28", "2026-03-29"),  # skipped
    ("Asia/Beirut", "00:00", "2026-10-24T22:00", "2026-10-24", "2026-10-25"),  # 23:00 twice
    ("America/Havana", "00:00", "2026-03-08T05:00", "2026-03-07", "2026-03-08"),  # skipped
    ("America/Havana", "00:00", "2026-11-01T04:00", "2026-10-31", "2026-11-01"),  # twice
    ("Australia/Lord_Howe", "01:45", "2026-04-04T14:45", "2026-04-04", "2026-04-05"),  # twice
    ("Australia/Lord_Howe", "02:15", "2026-10-03T15:30", "2026-10-03", "2026-10-04"),  # skipped
    ("Asia/Shanghai", "00:00", "2026-06-14T16:00", "2026-06-14", "2026-06-15"),
    ("Pacific/Kiritimati", "00:00", "1994-12-31T10:00", "1994-12-30", "1995-01-01"),  # no 31st
    ("Pacific/Kiritimati", "04:00", "2026-06-14T14:00", "2026-06-14", "2026-06-15"),
    ("Pacific/Niue", "00:00", "2026-06-15T11:00", "2026-06-14", "2026-06-15"),
    ("Pacific/Apia", "00:00", "2011-12-30T10:00", "2011-12-29", "2011-12-31"),  # no 30th
    ("Pacific/Apia", "04:00", "2011-12-30T14:00", "2011-12-29", "2011-12-31"),
]


async def until(bot: Bot, instant: datetime) -> None:
    """It is then."""
    await bot.clock.advance_to(instant, bot.settle)


@pytest.mark.parametrize(("zone", "begins", "turn", "before", "day"), TURNS)
async def test_a_second_decides_which_day_it_is(
    tmp_path: Path, zone: str, begins: str, turn: str, before: str, day: str
) -> None:
    at = datetime.fromisoformat(turn).replace(tzinfo=UTC)
    start = at - timedelta(hours=2)
    async with a_bot_in(tmp_path, zone, start, f'day_start = "{begins}"') as bot:
        await bot.says("telegram:43", "hello")
        await until(bot, at - SECOND)
        (said,) = await bot.says("telegram:42", "/checkin")
        assert said.startswith("Checked in. Your streak begins: day 1.")
        await until(bot, at)
        (said,) = await bot.says("telegram:42", "/checkin")
        assert said.startswith("Checked in. Your streak: 2 days.")
        # The wall may show the same again: it is the same day all the same.
        await until(bot, at + timedelta(hours=1))
        assert (await bot.says("telegram:42", "/checkin"))[0].startswith(f"{day} is already")
        (late,) = await bot.says("telegram:43", "/checkin", sent_at=at - SECOND)
        assert late.startswith(f"Got it, counted for {before}.")
        assert await credited(bot) == [before, before, day]
        assert await bot.rows(
            "SELECT period FROM occurrences WHERE job = 'day_end' AND state = 'done'"
        ) == [(before,)]
        assert await bot.problems() == []


@pytest.mark.parametrize(
    ("zone", "start", "never"),
    [
        ("Pacific/Apia", "2011-12-29T20:00", "2011-12-30"),
        ("Pacific/Kiritimati", "1994-12-30T20:00", "1994-12-31"),
    ],
)
async def test_a_date_that_a_zone_skips_breaks_nothing_and_cannot_be_made_up(
    tmp_path: Path, zone: str, start: str, never: str
) -> None:
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)
    cards = "makeup_cards_starting = 1\nfreeze_starting = 1"
    async with a_bot_in(tmp_path, zone, begins, cards) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=1)
        (said,) = await bot.says("telegram:42", "/checkin")
        assert said.startswith("Checked in. Your streak: 2 days.")
        assert (await bot.says("telegram:42", f"/makeup {never}"))[0].startswith(
            f"{never} never existed"
        )
        assert await bot.rows("SELECT item, count FROM holdings ORDER BY item") == [
            ("freeze", 1), ("makeup_card", 1),
        ]  # fmt: skip
        assert await bot.problems() == []


@pytest.mark.parametrize(
    ("zone", "checked_in", "first", "minutes", "excused"),
    [
        # 23:00 comes twice: both hours are of the day that ends.
        ("Africa/Cairo", "2026-10-28T12:00", "2026-10-29T20:15", 95, "2026-10-29"),
        ("Africa/Cairo", "2026-10-28T12:00", "2026-10-29T20:15", 85, None),
        ("Asia/Beirut", "2026-10-23T12:00", "2026-10-24T20:15", 95, "2026-10-24"),
        # Midnight is skipped: half an hour lies before it.
        ("Africa/Cairo", "2026-04-23T12:00", "2026-04-23T21:30", 95, None),
        ("Africa/Cairo", "2026-04-23T12:00", "2026-04-23T21:30", 125, "2026-04-24"),
        # Midnight comes twice: from 00:10 to 00:45 on the wall.
        ("America/Havana", "2026-10-31T12:00", "2026-11-01T04:10", 95, "2026-11-01"),
    ],
)
async def test_an_outage_counts_by_the_minutes_of_the_day_and_not_by_the_wall(
    tmp_path: Path, zone: str, checked_in: str, first: str, minutes: int, excused: str | None
) -> None:
    start, at = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (checked_in, first))
    async with a_bot_in(tmp_path, zone, start, "amnesty_minutes = 90") as bot:
        await bot.says("telegram:42", "/checkin")
        await until(bot, at)
        await bot.app.heartbeats.fall_silent("telegram")
        await until(bot, at + timedelta(minutes=minutes))
        await bot.app.heartbeats.hear("telegram")
        await bot.tick(hours=30)
        made = await bot.rows("SELECT day FROM day_credits WHERE kind = 'outage'")
        assert made == ([] if excused is None else [(excused,)])
        assert await bot.problems() == []
