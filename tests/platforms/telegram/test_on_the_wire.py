"""The adapter through its client library, against the strict server on loopback."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Coroutine
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.platforms.telegram.webhook import HEADER, secret_of
from tests.servers.telegram import TOKEN, TelegramServer, Trouble
from tests.servers.telegram_bot import CONFIG, TelegramBot
from tests.servers.telegram_world import Shown, status, user_json

CHECKED_IN = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
POINTS = "Ann, you have 1 point; today you earned 1, in all 1."


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.world.group(-1001, topics=(77, 78))
        yield server


@pytest.fixture
async def bot(server: TelegramServer, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    async with TelegramBot(server, tmp_path) as bot:
        await bot.quiet()
        yield bot
        assert server.mistakes == []


def shown(server: TelegramServer, chat: int) -> list[tuple[str, int | None]]:
    return [(each.text, each.topic) for each in server.world.chats[chat].shown.values()]


async def test_a_topic_is_answered_in_its_topic_and_a_private_chat_in_private(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group, private = server.world.group(-1001), server.world.private(42)
    server.world.says(42, group, "/签到", name="Ann", topic=77)
    server.world.says(42, private, "/points", name="Ann", language="en")
    await bot.quiet()
    assert shown(server, -1001) == [(CHECKED_IN, 77)]
    assert shown(server, 42) == [(POINTS, None)]
    assert next(iter(group.shown.values())).reply_to == 1


async def test_a_command_for_another_bot_is_not_ours(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group = server.world.group(-1001)
    server.world.says(42, group, "/checkin@other_bot", name="Ann")
    server.world.says(42, group, "/points@Hearth_Bot", name="Ann")
    await bot.quiet()
    assert [text for text, _ in shown(server, -1001)] == [
        POINTS.replace("1", "0").replace("point;", "points;")
    ]


async def test_an_anonymous_admin_is_no_member(server: TelegramServer, bot: TelegramBot) -> None:
    group = server.world.group(-1001)
    server.world.says(1087968824, group, "/checkin", sender_chat=group.json())
    await bot.quiet()
    (said,) = shown(server, -1001)
    assert "anonymous" in said[0].lower() or "person" in said[0].lower()


async def test_the_platforms_admins_are_staff_also_in_a_topic(
    server: TelegramServer, tmp_path: Path
) -> None:
    group = server.world.group(-1001)
    boss = {"user": {"id": 5, "is_bot": False, "first_name": "Bo"}, **status("creator")}
    group.staff = [boss]
    async with TelegramBot(server, tmp_path) as bot:
        server.world.says(42, group, "/checkin", name="Ann", topic=77)
        server.world.says(5, group, "/checkin", name="Bo", topic=77)
        named = {"type": "text_mention", "offset": 7, "length": 3, "user": user_json(42, "Ann")}
        server.world.says(5, group, "/award Ann 5 ran", name="Bo", topic=77, entities=[named])
        await bot.quiet()
        assert shown(server, -1001)[-1][0].startswith("Ann")
        server.world.changes(5, group, status("creator"), status("member"))
        server.world.says(5, group, "/award Ann 5 ran", name="Bo", topic=77, entities=[named])
        await bot.quiet()
        assert "moderator" in shown(server, -1001)[-1][0]


async def test_everything_that_waits_follows_a_group_that_becomes_a_supergroup(
    server: TelegramServer, tmp_path: Path
) -> None:
    old = server.world.group(-50, type="group")
    config = CONFIG.replace("telegram:-1001", "telegram:-50")
    async with TelegramBot(server, tmp_path, config=config) as bot:
        server.troubles.extend([Trouble(502)] * 2)
        server.world.says(42, old, "/checkin", name="Ann")
        server.world.says(42, old, "/points", name="Ann")
        await bot.quiet()
        new = server.world.becomes_supergroup(old, -1002)
        await bot.quiet()
        await bot.wait(60)
        assert [text for text, _ in shown(server, -1002)] == [CHECKED_IN, POINTS]
        server.world.says(42, new, "/points", name="Ann")
        await bot.quiet()
        await bot.restart()
        server.world.says(42, new, "/points", name="Ann")
        await bot.quiet()
        assert [text for text, _ in shown(server, -1002)] == [CHECKED_IN, POINTS, POINTS, POINTS]
        assert shown(server, -50) == []


async def test_a_move_that_only_a_send_tells_is_followed(
    server: TelegramServer, tmp_path: Path
) -> None:
    old = server.world.group(-50, type="group")
    async with TelegramBot(
        server, tmp_path, config=CONFIG.replace("telegram:-1001", "telegram:-50")
    ) as bot:
        server.world.says(42, old, "/checkin", name="Ann")
        server.world.group(-1002)
        old.moved_to = -1002
        await bot.quiet()
        assert [text for text, _ in shown(server, -1002)] == [CHECKED_IN]


async def test_a_batch_with_malformed_and_unknown_updates_is_handled_and_confirmed(
    server: TelegramServer, bot: TelegramBot, caplog: pytest.LogCaptureFixture
) -> None:
    group = server.world.group(-1001)
    server.push({"update_id": 1, "message": {"message_id": 5}})
    server.push({"update_id": 2, "something_new": {"id": 1}})
    server.push({"update_id": 3, "message": {"message_id": 5, "date": "soon", "chat": 3}})
    server.world.says(42, group, "/checkin", name="Ann")
    await bot.quiet()
    server.push({"update_id": 10_000, "message": {"message_id": 5}})
    await bot.quiet()
    assert [text for text, _ in shown(server, -1001)] == [CHECKED_IN]
    assert server.pending == 0
    assert [each.message[:19] for each in caplog.records if "malformed" in each.message] == [
        "malformed update 1 ",
        "malformed update 3 ",
        "malformed update 10",
    ]


async def test_what_the_bot_cannot_see_is_said_at_its_start(
    server: TelegramServer, tmp_path: Path
) -> None:
    server.world.privacy = True
    server.world.group(-1001).status = "member"
    server.world.group(-1002, rights={"can_delete_messages": False})
    config = CONFIG.replace('"telegram:-1001"', '"telegram:-1001", "telegram:-1002", "telegram:-9"')
    async with TelegramBot(server, tmp_path, config=config) as bot:
        await bot.quiet()
        assert [text.key for text in bot.told] == [
            "telegram.no.admin",
            "telegram.rights",
            "telegram.chat.missing",
            "telegram.privacy",
        ]
        assert bot.heard()[1] == (
            "The bot is an admin of chat -1002 without these rights: can_delete_messages."
            " What needs them will fail."
        )
        server.world.group(-1001).status = "administrator"
        bot.told.clear()
        await bot.restart()
        assert [text.key for text in bot.told] == ["telegram.rights", "telegram.chat.missing"]


async def test_the_lists_of_commands_are_sent_only_when_they_changed(
    server: TelegramServer, bot: TelegramBot
) -> None:
    assert sorted(server.commands) == [
        ("all_chat_administrators", ""),
        ("all_chat_administrators", "zh"),
        ("default", ""),
        ("default", "zh"),
    ]
    names = {each["command"] for each in server.commands["default", ""]}
    staff = {each["command"] for each in server.commands["all_chat_administrators", ""]}
    assert "checkin" in names
    assert "award" in staff - names
    server.calls.clear()
    await bot.restart()
    assert [name for name, _ in server.calls if name == "setMyCommands"] == []
    server.commands["default", "zh"] = []
    await bot.restart()
    assert [name for name, _ in server.calls if name == "setMyCommands"] == ["setMyCommands"]


async def test_a_refused_token_leaves_the_adapter_out_and_is_not_shown(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with TelegramBot(server, tmp_path, token="7:refused-secret") as bot:
        await bot.has_told(2)
        assert [text.key for text in bot.told] == ["telegram.token.refused", "adapter.out"]
    ours = [each.getMessage() for each in caplog.records if each.name.startswith("bot")]
    assert [line for line in ours if "refused-secret" in line] == []


async def test_a_revoked_token_keeps_what_was_not_said(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group = server.world.group(-1001)
    server.troubles.append(Trouble(502))
    server.world.says(42, group, "/checkin", name="Ann")
    await bot.quiet()
    server.token = "another"
    server.world.says(42, group, "/points", name="Ann")
    server.publish()
    await bot.has_told(2)
    assert [text.key for text in bot.told] == ["telegram.token.refused", "adapter.out"]
    server.token = TOKEN
    await bot.restart()
    await bot.wait(5)
    assert [text for text, _ in shown(server, -1001)] == [CHECKED_IN, POINTS]


async def test_of_two_pollers_one_works_and_the_other_takes_over(
    server: TelegramServer, bot: TelegramBot, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    async with TelegramBot(server, other) as second:
        await first_of(bot.has_told(1), second.has_told(1))
        waiting, working = (bot, second) if bot.told else (second, bot)
        assert [text.key for text in waiting.told] == ["telegram.conflict"]
        server.world.says(42, server.world.group(-1001), "/checkin", name="Ann")
        await working.quiet()
        assert [text for text, _ in shown(server, -1001)] == [CHECKED_IN]
        await working.supervisor.stop_taking_in()
        server.parked.clear()
        await waiting.clock.advance_to(waiting.clock.now() + timedelta(minutes=1), waiting.app.idle)
        server.world.says(43, server.world.group(-1001), "/checkin", name="Bo")
        await waiting.quiet()
        assert len(shown(server, -1001)) == 2


async def first_of(*waits: Coroutine[None, None, None]) -> None:
    """One of them has happened; the others are waited for no more."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    _, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()


