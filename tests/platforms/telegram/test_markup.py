"""Buttons as Telegram takes them."""

from __future__ import annotations

from bot.platforms.telegram.markup import keyboard
from bot.presenter.delivery import Delivery
from bot.presenter.render import Button, Part
from bot.rehearsal.clock import VirtualClock
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_bot import START, an_adapter


def test_no_button_is_no_keyboard() -> None:
    assert keyboard(()) is None


def test_a_button_of_22_chinese_characters_carries_its_token_alone() -> None:
    label = "每天早上七点之前完成打卡并上传照片作为今日证明"[:22]
    found = keyboard([Button("k", label, "f" * 32)])
    assert found is not None
    assert found.to_dict() == {"inline_keyboard": [[{"text": label, "callback_data": "f" * 32}]]}


def test_short_buttons_stand_side_by_side_and_long_ones_alone() -> None:
    labels = ["a", "b", "c", "d", "a long label of a button", "e"]
    found = keyboard([Button("k", label, "t") for label in labels])
    assert found is not None
    rows = [[button.text for button in row] for row in found.inline_keyboard]
    assert rows == [["a", "b", "c"], ["d"], ["a long label of a button"], ["e"]]


async def test_telegram_takes_a_button_of_22_chinese_characters(server: TelegramServer) -> None:
    label = "每天早上七点之前完成打卡并上传照片作为今日证明"[:22]
    part = Part("今天的任务", (Button("k", label, "f" * 32),))
    async with an_adapter(server, VirtualClock(START)) as adapter:
        await adapter.deliver(Delivery("telegram", "-1001/77", part, {}))
    (shown,) = server.world.group(-1001).shown.values()
    assert (shown.buttons, server.mistakes) == (((label, "f" * 32),), [])
