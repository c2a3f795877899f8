"""Telegram calls the bot."""

from __future__ import annotations

import io
import os
import socket
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from aiohttp import ClientSession

from bot.platforms.telegram.webhook import HEADER, secret_of
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_bot import TelegramBot

CHECKED_IN = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
POINTS = "Ann, you have 1 point; today you earned 1, in all 1."


def shown(server: TelegramServer) -> list[str]:
    return [each.text for each in server.world.chats[-1001].shown.values()]


# No system gives these to who asks for any port; each process of the tests begins at its own.
_PORTS: Final = count(20_000 + os.getpid() % 1_000 * 10)


def free_address() -> str:
    """An address of this process's own, at which nobody listens and nobody will."""
    for port in _PORTS:
        with socket.socket() as found, suppress(OSError):
            found.bind(("127.0.0.1", port))
            return f"127.0.0.1:{port}"
    raise AssertionError("there is a port for everybody")


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
        assert shown(server) == [CHECKED_IN, POINTS]
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


async def test_nothing_but_the_address_of_the_webhook_is_answered(
    server: TelegramServer, tmp_path: Path
) -> None:
    address = free_address()
    secret = {HEADER: secret_of(TOKEN)}
    async with (
        TelegramBot(server, tmp_path, webhook=f"http://{address}/hook", listen=address) as bot,
        ClientSession() as session,
    ):
        await bot.quiet()
        found = []
        for ask, path in ((session.post, "/"), (session.post, "/hook/x"), (session.get, "/hook")):
            async with ask(f"http://{address}{path}", headers=secret) as answer:
                found.append(answer.status)
        assert found == [404, 404, 405]


async def test_a_huge_call_is_skipped_and_holds_up_nothing(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = free_address()
    url, huge = f"http://{address}/hook", b" " * 2_000_000
    secret = {HEADER: secret_of(TOKEN)}
    async with TelegramBot(server, tmp_path, webhook=url, listen=address) as bot:
        await bot.quiet()
        async with ClientSession() as session:
            async with session.post(url, data=io.BytesIO(huge)) as answer:
                assert answer.status == 403
            async with session.post(url, data=io.BytesIO(huge), headers=secret) as answer:
                assert answer.status == 200
        server.push({"update_id": 1, "message": "x" * 2_000_000})
        server.world.says(42, server.world.group(-1001), "/checkin", name="Ann")
        await bot.quiet()
        assert (shown(server), server.pending) == ([CHECKED_IN], 0)
    skipped = "a call of the webhook with more than 1048576 bytes was skipped"
    assert [each.message for each in caplog.records if "skipped" in each.message] == [skipped] * 2
    assert all(secret_of(TOKEN) not in each.getMessage() for each in caplog.records)


@pytest.mark.parametrize("listen", ["8443", ":8443", "localhost:", "localhost:x", "::1:99999"])
async def test_an_address_that_cannot_be_listened_at_is_said(
    server: TelegramServer, tmp_path: Path, listen: str
) -> None:
    async with TelegramBot(server, tmp_path, webhook="http://x/", listen=listen) as bot:
        await bot.has_told(2)
        assert [text.key for text in bot.told] == ["telegram.listen", "adapter.out"]
        assert bot.heard()[0] == (
            f"listen is {listen}, and should be a host and a port, such as 127.0.0.1:8443."
            " Correct it in the config."
        )


async def test_an_address_that_telegram_does_not_take_is_said(
    server: TelegramServer, tmp_path: Path
) -> None:
    server.https_only = True
    address = free_address()
    async with TelegramBot(server, tmp_path, webhook=f"http://{address}/", listen=address) as bot:
        await bot.has_told(2)
        assert [text.key for text in bot.told] == ["telegram.webhook.refused", "adapter.again"]
        assert "an https url must be provided for webhook" in bot.heard()[0]


async def test_polling_takes_over_from_a_webhook(server: TelegramServer, tmp_path: Path) -> None:
    address = free_address()
    hook = TelegramBot(server, tmp_path, webhook=f"http://{address}/", listen=address)
    async with hook:
        await hook.quiet()
        server.world.says(42, server.world.group(-1001), "/checkin", name="Ann")
        await hook.quiet()
    server.parked.clear()
    async with TelegramBot(server, tmp_path) as bot:
        server.world.says(42, server.world.group(-1001), "/points", name="Ann")
        await bot.quiet()
        assert (shown(server), server.webhook) == ([CHECKED_IN, POINTS], {})
