"""A poisoned update is set aside after five tries and stops nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.engine.trouble import POISONS, aside
from tests.kit import SORRY, SORRY_ZH, Bot


@pytest.mark.parametrize("how", POISONS)
async def test_poison_is_set_aside_after_five_tries_and_stops_nothing(bot: Bot, how: str) -> None:
    assert await bot.takes(
        bot.message("telegram:42", "/language zh"),
        bot.message("telegram:42", f"/poison {how}"),
        bot.message("telegram:43", "/checkin"),
    ) == [
        "好的，以后用中文回答你。",
        SORRY_ZH,
        "Checked in. Your streak begins: day 1.\n+1 point, 1 in all.",
    ]
    assert await aside(bot) == [("set_aside", 5, POISONS[how][1])]
    assert await bot.rows("SELECT DISTINCT locale FROM persons ORDER BY locale") == [("",), ("zh",)]


async def test_poison_that_was_set_aside_is_not_tried_again(bot: Bot) -> None:
    update = bot.message("telegram:42", "/poison raises")
    assert await bot.takes(update) == [SORRY]
    assert await bot.takes(update) == []
    await bot.restart()
    assert await bot.takes(update) == []
    assert await aside(bot) == [("set_aside", 5, "KeyError: 'lost'")]


async def test_poison_keeps_its_body_for_the_operators(bot: Bot) -> None:
    await bot.says("telegram:42", "/poison raises", handle="")
    assert await bot.rows("SELECT body FROM inbox") == [
        (
            '{"platform":"telegram","update_id":"1","chat":"-1001","user":"42",'
            '"at":"2026-11-23T01:00:00+00:00","sent_at":"2026-11-23T01:00:00+00:00",'
            '"text":"/poison raises","name":"P42","message_id":"1"}',
        )
    ]


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("raises", "KeyError: 'lost'"),
        ("recurses", "RecursionError: maximum recursion depth exceeded"),
        ("writes", "StorageUnavailable: read_only"),
    ],
)
async def test_a_poisoned_query_is_set_aside_after_five_tries(
    bot: Bot, how: str, error: str
) -> None:
    assert await bot.takes(
        bot.message("telegram:42", f"/ponder {how}"), bot.message("telegram:42", "/ponder well")
    ) == [SORRY, "well"]
    assert await aside(bot) == [("set_aside", 5, error)]


async def test_a_query_may_refuse(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/ponder refuses") == [
        "You aren’t a member here yet. Please write something in the community’s group first,"
        " such as /checkin, then come back to me. For example: example.ponder"
    ]
    assert await aside(bot) == []


async def test_a_query_with_a_wrong_argument_is_refused_before_it_reads(bot: Bot) -> None:
    assert await bot.says("telegram:42", "/history 0") == [
        "“0” isn’t a count I can use. Please write a whole number from 1 to 50."
        " For example: /history 20"
    ]
    assert await aside(bot) == []


async def test_a_query_that_never_ends_is_broken_and_set_aside(
    bot: Bot, opened: asyncio.Event
) -> None:
    bot.hands_over(bot.message("telegram:42", "/wait"))
    bot.hands_over(bot.message("telegram:42", "/ponder well"))
    for _ in range(5):
        await bot.meanwhile()
        assert bot.sent == []
        await bot.clock.advance_to(bot.clock.now() + timedelta(seconds=30), bot.meanwhile)
    await bot.settle()
    assert bot.texts() == [SORRY, "well"]
    assert await aside(bot) == [("set_aside", 5, "TimeoutError: took longer than 30 s")]
