"""A file is made when its message is sent: in a thread, within a time, zipped where it is large."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import pytest

from bot.core.cog import Cog, command, offers
from bot.core.context import Context, House
from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Document, Reply
from bot.core.ports import Reader
from bot.engine import documents
from bot.platforms.capabilities import TELEGRAM
from bot.presenter.delivery import File
from storage.errors import StorageUnavailable
from tests.engine.postman import LATER, states
from tests.kit import Bot, a_bot, a_cog, line

WITHOUT: Final = (
    "I could not send you the file a.json here. Please ask me for it on another platform, or ask a"
    " moderator for help."
)


class Desk:
    """Who writes files: ``made`` is what for and in which thread; ``gives`` is what comes of it."""

    def __init__(self) -> None:
        self.made: list[tuple[dict[str, str], datetime, str]] = []
        self.gives: bytes | Exception = b"{}"

    def write(self, values: Mapping[str, str], now: datetime) -> bytes:
        """As the test wants it."""
        self.made.append((dict(values), now, threading.current_thread().name))
        if isinstance(self.gives, Exception):
            raise self.gives
        return self.gives


def clerk(desk: Desk) -> Cog:
    """``/file`` has a file, ``/secret`` one for the asker alone, ``/stranger`` an unknown one."""

    @command("file")
    async def file(ctx: Context) -> Reply:
        document = Document("a.json", "clerk.file", (("who", ctx.account.user),))
        return Reply((line("here"),), document=document)

    @command("secret", private=True)
    async def secret(ctx: Context) -> Reply:
        return Reply((line("here"),), document=Document("a.json", "clerk.file"))

    @command("stranger")
    async def stranger(ctx: Context) -> Reply:
        return Reply((line("here"),), document=Document("a.json", "nobody.makes"))

    @offers("document", "clerk.file")
    async def make(
        read: Reader, house: House, values: Mapping[str, str], now: datetime
    ) -> Callable[[], bytes]:
        ((one,),) = await read.fetch_all("SELECT 1")
        return lambda: desk.write({**values, "read": str(one)}, now)

    return a_cog("clerk", file, secret, stranger, make)


@pytest.fixture
def desk() -> Desk:
    """It writes at once."""
    return Desk()


@pytest.fixture
async def bot(tmp_path: Path, desk: Desk) -> AsyncIterator[Bot]:
    """A bot with a clerk, whose platforms take files of a hundred bytes."""
    async with a_bot(tmp_path, cogs=[clerk(desk)]) as running:
        running.platforms["telegram"].limits = replace(TELEGRAM, file_limit=100)
        yield running


def files(bot: Bot) -> list[File | None]:
    """What came with each message."""
    return [sent.file for sent in bot.sent]


async def test_a_file_comes_with_its_message_and_lies_nowhere(bot: Bot, desk: Desk) -> None:
    desk.gives = b'{"all": "that is kept"}'
    assert await bot.says("telegram:42", "/file") == ["here"]
    assert files(bot) == [File("a.json", desk.gives)]
    ((values, now, thread),) = desk.made
    assert (values, now) == ({"who": "42", "read": "1"}, bot.clock.now())
    assert thread != threading.current_thread().name
    assert await bot.rows("SELECT count(*) FROM outbox WHERE body LIKE '%is kept%'") == [(0,)]


async def test_it_is_made_anew_when_its_message_is_tried_again(bot: Bot, desk: Desk) -> None:
    bot.platforms["telegram"].faults.append(LATER)
    await bot.says("telegram:42", "/file")
    desk.gives = b"newer"
    await bot.tick(minutes=1)
    assert files(bot) == [File("a.json", b"newer")]


async def test_a_file_as_large_as_the_platform_takes_is_sent_as_it_is(bot: Bot, desk: Desk) -> None:
    desk.gives = b"x" * 100
    await bot.says("telegram:42", "/file")
    assert files(bot) == [File("a.json", desk.gives)]


async def test_a_larger_one_is_zipped(bot: Bot, desk: Desk) -> None:
    bot.platforms["telegram"].limits = replace(TELEGRAM, file_limit=1_000)
    desk.gives = b"x" * 100_000
    await bot.says("telegram:42", "/file")
    (file,) = files(bot)
    assert file is not None
    with ZipFile(BytesIO(file.data)) as archive:
        assert (file.name, archive.namelist()) == ("a.json.zip", ["a.json"])
        assert archive.read("a.json") == desk.gives


async def test_one_that_is_too_large_all_the_same_is_a_sentence(bot: Bot, desk: Desk) -> None:
    desk.gives = bytes(range(256))
    assert await bot.says("telegram:42", "/file") == [WITHOUT]
    assert (files(bot), await states(bot)) == ([None], [("sent", 0, "")])


@pytest.mark.parametrize("asked", ["/file", "/stranger"])
async def test_one_that_cannot_be_made_is_a_sentence_and_told_to_the_operators(
    bot: Bot, desk: Desk, caplog: pytest.LogCaptureFixture, asked: str
) -> None:
    desk.gives = ValueError("no paper")
    assert await bot.says("telegram:42", asked) == [WITHOUT]
    kind = "clerk.file" if asked == "/file" else "nobody.makes"
    logged = [each.message for each in caplog.records if each.levelname == "ERROR"]
    assert logged == [f"the file {kind} could not be made"]


async def test_what_was_refused_once_is_not_made_again_after_a_restart(
    bot: Bot, desk: Desk
) -> None:
    refused = DeliveryFailed("no files here", permanent=True, unfit=True)
    bot.platforms["telegram"].faults.extend([refused, LATER])
    assert await bot.says("telegram:42", "/file") == []
    await bot.restart()
    await bot.tick(minutes=1)
    assert (bot.texts(), files(bot), len(desk.made)) == ([WITHOUT], [None], 1)


async def test_while_the_storage_cannot_be_read_the_message_waits(
    bot: Bot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails = iter((True, True))
    made = documents._made

    async def lost(*values: object) -> File:
        if next(fails, False):
            raise StorageUnavailable("lost")
        return await made(*values)  # type: ignore[arg-type]

    async def cannot(machine: object) -> bool:
        return False

    monkeypatch.setattr(documents, "_made", lost)
    monkeypatch.setattr(documents, "can_read", cannot)
    assert await bot.says("telegram:42", "/file") == []
    assert await bot.tick(minutes=1) == ["here"]
    assert files(bot) == [File("a.json", b"{}")]


async def test_a_file_for_one_alone_is_not_made_where_nobody_can_be_told_so(
    bot: Bot, desk: Desk
) -> None:
    bot.platforms["telegram"].limits = replace(TELEGRAM, private_messages=False)
    bot.platforms["discord"].limits = replace(TELEGRAM, private_messages=False)
    await bot.says("telegram:42", "/secret")
    await bot.says("discord:42", "/secret", answer_to="7/private/42/token")
    assert (files(bot), desk.made) == ([None, None], [])
