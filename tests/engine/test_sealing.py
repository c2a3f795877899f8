"""Seals behind the commits: in the order of the ledger, below all that is still under way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.community import people, seals
from bot.core.clock import to_micros
from bot.core.model import CommunityId
from bot.core.ports import Reader
from bot.engine.sealing import SealTo
from tests.engines import engines
from tests.kit import START, Bot, a_bot

MAIN = CommunityId("main")
_INSERT = (
    "INSERT INTO ledger_entries (community, id, account, amount, reason, actor, rules, source,"
    " at, day) VALUES ('main', $1, $2, 1, 'award', 'system', '', '', $3, '')"
)


@pytest.fixture
async def bot(engine: str, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot, whichever engine it runs on."""
    async with a_bot(tmp_path) as running:
        yield running


@asynccontextmanager
async def a_slow_entry(bot: Bot, entry: str) -> AsyncIterator[Any]:
    """Another process has written this entry and has not committed it."""
    async with bot.app.database.read() as read:
        account = await account_of(read)
    connection = await asyncpg.connect(engines.url(bot.path))
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute(_INSERT, entry, account, to_micros(START))
    try:
        yield transaction
    finally:
        await connection.close()


async def account_of(read: Reader) -> str:
    """Rain's account."""
    known = await people.find(read, MAIN, "telegram", "42")
    assert known is not None
    return known.account.id


async def sealed(bot: Bot) -> tuple[list[str], object]:
    """The sealed entries in their order, and what verification says."""
    rows = await bot.rows("SELECT entry FROM ledger_seals ORDER BY number")
    async with bot.app.database.read() as read:
        found = await seals.verify(read, MAIN)
    return [str(entry).partition(":")[0] for (entry,) in rows], found


async def test_what_was_earned_is_sealed_soon(bot: Bot) -> None:
    for user in ("42", "43"):
        await bot.says(f"telegram:{user}", "/checkin")
    assert await sealed(bot) == (["checkin", "checkin"], 0)


async def test_what_is_new_is_sealed_after_a_restart_and_a_crash(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    await bot.restart()
    await bot.says("telegram:43", "/checkin")
    await bot.crash()
    await bot.start()
    await bot.says("telegram:44", "/checkin")
    await bot.tick(seconds=1)  # the first look may have met the turn under way
    assert await sealed(bot) == (["checkin"] * 3, 0)


async def test_nothing_is_sealed_before_an_entry_of_a_lower_place(bot: Bot, engine: str) -> None:
    await bot.says("telegram:42", "/checkin")
    if engine == "sqlite":  # there nobody else writes
        return
    async with a_slow_entry(bot, "slow") as theirs:
        await bot.says("telegram:43", "/checkin")
        await bot.tick(seconds=10)
        assert await sealed(bot) == (["checkin"], 1)
        await theirs.commit()
    await bot.tick(seconds=10)
    assert await sealed(bot) == (["checkin", "slow", "checkin"], 0)


async def test_an_entry_that_is_given_up_leaves_no_gap(bot: Bot, engine: str) -> None:
    await bot.says("telegram:42", "/checkin")
    if engine == "sqlite":
        return
    async with a_slow_entry(bot, "slow") as theirs:
        await bot.says("telegram:43", "/checkin")
        await theirs.rollback()
    await bot.tick(seconds=10)
    await bot.says("telegram:44", "/checkin")
    assert await sealed(bot) == (["checkin"] * 3, 0)


async def test_of_two_sealers_neither_seals_what_the_other_has_sealed(
    bot: Bot, engine: str
) -> None:
    """Another process seals as well: it knows the first entry, and the bot has sealed two more."""
    if engine == "sqlite":
        return
    other = seals.Sealer()
    await bot.says("telegram:42", "/checkin")
    await bot.write(lambda tx: other.seal_to(tx, 1))
    await bot.says("telegram:43", "/checkin")
    await bot.says("telegram:44", "/checkin")
    (outcome,) = await bot.app.database.run([SealTo(other, 3)])
    assert (outcome.error, await sealed(bot)) == (None, (["checkin"] * 3, 0))
