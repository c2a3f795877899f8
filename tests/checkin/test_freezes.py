"""Freezes: used by themselves on a missed day, told once, given back for a day not missed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.community import holdings, people
from bot.community.holdings import HoldingEntry, Item
from bot.core.model import CommunityId
from bot.core.ports import Transaction
from bot.engine.verifying import Verdict, rebuild
from tests.kit import DAWN, START, ZH, Bot, a_bot

MAIN = CommunityId("main")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FREEZES = "[checkin]\nfreeze_starting = 1\namnesty_minutes = 0\n"
USED = "A freeze has covered 2026-11-25, so your streak goes on. It was your last one."
OFF = "To stop these, send /notify streak off"
USED_ZH = "2026-11-25 漏签了，用掉一张冻结卡，连签没有断。这是最后一张。"
OFF_ZH = "不想再收到就发：/通知 连签 关"
MADE = "SELECT day, kind FROM day_credits WHERE kind <> 'real' ORDER BY day"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot that gives one freeze to begin with, and knows no amnesty."""
    async with a_bot(tmp_path, config=DAWN + FREEZES) as running:
        yield running


async def check_in(bot: Bot, days: int) -> None:
    """On so many days in a row; the last of them is today."""
    for number in range(days):
        if number:
            await bot.tick(days=1)
        await bot.says("telegram:42", "/checkin")


async def gets_a_freeze(bot: Bot, name: str = "bought") -> None:
    """The member holds one freeze more from now on."""

    async def give(tx: Transaction) -> None:
        known = await people.find(tx, MAIN, "telegram", "42")
        assert known is not None
        entry = HoldingEntry(name, known.account.id, Item.FREEZE, 1, "redeem", bot.clock.now())
        await holdings.give(tx, MAIN, known.member, entry)

    await bot.write(give)


@pytest.mark.parametrize(
    ("config", "told", "shown"),
    [
        (
            DAWN,
            f"{USED}\n{OFF}",
            "P42, your streak is 2 days, the longest 2.\nToday is still open.",
        ),
        (
            ZH,
            f"{USED_ZH}\n{OFF_ZH}",
            "P42，你现在连签 2 天，最长 2 天。\n今天还没签到。",
        ),
    ],
)
async def test_a_missed_day_uses_a_freeze_and_the_member_is_told_once_in_private(
    tmp_path: Path, config: str, told: str, shown: str
) -> None:
    async with a_bot(tmp_path, config=config + FREEZES) as bot:
        await check_in(bot, 2)
        await bot.whispers("telegram:42", "hello")
        assert await bot.tick(days=2) == [told]
        # At the end of the night, not at the end of the day.
        assert (bot.sent[-1].chat, bot.sent[-1].at.isoformat()) == (
            "42",
            "2026-11-26T00:00:00+00:00",
        )
        assert await bot.says("telegram:42", "/streak") == [shown]
        assert await bot.rows(MADE) == [("2026-11-25", "freeze")]
        assert await bot.problems() == []


@pytest.mark.parametrize(
    ("config", "heard"),
    [
        (DAWN, f"Checked in. Your streak: 3 days.\n+1 point, 3 in all.\n{USED}"),
        (ZH, f"签到成功，连签 3 天。\n+1 分，现在共 3 分。\n{USED_ZH}"),
    ],
)
async def test_who_never_wrote_in_private_is_told_with_the_next_check_in_and_once(
    tmp_path: Path, config: str, heard: str
) -> None:
    async with a_bot(tmp_path, config=config + FREEZES) as bot:
        await check_in(bot, 2)
        assert await bot.tick(days=2) == []
        assert await bot.says("telegram:42", "/checkin") == [heard]
        await bot.tick(days=1)
        assert USED not in "".join(await bot.says("telegram:42", "/checkin"))


