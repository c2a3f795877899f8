"""How the bot connects: in shards, against refusals, and what the doctor finds."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from discord.gateway import KeepAliveHandler

from bot.app import sentences
from bot.core.errors import AdapterFailed
from bot.core.text import Text
from tests.servers.discord import CONTENT, MEMBERS, Trouble
from tests.servers.discord_rights import (
    ADD_REACTIONS,
    ALL,
    ATTACH,
    BOT_ROLE,
    IN_THREADS,
    SEND,
    VIEW,
)
from tests.servers.discord_stage import LOGIN_S, Stage
from tests.servers.discord_world import CHANNEL, FAR_CHANNEL, FAR_GUILD, GUILD, QUIET, THREAD

FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
CHAT, FAR = f"{GUILD}/{CHANNEL}", f"{FAR_GUILD}/{FAR_CHANNEL}"


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot of two shards, each with a server."""
    stage = Stage(tmp_path, chats=(CHAT, FAR), shards=2)
    stage.world.guilds.append(FAR_GUILD)
    async with stage.server:
        await stage.start()
        yield stage
        await stage.stop()


async def test_as_many_shards_run_as_the_gateway_asks_for(two: Stage) -> None:
    (first, at), (second, later) = two.server.gateway.logins
    assert (first, second, (later - at).total_seconds()) == (0, 1, LOGIN_S)
    await two.says("42", "/checkin", name="Ann")
    await two.says("42", "/checkin", name="Ann", channel=FAR_CHANNEL)
    await two.calls("7", "checkin", name="Bo", channel=FAR_CHANNEL)
    assert two.texts() == [FIRST]
    again, bo = two.texts(FAR_CHANNEL)
    assert ("is already checked in" in again, bo) == (True, FIRST)


async def test_one_process_registers_the_commands_once_for_all_shards(two: Stage) -> None:
    assert two.server.synced == 1
    await two.restart()
    assert two.server.synced == 1


async def test_what_one_shard_has_missed_is_read_in_its_servers_alone(two: Stage) -> None:
    two.world.message("42", "/checkin", channel=CHANNEL, name="Ann")
    two.world.message("7", "/checkin", channel=FAR_CHANNEL, name="Bo")
    two.server.gateway.refuses_resume = True
    reading = [each for each in two.server.calls if each[1].endswith("/messages")]
    async with two.passing(LOGIN_S):
        await two.server.gateway.reconnect(1)
    await two.settle()
    assert two.texts(FAR_CHANNEL) == [FIRST]
    assert two.texts() == []
    asked = [each for each in two.server.calls if each[1].endswith("/messages")]
    assert asked[len(reading) :] == [
        ("GET", f"/channels/{FAR_CHANNEL}/messages"),
        ("POST", f"/channels/{FAR_CHANNEL}/messages"),
    ]


async def test_reactions_on_two_shards_are_two_updates(two: Stage) -> None:
    for guild, channel in ((GUILD, CHANNEL), (FAR_GUILD, FAR_CHANNEL)):
        place = {"guild_id": guild, "channel_id": channel, "message_id": "9", "user_id": "42"}
        seen = {**place, "emoji": {"id": None, "name": "👍"}, "burst": False, "type": 0}
        await two.server.gateway.tell("MESSAGE_REACTION_ADD", seen)
    await two.settle()
    assert await two.rows("SELECT update_id FROM inbox ORDER BY update_id") == [
        ("session1:3",),
        ("session2:3",),
    ]


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (503, Text("discord.refused", status=503)),
        (404, Text("discord.unreachable", reason="WSServerHandshakeError")),
        (1001, Text("discord.unreachable", reason="HandshakeFailed")),
    ],
)
async def test_a_first_handshake_that_fails_is_told_and_tried_again(
    tmp_path: Path, refusal: int, text: Text
) -> None:
    async with unconnected(tmp_path) as stage:
        stage.server.gateway.refuses.append(refusal)
        stage.connect()
        failed = await stage.ended()
        assert (failed.text, failed.permanent) == (text, False)
        assert not stage.adapter.up.is_set()
        stage.connect()
        await stage.server.gateway.ready.wait()
        await stage.says("42", "/checkin", name="Ann")
        assert stage.texts() == [FIRST]


