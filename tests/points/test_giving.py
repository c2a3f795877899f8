"""Points from member to member: both balances move or none, and nobody gives what is not there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.cog import offers
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader
from tests.kit import DAWN, TWO, ZH, Bot, a_bot, a_cog

EXAMPLE = " For example: /give @rain 3"
AT_LEAST = " isn’t an amount I can use. Please write a whole number of at least 1."


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot that knows Rain, and Ann with 20 points."""
    async with a_bot(tmp_path) as running:
        await met(running)
        yield running


async def met(bot: Bot) -> None:
    """Rain is there, and Ann, who was awarded 20 points."""
    await bot.says("telegram:42", "hello", name="Rain")
    await bot.says("telegram:43", "hello", name="Ann")
    await bot.says("telegram:900", "/award telegram:43 20 helped")


async def ann(bot: Bot, text: str, **more: Any) -> list[str]:
    """What Ann hears."""
    return await bot.says("telegram:43", text, name="Ann", **more)


@pytest.mark.parametrize(
    ("config", "said", "line", "hers"),
    [
        (
            DAWN,
            "Ann gave Rain 3 points. Ann has 17 left, Rain now has 3.",
            "1 to 2 of 2:\n2026-11-23 09:00  -3  gift between members\n"
            "2026-11-23 09:00  +20  by a moderator: helped",
            "Rain, you have 3 points; today you earned 0, in all 0.",
        ),
        (
            ZH,
            "Ann 送给 Rain 3 分。Ann 还剩 17 分，Rain 现在有 3 分。",
            "第 1 到 2 笔，共 2 笔：\n2026-11-23 09:00  -3  成员转赠\n"
            "2026-11-23 09:00  +20  管理员加减分：helped",
            "Rain，你有 3 分，今天得了 0 分，累计得过 0 分。",
        ),
    ],
)
async def test_points_are_given_and_nobody_has_earned_them(
    tmp_path: Path, config: str, said: str, line: str, hers: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        await met(bot)
        assert await ann(bot, "/give @Rain ３") == [said]
        assert await ann(bot, "/history") == [line]
        assert await bot.says("telegram:42", "/points", name="Rain") == [hers]
        assert await bot.problems() == []


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/give @Rain 21", "You have only 20 points, so you can’t give 21."),
        ("/give @Ann 1", "Points are given to others, not to yourself."),
        (
            "/give @Rain 101",
            "A member can give away 100 a day; you can still give 100 today, so 101 is too much.",
        ),
        (
            "/give telegram:99 1",
            "There’s no member “telegram:99” here. Please mention them with @, or reply to one of"
            " their messages.",
        ),
        ("/give @Rain 0", "“0”" + AT_LEAST),
        ("/give @Rain -3", "“-3”" + AT_LEAST),
        ("/give @Rain 1_000", "“1_000”" + AT_LEAST),
        ("/give @Rain ²", "“²”" + AT_LEAST),
        ("/give @Rain 1.5", "“1.5”" + AT_LEAST),
        ("/give @Rain １．５", "“１．５”" + AT_LEAST),
        ("/give @Rain ½", "“½”" + AT_LEAST),
        (
            "/give @Rain 1000000001",
            "“1000000001” isn’t an amount I can use. Please write a whole number from 1 to"
            " 1,000,000,000.",
        ),
        ("/give @Rain", "Something is missing: the amount."),
    ],
)
async def test_what_cannot_be_given_is_refused_and_nothing_moves(
    bot: Bot, asked: str, answer: str
) -> None:
    assert await ann(bot, asked) == [answer + EXAMPLE]
    assert await bot.rows("SELECT balance FROM balances ORDER BY balance") == [(20,)]


async def test_a_number_of_five_thousand_digits_is_refused_in_a_line(bot: Bot) -> None:
    (said,) = await ann(bot, f"/give @Rain {'9' * 5000}")
    assert (said.count("\n"), len(said) < 300) == (0, True)
    assert await bot.rows("SELECT balance FROM balances ORDER BY balance") == [(20,)]


async def test_digits_of_full_width_are_digits(bot: Bot) -> None:
    assert await ann(bot, "/give @Rain ３") == [
        "Ann gave Rain 3 points. Ann has 17 left, Rain now has 3."
    ]


