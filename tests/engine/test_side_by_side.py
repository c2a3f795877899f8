"""What happens at the same time in several chats: each of it once, whoever is first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine.verifying import Verdict, verify
from tests.kit import Bot, a_bot

PEOPLE = 12


@pytest.fixture
async def bot(engine: str, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot, whichever engine it runs on."""
    async with a_bot(tmp_path) as running:
        yield running


async def is_right(bot: Bot) -> bool:
    """Whether verification finds nothing."""
    return [text async for text in verify(bot.machine, Verdict())] == []


async def test_one_person_on_two_platforms_has_one_credit_a_day(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    for _ in range(5):
        said = await bot.takes(
            bot.message("telegram:42", "/checkin"), bot.message("discord:7", "/checkin")
        )
        assert len([text for text in said if text.startswith("Checked in")]) == 1
        await bot.tick(days=1)
    assert await bot.rows("SELECT length FROM streaks") == [(5,)]
    assert await bot.rows("SELECT sum(amount) FROM ledger_entries WHERE reason = 'checkin'") == [
        (5,)
    ]


async def test_two_days_of_one_person_at_once_make_one_run(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    await bot.tick(days=1)
    late = bot.clock.now() - timedelta(days=1)
    await bot.takes(
        bot.message("telegram:42", "/checkin", sent_at=late), bot.message("discord:7", "/checkin")
    )
    assert await bot.rows("SELECT length, longest FROM streaks") == [(2, 2)]
    assert await bot.rows("SELECT count(*) FROM day_credits") == [(2,)]
    assert await is_right(bot)


async def test_whoever_is_met_in_two_chats_at_once_is_one_person(bot: Bot) -> None:
    users = [f"telegram:{100 + n}" for n in range(PEOPLE)]
    chats = ("-1001", "-1002")
    await bot.takes(*(bot.message(u, "/checkin", chat=chat) for u in users for chat in chats))
    counts = [await bot.count(name) for name in ("persons", "accounts", "members", "day_credits")]
    assert counts == [PEOPLE] * 4
    assert await bot.rows("SELECT count(*), sum(length) FROM streaks") == [(PEOPLE, PEOPLE)]
    assert await bot.rows("SELECT count(*) FROM inbox WHERE tries > 0") == [(0,)]
    assert await is_right(bot)


async def test_awards_and_losses_at_once_leave_no_debt_and_add_up(bot: Bot) -> None:
    await bot.says("telegram:42", "/checkin")
    chats = ("-1001", "-1002")
    awards = [
        bot.message("telegram:900", f"/award @Rain {amount} x", chat=chat, mentions=("42",))
        for amount in ("3", "-2", "-2", "1")
        for chat in chats
    ]
    await bot.takes(*awards)
    ((balance, total),) = await bot.rows(
        "SELECT (SELECT balance FROM balances), (SELECT sum(amount) FROM ledger_entries)"
    )
    assert balance == total
    assert int(balance or 0) >= 0
    assert await is_right(bot)


async def test_two_presses_at_once_use_a_button_once(bot: Bot) -> None:
    await bot.says("telegram:901", "/award @Rain 5 x", mentions=("42",))
    await bot.says("telegram:42", "hello")
    await bot.says("telegram:901", "/award @Rain 5 x", mentions=("42",))
    code = bot.code()
    said = await bot.takes(
        bot.message("telegram:901", f"/undo {code}"),
        bot.message("telegram:901", f"/undo {code}", chat="-1002"),
    )
    assert await bot.rows("SELECT sum(amount), count(*) FROM ledger_entries") == [(0, 2)]
    assert len(said) == 2
