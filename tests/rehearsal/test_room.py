"""The simulated room around the real bot."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.model import Incoming, Kind
from bot.rehearsal.lines import (
    ButtonLine,
    DeleteLine,
    EditLine,
    JoinLine,
    LeaveLine,
    MessageLine,
    ReactionLine,
    RoleLine,
)
from bot.rehearsal.room_chat import Shown, ShownButton
from bot.rehearsal.room_incoming import Happening, incoming_of
from bot.rehearsal.room_platform import SimulatedPlatform
from bot.rehearsal.story import Story
from bot.rehearsal.transcript import read_line

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
POINTS = "Ann, you have 1 point; today you earned 1, in all 1."


def a_platform() -> SimulatedPlatform:
    """A chat in which Ann has written m1 and the bot b1 with a button."""
    platform = SimulatedPlatform("telegram", lambda: AT)
    platform.happened(incoming_of(a_message("hello"), platform))
    platform.accept(Shown(chat="-1", text="Sure?", buttons=(ShownButton("yes", "Yes", "t1"),)))
    return platform


def a_message(text: str) -> MessageLine:
    return MessageLine(
        number=1, at=AT, platform="telegram", chat="-1", user="42", text=text, id="m1"
    )


def heard(line: Happening) -> Incoming:
    return incoming_of(line, a_platform())


def an_update(**values: object) -> Incoming:
    common: dict[str, object] = {
        "platform": "telegram",
        "update_id": "line:9",
        "chat": "-1",
        "user": "42",
        "at": AT,
        "sent_at": AT,
        "message_id": "line:9",
        "bot": "HearthBot",
    }
    return Incoming(**(common | values))  # type: ignore[arg-type]


def line_of(**values: object) -> Happening:
    whole = {"at": "2026-11-23T01:00:00Z", "platform": "telegram", "chat": "-1"} | values
    line = read_line(json.dumps(whole).encode(), "story", 9)
    assert isinstance(
        line,
        MessageLine
        | EditLine
        | DeleteLine
        | ReactionLine
        | ButtonLine
        | JoinLine
        | LeaveLine
        | RoleLine,
    )
    return line


@pytest.mark.parametrize(
    ("line", "update"),
    [
        ({"user": "42", "text": "hi"}, an_update(text="hi")),
        (
            {"user": "42", "text": "hi", "id": "m9", "name": "Ann", "locale": "zh-CN"},
            an_update(text="hi", update_id="m9", message_id="m9", name="Ann", locale="zh-CN"),
        ),
        (
            {"user": "7", "text": "hi", "reply_to": "m1", "mentions": ["42"]},
            an_update(user="7", text="hi", reply_to="m1", reply_to_user="42", mentions=("42",)),
        ),
        (
            {"user": "7", "text": "hi", "reply_to": "b1"},
            an_update(user="7", text="hi", reply_to="b1"),
        ),
        (
            {"user": "42", "chat": "42", "text": "hi"},
            an_update(chat="42", text="hi", private=True),
        ),
        (
            {"user": "42", "text": "/checkin@Hearth_Bot now"},
            an_update(text="/checkin@Hearth_Bot now", bot="Hearth_Bot"),
        ),
        ({"user": "42", "text": "/checkin@hearths"}, an_update(text="/checkin@hearths")),
        ({"user": "4\x002", "text": "a\udc00b"}, an_update(user="4\ufffd2", text="a\ufffdb")),
        (
            {"kind": "edit", "id": "m1", "text": "hi!"},
            an_update(kind=Kind.EDIT, text="hi!", message_id="m1", by="42"),
        ),
        (
            {"kind": "delete", "id": "m1", "by": "900"},
            an_update(kind=Kind.DELETE, message_id="m1", by="900"),
        ),
        (
            {"kind": "reaction", "user": "7", "id": "m1", "emoji": "👍", "removed": True},
            an_update(kind=Kind.REACTION, user="7", message_id="m1", emoji="👍", removed=True),
        ),
        (
            {"kind": "button", "user": "42", "reply": 0, "label": "Yes"},
            an_update(kind=Kind.BUTTON, button="t1", reply_to="b1"),
        ),
        (
            {"kind": "button", "user": "42", "reply": 0, "label": "No"},
            an_update(kind=Kind.BUTTON, button="", reply_to="b1"),
        ),
        (
            {"kind": "button", "user": "42", "reply": 3, "label": "Yes"},
            an_update(kind=Kind.BUTTON, button="", reply_to=""),
        ),
        (
            {"kind": "join", "user": "8", "name": "Cy", "invite": "i", "by": "7"},
            an_update(kind=Kind.JOIN, user="8", name="Cy", invite="i", by="7"),
        ),
        ({"kind": "leave", "user": "8"}, an_update(kind=Kind.LEAVE, user="8")),
        (
            {"kind": "role", "user": "8", "role": "admin"},
            an_update(kind=Kind.ROLE, user="8", role="admin"),
        ),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, dict) else "",
)
def test_a_line_is_an_update(line: dict[str, object], update: Incoming) -> None:
    assert heard(line_of(**line)) == update


def test_a_session_marks_its_own_messages_and_finds_them() -> None:
    platform = SimulatedPlatform("telegram", lambda: AT)
    first = incoming_of(a_message("hello"), platform, "s-")
    platform.happened(first)
    assert (first.update_id, first.message_id) == ("s-m1", "s-m1")
    answer = incoming_of(line_of(user="7", text="hi", reply_to="m1"), platform, "s-")
    assert (answer.reply_to, answer.reply_to_user) == ("s-m1", "42")
    stranger = incoming_of(line_of(user="7", text="hi", reply_to="m5"), platform, "s-")
    assert (stranger.reply_to, stranger.reply_to_user) == ("m5", "")


async def test_a_platform_nobody_has_heard_of_is_a_platform() -> None:
    config = '[community.main]\nlocale = "en"\nchats = ["telegram:-1"]\n'
    async with Story(config) as story:
        await story.says("matrix:42", "/checkin", chat="!room")
        await story.is_now("matrix:901", "admin", chat="!room")
        told = await story.says("matrix:901", "/checkin", chat="!room")
        assert told == [
            "This chat doesn’t belong to a community yet. "
            "Please add matrix:!room to the community’s chats in the config file."
        ]


async def test_the_same_update_again_has_no_second_effect() -> None:
    async with Story() as story:
        assert await story.says("telegram:42", "/checkin", id="5") == [FIRST]
        assert await story.says("telegram:42", "/checkin", id="5") == []


async def test_a_platform_that_is_off_is_answered_when_it_is_on() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/checkin", name="Ann")
        await story.down("telegram")
        assert await story.says("telegram:42", "/points") == []
        assert await story.says("discord:7", "/checkin") == [FIRST]
        assert await story.up("telegram") == [POINTS]


@pytest.mark.parametrize(
    ("platform", "kept"), [("telegram", True), ("discord", True), ("console", False)]
)
async def test_what_was_written_while_the_bot_was_off(platform: str, kept: bool) -> None:
    async with Story() as story:
        await story.down()
        assert await story.says(f"{platform}:42", "/checkin") == []
        assert await story.tick(hours=1) == []
        assert await story.up() == ([FIRST] if kept else [])


async def test_telegram_forgets_after_a_day_and_discord_does_not() -> None:
    async with Story() as story:
        await story.down()
        await story.says("telegram:42", "/checkin")
        await story.says("discord:7", "/checkin")
        await story.tick(hours=25)
        assert await story.up() == [
            "Got it, counted for 2026-11-23. That run is 1 day long.\n+1 point, 1 in all.",
            "I was offline from 2026-11-23 09:00 to 2026-11-24 10:00 and could not hear you."
            " 2026-11-23 – 2026-11-24 are excused: whoever could not check in on these days keeps"
            " the streak.",
        ]
        assert [row.platform for row in story.rows()] == ["discord", "telegram"]


async def test_the_backlog_of_all_platforms_comes_in_the_order_of_its_writing() -> None:
    async with Story() as story:
        await story.says("telegram:42", "hello")
        await story.says("discord:7", "hello")
        await story.down()
        for who in ("discord:7", "telegram:42", "discord:8"):
            await story.tick(minutes=1)
            await story.says(who, "/checkin")
        await story.up()
        assert [row.platform for row in story.rows()] == ["discord", "telegram", "discord"]


async def test_off_and_on_may_be_nested() -> None:
    async with Story() as story:
        await story.down("telegram")
        await story.down()
        await story.down()
        await story.says("telegram:42", "/checkin")
        await story.says("discord:7", "/checkin")
        assert await story.up("matrix") == []
        assert await story.up() == [FIRST]
        assert [row.platform for row in story.rows()] == ["discord"]
        assert await story.up() == []
        assert await story.up("telegram") == [FIRST]
        assert await story.up("telegram") == []


async def test_a_platform_that_comes_up_while_the_bot_is_off_is_on_with_the_bot() -> None:
    async with Story() as story:
        await story.down("telegram")
        await story.down()
        await story.says("telegram:42", "/checkin")
        assert await story.up("telegram") == []
        assert await story.up() == [FIRST]


async def test_an_answer_that_was_decided_is_sent_after_the_outage() -> None:
    async with Story() as story:
        line = story.message("telegram:42", "/checkin")
        incoming = incoming_of(line, story.room.platform("telegram"))
        await story.down("telegram")
        await story.room.take_in(incoming)
        await story.room.settle()
        assert story.texts() == []
        await story.down()
        assert await story.up() == []
        assert await story.up("telegram") == [FIRST]


async def test_a_retry_waits_its_time_and_falls_due_at_its_own_instant() -> None:
    from bot.rehearsal.lines import Fault

    async with Story() as story:
        await story.fault("telegram", Fault.RATE_LIMITED, times=2, retry_after=30)
        await story.says("telegram:42", "/checkin")
        assert await story.tick(seconds=59) == []
        assert await story.tick(seconds=20) == [FIRST]
        assert [row.at for row in story.rows()] == [AT + timedelta(seconds=60)]


async def test_a_jump_of_the_wall_clock_is_no_waiting() -> None:
    from bot.rehearsal.lines import Fault

    async with Story() as story:
        await story.fault("telegram", Fault.RATE_LIMITED, retry_after=30)
        await story.says("telegram:42", "/checkin")
        assert await story.jumps("2026-11-25T09:00:00+08:00") == []
        assert await story.tick(seconds=30) == [FIRST]


async def test_values_of_answers_are_found_by_line_and_name() -> None:
    async with Story() as story:
        await story.says("telegram:42", "/checkin", name="Ann")
        await story.says("telegram:900", "/award @42 5 thanks")
        (row,) = story.rows()
        assert isinstance(row.values, dict)
        assert story.room.value(2, "id") == row.values["id"]
        assert story.room.value(1, "balance") == "1"
        assert story.room.value(2, "balance") == "6"
        assert story.room.value(2, "nothing") is None
        assert story.room.value(9, "id") is None


async def test_people_who_write_at_once_are_all_answered_in_order() -> None:
    async with Story() as story:
        lines = [story.message("telegram:42", f"/points {n}", name="Ann") for n in range(60)]
        await story.room.play_together(lines)
        rows = story.room.rows()
        assert [row.in_reply_to for row in rows] == [line.answered_as for line in lines]
