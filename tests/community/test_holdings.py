"""The holdings book: an entry counts once, nothing is spent that is not there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.community import holdings, people
from bot.community.holdings import HoldingEntry
from bot.core.errors import Refusal
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Transaction
from bot.core.text import Text
from tests.engines import REFUSED
from tests.kit import START, Bot, a_bot

MAIN = CommunityId("main")
HOUR = timedelta(hours=1)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that two people have written to."""
    async with a_bot(tmp_path) as running:
        await running.says("telegram:42", "hello")
        await running.says("telegram:43", "hello")
        yield running


async def member_of(bot: Bot, user: str = "42") -> tuple[MemberId, AccountId]:
    async with bot.app.database.read() as read:
        known = await people.find(read, MAIN, "telegram", user)
    assert known is not None
    return known.member, known.account.id


async def entry(bot: Bot, name: str, amount: int, item: str = "freeze") -> HoldingEntry:
    _, account = await member_of(bot)
    return HoldingEntry(name, account, item, amount, "test", START)


async def give(bot: Bot, name: str, amount: int, item: str = "freeze") -> int | None:
    given = await entry(bot, name, amount, item)
    member, _ = await member_of(bot)
    count: int | None = await bot.write(lambda tx: holdings.give(tx, MAIN, member, given))
    return count


async def spend(bot: Bot, name: str, amount: int) -> bool:
    spent = await entry(bot, name, -amount)
    member, _ = await member_of(bot)
    done: bool = await bot.write(lambda tx: holdings.spend(tx, MAIN, member, spent))
    return done


async def counts(bot: Bot) -> dict[str, int]:
    member, _ = await member_of(bot)
    async with bot.app.database.read() as read:
        return await holdings.counts_of(read, MAIN, member)


async def test_the_same_entry_twice_is_one(bot: Bot) -> None:
    assert [await give(bot, "a", 2), await give(bot, "a", 2), await give(bot, "b", 1)] == [
        2,
        None,
        3,
    ]
    assert [await spend(bot, "c", 1), await spend(bot, "c", 1)] == [True, False]
    assert await counts(bot) == {"freeze": 2}
    assert await bot.problems() == []


async def test_more_than_there_is_cannot_be_spent(bot: Bot) -> None:
    await give(bot, "a", 1)
    with pytest.raises(Refusal) as refused:
        await spend(bot, "b", 2)
    assert refused.value.text == Text("holdings.too.few", have=1, need=2)
    assert await counts(bot) == {"freeze": 1}
    assert await bot.count("holding_entries") == 1


async def test_what_is_given_back_is_given_back_once(bot: Bot) -> None:
    member, _ = await member_of(bot)
    await give(bot, "a", 2)
    await spend(bot, "b", 1)

    async def back(tx: Transaction) -> list[int | None]:
        names = ("b", "b", "unknown")
        return [await holdings.give_back(tx, MAIN, member, name) for name in names]

    assert await bot.write(back) == [2, None, None]
    async with bot.app.database.read() as read:
        assert await holdings.entries_of(read, MAIN, member, 9) == [
            await entry(bot, "a", 2),
            await entry(bot, "b", -1),
            replace(await entry(bot, "b:back", 1), reverses="b"),
        ]
    assert await bot.problems() == []


async def test_what_was_given_back_is_taken_again_and_given_back_again(bot: Bot) -> None:
    member, _ = await member_of(bot)
    await give(bot, "a", 1)
    await spend(bot, "b", 1)

    async def back_and_again(tx: Transaction) -> list[int | bool | None]:
        now = START + HOUR
        done: list[int | bool | None] = []
        done.append(await holdings.take_again(tx, MAIN, member, "b", now))
        for _ in range(2):
            done.append(await holdings.give_back(tx, MAIN, member, "b", now))
            done.append(await holdings.take_again(tx, MAIN, member, "b", now))
            done.append(await holdings.take_again(tx, MAIN, member, "b", now))
        return done

    assert await bot.write(back_and_again) == [False, 1, True, False, 1, True, False]
    assert await counts(bot) == {}
    await spend_refused(bot)
    assert await bot.problems() == []


async def spend_refused(bot: Bot) -> None:
    """What is given back and used otherwise cannot be taken again."""
    member, _ = await member_of(bot)
    await bot.write(lambda tx: holdings.give_back(tx, MAIN, member, "b", START + HOUR))
    await spend(bot, "c", 1)
    with pytest.raises(Refusal):
        await bot.write(lambda tx: holdings.take_again(tx, MAIN, member, "b", START + HOUR))


async def test_what_changed_since_an_instant_is_known(bot: Bot) -> None:
    member, account = await member_of(bot)
    first = await entry(bot, "a", 2)
    later = replace(await entry(bot, "b", 1), at=START + HOUR)
    other = await entry(bot, "c", 5, "makeup_card")

    async def write(tx: Transaction) -> None:
        for each in (first, later, other):
            await holdings.give(tx, MAIN, member, each)

    await bot.write(write)
    async with bot.app.database.read() as read:
        found = [
            await holdings.changes_since(read, MAIN, [account], "freeze", at)
            for at in (START - HOUR, START, START + HOUR)
        ]
        held = await holdings.held_by(read, MAIN, [member, MemberId("nobody")], "freeze")
    assert found == [
        [(account, START, 2), (account, START + HOUR, 1)],
        [(account, START + HOUR, 1)],
        [],
    ]
    assert held == {member: 3}


async def test_entries_are_never_rewritten(bot: Bot) -> None:
    await give(bot, "a", 1)

    async def rewrite(tx: Transaction) -> None:
        await tx.execute("UPDATE holding_entries SET amount = 9 WHERE community = 'main'")

    with pytest.raises(REFUSED):
        await bot.write(rewrite)


async def test_a_wrong_count_is_found_and_made_anew(bot: Bot) -> None:
    member, _ = await member_of(bot)
    await give(bot, "a", 1)

    async def spoil(tx: Transaction) -> None:
        await tx.execute("UPDATE holdings SET count = 7 WHERE community = 'main'")
        await tx.execute(
            "INSERT INTO holdings (community, member, item, count) VALUES ('main', ?, 'x', 1)",
            member,
        )

    await bot.write(spoil)
    assert await bot.problems() == [
        f"freeze of member {member} is kept as 7, the entries add up to 1.",
        f"x of member {member} is kept as 1, the entries add up to 0.",
    ]
    await bot.write(lambda tx: holdings.rebuild(tx, MAIN, member))
    assert (await bot.problems(), await counts(bot)) == ([], {"freeze": 1})


async def test_what_accounts_hold_comes_together_when_they_are_linked(bot: Bot) -> None:
    await give(bot, "a", 1)
    await bot.links("telegram:43", "telegram:42")
    assert await bot.problems() == []
    await bot.links("telegram:42", "telegram:43", "back")
    assert await bot.problems() == []
