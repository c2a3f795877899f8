"""When a community's zone or start of day is changed in the config, and from when that counts."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.community.places import day_rules
from bot.core.clock import EPOCH
from bot.core.schedule import MIDNIGHT, DayRule
from tests.kit import DAWN, START, a_bot

SHANGHAI = (EPOCH, "Asia/Shanghai", MIDNIGHT)
FOUR = time(4)
END_OF_DAY = datetime(2026, 11, 23, 16, tzinfo=UTC)


def test_without_changes_the_first_rule_holds_since_ever() -> None:
    assert day_rules([SHANGHAI]) == (DayRule("Asia/Shanghai", MIDNIGHT, EPOCH),)


def test_a_change_counts_from_the_end_of_the_day_in_which_it_was_made() -> None:
    assert day_rules([SHANGHAI, (START, "Europe/London", FOUR)]) == (
        DayRule("Asia/Shanghai", MIDNIGHT, EPOCH),
        DayRule("Europe/London", FOUR, END_OF_DAY),
    )


def test_a_persons_zone_goes_before_the_communitys_and_follows_its_start_of_day() -> None:
    changes = [SHANGHAI, (START + timedelta(days=2), "Europe/London", FOUR)]
    assert day_rules(changes, [(START, "Asia/Tokyo")]) == (
        DayRule("Asia/Shanghai", MIDNIGHT, EPOCH),
        DayRule("Asia/Tokyo", MIDNIGHT, END_OF_DAY),
        DayRule("Asia/Tokyo", FOUR, datetime(2026, 11, 25, 15, tzinfo=UTC)),
    )


def test_of_several_changes_in_a_day_the_last_one_counts() -> None:
    mine = [(START + timedelta(hours=n), zone) for n, zone in enumerate(("Asia/Tokyo", "UTC"))]
    assert day_rules([SHANGHAI], mine) == (
        DayRule("Asia/Shanghai", MIDNIGHT, EPOCH),
        DayRule("UTC", MIDNIGHT, END_OF_DAY),
    )


def test_a_change_that_is_taken_back_the_same_day_leaves_what_was() -> None:
    mine = [
        (START + timedelta(hours=n), zone) for n, zone in enumerate(("Asia/Tokyo", "Asia/Shanghai"))
    ]
    rules = day_rules([SHANGHAI], mine)
    assert [rule.zone for rule in rules if rule.since <= END_OF_DAY][-1] == "Asia/Shanghai"


async def test_a_new_zone_in_the_config_counts_from_the_next_day_and_rewrites_nothing(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.stop()
        bot.config = DAWN.replace("Asia/Shanghai", "America/Los_Angeles")
        await bot.start()
        assert await bot.says("telegram:42", "/checkin") == [
            "2026-11-23 is already checked in (09:00, right here). Your streak: 1 day."
        ]
        await bot.tick(days=1)
        assert await bot.says("telegram:42", "/checkin") == [
            "2026-11-23 is already checked in (09:00, right here). Your streak: 1 day."
        ]
        await bot.tick(hours=8)
        assert await bot.says("telegram:42", "/checkin") == [
            "Checked in. Your streak: 2 days.\n+1 point, 2 in all."
        ]
        assert await bot.rows("SELECT day, zone FROM days ORDER BY day") == [
            ("2026-11-23", "Asia/Shanghai"),
            ("2026-11-24", "America/Los_Angeles"),
        ]
        assert await bot.problems() == []


async def test_a_config_that_stays_the_same_notes_nothing(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        for _ in range(3):
            await bot.tick(days=1)
            await bot.restart()
        assert await bot.rows("SELECT community, at, zone, day_start FROM community_days") == [
            ("main", 0, "Asia/Shanghai", "00:00")
        ]


async def test_two_changes_of_the_config_at_the_same_instant_are_one(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        for zone in ("Asia/Tokyo", "UTC"):
            await bot.stop()
            bot.config = DAWN.replace("Asia/Shanghai", zone)
            await bot.start()
        assert await bot.rows("SELECT zone FROM community_days ORDER BY at") == [
            ("Asia/Shanghai",),
            ("UTC",),
        ]
