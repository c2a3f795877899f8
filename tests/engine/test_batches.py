"""A batch of reminders: at the pace of its platform, once each, and behind who waits."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.errors import DeliveryFailed
from bot.platforms.capabilities import PACES
from tests.engine.batch import FIRST, batch
from tests.kit import Bot, a_bot

MANY = 5_000


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that keeps to the pace of its platforms, with reminders to send."""
    async with a_bot(tmp_path, cogs=[batch("telegram")], paces=PACES, turn_seconds=30) as running:
        yield running


def went(bot: Bot) -> list[tuple[float, str]]:
    """When the platform was asked to send something, and to whom."""
    return [(at, chat) for at, chat, _ in bot.platforms["telegram"].tries]


def most_in_a_second(bot: Bot) -> int:
    """The most that were asked for in any second."""
    at = [when for when, _ in went(bot)]
    return max(
        sum(first <= each < first + 1 for each in at[n : n + 100]) for n, first in enumerate(at)
    )


def everybody(count: int) -> list[str]:
    """The people who are to be reminded."""
    return [str(user) for user in range(FIRST, FIRST + count)]


async def test_five_thousand_go_out_at_the_pace_of_the_platform_each_once(bot: Bot) -> None:
    await bot.says("telegram:42", f"/remindall {MANY}")
    await bot.tick(seconds=(MANY - 1) // 30)
    assert sorted(chat for _, chat in went(bot)) == everybody(MANY)
    assert most_in_a_second(bot) == 30
    assert await bot.rows("SELECT state, count(*) FROM outbox GROUP BY state") == [("sent", MANY)]


async def test_an_answer_goes_before_a_batch(bot: Bot) -> None:
    await bot.says("telegram:42", "/remindall 300")
    await bot.says("telegram:42", "/points")
    await bot.tick(seconds=1)
    assert [at for at, chat in went(bot) if chat == "-1001"] == [1.0]


async def test_answers_leave_the_batch_a_fifth_of_the_pace(bot: Bot) -> None:
    await bot.says("telegram:42", "/remindall 300")
    await bot.takes(
        *(bot.message(f"telegram:{user}", "/help", private=True) for user in range(100, 300))
    )
    await bot.tick(seconds=2)
    served = Counter((at, int(chat) < FIRST) for at, chat in went(bot))
    assert served == {
        (0.0, False): 30,
        (1.0, True): 24,
        (1.0, False): 6,
        (2.0, True): 24,
        (2.0, False): 6,
    }


async def test_an_answer_in_a_private_chat_brings_forward_what_comes_before_it(bot: Bot) -> None:
    await bot.says("telegram:42", "/remindall 300")
    last = str(FIRST + 299)
    await bot.whispers(f"telegram:{last}", "/help")
    await bot.tick(seconds=2)
    said = [(at, what) for at, chat, what in bot.platforms["telegram"].tries if chat == last]
    assert [at for at, _ in said] == [1.0, 2.0]
    assert said[0][1] == f"remember, {last}"


async def test_who_has_done_it_meanwhile_is_not_reminded(bot: Bot) -> None:
    last = str(FIRST + 299)
    await bot.says(f"telegram:{last}", "hello")
    await bot.says("telegram:42", "/remindall 300")
    await bot.says("telegram:42", "/did 100")
    assert await bot.whispers(f"telegram:{last}", "/did") == []
    await bot.tick(minutes=1)
    assert sorted(text for text in bot.texts() if text.startswith("remember")) == [
        f"remember, {user}" for user in (*everybody(30), *everybody(299)[100:])
    ]
    assert [each.text for each in bot.sent if each.to == last] == ["well done"]
    # Nobody waits for the room of those who are not reminded.
    assert max(at for at, _ in went(bot)) == 7.0


async def test_one_who_blocked_the_bot_holds_nobody_up(bot: Bot) -> None:
    blocked = DeliveryFailed("Forbidden: bot was blocked by the user", permanent=True, closed=True)
    bot.platforms["telegram"].closed = dict.fromkeys(everybody(60)[::2], blocked)
    await bot.says("telegram:42", "/remindall 60")
    await bot.tick(seconds=2)
    assert sorted(bot.texts()) == [f"remember, {user}" for user in everybody(60)[1::2]]
    states = await bot.rows("SELECT state, tries FROM outbox ORDER BY seq")
    assert states == [("failed", 1), ("sent", 0)] * 30


@pytest.mark.parametrize("seed", range(3))
async def test_a_crash_in_a_batch_repeats_only_what_was_not_written_down(
    tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    options = {"cogs": [batch("telegram")], "paces": PACES, "durable": True}
    async with a_bot(tmp_path, **options) as bot:
        await bot.says("telegram:42", "/remindall 300")
        for _ in range(5):
            await bot.tick(seconds=draw.uniform(0.1, 2))
            await bot.crash()
            await bot.start()
        await bot.tick(seconds=20)
        assert Counter(bot.texts()) == dict.fromkeys((f"remember, {u}" for u in everybody(300)), 1)
        assert await bot.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]
