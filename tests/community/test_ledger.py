"""The ledger: entries are appended and stay, the same key is one entry, the balance is the sum."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.community import ledger, people
from bot.community.ledger import Entry
from bot.core.errors import Refusal
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Transaction
from bot.core.text import Text
from tests.engines import REFUSED
from tests.kit import START, TWO, Bot, a_bot

MAIN, OTHER = CommunityId("main"), CommunityId("other")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot with two members, 42 and 43."""
    async with a_bot(tmp_path, config=TWO) as running:
        await running.says("telegram:42", "hello")
        await running.says("telegram:43", "hello")
        yield running


async def who(bot: Bot, user: str = "42", platform: str = "telegram") -> tuple[AccountId, MemberId]:
    """The account and member of a platform's user."""
    async with bot.app.database.read() as read:
        known = await people.find(read, MAIN, platform, user)
    assert known is not None
    return known.account.id, known.member


def an_entry(account: AccountId, amount: int = 5, id: str = "e1", **more: str) -> Entry:  # noqa: A002
    """An entry of today."""
    return Entry(id, account, amount, "award", START, **more)


async def test_what_is_paid_is_in_the_ledger_and_in_the_balance(bot: Bot) -> None:
    account, member = await who(bot)
    entry = an_entry(account, actor="a", rules="1", source="s", day="2026-11-23", reverses="x")
    assert await bot.write(lambda tx: ledger.pay(tx, MAIN, member, entry)) == 5
    async with bot.app.database.read() as read:
        assert await ledger.find(read, MAIN, "e1") == entry
        assert await ledger.balance_of(read, MAIN, member) == 5
        assert await ledger.sum_of(read, MAIN, member) == 5
        assert await ledger.count_of(read, MAIN, member) == 1
        assert await ledger.latest(read, MAIN, member, 10) == [entry]
        assert await ledger.last_at(read, MAIN) == START


async def test_who_has_nothing_has_a_balance_of_zero(bot: Bot) -> None:
    _, member = await who(bot)
    nobody = MemberId("nobody")
    async with bot.app.database.read() as read:
        for each in (member, nobody):
            assert await ledger.balance_of(read, MAIN, each) == 0
            assert await ledger.sum_of(read, MAIN, each) == 0
            assert await ledger.count_of(read, MAIN, each) == 0
            assert await ledger.latest(read, MAIN, each, 10) == []
        assert await ledger.find(read, MAIN, "e1") is None
        assert await ledger.last_at(read, MAIN) is None
        assert await ledger.page(read, MAIN, 0, 10) == []


async def test_the_same_key_twice_is_one_entry(bot: Bot) -> None:
    account, member = await who(bot)
    assert await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account))) == 5
    again = an_entry(account, 7)
    assert await bot.write(lambda tx: ledger.pay(tx, MAIN, member, again)) is None
    assert await bot.rows("SELECT amount FROM ledger_entries") == [(5,)]
    assert await bot.rows("SELECT balance FROM balances") == [(5,)]


async def test_the_same_key_in_another_community_is_another_entry(bot: Bot) -> None:
    account, member = await who(bot)
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account)))
    assert await bot.write(lambda tx: ledger.pay(tx, OTHER, member, an_entry(account))) == 5
    async with bot.app.database.read() as read:
        assert await ledger.balance_of(read, MAIN, member) == 5


async def test_an_entry_is_reversed_once(bot: Bot) -> None:
    account, member = await who(bot)
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account)))
    back = [an_entry(account, -5, name, reverses="e1") for name in ("r1", "r2")]
    assert await bot.write(lambda tx: ledger.pay(tx, MAIN, member, back[0])) == 0
    assert await bot.write(lambda tx: ledger.pay(tx, MAIN, member, back[1])) is None
    assert await bot.rows("SELECT id FROM ledger_entries ORDER BY seq") == [("e1",), ("r1",)]