@pytest.mark.parametrize("off", ["/notify streak off", "/remind off"])
async def test_who_wants_no_word_of_streaks_gets_none_of_a_freeze(bot: Bot, off: str) -> None:
    await check_in(bot, 2)
    await bot.whispers("telegram:42", off)
    assert await bot.tick(days=2) == []


async def test_a_streak_neither_breaks_nor_grows_on_a_frozen_day(bot: Bot) -> None:
    await check_in(bot, 2)
    await bot.tick(days=2)
    assert await bot.says("telegram:42", "/checkin") == [
        f"Checked in. Your streak: 3 days.\n+1 point, 3 in all.\n{USED}"
    ]
    await bot.tick(days=2)
    assert await bot.says("telegram:42", "/streak") == [
        "P42, your streak is 0 days, the longest 3.\nToday is still open."
    ]


async def test_without_a_streak_no_freeze_is_used(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    assert await bot.tick(days=3) == []
    assert await bot.says("telegram:42", "/inventory") == [
        "P42, you hold:\nFreeze × 1 · keeps your streak on a day you miss, by itself"
    ]


async def test_two_missed_days_use_one_freeze_without_looking_ahead(bot: Bot) -> None:
    await check_in(bot, 1)
    await bot.tick(days=3)
    assert await bot.says("telegram:42", "/checkin") == [
        "Checked in. Your streak begins: day 1.\n+1 point, 2 in all."
    ]
    assert await bot.rows(MADE) == [("2026-11-24", "freeze")]
    assert await bot.says("telegram:42", "/inventory") == ["P42, you hold no cards."]


async def test_a_freeze_that_was_got_later_does_not_reach_back(tmp_path: Path) -> None:
    config = DAWN + FREEZES.replace("starting = 1", "starting = 0")
    async with a_bot(tmp_path, config=config) as bot:
        await check_in(bot, 2)
        await bot.tick(days=2)
        await gets_a_freeze(bot)
        assert await bot.says("telegram:42", "/streak") == [
            "P42, your streak is 0 days, the longest 2.\nToday is still open."
        ]
        assert await bot.rows(MADE) == []


@pytest.mark.parametrize("checked_in_before", [False, True])
async def test_where_the_community_allows_it_a_later_freeze_reaches_back(
    tmp_path: Path, checked_in_before: bool
) -> None:
    config = DAWN + FREEZES.replace("starting = 1", "starting = 0\nretroactive_freeze = true")
    async with a_bot(tmp_path, config=config) as bot:
        await check_in(bot, 6)
        await bot.tick(days=2)
        if checked_in_before:
            await bot.says("telegram:42", "/checkin")
        await gets_a_freeze(bot)
        now = "7 days, the longest 7.\nToday is checked in."
        if not checked_in_before:
            now = "6 days, the longest 6.\nToday is still open."
        paid = ""
        if checked_in_before:
            paid = (
                "\n7 days in a row: +5 points, 12 in all.\n"
                "A badge for you: 🏅 Seven-day star!\nYou have reached level 1!"
            )
        assert await bot.says("telegram:42", "/streak") == [
            f"P42, your streak is {now}{paid}\n"
            "A freeze has covered 2026-11-29, so your streak goes on. It was your last one."
        ]
        assert await bot.problems() == []


async def test_of_two_freezes_told_late_only_the_second_was_the_last_one(tmp_path: Path) -> None:
    two = FREEZES.replace("starting = 1", "starting = 2")
    async with a_bot(tmp_path, config=DAWN + two) as bot:
        await check_in(bot, 2)
        await bot.tick(days=3)
        assert await bot.says("telegram:42", "/checkin") == [
            "Checked in. Your streak: 3 days.\n+1 point, 3 in all.\n"
            "A freeze has covered 2026-11-25, so your streak goes on. You have 1 left.\n"
            "A freeze has covered 2026-11-26, so your streak goes on. It was your last one."
        ]


async def test_freezes_that_would_not_close_the_gap_are_kept(tmp_path: Path) -> None:
    config = DAWN + FREEZES.replace("starting = 1", "starting = 0\nretroactive_freeze = true")
    async with a_bot(tmp_path, config=config) as bot:
        await check_in(bot, 2)
        await bot.tick(days=3)
        await gets_a_freeze(bot)
        assert await bot.says("telegram:42", "/checkin") == [
            "Checked in. Your streak begins: day 1.\n+1 point, 3 in all."
        ]
        assert await bot.rows(MADE) == []
        await gets_a_freeze(bot, "another")
        assert await bot.says("telegram:42", "/streak") == [
            "P42, your streak is 3 days, the longest 3.\nToday is checked in.\n"
            "A freeze has covered 2026-11-25, so your streak goes on. You have 1 left.\n"
            "A freeze has covered 2026-11-26, so your streak goes on. It was your last one."
        ]


@pytest.mark.parametrize(
    ("config", "said", "replaced"),
    [
        (
            DAWN,
            "Got it, counted for 2026-11-25. That run is 3 days long.\n{}\n+1 point, 3 in all.",
            "The freeze that 2026-11-25 had used is yours again.",
        ),
        (
            ZH,
            "收到，已记在 2026-11-25，那一段连签 3 天。\n{}\n+1 分，现在共 3 分。",
            "2026-11-25 用掉的冻结卡还给你了。",
        ),
    ],
)
async def test_a_check_in_that_comes_late_gives_the_freeze_back(
    tmp_path: Path, config: str, said: str, replaced: str
) -> None:
    async with a_bot(tmp_path, config=config + FREEZES) as bot:
        await check_in(bot, 2)
        await bot.tick(days=2)
        late = START + 2 * DAY
        assert await bot.says("telegram:42", "/checkin", sent_at=late) == [said.format(replaced)]
        assert await bot.rows(MADE) == []
        assert await bot.rows("SELECT item, count FROM holdings") == [("freeze", 1)]
        # The same day once more is only an attempt.
        assert len(await bot.says("telegram:42", "/checkin", sent_at=late)) == 1
        assert await bot.rows("SELECT count FROM holdings") == [(1,)]
        assert await bot.problems() == []


async def test_a_freeze_that_came_back_covers_the_day_for_which_it_would_have_been_there(
    bot: Bot,
) -> None:
    await check_in(bot, 2)
    await bot.tick(days=3)
    # The 25th was frozen and the 26th missed; then the check-in of the 25th arrives.
    assert await bot.says("telegram:42", "/checkin", sent_at=START + 2 * DAY) == [
        "Got it, counted for 2026-11-25. That run is 3 days long.\n"
        "The freeze that 2026-11-25 had used is yours again.\n+1 point, 3 in all."
    ]
    assert await bot.says("telegram:42", "/streak") == [
        "P42, your streak is 3 days, the longest 3.\nToday is still open.\n"
        "A freeze has covered 2026-11-26, so your streak goes on. It was your last one."
    ]
    assert await bot.problems() == []


async def test_a_replaced_freeze_stays_a_fact_and_is_no_credit_after_a_rebuild(bot: Bot) -> None:
    await check_in(bot, 1)
    await bot.tick(days=2)
    await bot.says("telegram:42", "/checkin", sent_at=START + DAY)
    facts = await bot.rows("SELECT day, kind FROM days ORDER BY day, kind")
    assert facts == [("2026-11-23", "real"), ("2026-11-24", "freeze"), ("2026-11-24", "real")]
    assert await bot.rows("SELECT kind, number, holds, reason FROM day_changes") == [
        ("freeze", 1, 0, "replaced")
    ]
    assert await bot.rows("SELECT reason, amount FROM holding_entries ORDER BY id") == [
        ("freeze", -1),
        ("freeze", 1),
        ("start", 1),
    ]
    before = await bot.rows("SELECT * FROM day_credits ORDER BY day")
    await rebuild(bot.machine, Verdict())
    assert await bot.rows("SELECT * FROM day_credits ORDER BY day") == before


async def test_freezes_that_are_off_are_not_used(tmp_path: Path) -> None:
    config = DAWN + FREEZES + "freeze_max = 0\n"
    async with a_bot(tmp_path, config=config) as bot:
        await check_in(bot, 1)
        await bot.tick(days=2)
        assert await bot.rows(MADE) == []
        assert await bot.count("holding_entries") == 0


async def test_a_new_member_holds_no_more_freezes_than_a_member_may(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + "[checkin]\nfreeze_starting = 9\n") as bot:
        await bot.says("telegram:42", "hello")
        await bot.says("telegram:42", "hello again")
        assert await bot.rows("SELECT item, count FROM holdings") == [("freeze", 2)]


async def test_a_journey_within_36_hours_uses_no_freeze(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + FREEZES) as bot:
        await bot.tick(hours=11)
        await bot.says("telegram:42", "/checkin")
        await bot.says("telegram:42", "/timezone Pacific/Auckland")
        # 23 November, 20:00 in Shanghai; 34 hours later it is the 25th in Auckland.
        await bot.tick(hours=34)
        assert await bot.says("telegram:42", "/checkin") == [
            "Checked in. Your streak: 2 days.\n+1 point, 2 in all."
        ]
        assert await bot.rows(MADE) == []


@pytest.mark.parametrize(
    ("first", "then"),
    [("", "Asia/Tokyo"), ("Europe/Paris", "Asia/Tokyo"), ("Asia/Tokyo", "Asia/Shanghai")],
)
async def test_a_day_ends_where_the_member_was_who_moves_with_its_end(
    tmp_path: Path, first: str, then: str
) -> None:
    async with a_bot(tmp_path, config=DAWN + FREEZES) as bot:
        if first:
            await bot.says("telegram:42", f"/timezone {first}")
            await bot.tick(days=2)
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=1)
        missed = (bot.clock.now() + 2 * HOUR).date().isoformat()
        await bot.says("telegram:42", f"/timezone {then}")
        await bot.tick(hours=23)
        assert await bot.rows(MADE) == [(missed, "freeze")]
        assert await bot.says("telegram:43", "/streak telegram:42") == [
            "P42’s streak is 1 day, the longest 1.\nToday is still open."
        ]
        assert await bot.problems() == []