async def test_a_bot_is_nobody_to_give_to(bot: Bot) -> None:
    assert await ann(bot, "/give 3", reply_to="9", reply_to_user="77") == [
        "There’s no member “77” here. Please mention them with @, or reply to one of their"
        f" messages.{EXAMPLE}"
    ]


async def test_a_reply_says_who_it_is_for(bot: Bot) -> None:
    assert await ann(bot, "/give 3", reply_to="1", reply_to_user="42") == [
        "Ann gave Rain 3 points. Ann has 17 left, Rain now has 3."
    ]


async def test_a_day_has_a_limit_and_the_next_day_has_its_own(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + "[points]\ntransfer_daily_limit = 5\n") as bot:
        await met(bot)
        await ann(bot, "/give @Rain 4")
        assert await ann(bot, "/give @Rain 2") == [
            "A member can give away 5 a day; you can still give 1 today, so 2 is too much."
            + EXAMPLE
        ]
        await ann(bot, "/give @Rain 1")
        await bot.tick(days=1)
        assert await ann(bot, "/give @Rain 5") == [
            "Ann gave Rain 5 points. Ann has 10 left, Rain now has 10."
        ]
        assert await bot.problems() == []


@pytest.mark.parametrize("debt", ["true", "false"])
async def test_no_gift_leaves_a_debt(tmp_path: Path, debt: str) -> None:
    async with a_bot(tmp_path, config=DAWN + f"[points]\nallow_debt = {debt}\n") as bot:
        await met(bot)
        await bot.says("telegram:900", "/award telegram:43 -25 noise")
        assert await ann(bot, "/give @Rain 1") == [
            "You have no points, so you can’t give 1." + EXAMPLE
        ]


async def test_where_members_cannot_give_it_is_said(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + "[points]\ntransfer = false\n") as bot:
        await met(bot)
        assert await ann(bot, "/give @Rain 1") == [
            "Members can’t give each other points here. Send /points to see yours."
        ]


async def test_who_is_barred_gets_nothing(tmp_path: Path) -> None:
    @offers("barred", "all")
    async def everybody(read: Reader, community: CommunityId, member: MemberId) -> bool:
        return True

    async with a_bot(tmp_path, cogs=[a_cog("barring", everybody)]) as bot:
        await met(bot)
        assert await ann(bot, "/give @Rain 1") == [
            "Rain is barred at the moment and can’t be given points." + EXAMPLE
        ]


async def test_points_stay_in_their_community(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await met(bot)
        await bot.says("telegram:42", "hello", name="Rain", chat="-2001")
        assert await ann(bot, "/give @Rain 1", chat="-2001") == [
            "You have no points, so you can’t give 1." + EXAMPLE
        ]


async def test_two_who_give_to_each_other_at_once_keep_the_sum(bot: Bot) -> None:
    await bot.says("telegram:900", "/award telegram:42 20 helped")
    there = [bot.message("telegram:43", "/give @Rain 1", name="Ann") for _ in range(8)]
    back = [bot.message("telegram:42", "/give @Ann 1", name="Rain", chat="-1002") for _ in range(8)]
    said = await bot.takes(*(each for pair in zip(there, back, strict=True) for each in pair))
    assert len(said) == 16
    assert await bot.rows("SELECT balance FROM balances ORDER BY member") == [(20,), (20,)]
    assert await bot.count("ledger_entries") == 34
    assert await bot.problems() == []


async def test_all_at_once_give_no_more_than_there_is(bot: Bot) -> None:
    gifts = [bot.message("telegram:43", "/give @Rain 8", name="Ann") for _ in range(4)]
    said = await bot.takes(*gifts)
    assert [text for text in said if text.startswith("Ann gave")] == [
        "Ann gave Rain 8 points. Ann has 12 left, Rain now has 8.",
        "Ann gave Rain 8 points. Ann has 4 left, Rain now has 16.",
    ]
    assert await bot.rows("SELECT balance FROM balances ORDER BY balance") == [(4,), (16,)]


async def test_a_gift_to_an_account_that_is_linked_stays_whole(bot: Bot) -> None:
    await bot.says("discord:7", "hello", name="Rain")
    await ann(bot, "/give discord:7 5")
    await bot.links("discord:7", "telegram:43")
    assert await ann(bot, "/points") == ["Ann, you have 20 points; today you earned 0, in all 20."]
    assert await ann(bot, "/give discord:7 5") == [
        "Points are given to others, not to yourself." + EXAMPLE
    ]
    assert await bot.problems() == []
