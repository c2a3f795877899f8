"""The adapter through its client library, against the strict server on loopback."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from datetime import timedelta
from pathlib import Path

import pytest

from bot.platforms.capabilities import PACES
from tests.servers.pace import TelegramPace
from tests.servers.telegram import TOKEN, TelegramServer, Trouble
from tests.servers.telegram_bot import CONFIG, TelegramBot
from tests.servers.telegram_members import status
from tests.servers.telegram_world import Shown, user_json

CHECKED_IN = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
POINTS = "Ann, you have 1 point; today you earned 1, in all 1."
ADMIN = status("administrator", can_delete_messages=True, can_restrict_members=True)


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
    server.world.bot_changes(group, status("left"), ADMIN)
    server.world.bot_changes(group, ADMIN, status("left"))
    await bot.quiet()
    assert [(text.key, text.values["chat"]) for text in bot.told] == [
        ("telegram.added", "-1009"),
        ("telegram.removed", "-1009"),
    ]


async def test_the_operator_hears_of_a_right_that_the_bot_has_lost(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group = server.world.group(-1001)
    weaker = status("administrator", can_restrict_members=True)
    for old, new in ((ADMIN, ADMIN), (ADMIN, weaker), (weaker, status("member")),
                     (status("member"), ADMIN)):  # fmt: skip
        server.world.bot_changes(group, old, new)
    await bot.quiet()
    assert [(text.key, text.values.get("rights")) for text in bot.told] == [
        ("telegram.rights", "can_delete_messages"),
        ("telegram.no.admin", None),
    ]


async def test_the_pressed_button_stops_turning(server: TelegramServer, bot: TelegramBot) -> None:
    group = server.world.group(-1001)
    update = server.world.presses(42, group, Shown(1, "…"), "no such token")
    await bot.quiet()
    assert server.answered == {update["callback_query"]["id"]}


def lines(server: TelegramServer) -> list[str]:
    """What stands in the group, line by line."""
    shown = server.world.chats[-1001].shown.values()
    return [line for each in shown for line in each.text.split("\n")]


@pytest.fixture
async def paced(server: TelegramServer, tmp_path: Path) -> AsyncIterator[TelegramBot]:
    """A bot that keeps to Telegram's pace, before a server that holds it to that."""
    async with TelegramBot(server, tmp_path, paces=PACES) as bot:
        server.pace = TelegramPace(bot.clock.monotonic)
        await bot.quiet()
        yield bot
        assert server.pace.pressed == []
        assert server.mistakes == []


async def test_a_hundred_check_ins_in_a_group_are_answered_in_seconds(
    server: TelegramServer, paced: TelegramBot
) -> None:
    group = server.world.group(-1001)
    for user in range(100, 200):
        server.world.says(user, group, "/checkin")
    await paced.quiet()
    assert server.pending == 0
    await paced.wait(5)
    told = [f"u{user}: {CHECKED_IN}".replace("\n", " ") for user in range(100, 200)]
    assert lines(server) == told
    assert [each.reply_to for each in group.shown.values()] == [None] * 4
    assert await paced.rows("SELECT state, message_id, count(*) FROM outbox GROUP BY 1, 2") == [
        ("sent", str(number), count)
        for number, count in zip(group.shown, (30, 30, 30, 10), strict=True)
    ]


async def test_once_the_minute_is_spent_a_reaction_stands_for_what_is_usual(
    server: TelegramServer, paced: TelegramBot
) -> None:
    group = server.world.group(-1001)
    for user in (200, 201, 202):  # a streak that begins is told in words
        server.world.says(user, group, "/checkin")
    await paced.wait(86_400)
    before = len(group.shown)
    for user in range(100, 120):
        server.world.says(user, group, "/checkin")
        await paced.wait(1)
    late = [server.world.says(user, group, "/checkin") for user in (200, 201, 100, 202)]
    await paced.wait(2)
    usual = [late[place]["message"]["message_id"] for place in (0, 1, 3)]
    assert group.reactions == {number: ["👍"] for number in usual}
    assert len(group.shown) == before + 20
    server.world.says(201, group, "/points", name="Bo")
    await paced.wait(60)
    assert [each.text for each in group.shown.values()][before + 20 :] == [
        "u100: 2026-11-24 is already checked in (09:00, right here). Your streak: 1 day.\n"
        "Bo, you have 2 points; today you earned 1, in all 2."
    ]


async def test_where_no_reaction_may_stand_the_answer_comes_later(
    server: TelegramServer, paced: TelegramBot
) -> None:
    group = server.world.group(-1001)
    for user in range(100, 120):
        server.world.says(user, group, "/checkin")
        await paced.wait(1)
    server.trouble_for = lambda method, values: (
        Trouble(400) if method == "setMessageReaction" else None
    )
    for user in (200, 201):
        server.world.says(user, group, "/checkin")
    await paced.wait(60)
    assert group.reactions == {}
    assert lines(server)[40:] == [f"u{u}: {CHECKED_IN}".replace("\n", " ") for u in (200, 201)]


@pytest.mark.parametrize("name", ["עברית", "أحمد \u202e", "\u2067x", "A\u200f\u202bB"])
async def test_a_name_written_from_right_to_left_turns_nothing_else(
    server: TelegramServer, bot: TelegramBot, name: str
) -> None:
    group = server.world.group(-1001)
    named = {"type": "text_mention", "offset": 7, "length": len(name), "user": user_json(43, name)}
    server.world.says(43, group, "/points", name=name)
    server.world.says(900, group, f"/award {name} 5 ran", name="Mo", entities=[named])
    await bot.quiet()
    points, award = (text for text, _ in shown(server, -1001))
    for said in (points, award):
        opened = sum(map(said.count, "\u202a\u202b\u202d\u202e"))
        assert opened == said.count("\u202c")
        assert sum(map(said.count, "\u2066\u2067\u2068")) == said.count("\u2069")
    assert points.endswith(", you have 0 points; today you earned 0, in all 0.")
    assert "5 points" in award


async def test_a_photo_with_a_command_under_it_is_a_command(
    server: TelegramServer, bot: TelegramBot
) -> None:
    server.world.sends_photo(42, server.world.group(-1001), b"x", "/checkin")
    server.world.sends_photo(42, server.world.group(-1001), b"x")
    await bot.quiet()
    assert shown(server, -1001) == [(CHECKED_IN, None)]


@pytest.mark.parametrize(
    ("ahead_s", "key"),
    [(31, "adapter.clock.fast"), (-31, "adapter.clock.slow"), (30, ""), (-30, "")],
)
async def test_a_clock_that_is_far_from_telegrams_is_said_at_the_start(
    server: TelegramServer, tmp_path: Path, ahead_s: int, key: str
) -> None:
    bot = TelegramBot(server, tmp_path)
    there = bot.clock.now() - timedelta(seconds=ahead_s)
    server.date = there.timestamp
    async with bot:
        await bot.quiet()
        found = [(text.key, text.values["seconds"]) for text in bot.told]
        assert found == ([(key, abs(ahead_s))] if key else [])
