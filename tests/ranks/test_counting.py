"""What is kept for boards is what sorting gives, however members came to their numbers."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader, Transaction
from bot.engine.verifying import Verdict, rebuild
from cogs.ranks.rules import Row
from cogs.ranks.store import places
from cogs.ranks.store.places import Place
from tests.kit import DAWN, Bot, a_bot
from tests.profile.test_link import links
from tests.ranks.test_cog import asks, award, crowd

MAIN: Final = CommunityId("main")
PLACES: Final = "SELECT board, member, value, until FROM rank_places ORDER BY 1, 2"
COUNTS: Final = (
    "SELECT board, level, bucket, members FROM rank_counts WHERE members <> 0 ORDER BY 1, 2, 3"
)
WHO: Final = ("telegram:50", "telegram:51", "telegram:52", "discord:60", "discord:61")


@contextmanager
def a_life() -> Iterator[tuple[asyncio.Runner, Bot]]:
    """A bot of its own, for one example."""
    with tempfile.TemporaryDirectory(prefix="hearth-ranks-") as folder, asyncio.Runner() as runner:
        bot = Bot(Path(folder), config=DAWN + "[points]\nmessage = 1\nmessage_cooldown_s = 0\n")
        runner.run(bot.start())
        try:
            yield runner, bot
        finally:
            runner.run(bot.stop())


numbers = st.dictionaries(
    st.integers(0, 40).map(lambda number: MemberId(f"m{number:02}")),
    st.one_of(st.integers(1, 5), st.integers(250, 260), st.integers(1, 2**30)),
    min_size=1,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(lives=st.lists(numbers, min_size=1, max_size=6))
def test_a_place_by_counts_is_a_place_by_sorting(lives: list[Mapping[MemberId, int]]) -> None:
    with a_life() as (runner, bot):
        before: Mapping[MemberId, int] = {}
        for has in lives:

            async def move(
                tx: Transaction, before: Mapping[MemberId, int] = before, has: Any = has
            ) -> None:
                gone = [(member, "b") for member in before if member not in has]
                await places.drop(tx, MAIN, gone)
                await places.keep(
                    tx, MAIN, {(member, "b"): Place(value, 0) for member, value in has.items()}
                )

            runner.run(bot.write(move))
            runner.run(_is_sorted(bot, has))
            before = has


async def _is_sorted(bot: Bot, has: Mapping[MemberId, int]) -> None:
    ordered = sorted(
        (Row(member, value) for member, value in has.items()),
        key=lambda row: (row.value, row.member),
        reverse=True,
    )
    async with bot.app.database.read() as read:
        assert await places.count_all(read, MAIN, "b") == len(has)
        assert await places.best(read, MAIN, "b", 10) == ordered[:10]
        for number, row in enumerate(ordered):
            above = sum(each.value > row.value for each in ordered)
            assert await places.count_above(read, MAIN, "b", row.value) == above
            same = sum(each.value == row.value for each in ordered)
            assert await places.count_with(read, MAIN, "b", [row.value]) == {row.value: same}
            near = ordered[max(number - 3, 0) : number + 4]
            assert await places.around(read, MAIN, "b", row, 3) == near


deeds = st.one_of(
    st.tuples(st.just("checkin"), st.sampled_from(WHO)),
    st.tuples(st.just("writes"), st.sampled_from(WHO), st.integers(0, 30)),
    st.tuples(st.just("award"), st.sampled_from(WHO), st.integers(-4, 9).filter(bool)),
    st.tuples(st.just("choose"), st.sampled_from(WHO), st.sampled_from(["out", "open"])),
    st.tuples(st.just("wait"), st.integers(1, 80)),
    st.tuples(st.just("asks"), st.sampled_from(WHO)),
    st.tuples(st.just("link"), st.sampled_from(WHO[:3]), st.sampled_from(WHO[3:])),
)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(told=st.lists(deeds, max_size=20))
def test_what_is_kept_is_what_the_tallies_give_and_what_a_rebuild_makes(
    told: list[tuple[Any, ...]],
) -> None:
    with a_life() as (runner, bot):
        runner.run(_live(bot, told))


async def _live(bot: Bot, told: list[tuple[Any, ...]]) -> None:
    for who in (*WHO, "telegram:900"):
        await bot.says(who, "hello everybody")
    for deed in told:
        match deed:
            case ("checkin", who):
                await bot.says(who, "/checkin")
            case ("writes", who, number):
                await bot.says(who, f"今天第 {number} 次想到这件事 {who}")
            case ("award", who, amount):
                await bot.says("telegram:900", f"/award {who} {amount} x")
            case ("choose", who, choice):
                await bot.whispers(who, f"/rank {choice}")
            case ("wait", hours):
                await bot.tick(hours=hours)
            case ("asks", who):
                await bot.says(who, "/rank")
            case ("link", one, other):
                await bot.links(other, one, f"link {one} {other}")
    await bot.tick(hours=24)
    assert await bot.problems() == []
    assert await bot.count("rank_moves") == 0
    async with bot.app.database.read() as read:
        assert await _all_points(read) == await _by_tallies(read)
    kept = [await bot.rows(PLACES), await bot.rows(COUNTS)]
    await rebuild(bot.machine, Verdict())
    await asks_once(bot)
    assert [await bot.rows(PLACES), await bot.rows(COUNTS)] == kept


async def asks_once(bot: Bot) -> None:
    """Somebody asks for a board, so that whoever waits is counted."""
    await bot.says("telegram:900", "/rank")
    assert await bot.count("rank_moves") == 0


async def _all_points(read: Reader) -> list[Any]:
    return await read.fetch_all(
        "SELECT member, value FROM rank_places WHERE board = 'all' ORDER BY member"
    )


async def _by_tallies(read: Reader) -> list[Any]:
    return await read.fetch_all(
        "SELECT t.member, t.value FROM tallies t JOIN members m ON m.id = t.member"
        " WHERE t.name = 'lifetime' AND t.value > 0 AND NOT EXISTS (SELECT 1 FROM rank_choices c"
        " JOIN accounts a ON a.id = c.account WHERE a.person = m.person AND c.shown = 'out')"
        " ORDER BY t.member"
    )


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        (
            "UPDATE rank_places SET value = 70 WHERE board = 'all' AND value = 7",
            ["Board all: 70 is kept of member {} and should be 7."],
        ),
        (
            "DELETE FROM rank_places WHERE board = 'all' AND value = 7",
            ["Board all: 0 is kept of member {} and should be 7."],
        ),
        (
            "UPDATE rank_places SET value = 9 WHERE board = 'streak'",
            ["Board streak: 9 is kept of member {} and should be 1."],
        ),
        (
            "UPDATE rank_counts SET members = 9 WHERE board = 'all' AND level = 0 AND bucket = 7",
            ["Board all: how many have 7 differs from who has it."],
        ),
    ],
)
async def test_a_planted_fault_is_named_and_mended(
    tmp_path: Path, fault: str, found: list[str]
) -> None:
    async with a_bot(tmp_path) as bot:
        await crowd(bot, 6, 5, 5)
        await bot.says("telegram:50", "/checkin")
        await bot.tick(days=1)
        kept = [await bot.rows(PLACES), await bot.rows(COUNTS)]
        assert await bot.problems() == []
        ((member,),) = await bot.rows("SELECT member FROM tallies WHERE value = 7")

        async def plant(tx: Transaction) -> None:
            await tx.execute(fault)

        await bot.write(plant)
        assert await bot.problems() == [each.format(member) for each in found]
        await rebuild(bot.machine, Verdict())
        await asks(bot)
        assert [await bot.rows(PLACES), await bot.rows(COUNTS)] == kept
        assert await bot.problems() == []


async def test_other_settings_count_everybody_anew_at_the_end_of_the_day(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:50", "/checkin")
        await award(bot, "telegram:50", 4)
        await bot.tick(days=1)
        await bot.stop()
        bot.config = DAWN + '[ranks]\nseasons = ["11-01"]\nnewcomer_days = 1\n'
        await bot.start()
        assert await bot.problems() == []
        await bot.tick(days=1)
        assert await asks(bot, "/rank season") == [
            "Points of the season 2026-11-01 to 2027-10-31 · 1 member",
            "1. P50 · 1 ← you",
        ]
        assert await asks(bot, "/rank newcomers") == [
            "Points of newcomers, who joined in the last day: nobody is on this board.",
            "You are not on this board.",
        ]
        assert await bot.problems() == []


async def test_a_link_is_counted_before_the_next_board(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await crowd(bot, 7, 9)
        await bot.says("discord:7", "hello")
        await award(bot, "discord:7", 3)
        assert (await asks(bot))[1] == "1. P51 · 9"
        await bot.tick(seconds=timedelta(minutes=1).seconds)
        await links(bot, "telegram:50", "discord:7")
        assert (await asks(bot))[1:] == ["1. P50 · 10 ← you", "2. P51 · 9"]


async def test_boards_are_asked_for_while_many_move(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        for number in range(12):
            await bot.says(f"telegram:{50 + number}", "hello")
        for _ in range(3):
            await bot.takes(
                *(bot.message(f"telegram:{50 + n}", "/checkin") for n in range(12)),
                *(bot.message(f"telegram:{50 + n}", "/rank week") for n in range(12)),
                *(
                    bot.message("telegram:900", f"/award telegram:{50 + n} {n + 1} x")
                    for n in range(12)
                ),
            )
            await bot.tick(days=1)
        assert await bot.count("rank_moves") == 0
        assert await bot.problems() == []
        assert (await asks(bot, who="telegram:61"))[:3] == [
            "Points of all time · 12 members",
            "1. P61 · 39 ← you",
            "2. P60 · 36",
        ]