async def test_taking_more_than_there_is_is_refused_where_no_debt_may_be(bot: Bot) -> None:
    account, member = await who(bot)
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account)))
    taken = an_entry(account, -6, "e2")
    with pytest.raises(Refusal) as refused:
        await bot.write(lambda tx: ledger.take(tx, MAIN, member, taken, debt=False))
    assert refused.value.text == Text("points.too.few", balance=5, amount=6)
    assert await bot.count("ledger_entries") == 1
    assert await bot.write(lambda tx: ledger.take(tx, MAIN, member, taken, debt=True)) == -1
    assert await bot.write(lambda tx: ledger.take(tx, MAIN, member, taken, debt=False)) is None


async def test_taking_all_that_there_is_leaves_nothing(bot: Bot) -> None:
    account, member = await who(bot)
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account)))
    taken = an_entry(account, -5, "e2")
    assert await bot.write(lambda tx: ledger.take(tx, MAIN, member, taken, debt=False)) == 0


async def test_who_is_in_debt_may_be_given_points(bot: Bot) -> None:
    account, member = await who(bot)
    debt, gift = an_entry(account, -9), an_entry(account, 5, "e2")
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, debt))
    assert await bot.write(lambda tx: ledger.take(tx, MAIN, member, gift, debt=False)) == -4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET amount = 6",
        "UPDATE ledger_entries SET reason = reason",
        "DELETE FROM ledger_entries",
        "UPDATE ledger_seals SET hash = ''",
        "DELETE FROM ledger_seals",
    ],
)
async def test_nothing_that_was_entered_is_rewritten_or_deleted(bot: Bot, statement: str) -> None:
    account, member = await who(bot)
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account)))
    with pytest.raises(REFUSED, match="never"):
        await bot.write(lambda tx: tx.execute(statement))
    assert await bot.rows("SELECT amount FROM ledger_entries") == [(5,)]


async def test_an_entry_of_nothing_is_no_entry(bot: Bot) -> None:
    account, member = await who(bot)
    with pytest.raises(REFUSED, match=r"(?i)check"):
        await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account, 0)))


async def test_what_fails_behind_an_entry_undoes_it(bot: Bot) -> None:
    account, member = await who(bot)

    async def fail(tx: Transaction) -> None:
        await ledger.pay(tx, MAIN, member, an_entry(account))
        raise ValueError("later")

    with pytest.raises(ValueError, match="later"):
        await bot.write(fail)
    assert (await bot.count("ledger_entries"), await bot.count("balances")) == (0, 0)


async def test_entries_come_the_newest_first_a_page_at_a_time(bot: Bot) -> None:
    account, member = await who(bot)
    entries = [
        replace(an_entry(account, n, f"e{n}"), at=START + timedelta(minutes=n)) for n in range(1, 8)
    ]

    async def pay(tx: Transaction) -> None:
        for entry in entries:
            await ledger.pay(tx, MAIN, member, entry)

    await bot.write(pay)
    newest = entries[::-1]
    async with bot.app.database.read() as read:
        assert await ledger.latest(read, MAIN, member, 3) == newest[:3]
        assert await ledger.latest(read, MAIN, member, 3, 6) == newest[6:]
        assert await ledger.last_at(read, MAIN) == entries[-1].at
        first = await ledger.page(read, MAIN, 0, 5)
        rest = await ledger.page(read, MAIN, first[-1][0], 5)
    assert [(number, holder, each) for number, holder, each in [*first, *rest]] == [
        (number, member, each) for number, each in enumerate(entries, 1)
    ]


async def test_a_balance_is_made_anew_from_the_entries(bot: Bot) -> None:
    account, member = await who(bot)
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account)))
    await bot.write(lambda tx: tx.execute("UPDATE balances SET balance = 99"))
    await bot.write(lambda tx: ledger.rebuild(tx, MAIN, member))
    async with bot.app.database.read() as read:
        assert await ledger.balance_of(read, MAIN, member) == 5


async def test_a_balance_that_is_missing_is_made(bot: Bot) -> None:
    account, member = await who(bot)
    await bot.write(lambda tx: ledger.pay(tx, MAIN, member, an_entry(account)))
    await bot.write(lambda tx: tx.execute("DELETE FROM balances"))
    await bot.write(lambda tx: ledger.rebuild(tx, MAIN, member))
    assert await bot.rows("SELECT balance FROM balances") == [(5,)]
