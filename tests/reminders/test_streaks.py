"""Streaks at risk: who is reminded, when, and who is spared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import DeliveryFailed
from bot.core.jobs import Occurrence
from bot.core.model import CommunityId, Incoming, Kind
from bot.core.ports import Transaction
from bot.engine.own_turn import context_of_job
from cogs.reminders.streaks import remind_at_risk
from tests.kit import Bot, a_bot
from tests.reminders.members import OFF, configured, digest, named, opened, streak, waits

PLAIN = configured()


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot, at nine in the morning."""
    async with a_bot(tmp_path, config=PLAIN) as running:
        yield running


async def test_who_has_not_checked_in_is_reminded_in_private_with_a_button(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await streak(bot, "telegram:42")
    assert await bot.tick(hours=10, minutes=59) == []
    assert await bot.tick(minutes=1) == [waits(3)]
    assert (bot.sent[-1].chat, bot.sent[-1].to) == ("42", "42")
    assert await bot.presses("telegram:42", "Check in", private=True) == [
        "Checked in. Your streak: 4 days.\n+1 point, 4 in all."
    ]


async def test_the_button_checks_in_the_member_of_the_community_that_reminds(
    tmp_path: Path,
) -> None:
    two = PLAIN + '\n[community.other]\nname = "Dusk"\nzone = "Asia/Shanghai"\nlocale = "en"\n'
    two += 'chats = ["telegram:-2001"]\n'
    async with a_bot(tmp_path, config=two) as bot:
        await opened(bot, "telegram:42")
        for _ in range(3):
            await bot.says("telegram:42", "/checkin", chat="-2001")
            await bot.tick(days=1)
        assert await bot.tick(hours=11) == [f"[Dusk] {waits(3)}"]
        assert await bot.presses("telegram:42", "Check in", private=True) == [
            "Checked in. Your streak: 4 days.\n+1 point, 4 in all."
        ]
        rows = await bot.rows("SELECT community, count(*) FROM day_credits GROUP BY community")
        assert rows == [("other", 4)]


@pytest.mark.parametrize(
    ("config", "named", "plain"),
    [
        (PLAIN, ["[Dawn] {}", "[Dusk] {}"], waits(3)),
        (
            PLAIN.replace('"en"', '"zh"').replace("Dawn", "晨光"),
            ["【晨光】{}", "【Dusk】{}"],
            "你已经连签 3 天，今天还没签到。点一下下面的按钮就行。\n不想再收到就发：/通知 连签 关",
        ),
    ],
)
async def test_who_is_in_two_communities_reads_of_which_one_it_is_until_they_leave_one(
    tmp_path: Path, config: str, named: list[str], plain: str
) -> None:
    other = '\n[community.other]\nname = "Dusk"\nzone = "Asia/Shanghai"\nlocale = "en"\n'
    config += other.replace('"en"', '"zh"' if "晨光" in config else '"en"')
    async with a_bot(tmp_path, config=config + 'chats = ["telegram:-2001"]\n') as bot:
        await opened(bot, "telegram:42", "telegram:43")
        for _ in range(3):
            await bot.says("telegram:42", "/checkin", chat="-2001")
            await streak(bot, "telegram:42", "telegram:43", days=1)
        before = len(bot.sent)
        await bot.tick(hours=11)
        told = [(sent.chat, sent.text) for sent in bot.sent[before:]]
        assert sorted(told) == sorted(
            [*(("42", each.format(plain)) for each in named), ("43", plain)]
        )
        await bot.takes(replace(gone(bot, "telegram:42"), chat="-2001"))
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=1)
        assert [sent.text for sent in bot.sent if sent.chat == "42"][-1] == (
            plain.replace("3", "4")
        )


async def test_who_has_checked_in_or_has_no_streak_worth_it_hears_nothing(bot: Bot) -> None:
    await opened(bot, "telegram:42", "telegram:43")
    await streak(bot, "telegram:42", days=1)
    await streak(bot, "telegram:42", "telegram:43", days=2)
    await bot.says("telegram:42", "/checkin")
    assert await bot.tick(hours=14) == []