def free_address() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{found.getsockname()[1]}"


async def test_a_webhook_takes_updates_and_refuses_forged_calls(
    server: TelegramServer, tmp_path: Path
) -> None:
    address = free_address()
    url = f"http://{address}/hook"
    group = server.world.group(-1001)
    async with TelegramBot(server, tmp_path, webhook=url, listen=address) as bot:
        await bot.quiet()
        message = {**server.world.message(666, group), "text": "/checkin"}
        forged = {"update_id": 5, "message": message}
        async with ClientSession() as session:
            for headers in ({}, {HEADER: "x" * 64}):
                async with session.post(url, json=forged, headers=headers) as answer:
                    assert answer.status == 403
            secret = {HEADER: secret_of(TOKEN)}
            for body in (b"no json", b"[]", b"{}", b'{"update_id": 1, "message": 5}'):
                async with session.post(url, data=body, headers=secret) as answer:
                    assert answer.status == 200
        server.world.says(42, group, "/checkin", name="Ann")
        server.world.says(42, group, "/points", name="Ann")
        await bot.quiet()
        assert [text for text, _ in shown(server, -1001)] == [CHECKED_IN, POINTS]
        assert server.pending == 0
    assert server.mistakes == []


async def test_a_port_in_use_is_said_and_tried_again(
    server: TelegramServer, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        async with TelegramBot(
            server, tmp_path, webhook=f"http://{address}/", listen=address
        ) as bot:
            await bot.has_told(2)
            assert [text.key for text in bot.told] == ["telegram.port", "adapter.again"]


async def test_an_unreachable_server_is_tried_again_and_said_once(
    server: TelegramServer, bot: TelegramBot
) -> None:
    server.broken = True
    server.world.says(42, server.world.group(-1001), "/checkin", name="Ann")
    server.publish()
    await bot.has_told(1)
    server.broken = False
    await bot.clock.advance_to(bot.clock.now() + timedelta(seconds=2), bot.app.idle)
    await bot.quiet()
    assert [text.key for text in bot.told] == ["telegram.unreachable", "telegram.back"]
    assert [text for text, _ in shown(server, -1001)] == [CHECKED_IN]


async def test_a_blocked_private_chat_is_given_up_and_holds_nothing(
    server: TelegramServer, bot: TelegramBot
) -> None:
    private = server.world.private(42)
    private.blocked = True
    server.world.says(42, private, "/points", name="Ann")
    await bot.quiet()
    private.blocked = False
    server.world.says(42, private, "/help points", name="Ann", language="en")
    await bot.quiet()
    assert len(private.shown) == 1


async def test_the_operator_hears_the_id_of_a_group_that_the_bot_was_added_to(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group = server.world.group(-1009)
    for old, new in (("left", "member"), ("member", "administrator"), ("administrator", "left")):
        server.world.bot_changes(group, status(old), status(new))
    await bot.quiet()
    assert [(text.key, text.values["chat"]) for text in bot.told] == [
        ("telegram.added", "-1009"),
        ("telegram.removed", "-1009"),
    ]


async def test_the_pressed_button_stops_turning(server: TelegramServer, bot: TelegramBot) -> None:
    group = server.world.group(-1001)
    update = server.world.presses(42, group, Shown(1, "…"), "no such token")
    await bot.quiet()
    assert server.answered == {update["callback_query"]["id"]}
