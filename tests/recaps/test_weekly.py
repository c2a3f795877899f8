"""The weekly recap: what it tells of a week, when, to whom, and what later changes do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.community import people
from bot.core.cog import offers
from bot.core.model import CommunityId, Kind, MemberId
from bot.core.ports import Reader
from bot.core.recaps import NAMELESS
from tests.checkin.test_messages import deleted
from tests.kit import START, Bot, a_bot, a_cog
from tests.profile.test_forget import forgets
from tests.recaps.weeks import FOOT, WEEKLY, chats, check_in, heard

ANN, BO, CAI, DEE = "telegram:42", "discord:7", "telegram:43", "telegram:44"
HEAD = "📅 Dawn · week of 2026-11-23 to 2026-11-29 (2026-W48)"
NEXT = "📅 Dawn · week of 2026-11-30 to 2026-12-06 (2026-W49)"
BODIES = "SELECT body FROM outbox WHERE dedupe_key LIKE 'recap:%' ORDER BY seq"
JOBS = "SELECT job, period, state FROM occurrences WHERE job = 'recap_weekly' ORDER BY period"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with a_bot(tmp_path, config=WEEKLY) as running:
        yield running


@pytest.fixture
async def monday(bot: Bot) -> Bot:
    """It is Monday 08:00, behind a week in which two of four checked in every day."""
    week = [[ANN, BO, CAI], [ANN, BO], [ANN, BO, DEE], [ANN, BO], [ANN, BO, CAI], [ANN, BO]]
    await check_in(bot, week)
    for who in (ANN, BO):
        await bot.says(who, "/checkin")
    await bot.tick(hours=23)
    return bot


async def test_a_week_on_two_platforms_is_told_in_the_first_chat_of_each(monday: Bot) -> None:
    before = len(monday.sent)
    assert await heard(monday, hours=1) == [
        [
            HEAD,
            "Check-ins: 17 (the week before: 0)",
            "By day: Mon 3 · Tue 2 · Wed 3 · Thu 2 · Fri 3 · Sat 2 · Sun 2",
            "Members who checked in: 4 (the week before: 0)",
            "Longest streaks:",
            "🔥 7 days: P42, P7",
            "Most points:",
            "⭐ 12: P42, P7",
            "⭐ 2: P43",
            "⭐ 1: P44",
            "New badges: 2",
            "🏅 Seven-day star: P7, P42",
            "Level-ups: 2, up to level 1 (P7, P42)",
            *monday.sent[-1].text.split("\n")[-2:-1],
            FOOT,
        ]
    ]
    assert sorted(chats(monday, before)) == ["discord:2001/3001", "telegram:-1001"]
    assert await monday.problems() == []


async def test_the_days_are_in_the_words_as_in_the_picture_in_chinese_too(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=WEEKLY.replace('"en"', '"zh"')) as bot:
        await check_in(bot, [[ANN, BO], [], [ANN]])
        (lines,) = await heard(bot, days=4)
        assert lines[1:3] == [
            "签到 3 次（前一周 0 次）",
            "每天：周一 2 · 周二 0 · 周三 1 · 周四 0 · 周五 0 · 周六 0 · 周日 0",
        ]
        days = [each.card["values"]["days"] for each in bot.sent if each.card is not None]
        assert days == ["[2,0,1,0,0,0,0]"] * 2


async def test_it_is_told_once_whatever_is_restarted(monday: Bot) -> None:
    before = len(monday.sent)
    await monday.tick(hours=1)
    await monday.crash()
    await monday.start()
    await monday.tick(hours=2)
    assert len(chats(monday, before)) == 2
    assert (await monday.rows(JOBS))[-2:] == [
        ("recap_weekly", "2026-W49", "done"),
        ("recap_weekly", "2026-W50", "due"),
    ]


@pytest.mark.parametrize(("hours", "messages", "state"), [(2, 2, "done"), (49, 0, "skipped")])
async def test_who_was_off_on_monday_tells_it_late_but_not_on_wednesday(
    monday: Bot, hours: int, messages: int, state: str
) -> None:
    before = len(monday.sent)
    await monday.stop()
    monday.clock.jump_to(monday.clock.now() + timedelta(hours=hours))
    await monday.start()
    await monday.settle()
    said = [sent for sent in monday.sent[before:] if sent.text.startswith(HEAD)]
    assert len(said) == messages
    assert ("recap_weekly", "2026-W49", state) in await monday.rows(JOBS)


async def test_the_week_before_stands_beside_and_a_change_of_it_is_told(monday: Bot) -> None:
    await monday.tick(hours=1)
    ((source, chat),) = await monday.rows(
        "SELECT d.source, d.chat FROM days d JOIN accounts a ON a.id = d.account"
        " WHERE d.day = '2026-11-25' AND a.user_id = '44'"
    )
    message = replace(monday.message(DEE, ""), message_id=str(source))
    await monday.takes(deleted(monday, replace(message, chat=str(chat)), by="900"))
    await monday.says(ANN, "/checkin")
    assert await monday.rows("SELECT checkins FROM checkin_days WHERE day = '2026-11-25'") == [(3,)]
    await monday.tick(minutes=15)
    assert await monday.rows("SELECT checkins FROM checkin_days WHERE day = '2026-11-25'") == [(2,)]
    (lines,) = await heard(monday, days=7)
    assert lines[:4] == [
        NEXT,
        "Check-ins: 1 (the week before: 16)",
        "By day: Mon 1 · Tue 0 · Wed 0 · Thu 0 · Fri 0 · Sat 0 · Sun 0",
        "Members who checked in: 1 (the week before: 3)",
    ]
    assert lines[-3:] == [
        "The week before has changed since: Check-ins 16, told as 17.",
        "The week before has changed since: Participants 3, told as 4.",
        FOOT,
    ]


@pytest.mark.parametrize(
    ("config", "line"),
    [
        (WEEKLY, "Level-ups: 5, up to level 1 (P42, P43, P44 and 2 others)"),
        (WEEKLY.replace('"en"', '"zh"'), "升级 5 次，最高到 1 级（P42、P43、P44，还有 2 人）"),
    ],
)
async def test_of_many_who_reached_a_level_the_others_are_counted(
    tmp_path: Path, config: str, line: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        for number in range(42, 47):
            await bot.says(f"telegram:{number}", "/checkin")
            await bot.says("telegram:900", f"/award telegram:{number} 10 thanks")
            await bot.tick(seconds=1)
        (lines,) = await heard(bot, days=7)
        assert line in lines


async def test_the_picture_names_those_whom_the_sentences_name(tmp_path: Path) -> None:
    many = [f"telegram:{number}" for number in range(50, 55)]
    async with a_bot(tmp_path, config=WEEKLY) as bot:
        await check_in(bot, [[], [], [], [ANN], [ANN, *many], [ANN, *many]])
        for who in (ANN, *many):
            await bot.says(who, "/checkin")
        (lines,) = await heard(bot, days=1)
        assert lines[5:7] == ["🔥 4 days: P42", "🔥 3 days: P50, P51, P52 and others"]
        best = [each.card["values"]["best"] for each in bot.sent if each.card is not None]
        assert best == ['[["P42",4],["P50",3],["P51",3],["P52",3],["…",3]]'] * 2


async def test_a_quiet_week_is_one_line_and_a_second_one_no_word(monday: Bot) -> None:
    await monday.tick(hours=1)
    quiet = "A quiet week: nobody checked in. A new one begins with /checkin."
    assert await heard(monday, days=7) == [[NEXT, quiet]]
    assert await heard(monday, days=21) == []


async def test_a_community_that_nobody_has_entered_hears_nothing(bot: Bot) -> None:
    assert await heard(bot, days=15) == []


async def test_who_wants_no_name_has_left_or_was_forgotten_is_not_named(monday: Bot) -> None:
    await monday.whispers(ANN, "/rank anonymous")
    await monday.takes(replace(monday.message(CAI, ""), kind=Kind.LEAVE))
    await forgets(monday, DEE, "here")
    (lines,) = await heard(monday, hours=1)
    assert lines[:7] == [
        HEAD,
        "Check-ins: 17 (the week before: 0)",
        "By day: Mon 3 · Tue 2 · Wed 3 · Thu 2 · Fri 3 · Sat 2 · Sun 2",
        "Members who checked in: 4 (the week before: 0)",
        "Longest streaks:",
        "🔥 7 days: P7",
        "Most points:",
    ]
    assert not any(name in line for line in lines for name in ("P42", "P43", "P44"))
    assert lines[-2] == "Welcome, 3 new members: P7 and 2 others"


async def test_whoever_a_cog_says_to_leave_out_is_not_named(tmp_path: Path) -> None:
    @offers(NAMELESS, "test")
    async def all_but_bo(
        read: Reader, community: CommunityId, members: Sequence[MemberId]
    ) -> set[MemberId]:
        held = await people.accounts_by_age(read, community, members)
        return {each for each, accounts in held.items() if accounts[0].user != "7"}

    async with a_bot(tmp_path, config=WEEKLY, cogs=[a_cog("silent", all_but_bo)]) as bot:
        await check_in(bot, [[ANN, BO]])
        (lines,) = await heard(bot, days=6)
        assert lines[4:] == [
            "Most points:",
            "⭐ 1: P7",
            "Welcome, 2 new members: P7 and 1 other",
            FOOT,
        ]


async def test_whoever_switched_recaps_off_is_not_named(bot: Bot) -> None:
    await check_in(bot, [[ANN, BO]])
    await bot.says(ANN, "/notify recap off")
    (lines,) = await heard(bot, days=6)
    assert lines[4:] == [
        "Most points:",
        "⭐ 1: P7",
        "Welcome, 2 new members: P7 and 1 other",
        FOOT,
    ]


async def test_a_long_name_is_cut(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=WEEKLY) as bot:
        await bot.says("telegram:50", "/checkin", name="x" * 200)
        (lines,) = await heard(bot, days=7)
        assert lines[-2] == f"Welcome, one new member: {'x' * 23}…"


async def test_who_lives_further_west_counts_until_the_minute_of_the_recap(bot: Bot) -> None:
    await bot.says(DEE, "/timezone America/New_York")
    await bot.tick(days=6, hours=23, minutes=20)
    # Sunday evening there, Monday morning here.
    await bot.says(DEE, "/checkin")
    (lines,) = await heard(bot, minutes=40)
    assert lines[:2] == [HEAD, "Check-ins: 1 (the week before: 0)"]


async def test_weeks_are_those_of_iso_at_new_year(bot: Bot) -> None:
    await bot.tick(days=41)
    assert bot.clock.now() == START + timedelta(days=41)  # Sunday, 2027-01-03
    await bot.says(ANN, "/checkin")
    (lines,) = await heard(bot, days=1)
    assert lines[:2] == [
        "📅 Dawn · week of 2026-12-28 to 2027-01-03 (2026-W53)",
        "Check-ins: 1 (the week before: 0)",
    ]
    assert await bot.rows("SELECT span, first_day, last_day FROM recaps ORDER BY span") == [
        ("2026-W53", "2026-12-28", "2027-01-03")
    ]
    assert ("recap_weekly", "2027-W01", "done") in await bot.rows(JOBS)


DUSK = """
[community.other]
name = "Dusk"
zone = "Europe/London"
locale = "en"
chats = ["telegram:-2001"]
"""


async def test_only_chats_of_the_community_are_written_to(tmp_path: Path) -> None:
    chosen = 'chats = ["telegram:-1002", "telegram:-2001", "discord:2001/3001"]'
    config = WEEKLY.replace("[recaps]", f"[recaps]\n{chosen}") + DUSK
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says(ANN, "/checkin")
        before = len(bot.sent)
        await bot.tick(days=7)
        assert sorted(chats(bot, before)) == ["discord:2001/3001", "telegram:-1002"]


async def test_a_recap_pings_nobody_and_is_kept_without_a_name(monday: Bot) -> None:
    await monday.tick(hours=1)
    figures = '{"badges": 2, "checkins": 17, "levels": 2, "newcomers": 4, "participation": 4}'
    assert await monday.rows("SELECT span, figures FROM recaps") == [("2026-W48", figures)]
    bodies = [json.loads(str(body)) for (body,) in await monday.rows(BODIES)]
    assert [(body["kind"], body["mentions"]) for body in bodies] == [("recap", []), ("recap", [])]