async def test_a_streak_that_was_lost_is_not_at_risk(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await streak(bot, "telegram:42")
    await bot.tick(days=1)
    assert await bot.tick(days=1) == []


async def test_a_rest_day_and_a_leave_put_nothing_at_risk(tmp_path: Path) -> None:
    config = PLAIN + '\n[checkin]\nrest_days = ["thu"]\n'
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42")
        await streak(bot, "telegram:42")  # Monday to Wednesday
        assert await bot.tick(days=1) == []
        await bot.says("telegram:42", "/leave 2026-11-27 2026-11-28")
        assert await bot.tick(days=2) == []
        # Sunday: every day since Wednesday needed none.
        assert await bot.tick(hours=11) == [waits(3)]


async def test_everybody_is_reminded_by_their_own_clock(bot: Bot) -> None:
    await opened(bot, "telegram:42", "telegram:43")
    await bot.whispers("telegram:43", "/timezone Europe/London")
    await bot.tick(days=1)
    await streak(bot, "telegram:42", "telegram:43")
    before = len(bot.sent)
    await bot.tick(hours=20)
    told = [(sent.chat, sent.at.isoformat()) for sent in bot.sent[before:]]
    assert told == [("42", "2026-11-27T12:00:00+00:00"), ("43", "2026-11-27T20:00:00+00:00")]


async def test_a_time_of_ones_own_takes_the_place_of_the_default(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await bot.whispers("telegram:42", "/remind 21:30")
    await streak(bot, "telegram:42")
    assert await bot.tick(hours=12, minutes=29) == []
    assert await bot.tick(minutes=1) == [waits(3)]
    await bot.whispers("telegram:42", "/checkin")
    await bot.whispers("telegram:42", "/remind default")
    assert await bot.tick(hours=22, minutes=30) == [waits(4)]
    assert bot.sent[-1].at.isoformat() == "2026-11-27T12:00:00+00:00"


async def test_a_chosen_time_goes_before_the_quiet_hours(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await bot.whispers("telegram:42", "/remind 23:30")
    await streak(bot, "telegram:42")
    assert await bot.tick(hours=14, minutes=30) == [waits(3)]


async def test_a_chosen_time_does_not_wake_the_group(tmp_path: Path) -> None:
    config = configured(group_fallback='"group_mention"', quiet_hours='["11:00", "13:00"]')
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "/remind 11:30")
        await streak(bot, "telegram:42")
        assert await bot.tick(hours=3, minutes=59) == []
        assert await bot.tick(minutes=1) == [named("P42", 3)]
        await bot.says("telegram:42", "/checkin")
        await bot.says("telegram:42", "/remind 10:30")
        assert await bot.tick(hours=21, minutes=30) == [named("P42", 4)]


async def test_in_quiet_hours_a_reminder_is_dropped_with_the_day(tmp_path: Path) -> None:
    config = configured(streak_at_risk='"22:30"')
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42")
        await streak(bot, "telegram:42")
        assert await bot.tick(days=1) == []


async def test_in_quiet_hours_that_end_within_the_day_a_reminder_waits(tmp_path: Path) -> None:
    config = configured(streak_at_risk='"12:30"', quiet_hours='["12:00", "14:00"]')
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42", "telegram:43")
        await streak(bot, "telegram:42", "telegram:43")
        assert await bot.tick(hours=4) == []
        # Meanwhile one of them checks in.
        await bot.says("telegram:43", "/checkin")
        assert await bot.tick(hours=1) == [waits(3)]
        assert bot.sent[-1].chat == "42"


async def test_who_checks_in_while_the_batch_goes_out_gets_none(bot: Bot) -> None:
    await opened(bot, "telegram:42", "telegram:43")
    await streak(bot, "telegram:42", "telegram:43")
    bot.platforms["telegram"].up.clear()
    assert await bot.tick(hours=11) == []
    await bot.says("telegram:43", "/checkin")
    bot.platforms["telegram"].up.set()
    assert sorted(await bot.tick(seconds=1)) == sorted(
        [waits(3), "Checked in. Your streak: 4 days.\n+1 point, 4 in all."]
    )
    assert {sent.chat for sent in bot.sent if sent.text == waits(3)} == {"42"}


async def test_off_at_eight_and_back_at_nine_it_comes_late(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=PLAIN + "\n[checkin]\namnesty_minutes = 0\n") as bot:
        await opened(bot, "telegram:42")
        await streak(bot, "telegram:42")
        await bot.tick(hours=10)
        await off_for(bot, hours=2)
        assert await bot.tick(seconds=1) == [waits(3)]


async def test_off_at_eight_and_back_after_midnight_it_does_not_come(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await streak(bot, "telegram:42")
    await bot.tick(hours=10)
    await off_for(bot, hours=7)
    assert waits(3) not in await bot.tick(hours=1)


async def test_a_slice_that_comes_after_midnight_reminds_nobody_of_the_new_day(
    tmp_path: Path,
) -> None:
    config = configured(streak_at_risk='"23:59"', quiet_hours="[]")
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42")
        await streak(bot, "telegram:42")
        await bot.says("telegram:42", "/checkin")
        place = bot.machine.world.places[CommunityId("main")]
        due = Occurrence("streak_at_risk", "Asia/Shanghai", "2026-11-26", bot.clock.now())
        member = str((await bot.rows("SELECT id FROM members"))[0][0])

        async def slice_of(tx: Transaction) -> int:
            ctx = context_of_job(bot.machine, tx, place, bot.clock.now(), due)
            await remind_at_risk(ctx, [member])
            return len(ctx.wanted)

        await bot.tick(hours=15, minutes=1)
        assert await bot.write(slice_of) == 0
        due = replace(due, due=bot.clock.now(), period="2026-11-27")
        assert await bot.write(slice_of) == 1


async def test_a_restart_reminds_nobody_twice(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await streak(bot, "telegram:42")
    assert await bot.tick(hours=11) == [waits(3)]
    await bot.crash()
    await bot.start()
    assert await bot.tick(hours=3) == []


async def test_who_switched_it_off_hears_nothing_by_either_command(bot: Bot) -> None:
    await opened(bot, "telegram:42", "telegram:43")
    await streak(bot, "telegram:42", "telegram:43")
    await bot.whispers("telegram:42", "/remind off")
    await bot.whispers("telegram:43", "/notify streak off")
    assert await bot.tick(hours=14) == []


async def test_linked_accounts_are_one_member_with_one_choice_and_one_reminder(bot: Bot) -> None:
    await opened(bot, "telegram:42", "discord:7")
    await streak(bot, "telegram:42")
    await bot.links("discord:7", "telegram:42")
    assert await bot.tick(hours=11) == [waits(3)]
    # The private chat that was used last, of two at the same time the first by platform.
    assert bot.sent[-1].platform == "discord"
    await bot.says("telegram:42", "/checkin")
    await bot.whispers("discord:7", "/remind off")
    assert await bot.tick(days=1) == []


async def test_who_has_left_is_not_reminded(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await streak(bot, "telegram:42")
    await bot.takes(gone(bot, "telegram:42"))
    assert await bot.tick(hours=12) == []


async def test_five_hundred_are_reminded_once_each_and_in_slices(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(max_per_day="1", min_streak="1")) as bot:
        for number in range(500):
            who = f"telegram:{1000 + number}"
            await bot.says(who, "/checkin")
            await bot.whispers(who, "hello")
        await bot.tick(days=1)
        before = len(bot.sent)
        await bot.tick(hours=11)
        assert sorted(sent.chat for sent in bot.sent[before:]) == [
            str(1000 + number) for number in range(500)
        ]
        await bot.crash()
        await bot.start()
        assert await bot.tick(hours=3) == []


@pytest.mark.parametrize(
    ("fallback", "said"),
    [
        ('"digest"', [digest("P42 · 3 days", "P43 · 3 days")]),
        ('"group_mention"', [named("P42", 3), named("P43", 3)]),
        ('"none"', []),
    ],
)
async def test_without_a_private_chat_it_is_as_the_community_wants(
    tmp_path: Path, fallback: str, said: list[str]
) -> None:
    async with a_bot(tmp_path, config=configured(group_fallback=fallback)) as bot:
        await streak(bot, "telegram:42", "telegram:43")
        assert sorted(await bot.tick(hours=11)) == said
        assert {sent.chat for sent in bot.sent if sent.text in said} <= {"-1001"}


async def test_a_closed_private_chat_is_remembered_and_left_alone(bot: Bot) -> None:
    await opened(bot, "telegram:42")
    await streak(bot, "telegram:42")
    closed = DeliveryFailed("blocked", permanent=True, closed=True)
    bot.platforms["telegram"].faults.append(closed)
    assert await bot.tick(hours=11) == []
    await bot.says("telegram:42", "/checkin")
    tries = len(bot.platforms["telegram"].tries)
    # The next evening nothing is tried, and the group hears nothing of it.
    assert await bot.tick(days=1) == []
    assert len(bot.platforms["telegram"].tries) == tries
    await bot.whispers("telegram:42", "/checkin")
    assert await bot.tick(days=1) == [waits(5)]


async def test_a_digest_is_one_for_each_platform_and_names_ten(bot: Bot) -> None:
    members = [f"telegram:{50 + number}" for number in range(12)]
    await streak(bot, "discord:7", days=1)
    await streak(bot, "discord:7", *members)
    before = len(bot.sent)
    await bot.tick(hours=11)
    (discord, telegram) = bot.sent[before:]
    assert (discord.chat, discord.text) == ("2001/3001", digest("P7 · 4 days"))
    lines = telegram.text.split("\n")
    assert (len(lines), lines[-2]) == (13, "and 2 more")


async def test_a_digest_does_not_name_who_checked_in_or_wants_none(bot: Bot) -> None:
    await streak(bot, "telegram:42", "telegram:43", "telegram:44")
    await bot.says("telegram:42", "/checkin")
    await bot.says("telegram:43", "/remind off")
    assert await bot.tick(hours=11) == [digest("P44 · 3 days")]


async def test_a_member_is_told_where_they_are(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(group_fallback='"group_mention"')) as bot:
        for _ in range(3):
            await bot.says("telegram:42", "/checkin", chat="-1002")
            await bot.tick(days=1)
        assert await bot.tick(hours=11) == [named("P42", 3)]
        assert bot.sent[-1].chat == "-1002"


def gone(bot: Bot, who: str) -> Incoming:
    """The member leaves the group."""
    return replace(bot.message(who, ""), kind=Kind.LEAVE)


async def off_for(bot: Bot, **span: float) -> None:
    """The bot is off for so long."""
    await bot.stop()
    bot.clock.jump_to(bot.clock.now() + timedelta(**span))
    await bot.start()


@pytest.mark.parametrize("said", ["/notify streak off", "/remind off", "/leave 2026-11-26"])
async def test_a_reminder_that_waits_is_not_for_who_needs_or_wants_none_any_more(
    tmp_path: Path, said: str
) -> None:
    config = configured(streak_at_risk='"12:30"', quiet_hours='["12:00", "14:00"]')
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42", "telegram:43")
        await streak(bot, "telegram:42", "telegram:43")
        await bot.tick(hours=4)
        await bot.whispers("telegram:42", said)
        assert await bot.tick(hours=2) == [waits(3)]
        assert bot.sent[-1].chat == "43"


async def test_a_reminder_that_waits_is_not_for_who_is_linked_with_somebody_who_checked_in(
    tmp_path: Path,
) -> None:
    config = configured(streak_at_risk='"12:30"', quiet_hours='["12:00", "14:00"]')
    async with a_bot(tmp_path, config=config) as bot:
        await opened(bot, "telegram:42", "discord:7")
        await streak(bot, "telegram:42")
        await bot.tick(hours=4)
        await bot.says("discord:7", "/checkin")
        await bot.links("discord:7", to="telegram:42")
        assert await bot.tick(hours=2) == []


async def test_a_message_to_all_that_waited_names_only_who_has_not_checked_in_since(
    bot: Bot,
) -> None:
    for each in ("telegram:42", "telegram:43", "telegram:44"):
        await bot.says(each, "hello")
    await streak(bot, "telegram:42", "telegram:43", "telegram:44")
    bot.platforms["telegram"].faults.append(DeliveryFailed("busy", retry_after=1200))
    assert await bot.tick(hours=11, minutes=5) == []
    await bot.says("telegram:43", "/checkin")
    assert (await bot.tick(hours=1))[0] == digest("P42 · 3 days", "P44 · 3 days")


BUSY = DeliveryFailed("busy", retry_after=1200)


async def many(bot: Bot, count: int) -> list[str]:
    """So many in the group have a streak of three days, and the message to all waits at eight."""
    members = [f"telegram:{50 + number}" for number in range(count)]
    await streak(bot, *members)
    bot.platforms["telegram"].faults.append(BUSY)
    await bot.tick(hours=11, minutes=5)
    return members


async def test_in_a_message_to_all_that_waited_others_are_named_for_who_has_checked_in(
    bot: Bot,
) -> None:
    first, *_ = await many(bot, 12)
    await bot.says(first, "/checkin")
    named = [f"P{51 + number} · 3 days" for number in range(10)]
    assert (await bot.tick(hours=1))[0] == digest(*named, "and 1 more")


async def test_of_a_message_to_all_those_are_left_who_were_not_named_at_first(bot: Bot) -> None:
    members = await many(bot, 12)
    for each in members[:10]:
        await bot.says(each, "/checkin")
    assert (await bot.tick(hours=1))[0] == digest("P60 · 3 days", "P61 · 3 days")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (PLAIN, f"2 streaks wait for today’s check-in.\n{OFF}"),
        (
            PLAIN.replace('"en"', '"zh"'),
            "有 2 位的连签今天还没签到。\n不想再收到就发：/通知 连签 关",
        ),
    ],
)
async def test_a_message_to_all_says_how_many_are_left_when_all_whom_it_knew_have_checked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, said: str
) -> None:
    monkeypatch.setattr("cogs.reminders.together.KNOWN", 3)
    async with a_bot(tmp_path, config=config) as bot:
        members = await many(bot, 5)
        for each in members[:3]:
            await bot.says(each, "/checkin")
        assert (await bot.tick(hours=1))[0] == said


async def test_it_says_nothing_of_a_group_of_sixty_in_which_all_have_checked_in(bot: Bot) -> None:
    members = await many(bot, 60)
    for each in members:
        await bot.says(each, "/checkin")
    said = await bot.tick(hours=1)
    assert [text for text in said if not text.startswith("Checked in.")] == []


async def test_a_message_to_all_keeps_the_quiet_hours_of_the_group_as_well(tmp_path: Path) -> None:
    config = configured(quiet_hours='["19:00", "20:30"]')
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "/timezone Asia/Tokyo")
        await bot.tick(days=1)
        await streak(bot, "telegram:42")
        # Half past eight in Tokyo is half past seven in Shanghai.
        assert await bot.tick(hours=11, minutes=29) == []
        assert await bot.tick(minutes=1) == [digest("P42 · 3 days")]


@pytest.mark.parametrize("fallback", ['"digest"', '"group_mention"'])
async def test_at_night_a_group_hears_nothing_of_who_lives_where_it_is_evening(
    tmp_path: Path, fallback: str
) -> None:
    async with a_bot(tmp_path, config=configured(group_fallback=fallback)) as bot:
        await bot.says("telegram:42", "/timezone Europe/London")
        await bot.tick(days=1)
        await streak(bot, "telegram:42")
        assert await bot.tick(days=1) == []


async def test_a_message_to_all_that_waited_is_not_sent_when_all_have_checked_in(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await streak(bot, "telegram:42")
    bot.platforms["telegram"].faults.append(DeliveryFailed("busy", retry_after=1200))
    assert await bot.tick(hours=11, minutes=5) == []
    await bot.says("telegram:42", "/checkin")
    assert await bot.tick(hours=1) == ["Checked in. Your streak: 4 days.\n+1 point, 4 in all."]
