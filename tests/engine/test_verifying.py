"""Verification finds what was changed behind the bot's back, and rebuilding mends what is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import components, sentences, tables
from bot.engine.machine import House
from bot.engine.verifying import Verdict, rebuild, verify
from bot.engine.world import World
from tests.engines import engines
from tests.kit import TWO, Bot, a_bot

CACHES = ("balances", "tallies", "day_credits", "streaks")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """Rain has checked in on two days in both communities, has an award and an undo."""
    async with a_bot(tmp_path, config=TWO) as running:
        for _ in range(2):
            await running.says("telegram:42", "/checkin", name="Rain")
            await running.says("telegram:42", "/checkin", name="Rain", chat="-2001")
            await running.tick(days=1)
        await running.says("telegram:900", "/award @Rain 5 x")
        await running.says("telegram:900", f"/undo {running.code()}")
        await running.says("telegram:43", "hello")
        yield running


async def kept(bot: Bot) -> list[list[tuple[object, ...]]]:
    """Everything that can be made anew, without what is nothing."""
    zero = {"balances": "balance <> 0", "tallies": "value <> 0"}
    return [
        sorted(await bot.rows(f"SELECT * FROM {name} WHERE {zero.get(name, '1 = 1')}"))
        for name in CACHES
    ]


async def member(bot: Bot, community: str = "main") -> str:
    """Rain's member there."""
    ((found,),) = await bot.rows(
        "SELECT m.id FROM members m JOIN accounts a ON a.person = m.person"
        " WHERE a.user_id = '42' AND m.community = ?",
        community,
    )
    return str(found)


async def plant(bot: Bot, statement: str) -> None:
    """A change that no part of the bot made; ``:m`` is Rain in the first community."""
    rain = await member(bot)
    count = statement.count(":m")
    await bot.write(lambda tx: tx.execute(statement.replace(":m", "?"), *[rain] * count))


async def test_what_the_bot_did_is_right(bot: Bot) -> None:
    verdict = Verdict()
    assert [text async for text in verify(bot.machine, verdict)] == []
    assert verdict == Verdict(members=4, unsealed=0, rebuilt=0, problems=0)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE balances SET balance = balance + 1 WHERE member = :m",
            ["The balance of member {} is 3, the entries add up to 2."],
        ),
        (
            "DELETE FROM balances WHERE member = :m",
            ["The balance of member {} is 0, the entries add up to 2."],
        ),
        (
            "UPDATE tallies SET value = 9 WHERE member = :m AND name = 'streak'",
            ["streak of member {} is kept as 9 and should be 2."],
        ),
        (
            "UPDATE tallies SET value = 9 WHERE member = :m AND name = 'active_days'",
            ["active_days of member {} is kept as 9 and should be 2."],
        ),
        (
            "UPDATE tallies SET value = 9 WHERE member = :m AND name = 'lifetime'",
            ["lifetime of member {} is kept as 9 and should be 2."],
        ),
        (
            "UPDATE tallies SET value = 9 WHERE member = :m AND period = '2026-11-23'",
            ["earned 2026-11-23 of member {} is kept as 9 and should be 1."],
        ),
        (
            "DELETE FROM tallies WHERE member = :m AND name = 'last_day'",
            ["last_day of member {} is kept as 0 and should be 739,944."],
        ),
        (
            "INSERT INTO tallies (community, member, name, period, value)"
            " VALUES ('main', :m, 'earned', '2026-01-01', 7)",
            ["earned 2026-01-01 of member {} is kept as 7 and should be 0."],
        ),
        (
            "UPDATE streaks SET length = 7 WHERE member = :m",
            ["The kept streak of member {} differs from the check-in days."],
        ),
        (
            "UPDATE streaks SET longest = 7 WHERE member = :m",
            ["The kept streak of member {} differs from the check-in days."],
        ),
        (
            "DELETE FROM streaks WHERE member = :m",
            ["The kept streak of member {} differs from the check-in days."],
        ),
        (
            "DELETE FROM day_credits WHERE member = :m AND day = '2026-11-23'",
            ["The kept check-in days of member {} differ from the check-ins."],
        ),
        (
            "UPDATE day_credits SET day = '2026-11-20' WHERE member = :m AND day = '2026-11-23'",
            ["The kept check-in days of member {} differ from the check-ins."],
        ),
        (
            "INSERT INTO day_credits (community, member, day, kind, account, at, zone)"
            " VALUES ('main', :m, '2026-01-01', 'real', 'x', 0, 'UTC')",
            ["The kept check-in days of member {} differ from the check-ins."],
        ),
    ],
)
async def test_a_planted_fault_is_named_and_mended(
    bot: Bot, statement: str, found: list[str]
) -> None:
    right = await kept(bot)
    await plant(bot, statement)
    rain = await member(bot)
    assert await bot.problems() == [each.format(rain) for each in found]
    verdict = Verdict()
    await rebuild(bot.machine, verdict)
    assert verdict.rebuilt == 4
    assert (await bot.problems(), await kept(bot)) == ([], right)


