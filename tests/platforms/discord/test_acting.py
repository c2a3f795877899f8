"""What the bot does besides speaking, over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import sentences
from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Act, Doing
from bot.core.text import Text
from bot.presenter.delivery import Deed
from tests.servers.discord import Trouble
from tests.servers.discord_rights import (
    ADD_REACTIONS,
    ADMIN_ROLE,
    ALL,
    BAN,
    HIGH_ROLE,
    KICK,
    MANAGE_MESSAGES,
    MANAGE_ROLES,
    MODERATE,
    ROLE,
    Person,
)
from tests.servers.discord_stage import Stage, a_stage
from tests.servers.discord_world import CHANNEL, GUILD, OWNER, THREAD

CHAT = f"{GUILD}/{CHANNEL}"
DAY = timedelta(days=1)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as running:
        yield running


async def do(stage: Stage, doing: Doing, reason: str = "", **more: Any) -> None:
    act = Act(doing, "discord", more.pop("chat", CHAT), **more)
    await stage.adapter.perform(Deed(act, reason))


async def refused(stage: Stage, doing: Doing, **more: Any) -> DeliveryFailed:
    """Why it is not done, and was asked for at most once."""
    with pytest.raises(DeliveryFailed) as raised:
        await do(stage, doing, **more)
    return raised.value


def until(stage: Stage, after: timedelta) -> int:
    return to_micros(stage.clock.now() + after)


async def test_a_reason_stands_in_the_audit_log_and_fits(stage: Stage) -> None:
    message = await stage.says("42", "buy this")
    await do(stage, Doing.DELETE, "广告：买卖/spam 100%", message=message["id"])
    await do(stage, Doing.BAN, "x" * 600, user="42")
    await do(stage, Doing.UNBAN, user="42")
    assert stage.world.reasons == ["广告：买卖/spam 100%", "x" * 511 + "…"]


async def test_a_message_in_a_private_chat_is_found(stage: Stage) -> None:
    await stage.says("42", "/checkin")
    await stage.says("42", "/points", channel="")
    private = stage.world.private_channel("42")
    (sent,) = stage.world.messages(private)
    await do(stage, Doing.DELETE, chat="42", message=sent.id)
    assert stage.world.messages(private) == []
    assert ("DELETE", f"/channels/{private}/messages/{sent.id}") in stage.server.calls


@pytest.mark.parametrize(
    ("doing", "target"),
    [
        (Doing.DELETE, {"message": "9"}),
        (Doing.REACT, {"message": "9", "emoji": "👍"}),
        (Doing.REACT, {"message": "9"}),
        (Doing.KICK, {"user": "7"}),
        (Doing.UNMUTE, {"user": "7"}),
        (Doing.UNBAN, {"user": "7"}),
        (Doing.TAKE_ROLE, {"user": "7", "role": ROLE}),
        (Doing.TAKE_ROLE, {"user": "42", "role": "404"}),
    ],
)
async def test_what_is_so_already_is_done(
    stage: Stage, doing: Doing, target: dict[str, str]
) -> None:
    stage.world.person("7").inside = False
    if doing is Doing.UNMUTE:
        stage.server.trouble_for = lambda method, path: Trouble(404, code=10_007)
    await do(stage, doing, **target)
    assert stage.world.person("7") == Person(inside=False)


@pytest.mark.parametrize(
    ("doing", "target", "says"),
    [
        (Doing.MUTE, {"user": "7"}, "Discord answered 404 (10007)"),
        (Doing.GIVE_ROLE, {"user": "7", "role": ROLE}, "Discord answered 404 (10007)"),
        (Doing.GIVE_ROLE, {"user": "42", "role": "404"}, "Discord answered 404 (10011)"),
        (Doing.REACT, {"emoji": "no emoji"}, "Discord answered 400 (10014)"),
        (Doing.MUTE, {"user": "ann"}, "no id of Discord: ann"),
        (Doing.KICK, {"user": "42", "chat": "42"}, "not in a server: 42"),
        (Doing.KICK, {"user": "42", "chat": "dawn/3001"}, "no chat of Discord: dawn/3001"),
    ],
)
async def test_what_cannot_be_done_is_given_up(
    stage: Stage, doing: Doing, target: dict[str, str], says: str
) -> None:
    message = await stage.says("42", "hello")
    stage.world.person("7").inside = False
    if doing is Doing.REACT:
        target = {**target, "message": message["id"]}
    failed = await refused(stage, doing, **target)
    assert (str(failed), failed.permanent, failed.closed, failed.lacks) == (says, True, False, None)


@pytest.mark.parametrize(
    ("doing", "right", "name"),
    [
        (Doing.DELETE, MANAGE_MESSAGES, "Manage Messages"),
        (Doing.REACT, ADD_REACTIONS, "Add Reactions"),
        (Doing.MUTE, MODERATE, "Timeout Members"),
        (Doing.UNMUTE, MODERATE, "Timeout Members"),
        (Doing.KICK, KICK, "Kick Members"),
        (Doing.BAN, BAN, "Ban Members"),
        (Doing.UNBAN, BAN, "Ban Members"),
        (Doing.GIVE_ROLE, MANAGE_ROLES, "Manage Roles"),
        (Doing.TAKE_ROLE, MANAGE_ROLES, "Manage Roles"),
    ],
)
@pytest.mark.parametrize("channel", [CHANNEL, THREAD])
async def test_a_right_that_is_missing_is_named(
    stage: Stage, doing: Doing, right: int, name: str, channel: str
) -> None:
    message = await stage.says("42", "hello", channel=channel)
    stage.world.bot_may = ALL & ~right
    chat = CHAT if channel == CHANNEL else f"{CHAT}/{THREAD}"
    to_a_message = doing in (Doing.DELETE, Doing.REACT)
    target = {"message": message["id"], "emoji": "👍"} if to_a_message else {"user": "42"}
    failed = await refused(stage, doing, chat=chat, role=ROLE, **target)
    assert failed.permanent
    assert failed.lacks == Text("discord.lacks.permission", name=name)


@pytest.mark.parametrize("doing", [Doing.MUTE, Doing.KICK, Doing.BAN])
async def test_who_stands_above_the_bot_is_told(stage: Stage, doing: Doing) -> None:
    stage.world.person("42").roles = [HIGH_ROLE]
    failed = await refused(stage, doing, user="42")
    assert (failed.permanent, failed.lacks) == (True, Text("discord.lacks.above.member"))


async def test_a_role_above_the_bots_is_told(stage: Stage) -> None:
    failed = await refused(stage, Doing.GIVE_ROLE, user="42", role=HIGH_ROLE)
    assert (failed.permanent, failed.lacks) == (True, Text("discord.lacks.above.role"))


@pytest.mark.parametrize(("doing", "whom"), [(Doing.MUTE, "42"), (Doing.KICK, OWNER)])
async def test_nothing_helps_against_who_administers(stage: Stage, doing: Doing, whom: str) -> None:
    stage.world.person("42").roles = [ADMIN_ROLE]
    failed = await refused(stage, doing, user=whom)
    assert (failed.permanent, failed.lacks) == (True, None)


async def test_a_server_that_the_bot_is_not_in_is_no_right_that_it_lacks(stage: Stage) -> None:
    stage.server.trouble_for = lambda method, path: Trouble(403, code=50_001)
    failed = await refused(stage, Doing.KICK, user="42")
    assert (str(failed), failed.permanent, failed.lacks) == (
        "Discord answered 403 (50001)",
        True,
        None,
    )


def test_what_is_lacking_stands_inside_a_sentence() -> None:
    say = sentences(strict=True).say
    lacks = [
        Text("discord.lacks.permission", name="Kick Members"),
        Text("discord.lacks.above.member"),
        Text("discord.lacks.above.role"),
    ]
    assert [say(each, "en") for each in lacks] == [
        "the permission “Kick Members”",
        "a role that stands above all roles of this member",
        "a role that stands above the one to be given or taken",
    ]
    assert [say(each, "zh") for each in lacks] == [
        "“Kick Members”权限",
        "一个排在这位成员所有身份组之上的身份组",
        "一个排在那个身份组之上的身份组",
    ]


@pytest.mark.parametrize("asked", [timedelta(days=28), timedelta(days=400), timedelta()])
async def test_a_mute_lasts_as_long_as_discord_can(stage: Stage, asked: timedelta) -> None:
    await do(stage, Doing.MUTE, user="42", until=until(stage, asked) if asked else 0)
    longest = stage.clock.now() + timedelta(days=28) - timedelta(minutes=1)
    assert stage.world.person("42").muted_until == longest.isoformat()


async def test_a_mute_that_would_have_ended_touches_nobody(stage: Stage) -> None:
    by_hand = (stage.clock.now() + 2 * DAY).isoformat()
    stage.world.person("42").muted_until = by_hand
    await do(stage, Doing.MUTE, user="42", until=until(stage, -DAY))
    assert stage.world.person("42").muted_until == by_hand


async def test_only_the_reaction_that_was_asked_for_is_the_bots(stage: Stage) -> None:
    message = await stage.says("42", "hello")
    for emoji in ("👍", "fire:77", "❤"):
        stage.world.reactions[message["id"]] = ["🎉", "fire:77", "❤️"]
        await do(stage, Doing.REACT, message=message["id"], emoji=emoji.replace("❤", "❤️"))
        assert stage.world.reactions[message["id"]] == [emoji.replace("❤", "❤️")]


async def test_a_limit_is_told_with_its_seconds_and_one_everywhere_holds_all(
    stage: Stage,
) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=12.5))
    failed = await refused(stage, Doing.KICK, user="42")
    assert (failed.permanent, failed.retry_after) == (False, 12.5)
    await do(stage, Doing.BAN, user="42")
    stage.server.troubles.append(Trouble(429, retry_after=30, via=False))
    assert (await refused(stage, Doing.KICK, user="42")).retry_after == 30
    asked = len(stage.server.calls)
    assert (await refused(stage, Doing.UNBAN, user="42")).retry_after == 30
    assert (len(stage.server.calls), stage.world.person("42").banned) == (asked, True)


async def test_before_the_bot_is_connected_it_is_tried_later(stage: Stage) -> None:
    await stage.disconnect()
    failed = await refused(stage, Doing.KICK, user="42")
    assert (failed.permanent, str(failed)) == (False, "not connected")