async def test_a_gateway_that_says_nothing_is_given_up_after_a_minute(tmp_path: Path) -> None:
    async with unconnected(tmp_path) as stage:
        stage.server.gateway.is_silent = True
        stage.connect()
        await stage.sleepers(60)
        failed = await stage.ended()
        assert failed.text == Text("discord.unreachable", reason="TimeoutError")
        assert not failed.permanent


@pytest.mark.parametrize(
    ("close", "english", "chinese"),
    [
        (
            4004,
            "Discord does not know this token. Copy it anew in the developer portal:"
            " your application, Bot, Reset Token.",
            "Discord 不认识这个令牌。请到开发者后台重新复制：你的应用 → Bot → Reset Token。",
        ),
        (
            4014,
            'Discord refuses what the bot asks to hear. Switch on "Server Members Intent" and'
            ' "Message Content Intent" in the developer portal: your application, Bot,'
            " Privileged Gateway Intents.",
            "Discord 不允许机器人接收所需的消息。请到开发者后台打开 “Server Members Intent” 和 "
            "“Message Content Intent”：你的应用 → Bot → Privileged Gateway Intents。",
        ),
    ],
)
async def test_a_login_that_is_refused_says_what_to_do(
    tmp_path: Path, close: int, english: str, chinese: str
) -> None:
    async with unconnected(tmp_path) as stage:
        stage.server.gateway.closes.append(close)
        stage.connect()
        failed = await stage.ended()
        say = sentences(strict=True).say
        assert (say(failed.text, "en"), say(failed.text, "zh")) == (english, chinese)
        assert failed.permanent


async def test_no_heart_beats_on_after_a_login_that_was_cut_off(tmp_path: Path) -> None:
    async with unconnected(tmp_path, shards=2) as stage:
        stage.connect()
        while not hearts(beating=2):  # noqa: ASYNC110  a thread has no event
            await asyncio.sleep(0)
    assert hearts(beating=0)


async def test_too_few_shards_are_counted_anew(tmp_path: Path) -> None:
    async with unconnected(tmp_path) as stage:
        stage.server.gateway.closes.append(4011)
        stage.connect()
        failed = await stage.ended()
        assert (failed.text, failed.permanent) == (Text("discord.closed", code=4011), False)
        stage.server.gateway.shards = 2
        stage.connect()
        await stage.sleepers(LOGIN_S)
        await stage.server.gateway.ready.wait()
        await stage.settle()
        await stage.says("42", "/checkin", name="Ann")
        assert stage.texts() == [FIRST]


async def test_the_doctor_finds_nothing_where_all_is_well(tmp_path: Path) -> None:
    chats = (CHAT, f"{GUILD}/{THREAD}", GUILD)
    assert await found(tmp_path, chats) == []


async def test_the_doctor_says_what_the_bot_may_not_do_in_a_channel(tmp_path: Path) -> None:
    def lessen(stage: Stage) -> None:
        stage.world.bot_may = ALL & ~ATTACH
        stage.world.denies(CHANNEL, BOT_ROLE, SEND | IN_THREADS | ADD_REACTIONS)

    chats = (CHAT, f"{GUILD}/{THREAD}", GUILD)
    problems = await found(tmp_path, chats, lessen)
    rights = "Send Messages, Attach Files, Add Reactions"
    in_threads = "Send Messages in Threads, Attach Files, Add Reactions"
    assert problems == [
        Text("discord.rights", chat=CHAT, rights=rights),
        Text("discord.rights", chat=f"{GUILD}/{THREAD}", rights=in_threads),
        Text("discord.rights", chat=GUILD, rights="Attach Files"),
    ]
    say = sentences(strict=True).say
    assert [say(problems[0], "en"), say(problems[0], "zh")] == [
        f"In discord:{CHAT} the bot lacks: {rights}."
        " Give its role these permissions, in the server or in the channel.",
        f"机器人在 discord:{CHAT} 缺少权限：{rights}。请在服务器或频道里把这些权限给它的身份组。",
    ]


