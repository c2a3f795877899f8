"""In the room what the bot has done holds: who is muted cannot write, what is deleted is gone."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import cogs
from bot.app import read_config, sentences
from bot.core.clock import to_micros
from bot.core.outgoing import Act, Doing
from bot.rehearsal.clock import VirtualClock
from bot.rehearsal.console import chat
from bot.rehearsal.console_deeds import line_of
from bot.rehearsal.lines import DeleteLine, EditLine, JoinLine, LeaveLine, ReactionLine
from bot.rehearsal.replies import reply_json
from bot.rehearsal.room_chat import BOT, ChatMessage
from bot.rehearsal.room_incoming import Happening, incoming_of
from bot.rehearsal.story import COMMUNITY, Story
from tests.contracts.bench import COGS

POINTS = "Ann, you have 0 points; today you earned 0, in all 0."
ANN, BO = "telegram:42", "telegram:7"


@pytest.fixture(autouse=True)
def cog_of_deeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot knows ``/do``."""
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, str(COGS)])


@pytest.fixture
async def story() -> AsyncIterator[Story]:
    """Ann and Bo have written."""
    async with Story() as told:
        await told.says(ANN, "hello", name="Ann", id="m1")
        await told.says(BO, "hello", name="Bo")
        yield told


async def test_who_is_muted_cannot_write_until_it_ends(story: Story) -> None:
    await story.says(BO, "/do mute 42 3600")
    assert await story.says(ANN, "/points") == []
    assert await story.says("discord:42", "/points", name="Ann") == [POINTS]
    assert await story.whispers(ANN, "/points") == [POINTS]
    await story.tick(minutes=59)
    assert await story.says(ANN, "/points") == []
    await story.tick(minutes=1)
    assert await story.says(ANN, "/points") == [POINTS]


@pytest.mark.long
async def test_who_is_muted_for_ever_writes_again_when_it_is_lifted(story: Story) -> None:
    await story.says(BO, "/do mute 42")
    await story.tick(days=400)
    assert await story.says(ANN, "/points") == []
    await story.says(BO, "/do unmute 42")
    assert await story.says(ANN, "/points") == [POINTS]


async def test_who_is_banned_does_nothing_and_cannot_come_back(story: Story) -> None:
    await story.says(ANN, "/checkin")
    await story.says(ANN, "/history 1")
    await story.says(BO, "/do ban 42")
    assert await story.says(ANN, "/points") == []
    assert await story.presses(ANN, "Older") == []
    await story.happens(
        JoinLine(number=90, at=story.now, platform="telegram", chat="-1001", user="42")
    )
    assert "42" in story.room.platform("telegram").group("-1001").outside
    await story.says(BO, "/do unban 42")
    assert len(await story.says(ANN, "/points")) == 1
    assert "42" not in story.room.platform("telegram").group("-1001").outside


async def test_who_is_kicked_is_back_as_soon_as_they_do_something(story: Story) -> None:
    await story.says(BO, "/do kick 42")
    group = story.room.platform("telegram").group("-1001")
    assert group.outside == {"42"}
    assert await story.says(ANN, "/points") == [POINTS]
    assert group.outside == set()
    await story.happens(
        LeaveLine(number=90, at=story.now, platform="telegram", chat="-1001", user="42")
    )
    assert group.outside == {"42"}


async def test_a_mute_holds_in_all_channels_of_a_guild(story: Story) -> None:
    await story.says("discord:42", "hello", name="Ann")
    await story.says("discord:7", "/do mute 42")
    assert await story.says("discord:42", "/points", chat="2001/3001") == []
    lets = story.room.platform("discord").group("2001/3002").muted
    assert lets == {"42": 0}


async def test_what_the_bot_has_deleted_is_neither_edited_nor_reacted_to(story: Story) -> None:
    await story.says(BO, "/do delete m1")
    platform = story.room.platform("telegram")
    message = platform.message("-1001", "m1")
    assert message is not None
    assert message.deleted
    at = story.now
    where: dict[str, Any] = {"platform": "telegram", "chat": "-1001", "id": "m1"}
    lines: list[Happening] = [
        EditLine(number=90, at=at, text="x", **where),
        DeleteLine(number=91, at=at, **where),
        ReactionLine(number=92, at=at, user="7", emoji="👍", **where),
    ]
    updates = [incoming_of(line, platform) for line in lines]
    assert [platform.happened(each) for each in updates] == [False, False, False]
    assert platform.happened(replace(updates[0], message_id="m2"))


async def test_the_terminal_shows_what_the_bot_does(tmp_path: Path) -> None:
    config = read_config('[hearth]\nlocale = "en"\n' + COMMUNITY)
    typed = [
        "/as 42", "hello", "/as 7", "/do mute 42 3600", "/do unmute 42", "/do between 17",
        "/do ban 42", "/do give-role 42 77", "/do picture look", "/as @discord",
        "/do give-role 42 77", "/quit",
    ]  # fmt: skip
    out = io.StringIO()
    real = VirtualClock(datetime(2026, 11, 23, 1, tzinfo=UTC))
    await chat(config, str(tmp_path / "try.db"), typed, out, real=real)
    shown = [line for line in out.getvalue().splitlines() if " Hearth " in line]
    assert shown == [
        "09:00 Hearth @telegram (the bot mutes 42 until 2026-11-23 10:00)",
        "09:00 Hearth @telegram (the bot unmutes 42)",
        "09:00 Hearth @telegram: before",
        "09:00 Hearth @telegram: after",
        "09:00 Hearth @telegram (the bot bans 42)",
        "09:00 Hearth @telegram (the bot gives 42 the role 77)",
        "09:00 Hearth @telegram (with a picture): look",
        "09:00 Hearth @discord (the bot gives 42 the role 77)",
    ]


