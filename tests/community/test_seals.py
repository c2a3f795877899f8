"""Seals: a chain over what was committed, which finds whatever was changed behind its back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.community import ledger, people, seals
from bot.community.ledger import Entry
from bot.community.seals import FIRST, Broken, seal_of
from bot.core.model import CommunityId
from bot.core.ports import Transaction
from tests.kit import START, TWO, Bot, a_bot

MAIN, OTHER = CommunityId("main"), CommunityId("other")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot with a member in two communities."""
    async with a_bot(tmp_path, config=TWO) as running:
        await running.says("telegram:42", "hello")
        await running.says("telegram:42", "hello", chat="-2001")
        yield running


async def pay(bot: Bot, *keys: str, community: CommunityId = MAIN, fail: bool = False) -> None:
    """So many entries in one transaction."""

    async def script(tx: Transaction) -> None:
        known = await people.find(tx, community, "telegram", "42")
        assert known is not None
        for key in keys:
            entry = Entry(key, known.account.id, 1, "award", START)
            await ledger.pay(tx, community, known.member, entry)
        if fail:
            raise ValueError("undone")

    await bot.write(script)


async def verdict(bot: Bot, community: CommunityId = MAIN) -> Broken | int:
    """What verification says."""
    async with bot.app.database.read() as read:
        return await seals.verify(read, community)


async def plant(bot: Bot, *statements: str) -> None:
    """Somebody with a database tool changes the past."""

    async def script(tx: Transaction) -> None:
        for name in ("ledger_entries", "ledger_seals"):
            rows = await tx.fetch_all(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", name
            )
            for (trigger,) in rows:
                await tx.execute(f"DROP TRIGGER {trigger!s}")
        for statement in statements:
            await tx.execute(statement)

    database = bot.app.database
    sealer, database.before_commit = database.before_commit, None
    await bot.write(script)
    database.before_commit = sealer


async def test_every_committed_entry_has_its_seal(bot: Bot) -> None:
    await pay(bot, "a", "b")
    await pay(bot, "c")
    assert await bot.rows("SELECT number, entry FROM ledger_seals ORDER BY number") == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]
    assert await verdict(bot) == 0


async def test_each_seal_covers_the_one_before_it(bot: Bot) -> None:
    await pay(bot, "a", "b")
    columns = "community, id, account, amount, reason, at, reverses"
    before = FIRST
    rows: Sequence[tuple[object, ...]] = await bot.rows("SELECT hash FROM ledger_seals")
    for entry, (hashed,) in zip(
        await bot.rows(f"SELECT {columns} FROM ledger_entries ORDER BY seq"), rows, strict=True
    ):
        before = seal_of(before, entry)
        assert hashed == before


async def test_communities_have_chains_of_their_own(bot: Bot) -> None:
    await pay(bot, "a")
    await pay(bot, "a", "b", community=OTHER)
    await pay(bot, "c")
    assert await bot.rows(
        "SELECT community, number, entry FROM ledger_seals ORDER BY community, number"
    ) == [("main", 1, "a"), ("main", 2, "c"), ("other", 1, "a"), ("other", 2, "b")]
    assert (await verdict(bot), await verdict(bot, OTHER)) == (0, 0)


async def test_sealing_goes_on_after_a_restart_and_a_crash(bot: Bot) -> None:
    await pay(bot, "a")
    await pay(bot, "a", community=OTHER)
    await bot.restart()
    await pay(bot, "b")
    await bot.crash()
    await bot.start()
    await pay(bot, "c", community=OTHER)
    assert (await verdict(bot), await verdict(bot, OTHER)) == (0, 0)
    assert await bot.count("ledger_seals") == 4


async def test_a_group_that_was_lost_leaves_no_gap(bot: Bot) -> None:
    await pay(bot, "a")
    with pytest.raises(ValueError, match="undone"):
        await pay(bot, "b", fail=True)
    await pay(bot, "c")
    assert await verdict(bot) == 0
    assert await bot.rows("SELECT number, entry FROM ledger_seals") == [(1, "a"), (2, "c")]