async def test_the_doctor_says_what_the_bot_does_not_see(tmp_path: Path) -> None:
    def hide(stage: Stage) -> None:
        stage.world.denies(QUIET, BOT_ROLE, VIEW)

    chats = (CHAT, f"{GUILD}/{QUIET}", "77/78", f"{GUILD}/79")
    assert await found(tmp_path, chats, hide) == [
        Text("discord.chat", chat=f"{GUILD}/{QUIET}"),
        Text("discord.chat", chat="77/78"),
        Text("discord.chat", chat=f"{GUILD}/79"),
    ]


@pytest.mark.parametrize(
    ("flags", "missing"),
    [
        (0, ["Message Content", "Server Members"]),
        (MEMBERS, ["Message Content"]),
        (CONTENT, ["Server Members"]),
    ],
)
async def test_the_doctor_says_which_intent_is_off(
    tmp_path: Path, flags: int, missing: list[str]
) -> None:
    def switch_off(stage: Stage) -> None:
        stage.server.flags = flags

    problems = await found(tmp_path, (CHAT,), switch_off)
    assert problems == [Text("discord.intent", name=each) for each in missing]


@pytest.mark.parametrize(
    ("trouble", "text", "permanent"),
    [
        (Trouble(401), Text("discord.token"), True),
        (Trouble(502), Text("discord.refused", status=502), False),
        (Trouble(429, retry_after=5, via=False), Text("discord.refused", status=429), False),
    ],
    ids=str,
)
async def test_the_doctor_is_not_let_in(
    tmp_path: Path, trouble: Trouble, text: Text, permanent: bool
) -> None:
    def refuse(stage: Stage) -> None:
        stage.server.trouble_for = lambda method, path: trouble

    with pytest.raises(AdapterFailed) as raised:
        await found(tmp_path, (CHAT,), refuse)
    assert (raised.value.text, raised.value.permanent) == (text, permanent)


async def test_a_clock_that_is_wrong_is_told_by_the_doctor_and_at_the_start(
    tmp_path: Path,
) -> None:
    def put_back(stage: Stage) -> None:
        stage.world.behind_s = 90

    wrong = Text("adapter.clock.fast", platform="discord", seconds=90)
    assert await found(tmp_path, (CHAT,), put_back) == [wrong]
    async with unconnected(tmp_path) as stage:
        put_back(stage)
        stage.connect()
        await stage.server.gateway.ready.wait()
        await stage.settle()
        assert (stage.told, stage.adapter.ahead_s) == ([wrong], 90)


@asynccontextmanager
async def unconnected(folder: Path, shards: int = 1) -> AsyncIterator[Stage]:
    """A bot that runs and is not connected yet."""
    stage = Stage(folder, shards=shards)
    async with stage.server:
        stage.build()
        await stage.app.start()
        await stage.settle()
        yield stage
        await stage.stop()


def hearts(*, beating: int) -> bool:
    """Whether so many connections beat: the library has a thread for each."""
    found = [each for each in threading.enumerate() if isinstance(each, KeepAliveHandler)]
    return sum(not each._stop_ev.is_set() for each in found) == beating


async def found(
    folder: Path, chats: tuple[str, ...], change: Callable[[Stage], None] = lambda stage: None
) -> list[Text]:
    """What the doctor finds on a server that was changed so."""
    stage = Stage(folder, chats=chats)
    async with stage.server:
        change(stage)
        stage.build()
        return await stage.adapter.diagnose()
