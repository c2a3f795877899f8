"""Whether members may be told what they did not ask for: each rule of the one function."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.community import notices, people
from bot.community.notices import How, Kind
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Transaction
from bot.engine.own_turn import context_of_nobody
from tests.kit import Bot, a_bot
from tests.reminders.members import configured

MAIN = CommunityId("main")


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot at nine in the morning; P42 has written to it in private, P43 has not."""
    async with a_bot(tmp_path, config=configured()) as running:
        await running.says("telegram:42", "hello")
        await running.whispers("telegram:42", "hello")
        await running.says("telegram:43", "hello")
        yield running


async def told(
    bot: Bot, *users: str, kind: Kind = Kind.RECAP, chosen: bool = False, only: How | None = None
) -> list[tuple[str, str, str]]:
    """Who of these is told how, and from when on where that is not now."""

    async def ask(tx: Transaction) -> list[tuple[str, str, str]]:
        place = bot.machine.world.places[MAIN]
        ctx = context_of_nobody(bot.machine, tx, place, bot.clock.now(), "")
        members = [await member_of(tx, user) for user in users]
        found = await notices.ways(ctx, members, kind, chosen=chosen, only=only)
        return sorted(
            (way.account.user, str(way.how), f"{way.not_before:%H:%M}" if way.not_before else "")
            for way in found.values()
        )

    answer: Sequence[tuple[str, str, str]] = await bot.write(ask)
    return list(answer)


async def member_of(tx: Transaction, user: str) -> MemberId:
    """The member with this id on Telegram."""
    known = await people.find(tx, MAIN, "telegram", user)
    assert known is not None
    return known.member


async def test_a_private_chat_goes_before_what_the_community_wants(bot: Bot) -> None:
    assert await told(bot, "42", "43") == [("42", "private", ""), ("43", "digest", "")]
    assert await told(bot, "42", "43", only=How.PRIVATE) == [("42", "private", "")]
    assert await told(bot, "43", only=How.GROUP_MENTION) == [("43", "group_mention", "")]


async def test_two_a_day_over_all_kinds_and_again_on_the_next(bot: Bot) -> None:
    assert await told(bot, "42", kind=Kind.STREAK) == [("42", "private", "")]
    assert await told(bot, "42", kind=Kind.RECAP) == [("42", "private", "")]
    assert await told(bot, "42", kind=Kind.PROGRAM) == []
    assert await told(bot, "43") == [("43", "digest", "")]
    await bot.tick(days=1)
    assert await told(bot, "42", kind=Kind.PROGRAM) == [("42", "private", "")]


async def test_many_turns_at_once_count_right(bot: Bot) -> None:
    answers = await asyncio.gather(*(told(bot, "42") for _ in range(8)))
    assert sorted(answers) == [[]] * 6 + [[("42", "private", "")]] * 2
    assert await bot.rows("SELECT day, count FROM notice_days") == [("2026-11-23", 2)]


async def test_linked_accounts_count_together(bot: Bot) -> None:
    await bot.says("telegram:44", "hello")
    await bot.whispers("telegram:44", "hello")
    await told(bot, "42")
    await told(bot, "44")
    await bot.links("telegram:44", "telegram:42")
    assert await told(bot, "42") == []


async def test_a_kind_that_was_switched_off_is_not_told_and_others_are(bot: Bot) -> None:
    await bot.whispers("telegram:42", "/notify recap off")
    assert await told(bot, "42") == []
    assert await told(bot, "42", kind=Kind.PROGRAM) == [("42", "private", "")]


async def test_at_night_it_waits_for_the_morning_where_the_day_goes_on(bot: Bot) -> None:
    await bot.tick(hours=14)  # eleven in the evening: the day ends at midnight
    assert await told(bot, "42") == []
    assert await told(bot, "42", chosen=True) == [("42", "private", "")]
    await bot.tick(hours=7)  # six in the morning
    assert await told(bot, "42") == [("42", "private", "00:00")]


async def test_nobody_is_told_who_is_nobody(bot: Bot) -> None:
    assert await told(bot) == []


async def test_old_days_are_forgotten(bot: Bot) -> None:
    await told(bot, "42")
    await bot.tick(days=32)
    assert await bot.rows("SELECT day, count FROM notice_days") == []