async def test_the_outcome_is_the_same_when_the_bot_was_off_meanwhile(tmp_path: Path) -> None:
    outcomes = []
    for name, off in (("on", False), ("off", True)):
        (tmp_path / name).mkdir()
        async with a_bot(tmp_path / name, config=DAWN + FREEZES) as bot:
            await check_in(bot, 3)
            if off:
                await bot.stop()
                bot.clock.jump_to(bot.clock.now() + 2 * DAY)
                await bot.start()
            else:
                await bot.tick(days=2)
            await bot.says("telegram:42", "/checkin")
            outcomes.append(
                [
                    await bot.rows("SELECT day, kind, at FROM day_credits ORDER BY day"),
                    await bot.rows("SELECT item, amount, at FROM holding_entries ORDER BY at"),
                    await bot.rows("SELECT length, longest FROM streaks"),
                ]
            )
    assert outcomes[0] == outcomes[1]


async def test_an_instant_before_the_end_of_the_day_is_soon_enough(tmp_path: Path) -> None:
    config = DAWN + FREEZES.replace("starting = 1", "starting = 0")
    midnight = datetime.fromisoformat("2026-11-25T00:00:00+08:00")
    for name, at, kept in (("in time", midnight - DAY / 86_400, 1), ("too late", midnight, 0)):
        (tmp_path / name).mkdir()
        async with a_bot(tmp_path / name, config=config) as bot:
            await check_in(bot, 1)
            await bot.tick(seconds=(at - bot.clock.now()).total_seconds())
            await gets_a_freeze(bot)
            await bot.tick(hours=3)
            await bot.says("telegram:42", "/streak")
            assert (name, len(await bot.rows(MADE))) == (name, kept)
