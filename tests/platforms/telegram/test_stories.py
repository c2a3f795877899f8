"""A bot as its operator runs it: a process, a database, the real library, a strict Telegram."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import pytest

from bot.core.clock import SystemClock
from tests.architecture.source import ROOT
from tests.cli.started import LIMIT_S, Started, start
from tests.engines import ENGINES, engines
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_members import status
from tests.servers.telegram_world import Chat, Shown, user_json

ZH: Final = """
[hearth]
database = "{database}"

[platforms.telegram]
api_base = "{base}"

[community.main]
name = "晨光"
zone = "{zone}"
locale = "zh"
chats = ["telegram:-1001"]
"""
TOKEN_IN_ENV: Final = {"HEARTH_TELEGRAM_TOKEN": TOKEN}


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.world.now = lambda: int(SystemClock().now().timestamp())
        yield server
        assert server.mistakes == []


async def until(telegram: TelegramServer, is_so: Callable[[], bool]) -> None:
    """It has become so by what the bot has sent."""
    sent = asyncio.Event()
    telegram.noted = lambda method, values: sent.set()
    telegram.publish()
    while not is_so():
        await asyncio.wait_for(sent.wait(), LIMIT_S)
        sent.clear()


def texts(chat: Chat) -> list[str]:
    return [shown.text for shown in chat.shown.values()]


def where_it_is_noon() -> str:
    """A zone in which no day ends while the test runs; its sign is the other way round."""
    return f"Etc/GMT{SystemClock().now().hour - 12:+d}"


async def a_database(folder: Path, engine: str) -> str:
    """The address of an empty database of this engine."""
    if engine == "sqlite":
        return "sqlite:///hearth.db"
    database = engines.database(folder)
    await database.open()
    await database.close()
    return engines.url(folder)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
async def test_a_check_in_is_answered_where_it_was_asked_and_its_button_survives_a_kill(
    telegram: TelegramServer, tmp_path: Path, engine: str
) -> None:
    database = await a_database(tmp_path, engine)
    config = ZH.format(database=database, base=telegram.base, zone=where_it_is_noon())
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    group, private = telegram.world.group(-1001, topics=(77, 78)), telegram.world.private(43)
    group.staff = [{"user": user_json(900), **status("creator")}]
    running = await start(tmp_path, "run", **TOKEN_IN_ENV)
    await running.says("running on telegram")

    telegram.world.says(43, group, "早", name="Ann", topic=77, language="en")
    asked = telegram.world.says(42, group, "/签到", name="小雨", topic=77)
    await until(telegram, lambda: len(group.shown) == 1)
    telegram.world.says(43, private, "/签到", name="Ann", language="en")
    await until(telegram, lambda: len(private.shown) == 1)
    (first,) = group.shown.values()
    assert (first.text, first.topic, first.reply_to) == (
        "签到成功，连签 1 天。\n+1 分，现在共 1 分。",
        77,
        asked["message"]["message_id"],
    )
    assert texts(private) == ["Checked in. Your streak begins: day 1.\n+1 point, 1 in all."]

    page = await a_page_with_a_button(telegram, group)
    newest = page.text
    before = list(group.shown)

    running.process.kill()
    await running.ends()
    telegram.parked.clear()
    again = await start(tmp_path, "run", **TOKEN_IN_ENV)
    await again.says("running on telegram")
    telegram.world.presses(42, group, page, page.buttons[0][1])
    await until(telegram, lambda: page.text != newest)
    assert ("跑步" in newest, "签到" in page.text) == (True, True)
    assert (page.labels, page.topic) == (("更近的",), 77)
    telegram.world.says(42, group, "/签到", name="小雨", topic=78)
    await until(telegram, lambda: any(shown.topic == 78 for shown in group.shown.values()))
    new = [shown for number, shown in group.shown.items() if number not in before]
    assert "已经签过了" in new.pop().text
    # What was said last before the kill may be said once more, and nothing else.
    assert [shown.text for shown in new] in ([], [group.shown[before[-1]].text])
    await has_ended(again)


async def a_page_with_a_button(telegram: TelegramServer, group: Chat) -> Shown:
    """Who is 42 has two entries and sees the newer one; that it was sent is written down."""
    named = {"type": "text_mention", "offset": 7, "length": 2, "user": user_json(42, "小雨")}
    telegram.world.says(900, group, "/award 小雨 5 跑步", topic=77, entities=[named])
    await until(telegram, lambda: len(group.shown) == 2)
    telegram.world.says(42, group, "/明细 1", name="小雨", topic=77)
    await until(telegram, lambda: len(group.shown) == 3)
    page = list(group.shown.values())[-1]
    assert page.labels == ("更早的",)
    # An answer is sent when of the one before it nothing is left to write.
    telegram.world.says(42, group, "/积分", name="小雨", topic=77)
    await until(telegram, lambda: len(group.shown) == 4)
    return page


async def has_ended(running: Started) -> None:
    running.process.terminate()
    assert (await running.ends())[0] == 0
    assert [line for line in running.lines if "Traceback" in line] == []
    assert TOKEN not in "".join(running.lines)


FENCE: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    found = FENCE.findall((ROOT / page).read_text(encoding="utf-8"))
    return [block for name, block in found if name == language]


def commands(page: str) -> list[list[str]]:
    """What the page says to type, as arguments of ``hearth``."""
    said = re.findall(
        r"^\.venv/bin/hearth ([a-z- .]+)", "\n".join(blocks(page, "sh")), re.MULTILINE
    )
    return [each.split() for each in said]


def page_config(page: str, base: str) -> str:
    """The config of the page, for a Telegram of ours."""
    config = blocks(page, "toml")[0]
    assert config.startswith("[platforms.telegram]\n")
    return config.replace("\n", f'\napi_base = "{base}"\n', 1)


@pytest.mark.parametrize(
    ("readme", "page", "locale", "asked"),
    [
        ("README.md", "docs/platforms/telegram.md", "en", "checkin"),
        pytest.param(
            *("README.zh.md", "docs/platforms/telegram.zh.md", "zh", "签到"), marks=pytest.mark.long
        ),
    ],
)
async def test_from_a_token_to_a_running_bot_as_the_pages_say(
    telegram: TelegramServer, tmp_path: Path, readme: str, page: str, locale: str, asked: str
) -> None:
    example, check, doctor, run = commands(readme)
    assert [each[0] for each in (example, check, doctor, run)] == [
        "example-config", "check-config", "doctor", "run",
    ]  # fmt: skip
    said = ("--locale", locale)
    for each in (example, [*check, *said]):
        assert (await outcome(await start(tmp_path, *each)))[0] == 0

    (keep,) = re.findall(r"`(install [^`]+)`", (ROOT / page).read_text(encoding="utf-8"))
    subprocess.run(keep.split(), cwd=tmp_path, input=f"{TOKEN}\n".encode(), check=True)
    (tmp_path / "config.toml").write_text(page_config(page, telegram.base), encoding="utf-8")
    (number,) = re.findall(r"telegram:(-\d+)", blocks(page, "toml")[0])
    assert await outcome(await start(tmp_path, *check, *said)) == (0, [])

    # Nothing is switched on yet: each step of the page takes one problem away.
    telegram.world.privacy = True
    group = telegram.world.group(int(number), status="left")
    ended, problems = await outcome(await start(tmp_path, *doctor, *said))
    assert (ended, [number in line for line in problems]) == (1, [True])
    group.status = "member"
    ended, problems = await outcome(await start(tmp_path, *doctor, *said))
    assert (ended, len(problems), "/setprivacy" in problems[-1]) == (1, 2, True)
    group.status, telegram.world.privacy = "administrator", False
    assert await outcome(await start(tmp_path, *doctor, *said)) == (0, [])

    running = await start(tmp_path, *run, *said)
    await running.says("running on telegram")
    telegram.world.says(42, group, asked, name="Ann")
    telegram.world.says(42, group, "签到", name="Ann")
    await until(telegram, lambda: bool(group.shown))
    added = telegram.world.group(-1007)
    telegram.world.bot_changes(added, {"status": "left"}, {"status": "member"})
    telegram.publish()
    assert "telegram:-1007" in await running.says("-1007")
    await has_ended(running)


async def outcome(running: Started) -> tuple[int, list[str]]:
    """Its status, and the problems that it has said."""
    status, _ = await running.ends()
    assert TOKEN not in "".join(running.lines)
    return status, running.lines
