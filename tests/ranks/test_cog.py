"""Boards, talked to like a member: order, places, neighbours, periods, newcomers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from bot.core.model import Incoming, Kind
from tests.kit import DAWN, TWO, ZH, Bot, a_bot

PLACES: Final = "SELECT board, value FROM rank_places ORDER BY board, value, member"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot."""
    async with a_bot(tmp_path) as running:
        yield running


async def asks(bot: Bot, text: str = "/rank", who: str = "telegram:50") -> list[str]:
    """The lines of the answer."""
    (said,) = await bot.says(who, text)
    return said.split("\n")


async def award(bot: Bot, who: str, amount: int) -> None:
    """A moderator gives or takes."""
    await bot.says("telegram:900", f"/award {who} {amount} x")


async def deletes(bot: Bot, message: Incoming) -> None:
    """The author deletes the message."""
    gone = replace(
        bot.message(f"{message.platform}:{message.user}", ""),
        kind=Kind.DELETE,
        message_id=message.message_id,
        by=message.user,
    )
    await bot.takes(gone)


async def crowd(bot: Bot, *amounts: int) -> None:
    """Members telegram:50, 51 and so on have these points."""
    for number, amount in enumerate(amounts):
        await bot.says(f"telegram:{50 + number}", "hello")
        if amount:
            await award(bot, f"telegram:{50 + number}", amount)


async def test_whoever_asks_sees_the_first_ten_and_themselves_among_their_neighbours(
    bot: Bot,
) -> None:
    await crowd(bot, *range(100, 83, -1))
    assert await asks(bot, who="telegram:65") == [
        "Points of all time · 17 members",
        *(f"{n}. P{49 + n} · {101 - n}" for n in range(1, 11)),
        "…",
        *(f"{n}. P{49 + n} · {101 - n}" for n in range(13, 16)),
        "16. P65 · 85 ← you",
        "17. P66 · 84",
    ]
    assert (await asks(bot, who="telegram:62"))[9:] == [
        "9. P58 · 92",
        "10. P59 · 91",
        "11. P60 · 90",
        "12. P61 · 89",
        "13. P62 · 88 ← you",
        "14. P63 · 87",
        "15. P64 · 86",
        "16. P65 · 85",
    ]
    assert (await asks(bot, who="telegram:59"))[10:] == [
        "10. P59 · 91 ← you",
        "11. P60 · 90",
        "12. P61 · 89",
        "13. P62 · 88",
    ]


async def test_the_same_number_is_the_same_place(bot: Bot) -> None:
    await crowd(bot, 7, 30, 7, 9, 7, 2)
    said = await asks(bot, who="telegram:55")
    assert said[0] == "Points of all time · 6 members"
    assert said[1:3] == ["1. P51 · 30", "2. P53 · 9"]
    assert sorted(said[3:6]) == ["3. P50 · 7", "3. P52 · 7", "3. P54 · 7"]
    assert said[6] == "6. P55 · 2 ← you"
    assert await asks(bot, who="telegram:55") == said


async def test_a_board_moves_with_every_point_and_leaves_out_who_has_none(bot: Bot) -> None:
    await crowd(bot, 5, 3, 0)
    assert await asks(bot) == ["Points of all time · 2 members", "1. P50 · 5 ← you", "2. P51 · 3"]
    await award(bot, "telegram:51", 4)
    act = bot.code()
    assert (await asks(bot))[1:] == ["1. P51 · 7", "2. P50 · 5 ← you"]
    await bot.says("telegram:900", f"/undo {act}")
    assert (await asks(bot))[1:] == ["1. P50 · 5 ← you", "2. P51 · 3"]
    await award(bot, "telegram:50", -9)
    assert await asks(bot) == [
        "Points of all time · 1 member",
        "1. P51 · 3",
        "You are not on this board.",
    ]
    assert await bot.problems() == []


async def test_points_of_a_period_are_those_of_its_days(bot: Bot) -> None:
    await crowd(bot, 5, 0)
    await bot.says("telegram:51", "/checkin")
    said = ["Points of the week 2026-11-23 to 2026-11-29 · 1 member", "1. P51 · 1"]
    assert await asks(bot, "/rank week") == [*said, "You are not on this board."]
    await bot.tick(days=7)
    await bot.says("telegram:50", "/checkin")
    assert await asks(bot, "/rank week") == [
        "Points of the week 2026-11-30 to 2026-12-06 · 1 member",
        "1. P50 · 1 ← you",
    ]
    head, *lines = await asks(bot, "/rank month")
    assert head == "Points of the month 2026-11-01 to 2026-11-30 · 2 members"
    assert sorted(lines) == ["1. P50 · 1 ← you", "1. P51 · 1"]
    assert (await asks(bot, "/rank season"))[0] == (
        "Points of the season 2026-10-01 to 2026-12-31 · 2 members"
    )
    assert await bot.problems() == []


async def test_what_is_taken_back_is_taken_from_the_period_of_its_day(tmp_path: Path) -> None:
    config = DAWN + "[checkin]\nrevoke_minutes = 600\n"
    async with a_bot(tmp_path, config=config) as bot:
        await bot.tick(days=6, hours=14, minutes=50)
        message = bot.message("telegram:50", "/checkin")
        await bot.takes(message)
        await bot.tick(minutes=20)
        await bot.says("telegram:50", "/checkin")
        assert (await asks(bot, "/rank month"))[1:] == ["1. P50 · 2 ← you"]
        await deletes(bot, message)
        assert (await asks(bot, "/rank week"))[1:] == ["1. P50 · 1 ← you"]
        assert (await asks(bot, "/rank month"))[1:] == ["1. P50 · 1 ← you"]
        assert await bot.problems() == []


