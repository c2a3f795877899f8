"""Back-fill: a config that has changed is followed when the day ends, without a flood."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.jobs import Looking, Occurrence, Page
from bot.core.model import CommunityId, Kind
from bot.core.ports import Transaction
from cogs.badges.jobs import find_due
from tests.badges.hall import BADGES, Ear, award, badges_of, keys_of, wall
from tests.kit import DAWN, ZH, Bot, a_bot

LOUD = BADGES.replace('key = "rich"', 'key = "rich"\nannounce = true')


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def bot(tmp_path: Path, ear: Ear) -> AsyncIterator[Bot]:
    """A bot on which no badges are set; Rain has 60 points, Bo has 10."""
    async with a_bot(tmp_path, config=DAWN + "badges = []\n", cogs=[ear.cog]) as running:
        await running.says("telegram:42", "hello", name="Rain")
        await running.says("telegram:43", "hello", name="Bo")
        await award(running, 60)
        await award(running, 10, "@Bo")
        yield running


async def changes(bot: Bot, badges: str, config: str = DAWN) -> None:
    """The bot is started again with these badges."""
    await bot.stop()
    bot.config = config + badges
    await bot.start()


async def crowd(bot: Bot, count: int, lifetime: int) -> None:
    """So many members more have earned so much."""

    async def write(tx: Transaction) -> None:
        at = 1_795_000_000_000_000
        names = [f"m{number:05d}" for number in range(count)]
        await tx.execute_many(
            "INSERT INTO persons (id, locale, zone, hint, created_at) VALUES (?, '', '', '', ?)",
            [(f"p{name}", at) for name in names],
        )
        await tx.execute_many(
            "INSERT INTO accounts (id, person, own, platform, user_id, name, handle, created_at)"
            " VALUES (?, ?, ?, 'telegram', ?, ?, '', ?)",
            [(f"a{name}", f"p{name}", f"p{name}", name, name, at) for name in names],
        )
        await tx.execute_many(
            "INSERT INTO memberships (community, account, id, at) VALUES ('main', ?, ?, ?)",
            [(f"a{name}", name, at) for name in names],
        )
        await tx.execute_many(
            "INSERT INTO members (community, person, id, joined_at) VALUES ('main', ?, ?, ?)",
            [(f"p{name}", name, at) for name in names],
        )
        await tx.execute_many(
            "INSERT INTO tallies (community, member, name, period, value)"
            " VALUES ('main', ?, 'lifetime', '', ?)",
            [(name, lifetime) for name in names],
        )

    await bot.write(write)


async def test_new_badges_are_given_when_the_day_ends_without_a_word(bot: Bot, ear: Ear) -> None:
    await changes(bot, BADGES)
    ear.since()
    assert await bot.tick(days=1) == []
    assert ear.since() == ["rich", "+class"]
    assert await badges_of(bot) == [{"key": "rich", "on": "2026-11-24"}]
    assert await keys_of(bot, "telegram:43") == []
    assert await bot.tick(days=3) == []
    assert ear.since() == []
    assert await bot.problems() == []


@pytest.mark.parametrize(
    ("config", "line"),
    [
        (DAWN, "New badges have found those who had earned them: 💰 Rich (1 member)."),
        (ZH, "新勋章补发好了：💰 小富翁（1 人）。"),
    ],
)
async def test_an_announced_badge_is_one_line_in_the_morning(
    bot: Bot, config: str, line: str
) -> None:
    await changes(bot, LOUD, config)
    assert await bot.tick(hours=23) == []
    # Nine in the morning; in the first chat of each platform.
    assert await bot.tick(hours=1) == [line, line]
    assert [sent.chat for sent in bot.sent[-2:]] == ["-1001", "2001/3001"]
    assert await bot.tick(days=2) == []


async def test_thousands_who_are_newly_eligible_flood_nothing(bot: Bot, ear: Ear) -> None:
    count = 4000 if bot.app.open_line is None else 400
    await crowd(bot, count, 55)
    await changes(bot, LOUD)
    ear.since()
    said = await bot.tick(days=1)
    line = f"New badges have found those who had earned them: 💰 Rich ({count + 1} members)."
    assert said == [line, line]
    assert ear.since().count("rich") == count + 1
    ((rows,),) = await bot.rows("SELECT count(*) FROM tallies WHERE name = 'badges' AND value = 1")
    assert rows == count + 1


async def test_a_config_that_changes_while_all_are_gone_through_begins_anew(bot: Bot) -> None:
    await crowd(bot, 60, 55)
    await changes(bot, LOUD)
    place = bot.machine.world.places[CommunityId("main")]
    due = Occurrence("badges", "Asia/Shanghai", "2026-11-23", bot.clock.now())
    async with bot.app.database.read() as read:

        async def page(cursor: str) -> Page:
            now = bot.clock.now()
            known = (place.community, place.settings, now, due, cursor, bot.machine.house)
            return await find_due(Looking(read, *known))

        first = await page("")
        assert (first.keys, first.cursor) == ([], "all:")
        second = await page("all:")
        assert (second.keys[0], len(second.keys)) == ("+", 51)
        third = await page(str(second.cursor))
        assert (third.keys[-1], third.cursor) == ("=", None)
        assert await page("all:another " + str(second.keys[-1])) == second
    assert not {*second.keys} & {*third.keys}
    assert len({*second.keys, *third.keys}) == 63 + 2


async def test_a_rule_that_became_harder_takes_nothing_and_an_easier_one_gives(
    bot: Bot, ear: Ear
) -> None:
    await changes(bot, BADGES)
    await bot.tick(days=1)
    ear.since()
    await changes(bot, BADGES.replace("lifetime >= 50", "lifetime >= 500"))
    await bot.tick(days=1)
    await award(bot, 1)
    assert ear.since() == []
    await changes(bot, BADGES.replace("lifetime >= 50", "lifetime >= 10"))
    await bot.tick(days=1)
    assert ear.since() == ["rich", "+class"]
    assert await keys_of(bot) == await keys_of(bot, "telegram:43") == ["rich"]


async def test_a_badge_falls_with_its_facts_also_once_its_rule_asks_for_others(
    bot: Bot, ear: Ear
) -> None:
    liked = BADGES.replace("lifetime >= 50", "reactions_received >= 1")
    await changes(bot, liked)
    said = bot.message("telegram:42", "look at what I made", name="Rain")
    await bot.takes(said)
    liking = replace(
        bot.message("telegram:43", "", message_id=said.message_id), kind=Kind.REACTION, emoji="👍"
    )
    await bot.takes(liking)
    assert ear.since() == ["rich", "+class"]
    await changes(bot, BADGES.replace("lifetime >= 50", "longest >= 500"))
    await bot.tick(days=1)
    assert await keys_of(bot) == ["rich"]
    unliking = bot.message("telegram:43", "", message_id=said.message_id)
    await bot.takes(replace(unliking, kind=Kind.REACTION, emoji="👍", removed=True))
    assert ear.since() == ["no rich", "-class"]
    assert await bot.problems() == []


async def test_what_a_badge_unlocks_follows_the_config(bot: Bot, ear: Ear) -> None:
    await changes(bot, BADGES)
    await bot.tick(days=1)
    ear.since()
    await changes(bot, BADGES.replace('unlocks = ["class"]', 'unlocks = ["gym"]'))
    await bot.tick(days=1)
    assert ear.since() == ["-class", "+gym"]
    await changes(bot, "badges = []\n")
    await bot.tick(days=1)
    assert ear.since() == ["-gym"]
    # It was earned, and is there again with the badge.
    assert await keys_of(bot) == ["rich"]
    assert await wall(bot) == ["Rain has no badges yet."]
    await changes(bot, BADGES)
    await bot.tick(days=1)
    assert ear.since() == ["+class"]


async def test_a_badge_of_a_time_is_earned_in_that_time_alone(tmp_path: Path, ear: Ear) -> None:
    window = BADGES.replace(
        "lifetime >= 50",
        'lifetime >= 50"\nfrom = "2026-11-24T00:00:00+08:00"\nuntil = "2026-11-25T00:00:00+08:00',
    )
    async with a_bot(tmp_path, config=DAWN + window, cogs=[ear.cog]) as bot:
        for who in ("Rain", "Bo", "Mo"):
            await bot.says(f"telegram:{who}", "hello", name=who)
        await award(bot, 60)
        assert ear.since() == []
        assert (await wall(bot, "telegram:Rain"))[2] == (
            "▫ 💰 Rich: points earned 50/50 · from 2026-11-24 00:00 · until 2026-11-25 00:00"
        )
        # Who fulfils the rule when the window opens has it then.
        await bot.tick(hours=20)
        assert ear.since() == ["rich", "+class"]
        await award(bot, 60, "@Bo")
        assert ear.since() == ["rich", "+class"]
        await bot.tick(days=1)
        await award(bot, 60, "@Mo")
        await bot.tick(days=1)
        assert ear.since() == []


async def test_a_badge_opened_by_another_comes_with_it(tmp_path: Path, ear: Ear) -> None:
    chain = BADGES.replace('unlocks = ["class"]', 'unlocks = ["first"]')
    async with a_bot(tmp_path, config=DAWN + chain, cogs=[ear.cog]) as bot:
        await bot.says("telegram:42", "/checkin", name="Rain")
        assert ear.since() == []
        assert (await wall(bot))[1] == "▫ 🏅 First day: first 💰 Rich, then Check in once (1/1)"
        (said,) = await bot.says("telegram:900", "/award @Rain 60 good")
        assert "Rain has earned a badge: 💰 Rich!\n" in said
        assert ear.since() == ["rich", "+first", "first"]
        act = bot.code()
        await bot.says("telegram:900", f"/undo {act}")
        assert ear.since() == ["no rich", "-first", "no first"]
        assert await keys_of(bot) == []
        assert await bot.problems() == []