async def test_a_group_whose_commit_failed_is_sealed_anew(bot: Bot) -> None:
    # A deferred key is only looked at by the commit: what was sealed by then is undone with it.
    await bot.write(
        lambda tx: tx.execute(
            "CREATE TABLE loose (p TEXT REFERENCES persons (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    )
    await pay(bot, "a")

    async def break_the_commit(tx: Transaction) -> None:
        known = await people.find(tx, MAIN, "telegram", "42")
        assert known is not None
        entry = Entry("b", known.account.id, 1, "award", START)
        await ledger.pay(tx, MAIN, known.member, entry)
        await tx.execute("INSERT INTO loose VALUES ('nobody')")

    with pytest.raises(Exception, match="FOREIGN KEY"):
        await bot.write(break_the_commit)
    await pay(bot, "c", "d")
    assert await verdict(bot) == 0
    assert await bot.rows("SELECT entry FROM ledger_seals") == [("a",), ("c",), ("d",)]


async def test_entries_longer_than_a_page_are_sealed_and_verified(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.community.seals._PAGE", 3)
    for count in (3, 1, 7, 2):
        await pay(bot, *(f"{count}/{n}" for n in range(count)))
        assert await verdict(bot) == 0
    assert await bot.count("ledger_seals") == 13
    await plant(bot, "UPDATE ledger_entries SET amount = 2 WHERE seq = 12")
    assert await verdict(bot) == Broken("2/0", 12, "verify.seal.differs")


async def test_an_empty_ledger_is_right(bot: Bot) -> None:
    assert await verdict(bot) == 0


@pytest.mark.parametrize(
    "change",
    [
        "id = 'x'",
        "account = 'x'",
        "amount = amount + 1",
        "reason = 'checkin'",
        "at = at + 1",
        "reverses = 'a'",
        "reverses = ''",
        "community = 'other'",
    ],
)
async def test_a_change_of_whatever_is_sealed_is_found(bot: Bot, change: str) -> None:
    await pay(bot, "a", "b", "c")
    await plant(bot, f"UPDATE ledger_entries SET {change} WHERE id = 'b'")
    found = await verdict(bot)
    assert isinstance(found, Broken)
    assert (found.number, found.problem) == (2, "verify.seal.differs")


@pytest.mark.parametrize("change", ["hash = ''", "entry = 'x'", "number = 9"])
async def test_a_change_of_a_seal_is_found(bot: Bot, change: str) -> None:
    await pay(bot, "a", "b", "c")
    await plant(bot, f"UPDATE ledger_seals SET {change} WHERE number = 2")
    assert await verdict(bot) == Broken("b", 2, "verify.seal.differs")


async def test_a_change_of_order_is_found(bot: Bot) -> None:
    await pay(bot, "a", "b", "c")
    await plant(
        bot,
        "UPDATE ledger_entries SET seq = 99 WHERE id = 'a'",
        "UPDATE ledger_entries SET seq = 1 WHERE id = 'b'",
        "UPDATE ledger_entries SET seq = 2 WHERE id = 'a'",
    )
    assert await verdict(bot) == Broken("b", 1, "verify.seal.differs")


async def test_a_missing_entry_is_found(bot: Bot) -> None:
    await pay(bot, "a", "b", "c")
    await plant(bot, "DELETE FROM ledger_entries WHERE id = 'b'")
    assert await verdict(bot) == Broken("c", 2, "verify.seal.differs")


async def test_a_missing_last_entry_is_found(bot: Bot) -> None:
    await pay(bot, "a", "b", "c")
    await plant(bot, "DELETE FROM ledger_entries WHERE id = 'c'")
    assert await verdict(bot) == Broken("c", 3, "verify.entry.missing")


async def test_an_entry_put_in_between_is_found(bot: Bot) -> None:
    await pay(bot, "a", "b")
    await plant(
        bot,
        "UPDATE ledger_entries SET seq = 9 WHERE id = 'b'",
        "INSERT INTO ledger_entries SELECT community, 'x', account, 7, reason, actor, rules,"
        " source, at, day, NULL, 2 FROM ledger_entries WHERE id = 'a'",
    )
    assert await verdict(bot) == Broken("x", 2, "verify.seal.differs")


async def test_a_missing_seal_is_found(bot: Bot) -> None:
    await pay(bot, "a", "b", "c")
    await plant(bot, "DELETE FROM ledger_seals WHERE number = 2")
    assert await verdict(bot) == Broken("b", 2, "verify.seal.differs")


@pytest.mark.parametrize(("gone", "unsealed"), [(">= 1", 3), (">= 2", 2), ("= 3", 1)])
async def test_an_unsealed_tail_is_counted(bot: Bot, gone: str, unsealed: int) -> None:
    await pay(bot, "a", "b", "c")
    await plant(bot, f"DELETE FROM ledger_seals WHERE number {gone}")
    assert await verdict(bot) == unsealed


async def test_what_was_left_unsealed_is_sealed_by_the_next_run(bot: Bot) -> None:
    await pay(bot, "a", "b", "c")
    await plant(bot, "DELETE FROM ledger_seals WHERE number >= 2")
    await bot.restart()
    assert await verdict(bot) == 0


async def test_where_an_entry_was_lost_the_bot_goes_on_and_verification_names_it(
    bot: Bot,
) -> None:
    await pay(bot, "a", "b")
    await plant(bot, "DELETE FROM ledger_entries WHERE id = 'b'")
    await bot.restart()
    await pay(bot, "c")
    assert await verdict(bot) == Broken("c", 2, "verify.seal.differs")
    assert await bot.rows("SELECT number, entry FROM ledger_seals") == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]