ANNS = ChatMessage(id="m1", user="42", text="buy this", at=datetime(2026, 11, 23, 1, tzinfo=UTC))
OURS = replace(ANNS, user=BOT, text="Welcome")
MIDNIGHT = to_micros(datetime(2026, 11, 23, 16, tzinfo=UTC))


DEEDS: dict[str, tuple[Doing, dict[str, Any], ChatMessage | None]] = {
    "a message of Ann is deleted": (Doing.DELETE, {}, ANNS),
    "its own is deleted": (Doing.DELETE, {}, OURS),
    "a reaction to Ann": (Doing.REACT, {"emoji": "👍"}, ANNS),
    "a reaction to itself": (Doing.REACT, {"emoji": "👍"}, OURS),
    "a reaction is taken back": (Doing.REACT, {}, ANNS),
    "a mute": (Doing.MUTE, {}, None),
    "a mute that ends": (Doing.MUTE, {"until": MIDNIGHT}, None),
    "an unmute": (Doing.UNMUTE, {}, None),
    "a kick": (Doing.KICK, {}, None),
    "a ban": (Doing.BAN, {}, None),
    "a ban that ends": (Doing.BAN, {"until": MIDNIGHT}, None),
    "an unban": (Doing.UNBAN, {}, None),
    "a role": (Doing.GIVE_ROLE, {"role": "77"}, None),
    "a role is taken": (Doing.TAKE_ROLE, {"role": "77"}, None),
}
SAID = {
    "a message of Ann is deleted": (
        "(the bot deletes a message of Ann: “buy this”)",
        "（机器人删了 Ann 的消息“buy this”）",
    ),
    "its own is deleted": (
        "(the bot deletes its message “Welcome”)",
        "（机器人删了自己的消息“Welcome”）",
    ),
    "a reaction to Ann": (
        "(the bot reacts to Ann’s “buy this” with 👍)",
        "（机器人用 👍 回应了 Ann 的“buy this”）",
    ),
    "a reaction to itself": (
        "(the bot reacts to its “Welcome” with 👍)",
        "（机器人用 👍 回应了自己的“Welcome”）",
    ),
    "a reaction is taken back": (
        "(the bot takes back its reaction to “buy this”)",
        "（机器人收回了对“buy this”的回应）",
    ),
    "a mute": ("(the bot mutes Ann)", "（机器人把 Ann 禁言了）"),
    "a mute that ends": (
        "(the bot mutes Ann until 2026-11-24 00:00)",
        "（机器人把 Ann 禁言到 2026-11-24 00:00）",
    ),
    "an unmute": ("(the bot unmutes Ann)", "（机器人解除了 Ann 的禁言）"),
    "a kick": ("(the bot removes Ann from the chat)", "（机器人把 Ann 移出了群）"),
    "a ban": ("(the bot bans Ann)", "（机器人封禁了 Ann）"),
    "a ban that ends": (
        "(the bot bans Ann until 2026-11-24 00:00)",
        "（机器人封禁 Ann 到 2026-11-24 00:00）",
    ),
    "an unban": ("(the bot lifts the ban of Ann)", "（机器人解除了 Ann 的封禁）"),
    "a role": ("(the bot gives Ann the role 77)", "（机器人给 Ann 加上了身份组 77）"),
    "a role is taken": (
        "(the bot takes the role 77 from Ann)",
        "（机器人取消了 Ann 的身份组 77）",
    ),
}


@pytest.mark.parametrize("deed", list(DEEDS))
def test_every_deed_is_a_line_in_both_languages(deed: str) -> None:
    doing, more, message = DEEDS[deed]
    act = Act(doing, "telegram", "-1001", user="42", message="m1", **more)
    line = line_of(act, {"42": "Ann"}, message, ZoneInfo("Asia/Shanghai"))
    words = sentences(strict=True)
    assert (words.say(line, "en"), words.say(line, "zh")) == SAID[deed]


async def test_among_the_replies_a_picture_is_described_and_a_deed_has_no_line(
    story: Story,
) -> None:
    await story.says(BO, "/do mute 42 3600")
    assert story.rows() == []
    await story.says(BO, "/do picture look")
    (row,) = story.rows()
    assert json.loads(reply_json(row))["card"] == {
        "name": "deeds.square",
        "values": {"shade": 128},
    }
    await story.says(BO, "/do broken look")
    (row,) = story.rows()
    assert json.loads(reply_json(row))["card"] is None
    await story.says(BO, "/do edit b1 changed")
    assert [(each.text, each.card) for each in story.rows()] == [("changed", None)]
