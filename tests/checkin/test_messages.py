"""A check-in whose message is deleted or edited: taken back whole, once, as the settings say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.cog import listen
from bot.core.context import Context
from bot.core.events import MessageDeleted, MessageEdited
from bot.core.model import Incoming, Kind
from bot.core.outgoing import Say
from tests.kit import DAWN, ZH, Bot, a_bot, a_cog, line

FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
GONE = (
    "P42, you deleted the message, so the check-in of 2026-11-23 is taken back, with its points."
    " You can check in again on the same day."
)
BY_STAFF = (
    "A moderator deleted the message, so P42’s check-in of 2026-11-23 is taken back, with its"
    " points."
)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """An English bot."""
    async with a_bot(tmp_path) as running:
        yield running


def deleted(bot: Bot, message: Incoming, by: str = "") -> Incoming:
    """The message is gone; by its author unless somebody else is named."""
    return _changed(bot, message, Kind.DELETE, by)


def _changed(bot: Bot, message: Incoming, kind: Kind, by: str) -> Incoming:
    gone = bot.message(f"{message.platform}:{message.user}", "")
    return replace(
        gone,
        kind=kind,
        chat=message.chat,
        private=message.private,
        message_id=message.message_id,
        by=by or message.user,
    )


async def checks_in(bot: Bot, who: str = "telegram:42") -> Incoming:
    """The message of a check-in that was answered."""
    message = bot.message(who, "/checkin")
    await bot.takes(message)
    return message


@pytest.mark.parametrize(
    ("config", "by", "said"),
    [
        (DAWN, "", GONE),
        (DAWN, "900", BY_STAFF),
        (
            ZH,
            "",
            "P42，你删除了那条消息，2026-11-23 的签到和积分一并收回；当天可以再签。",
        ),
        (ZH, "900", "管理员删除了那条消息，P42 在 2026-11-23 的签到和积分一并收回。"),
    ],
)
async def test_a_deleted_check_in_is_taken_back_with_its_points(
    tmp_path: Path, config: str, by: str, said: str
) -> None:
    async with a_bot(tmp_path, config=config) as bot:
        message = await checks_in(bot)
        await bot.tick(minutes=10)
        assert await bot.takes(deleted(bot, message, by)) == [said]
        assert await bot.rows("SELECT count(*) FROM day_credits") == [(0,)]
        assert await bot.rows("SELECT sum(amount), count(*) FROM ledger_entries") == [(0, 2)]
        assert await bot.rows("SELECT name, value FROM tallies WHERE value <> 0") == []
        assert await bot.count("streaks") == 0
        assert await bot.problems() == []


async def test_a_deletion_that_comes_twice_takes_back_once(bot: Bot) -> None:
    message = await checks_in(bot)
    gone = deleted(bot, message)
    assert await bot.takes(gone) == [GONE]
    assert await bot.takes(gone) == []
    assert await bot.takes(deleted(bot, message, "900")) == []
    assert await bot.rows("SELECT sum(amount), count(*) FROM ledger_entries") == [(0, 2)]


async def test_whoever_deleted_a_check_in_may_check_in_again_on_that_day(bot: Bot) -> None:
    first = await checks_in(bot)
    await bot.takes(deleted(bot, first))
    await bot.tick(minutes=1)
    second = await checks_in(bot)
    assert bot.texts()[-1] == FIRST
    assert await bot.takes(deleted(bot, first)) == []
    assert await bot.says("telegram:42", "/checkin") == [
        "2026-11-23 is already checked in (09:01, right here). Your streak: 1 day."
    ]
    assert await bot.problems() == []
    assert await bot.takes(deleted(bot, second)) == [GONE]
    await checks_in(bot)
    assert bot.texts()[-1] == FIRST
    assert await bot.rows("SELECT sum(amount), count(*) FROM ledger_entries") == [(1, 5)]
    assert await bot.problems() == []


@pytest.mark.parametrize(
    ("settings", "by", "minutes"),
    [
        ("", "", 10.1),
        ("revoke_minutes = 0", "", 0),
        ("revoke_minutes = 3", "", 4),
        ('on_moderator_delete = "keep"', "900", 1),
    ],
)
async def test_a_check_in_stays_when_the_settings_say_so(
    tmp_path: Path, settings: str, by: str, minutes: float
) -> None:
    async with a_bot(tmp_path, config=f"{DAWN}[checkin]\n{settings}\n") as bot:
        message = await checks_in(bot)
        await bot.tick(minutes=minutes)
        assert await bot.takes(deleted(bot, message, by)) == []
        assert await bot.rows("SELECT sum(amount), count(*) FROM ledger_entries") == [(1, 1)]


async def test_a_moderator_takes_back_a_day_of_long_ago_from_the_middle_of_a_run(bot: Bot) -> None:
    messages = []
    for _ in range(8):
        messages.append(await checks_in(bot))
        await bot.tick(days=1)
    assert await bot.rows("SELECT balance FROM balances") == [(13,)]
    await bot.takes(deleted(bot, messages[4], "900"))
    await bot.settle()
    # Seven in a row there are no more: the milestone goes with the day.
    assert await bot.rows("SELECT balance FROM balances") == [(7,)]
    assert (await bot.says("telegram:42", "/streak"))[0].startswith(
        "P42, your streak is 3 days, the longest 4."
    )
    assert await bot.problems() == []
    for _ in range(4):
        await checks_in(bot)
        await bot.tick(days=1)
    assert await bot.rows("SELECT balance FROM balances") == [(16,)]
    assert await bot.problems() == []


async def test_the_check_in_of_another_account_has_the_day_when_the_first_is_deleted(
    bot: Bot,
) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    first = await checks_in(bot)
    await checks_in(bot, "discord:7")
    (said,) = await bot.takes(deleted(bot, first))
    assert said == GONE
    assert await bot.rows("SELECT day, kind FROM day_credits") == [("2026-11-23", "real")]
    assert await bot.rows("SELECT balance FROM balances WHERE balance <> 0") == [(1,)]
    (streak,) = await bot.says("telegram:42", "/streak")
    assert streak.startswith("P42, your streak is 1 day, the longest 1.\nToday is checked in.")
    assert await bot.problems() == []


async def test_an_uncredited_check_in_that_is_deleted_changes_no_number(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    await bot.says("discord:7", "hello")
    await bot.links("discord:7", "telegram:42")
    await checks_in(bot)
    second = await checks_in(bot, "discord:7")
    assert await bot.takes(deleted(bot, second)) == []
    assert await bot.rows("SELECT balance FROM balances WHERE balance <> 0") == [(1,)]
    assert await bot.problems() == []


async def test_messages_that_were_no_check_in_say_nothing_when_they_go(bot: Bot) -> None:
    chatter = bot.message("telegram:42", "hello")
    await bot.takes(chatter)
    stranger = replace(chatter, user="77", message_id="unknown")
    assert await bot.takes(deleted(bot, chatter), deleted(bot, stranger)) == []
    elsewhere = replace(await checks_in(bot), chat="-9999")
    assert await bot.takes(deleted(bot, elsewhere, "900")) == []
    assert await bot.count("day_credits") == 1


async def test_an_edit_makes_no_check_in_and_takes_none_back(bot: Bot) -> None:
    hello = bot.message("telegram:42", "hello")
    await bot.takes(hello)
    edited = replace(_changed(bot, hello, Kind.EDIT, ""), text="/checkin")
    assert await bot.takes(edited) == []
    assert await bot.count("days") == 0
    message = await checks_in(bot)
    assert await bot.takes(replace(_changed(bot, message, Kind.EDIT, ""), text="hello")) == []
    assert await bot.count("day_credits") == 1


async def test_a_private_check_in_can_be_deleted_as_well(bot: Bot) -> None:
    await bot.says("telegram:42", "hello")
    message = bot.message("telegram:42", "/checkin", private=True)
    await bot.takes(message)
    assert await bot.takes(deleted(bot, message)) == [GONE]
    assert bot.sent[-1].chat == "42"
    assert await bot.problems() == []


async def test_cogs_hear_of_changed_messages_and_who_changed_them(tmp_path: Path) -> None:
    @listen(MessageDeleted)
    @listen(MessageEdited)
    async def repeat(ctx: Context, event: MessageDeleted | MessageEdited) -> None:
        text = event.text if isinstance(event, MessageEdited) else "gone"
        said = f"{event.message} by {event.by} of {event.author}: {text}, {event.by_another}"
        ctx.say(Say(event.platform, event.chat, (line(said),)))

    async with a_bot(tmp_path, cogs=[a_cog("echoes", repeat)]) as bot:
        hello = bot.message("telegram:42", "hello")
        await bot.takes(hello)
        number = hello.message_id
        edited = replace(_changed(bot, hello, Kind.EDIT, ""), text="hallo")
        assert await bot.takes(edited) == [f"{number} by 42 of 42: hallo, False"]
        assert await bot.takes(deleted(bot, hello, "900")) == [f"{number} by 900 of 42: gone, True"]


async def test_a_listener_that_fails_hears_of_a_deletion_later(tmp_path: Path) -> None:
    failing = [True]

    @listen(MessageDeleted)
    async def hear(ctx: Context, event: MessageDeleted) -> None:
        if failing:
            raise ValueError("not now")
        ctx.say(Say(event.platform, event.chat, (line(f"later: {event.message}"),)))

    async with a_bot(tmp_path, cogs=[a_cog("late", hear)]) as bot:
        message = await checks_in(bot)
        # What check-in makes of it is kept, whatever another cog does.
        assert await bot.takes(deleted(bot, message)) == [GONE]
        failing.clear()
        assert await bot.tick(minutes=1) == [f"later: {message.message_id}"]


async def test_a_day_taken_back_behind_a_streak_lets_a_freeze_cover_it(tmp_path: Path) -> None:
    config = f"{DAWN}[checkin]\nfreeze_starting = 1\n"
    async with a_bot(tmp_path, config=config) as bot:
        await checks_in(bot)
        await bot.tick(days=1)
        second = await checks_in(bot)
        await bot.tick(days=1)
        await checks_in(bot)
        await bot.takes(deleted(bot, second, "900"))
        assert await bot.rows("SELECT kind FROM day_credits ORDER BY day") == [
            ("real",), ("freeze",), ("real",),
        ]  # fmt: skip
        assert await bot.problems() == []
