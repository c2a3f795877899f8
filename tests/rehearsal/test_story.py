"""The helper with which tests tell stories."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.model import Sender
from bot.rehearsal.lines import Fault, TickLine
from bot.rehearsal.story import Story

FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
SECOND = "Checked in. Your streak: 2 days.\n+1 point, 2 in all."


async def test_an_answer_is_what_was_said_since_the_last_thing_that_happened() -> None:
    async with Story() as story:
        assert await story.says("telegram:42", "/checkin", name="Ann") == [FIRST]
        assert story.texts() == [FIRST]
        assert await story.tick(days=1) == []
        assert story.texts() == []
        assert await story.says("telegram:42", "签到") == [SECOND]


async def test_time_stands_still_until_it_is_moved() -> None:
    async with Story(start="2026-11-23T09:00:00+08:00") as story:
        await story.says("telegram:42", "hello")
        assert story.now == datetime(2026, 11, 23, 1, tzinfo=UTC)
        await story.tick(hours=1, minutes=30)
        assert story.now == datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
        await story.tick(to="2026-11-24T00:00:00Z")
        assert story.now == datetime(2026, 11, 24, tzinfo=UTC)
        await story.jumps("2026-11-22T00:00:00Z")
        assert story.now == datetime(2026, 11, 22, tzinfo=UTC)


async def test_a_whisper_is_answered_in_private() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/checkin", name="Ann")
        await story.whispers("telegram:42", "/points")
        (row,) = story.rows()
        assert (row.chat, row.to, row.text) == (
            "42",
            "42",
            "Ann, you have 1 point; today you earned 1, in all 1.",
        )


async def test_buttons_are_pressed_by_label_or_key() -> None:
    async with Story() as story:
        for _ in range(2):
            await story.says("telegram:42", "/checkin", name="Ann")
            await story.tick(days=1)
        await story.says("telegram:42", "/history 1")
        older = "2 to 2 of 2:\n2026-11-23 09:00  +1  check-in"
        newer = "1 to 1 of 2:\n2026-11-24 09:00  +1  check-in"
        assert await story.presses("telegram:42", "older") == [older]
        assert await story.presses("telegram:42", "Newer") == [newer]


async def test_a_role_is_what_the_platform_says() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/checkin", name="Ann")
        refused = [
            "That’s for moderators to do."
            " Please ask one of them, or send /help to see what you can do."
        ]
        assert await story.says("telegram:7", "/award @42 5 well done") == refused
        await story.is_now("telegram:7", "moderator")
        (given,) = await story.says("telegram:7", "/award @42 5 well done")
        assert given.startswith("Ann got 5 points, 6 in all. Reason: well done.")


async def test_a_bot_that_writes_is_told_once_that_it_is_none_of_us() -> None:
    async with Story() as story:
        told = ["Only people can take part, not bots or webhooks."]
        assert await story.says("telegram:8", "/checkin", sender=Sender.BOT) == told
        assert await story.says("telegram:8", "/checkin", sender=Sender.BOT) == []


async def test_faults_and_outages_can_be_told() -> None:
    async with Story() as story:
        await story.fault("telegram", Fault.TIMEOUT)
        assert await story.says("telegram:42", "/checkin") == []
        assert await story.tick(seconds=10) == [FIRST]
        await story.down("discord")
        assert await story.says("discord:7", "/checkin") == []
        assert await story.up("discord") == [FIRST]


async def test_any_line_of_a_transcript_can_happen() -> None:
    async with Story() as story:
        at = datetime(2026, 11, 25, tzinfo=UTC)
        assert await story.happens(TickLine(number=story.next_number(), at=at)) == []
        assert story.now == at


async def test_an_export_is_of_this_moment() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/checkin", name="Ann")
        await story.tick(days=2)
        whole: dict[str, Any] = dict(await story.export())
        assert [whole["format"], whole["version"]] == ["hearth-export", 1]
        assert [member["streak"] for member in whole["communities"][0]["members"]] == [
            {"current": 0, "longest": 1, "last_day": "2026-11-23"}
        ]


@pytest.mark.parametrize("who", ["42", "telegram:", ""])
async def test_who_acts_has_a_platform(who: str) -> None:
    async with Story() as story:
        with pytest.raises(ValueError, match="platform:user"):
            await story.says(who, "hello")


async def test_a_platform_without_a_chat_is_not_guessed() -> None:
    async with Story() as story:
        with pytest.raises(ValueError, match="no chat on matrix"):
            await story.says("matrix:42", "hello")