async def test_streaks_are_on_a_board_as_long_as_they_run(bot: Bot) -> None:
    for day in range(3):
        await bot.says("telegram:50", "/checkin")
        if day:
            await bot.says("telegram:51", "/checkin")
        await bot.tick(days=1)
    assert await asks(bot, "/rank streak") == [
        "Streaks · 2 members",
        "1. P50 · 3 ← you",
        "2. P51 · 2",
    ]
    assert await asks(bot, "/rank week streak") == await asks(bot, "/rank streak")
    await bot.says("telegram:51", "/checkin")
    await bot.tick(days=1)
    assert await asks(bot, "/rank streak") == [
        "Streaks · 1 member",
        "1. P51 · 3",
        "You are not on this board.",
    ]
    await bot.tick(days=1)
    assert await asks(bot, "/rank streak") == [
        "Streaks: nobody is on this board.",
        "You are not on this board.",
    ]
    assert await bot.problems() == []


async def test_a_day_on_leave_keeps_a_streak_on_the_board(bot: Bot) -> None:
    await bot.says("telegram:50", "/checkin")
    await bot.says("telegram:50", "/leave 2026-11-24 2026-11-26")
    await bot.tick(days=3)
    assert (await asks(bot, "/rank streak"))[1:] == ["1. P50 · 1 ← you"]
    await bot.tick(days=2)
    assert (await asks(bot, "/rank streak"))[0] == "Streaks: nobody is on this board."


async def test_newcomers_have_a_board_until_they_are_none(bot: Bot) -> None:
    await crowd(bot, 5)
    await bot.tick(days=20)
    await bot.says("telegram:51", "hello")
    await award(bot, "telegram:51", 9)
    assert await asks(bot, "/rank newcomers") == [
        "Points of newcomers, who joined in the last 30 days · 2 members",
        "1. P51 · 9",
        "2. P50 · 5 ← you",
    ]
    await bot.tick(days=11)
    assert (await asks(bot, "/rank newcomers"))[1:] == [
        "1. P51 · 9",
        "You are not on this board.",
    ]
    assert (await asks(bot))[1:] == ["1. P51 · 9", "2. P50 · 5 ← you"]
    assert await bot.problems() == []


async def test_boards_of_one_community_do_not_know_of_another(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=TWO) as bot:
        await crowd(bot, 9)
        assert await bot.says("telegram:50", "/rank", chat="-2001") == [
            "Points of all time: nobody is on this board.\nYou are not on this board."
        ]


async def test_a_board_speaks_chinese(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ZH) as bot:
        await crowd(bot, 9, 3)
        await bot.says("telegram:51", "/签到")
        assert await asks(bot, "/排行 周 积分") == [
            "周榜（2026-11-23 至 2026-11-29）：共 1 人",
            "1. P51：1",
            "你还不在这个榜上。",
        ]
        assert await asks(bot, "/排行榜") == ["累计积分榜：共 2 人", "1. P50：9 ← 你", "2. P51：4"]
        assert await asks(bot, "/排行 年") == ["没有“年”这个榜。例如：/排行 周 积分"]
        assert await asks(bot, "/排行 新人") == [
            "新人榜（最近 30 天加入）：共 2 人",
            "1. P50：9 ← 你",
            "2. P51：4",
        ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/rank year", "I don’t know the board “year”. For example: /rank week points"),
        ("/rank week month", "I don’t know the board “month”. For example: /rank week points"),
        ("/rank last", "This board has no period before it. For example: /rank week points"),
        ("/rank season", "There are no seasons here. For example: /rank week points"),
        ("/rank newcomers", "There is no board of newcomers here. For example: /rank newcomers"),
    ],
)
async def test_what_there_is_not_is_refused(tmp_path: Path, text: str, said: str) -> None:
    config = DAWN + "[ranks]\nseasons = []\nnewcomer_days = 0\n"
    async with a_bot(tmp_path, config=config) as bot:
        assert await bot.says("telegram:50", text) == [said]


async def test_more_than_a_batch_are_counted_behind_an_answer(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cogs.ranks.counting.PAGE", 2)
    monkeypatch.setattr("cogs.ranks.jobs.PAGE", 2)
    await crowd(bot, 9, 8, 7, 6, 5)
    said = await asks(bot, who="telegram:54")
    assert said[-1] == "Many have moved and are still being counted; ask again in a minute."
    assert said[0] == "Points of all time · 3 members"
    assert "P54 · 5 ← you" in said[-2]
    assert await asks(bot, who="telegram:54") == [
        "Points of all time · 5 members",
        *(f"{n}. P{49 + n} · {10 - n}" for n in range(1, 5)),
        "5. P54 · 5 ← you",
    ]
    assert await bot.count("rank_moves") == 0


async def test_a_turn_only_notes_that_somebody_has_moved(bot: Bot) -> None:
    await bot.says("telegram:50", "/checkin")
    assert (await bot.count("rank_moves"), await bot.count("rank_places")) == (1, 0)
    await bot.tick(days=1)
    assert await bot.count("rank_moves") == 0
    assert await bot.rows(PLACES) == [
        (board, 1)
        for board in ("all", "month/2026-11-01", "newcomers", "season/2026-10-01", "streak")
    ] + [("week/2026-11-23", 1)]
