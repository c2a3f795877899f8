"""Boards that are frozen: when, what they keep, and who is missing from them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.core.cog import listen
from bot.core.context import Context
from bot.core.model import Kind
from cogs.ranks.events import BoardFrozen
from tests.kit import START, Bot, a_bot, a_cog
from tests.profile.test_forget import forgets
from tests.profile.test_link import links
from tests.ranks.test_cog import asks

LAST: Final = "Points of the week 2026-11-23 to 2026-11-29"


class Ear:
    """The boards that were told of."""

    def __init__(self) -> None:
        self.heard: list[BoardFrozen] = []

        @listen(BoardFrozen)
        async def hear(ctx: Context, event: BoardFrozen) -> None:
            self.heard.append(event)

        self.cog = a_cog("ear", hear)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def bot(tmp_path: Path, ear: Ear) -> AsyncIterator[Bot]:
    """A bot in whose first week telegram:50 checks in twice, and telegram:51 on its last day."""
    async with a_bot(tmp_path, cogs=[ear.cog]) as running:
        await running.says("telegram:50", "/checkin")
        await running.tick(days=1)
        await running.says("telegram:50", "/checkin")
        await running.tick(days=5)
        await running.says("telegram:51", "/checkin")
        yield running


async def test_a_board_is_frozen_when_its_week_ends_and_stays_so(bot: Bot, ear: Ear) -> None:
    assert await bot.tick(hours=14) == []
    assert ear.heard == []
    await bot.tick(hours=2)
    (told,) = ear.heard
    assert told == BoardFrozen(
        told.community,
        "week",
        date(2026, 11, 23),
        date(2026, 11, 29),
        2,
        1,
        START + timedelta(days=6, hours=15),
    )
    frozen = [f"{LAST} · 2 members", "1. P50 · 2 ← you", "2. P51 · 1"]
    assert await asks(bot, "/rank week last") == frozen
    await bot.says("telegram:51", "/checkin")
    await bot.tick(days=3)
    assert await asks(bot, "/rank last week points") == frozen
    assert await asks(bot, "/排行 上周") == frozen
    assert [each.kind for each in ear.heard] == ["week", "month"]
    assert await bot.problems() == []


async def test_the_streaks_of_the_end_of_a_week_are_kept_with_it(bot: Bot) -> None:
    await bot.tick(days=4)
    assert await asks(bot, "/rank streak", "telegram:51") == [
        "Streaks: nobody is on this board.",
        "You are not on this board.",
    ]
    assert await asks(bot, "/rank week streak last", "telegram:51") == [
        "Streaks at the end of the week 2026-11-23 to 2026-11-29 · 1 member",
        "1. P51 · 1 ← you",
    ]


async def test_a_week_is_over_when_it_is_over_for_everyone(bot: Bot, ear: Ear) -> None:
    await bot.says("telegram:52", "/timezone America/New_York")
    await bot.tick(hours=16)
    # Monday in Shanghai, Sunday in New York.
    assert ear.heard == []
    assert await asks(bot, "/rank week last") == [
        f"{LAST} · 2 members",
        "1. P50 · 2 ← you",
        "2. P51 · 1",
    ]
    await bot.says("telegram:52", "/checkin")
    assert await asks(bot, "/rank week", "telegram:52") == [
        f"{LAST} · 3 members",
        "1. P50 · 2",
        *(await asks(bot, "/rank week", "telegram:52"))[2:],
    ]
    await bot.tick(hours=16)
    assert [(each.kind, each.members) for each in ear.heard] == [("week", 3)]
    assert await bot.problems() == []


async def test_a_week_that_ended_while_the_bot_was_off_is_frozen_later(bot: Bot, ear: Ear) -> None:
    await bot.stop()
    bot.clock.jump_to(START + timedelta(days=9))
    await bot.start()
    await bot.settle()
    assert [(each.kind, each.members) for each in ear.heard] == [("month", 2), ("week", 2)]
    assert (await asks(bot, "/rank week last"))[0] == f"{LAST} · 2 members"


async def test_a_week_with_nobody_tells_nothing(bot: Bot, ear: Ear) -> None:
    await bot.tick(days=21)
    assert [(each.kind, str(each.first)) for each in ear.heard] == [
        ("week", "2026-11-23"),
        ("month", "2026-11-01"),
    ]
    assert await asks(bot, "/rank week last") == [
        "Points of the week 2026-12-07 to 2026-12-13: nobody is on this board.",
        "You are not on this board.",
    ]


async def test_who_wants_to_be_out_or_has_left_is_missing_from_it(bot: Bot) -> None:
    await bot.tick(days=2)
    await bot.whispers("telegram:51", "/rank anonymous")
    assert (await asks(bot, "/rank week last"))[1:] == ["1. P50 · 2 ← you", "2. Anonymous · 1"]
    await bot.takes(replace(bot.message("telegram:50", ""), kind=Kind.LEAVE))
    assert (await asks(bot, "/rank week last", "telegram:52"))[1:] == [
        "2. Anonymous · 1",
        "You are not on this board.",
    ]
    await bot.whispers("telegram:51", "/rank out")
    assert await asks(bot, "/rank week last", "telegram:52") == [
        f"{LAST}: nobody is on this board.",
        "You are not on this board.",
    ]
    await forgets(bot, "telegram:51", "here")
    accounts = await bot.rows(
        "SELECT a.user_id FROM accounts a JOIN board_rows r ON a.id = r.account"
    )
    assert set(accounts) == {("50",)}


async def test_on_a_frozen_board_each_account_stays_what_it_was(bot: Bot) -> None:
    await bot.says("discord:7", "/checkin")
    await bot.tick(days=2)
    await links(bot, "telegram:50", "discord:7")
    head, first, *others = await asks(bot, "/rank week last")
    assert (head, first) == (f"{LAST} · 3 members", "1. P50 · 2 ← you")
    assert sorted(others) == ["2. P50 · 1 ← you", "2. P51 · 1"]
    assert await bot.problems() == []


async def test_only_the_first_hundred_of_a_board_are_kept(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.ranks.jobs.KEPT", 1)
    monkeypatch.setattr("cogs.ranks.showing.KEPT", 1)
    await bot.tick(days=2)
    assert await asks(bot, "/rank week last", "telegram:51") == [
        f"{LAST} · 2 members",
        "1. P50 · 2",
        "You are not among its first 1, which are kept.",
    ]
