"""Updates that come late, broken or unknown: none is lost, and none holds up the others."""

from __future__ import annotations

import asyncio
import copy
from dataclasses import fields
from datetime import timedelta
from functools import cache, partial
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.clock import SystemClock
from bot.core.model import Incoming
from bot.core.text import Text
from bot.engine.encoder import incoming_from_json, incoming_to_json
from bot.platforms.cleaning import storable
from bot.platforms.telegram.mentions import Me
from bot.platforms.telegram.receive import Receiver
from bot.platforms.telegram.wire import open_bot, read_update
from tests.servers.telegram import TOKEN, TelegramServer
from tests.servers.telegram_bot import TelegramBot
from tests.servers.telegram_members import status
from tests.servers.telegram_world import BOT_ID, World, bot_json, user_json

CHECKED_IN = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
POINTS = "Ann, you have 1 point; today you earned 1, in all 1."


def shown(server: TelegramServer) -> list[str]:
    return [each.text for each in server.world.chats[-1001].shown.values()]


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
    message = server.world.message(43, group)
    server.push({"update_id": 10_001, "message": {**message, "text": 5}})
    server.push({"update_id": 10_002, "channel_post": {**message, "text": "news"}})
    await bot.quiet()
    assert shown(server) == [CHECKED_IN]
    assert server.pending == 0
    assert [each.message for each in caplog.records if "skipped" in each.message] == [
        "malformed update 1 of Telegram was skipped: KeyError",
        "malformed update 3 of Telegram was skipped: TypeError",
        "update 2 of Telegram was skipped: ['something_new']",
        "malformed update 10000 of Telegram was skipped: KeyError",
        "malformed update 10001 of Telegram was skipped: AttributeError",
        "update 10002 of Telegram was skipped: ['channel_post']",
    ]


@pytest.mark.parametrize(
    "odd",
    [
        b"<html>please log in</html>",
        b'"ok"',
        b'{"ok": true}',
        b'{"ok": true, "result": [{}, {"update_id": true}, {"update_id": "7"}, 5]}',
        b'{"ok": true, "result": [{"update_id": 1000000000000000000000}]}',
    ],
)
async def test_what_is_no_answer_of_telegram_is_waited_out(
    server: TelegramServer, bot: TelegramBot, odd: bytes
) -> None:
    server.odd.append(odd)
    server.world.says(42, server.world.group(-1001), "/checkin", name="Ann")
    server.publish()
    await bot.has_told(1)
    await bot.clock.advance_to(bot.clock.now() + timedelta(seconds=2), bot.app.idle)
    await bot.quiet()
    assert [text.key for text in bot.told] == ["telegram.unreachable", "telegram.back"]
    assert shown(server) == [CHECKED_IN]


async def test_updates_out_of_order_are_all_confirmed(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group = server.world.group(-1001)
    message = {**server.world.message(42, group, name="Ann"), "text": "/checkin"}
    server.push({"update_id": 20_001, "message": message})
    message = {**server.world.message(42, group, name="Ann"), "text": "/points"}
    server.push({"update_id": 20_000, "message": message})
    await bot.quiet()
    assert shown(server) == [CHECKED_IN, POINTS]
    assert server.pending == 0


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
    assert shown(server) == [CHECKED_IN]


def valid_updates() -> list[dict[str, Any]]:
    """One update of each kind that says something to the bot."""
    world = World()
    group, private = world.group(-1001, topics=(77,)), world.private(42)
    named = {"type": "text_mention", "offset": 0, "length": 1, "user": user_json(43)}
    world.says(42, group, "/award x 5", topic=77, entities=[named], reply_to=1)
    world.says(42, private, "/points", language="zh")
    world.sends_photo(42, group, b"", "/checkin")
    world.happens("edited_message", {**world.message(42, group), "text": "x", "edit_date": 1})
    world.reacts(42, group, 1, ["👍"], ["🔥"])
    world.changes(42, group, status("left"), status("member"))
    world.bot_changes(group, status("administrator"), status("member"))
    world.becomes_supergroup(world.group(-50, type="group"), -1002)
    query = {"id": "1", "from": user_json(42), "chat_instance": "1", "data": "x",
             "message": {**world.message(42, group), "from": bot_json(), "text": "…"}}  # fmt: skip
    world.happens("callback_query", query)
    return world.happened


VALID: Final = valid_updates()
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@st.composite
def broken_updates(draw: st.DrawFn) -> dict[str, Any]:
    """A valid update in which something is missing or is something else."""
    update: dict[str, Any] = copy.deepcopy(draw(st.sampled_from(VALID)))
    place: Any = update
    while True:
        keys = list(place if isinstance(place, dict) else range(len(place)))
        key = draw(st.sampled_from(keys))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and draw(st.integers(0, 9)) > 0:
            place = inner
        elif key == "update_id":
            return update
        elif draw(st.booleans()):
            place[key] = draw(JSON)
            return update
        else:
            del place[key]
            return update


# Its certificates take a tenth of a second to read.
a_client = cache(partial(open_bot, TOKEN, "http://127.0.0.1:1", lambda date: None))


def a_receiver(stored: list[Incoming]) -> Receiver:
    async def take_in(incoming: Incoming) -> None:
        stored.append(incoming)

    me, told = Me(BOT_ID, "hearth_bot"), list[Text]()
    return Receiver(a_client(), me, SystemClock(), asyncio.Event(), take_in, told.append)


def vars_of(incoming: Incoming) -> list[Any]:
    return [getattr(incoming, field.name) for field in fields(incoming)]


@settings(max_examples=300)
@given(st.lists(broken_updates(), max_size=3))
def test_no_broken_update_holds_up_the_one_behind_it(broken: list[dict[str, Any]]) -> None:
    stored: list[Incoming] = []
    whole = {**VALID[1], "update_id": 99_999}
    updates = [found for raw in [*broken, whole] if (found := read_update(raw)) is not None]
    asyncio.run(a_receiver(stored).take(updates))
    assert stored[-1].update_id == "99999"
    for each in stored:
        assert incoming_from_json(incoming_to_json(each)) == each
        words = [value for value in vars_of(each) if isinstance(value, str)]
        assert list(map(storable, words)) == words