@pytest.mark.parametrize("name", ["streak", "longest", "active_days", "last_day", "lifetime"])
async def test_a_number_of_who_has_done_nothing_is_named_and_mended(bot: Bot, name: str) -> None:
    ((lurker,),) = await bot.rows(
        "SELECT m.id FROM members m JOIN accounts a ON a.person = m.person"
        " WHERE a.user_id = '43' AND m.community = 'main'"
    )
    await bot.write(
        lambda tx: tx.execute(
            "INSERT INTO tallies (community, member, name, period, value)"
            " VALUES ('main', ?, ?, '', 7)",
            str(lurker),
            name,
        )
    )
    found = [f"{name} of member {lurker!s} is kept as 7 and should be 0."]
    if name == "lifetime":  # boards follow it
        off = f"0 is kept of member {lurker!s} and should be 7."
        found += [f"Board {board}: {off}" for board in ("all", "newcomers")]
    assert await bot.problems() == found
    await rebuild(bot.machine, Verdict())
    assert await bot.problems() == []


async def test_a_day_that_was_taken_away_is_missed_by_all_that_follows_from_it(bot: Bot) -> None:
    await plant(bot, "DELETE FROM days WHERE day = '2026-11-23' AND community = 'main' AND ''<>:m")
    rain = await member(bot)
    assert await bot.problems() == [
        f"The kept check-in days of member {rain} differ from the check-ins.",
        f"The kept streak of member {rain} differs from the check-in days.",
        f"streak of member {rain} is kept as 2 and should be 1.",
        f"longest of member {rain} is kept as 2 and should be 1.",
        f"active_days of member {rain} is kept as 2 and should be 1.",
    ]


async def test_the_same_is_proven_beside_the_bot_as_its_days_were_recorded(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO, durable=True) as bot:
        await bot.says("telegram:42", "/checkin", name="Rain")
        await plant(bot, "UPDATE balances SET balance = 7 WHERE member = :m")
        right = await bot.problems()
        # As the next start would read the days; beside the bot they are read as it reads them.
        world = World(bot.machine.world.places, bot.machine.world.named)
        async with engines.database(bot.path).beside(components()) as database:
            async with database.read() as read:
                await world.look(read)
            house = House(bot.machine.router, world, tables, sentences().in_each)
            machine = replace(bot.machine, database=database, world=world, house=house)
            say = sentences().say
            assert [say(each, "en") async for each in verify(machine, Verdict())] == right
        for community in world.places:
            rules = bot.machine.world.default_rules(community)
            assert world.default_rules(community) == rules


async def test_rebuilding_what_is_right_changes_nothing(bot: Bot) -> None:
    right = await kept(bot)
    await rebuild(bot.machine, Verdict())
    await rebuild(bot.machine, Verdict())
    assert await kept(bot) == right


async def test_rebuilding_makes_everything_from_nothing(bot: Bot) -> None:
    right = await kept(bot)
    for table in CACHES:
        await plant(bot, f"DELETE FROM {table} WHERE '' <> :m")
    await rebuild(bot.machine, Verdict())
    assert (await bot.problems(), await kept(bot)) == ([], right)


async def test_more_members_than_a_page_are_verified_and_rebuilt(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.verifying._PAGE", 2)
    right = await kept(bot)
    for user in range(3):
        await bot.says(f"telegram:5{user}", "/checkin")
    await plant(bot, "DELETE FROM balances WHERE '' <> :m")
    assert len(await bot.problems()) == 5
    verdict = Verdict()
    await rebuild(bot.machine, verdict)
    assert (verdict.rebuilt, await bot.problems()) == (7, [])
    assert len((await kept(bot))[0]) == len(right[0]) + 3


async def test_a_ledger_that_was_changed_is_not_mended(bot: Bot) -> None:
    database = bot.app.database
    sealer, database.before_commit = database.before_commit, None
    await bot.write(lambda tx: tx.execute("DROP TRIGGER ledger_entries_stay"))
    await plant(bot, "UPDATE ledger_entries SET amount = 9 WHERE reason = 'award' AND '' <> :m")
    database.before_commit = sealer
    found = await bot.problems()
    assert found[0].endswith(
        " does not match seal 3: everything before it is right, nothing from it on can be trusted."
        " Restore a backup."
    )
    await rebuild(bot.machine, Verdict())
    assert (await bot.problems())[0] == found[0]


async def test_what_was_not_sealed_yet_is_counted_and_no_problem(bot: Bot) -> None:
    database = bot.app.database
    sealer, database.before_commit = database.before_commit, None
    await bot.says("telegram:43", "/checkin")
    verdict = Verdict()
    assert [text async for text in verify(bot.machine, verdict)] == []
    assert (verdict.unsealed, verdict.problems) == (1, 0)
    database.before_commit = sealer


async def test_days_are_read_by_the_zones_of_their_time_after_a_change(bot: Bot) -> None:
    await bot.says("telegram:42", "/timezone America/Los_Angeles", name="Rain")
    for _ in range(4):
        await bot.tick(hours=20)
        await bot.says("telegram:42", "/checkin", name="Rain")
        assert await bot.problems() == []
    right = await kept(bot)
    await rebuild(bot.machine, Verdict())
    assert await kept(bot) == right
