"""Over the wire: the real client library against a gateway and a REST API of ours."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.clock import to_micros
from bot.core.text import Text
from bot.platforms.capabilities import PACES
from tests.engine.batch import FIRST as FIRST_ASKED
from tests.engine.batch import put_reminders
from tests.kit import Do
from tests.servers.discord import Trouble
from tests.servers.discord_stage import Stage, a_stage
from tests.servers.discord_world import BOT, CHANNEL, GUILD, OWNER, THREAD, Json
from tests.servers.pace import DiscordPace

FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
POINTS = "Ann, you have 1 point; today you earned 1, in all 1."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as running:
        yield running


def who(user: str) -> Json:
    return {"name": "who", "type": 6, "value": user}


async def test_a_typed_command_is_answered_as_a_reply(stage: Stage) -> None:
    message = await stage.says("42", "/checkin", name="Ann")
    assert stage.texts() == [FIRST]
    (sent,) = stage.world.messages(CHANNEL)
    assert sent.body["message_reference"] == {
        "message_id": message["id"],
        "fail_if_not_exists": False,
    }


async def test_a_slash_command_is_stored_then_deferred_then_answered(stage: Stage) -> None:
    call = await stage.calls("42", "checkin", name="Ann")
    assert stage.server.words == {call["id"]: {"type": 5}}
    assert stage.texts() == [FIRST]
    assert stage.server.answers.keys() == {call["id"]}


async def test_options_of_a_slash_command_are_those_of_the_text(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    options = [
        who("42"),
        {"name": "amount", "type": 4, "value": -1},
        {"name": "reason", "type": 3, "value": '"quoted" and more'},
    ]
    await stage.calls("900", "award", *options, name="Mo")
    assert stage.texts()[-1].startswith(
        '1 point was taken from Ann, 0 left. Reason: "quoted" and more.'
    )


async def test_who_manages_messages_is_a_moderator_and_who_does_not_is_none(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    mention = [stage.world.user("42", "Ann")]
    await stage.says("7", "/award <@42> 5 kind", name="Bo", mentions=mention)
    stage.world.moderators.add("7")
    await stage.says("7", "/award <@42> 5 kind", name="Bo", mentions=mention)
    await stage.says(OWNER, "/award <@42> 5 kind", name="Ow", mentions=mention)
    stage.world.moderators.remove("7")
    await stage.says("7", "/award <@42> 5 kind", name="Bo", mentions=mention)
    given = ["got 5 points" in text for text in stage.texts()[1:]]
    assert given == [False, True, True, False]


async def test_a_thread_belongs_to_the_community_of_its_channel(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann", channel=THREAD)
    await stage.says("42", "/checkin", name="Ann", channel="3002")
    assert (stage.texts(THREAD), stage.texts("3002")) == ([FIRST], [])


async def test_a_slow_store_is_deferred_after_a_second_and_a_half(stage: Stage) -> None:
    async with stage.storage_stands_still():
        call = stage.world.interaction(
            "42", 2, {"id": "1", "name": "checkin", "type": 1}, channel=CHANNEL, name="Ann"
        )
        await stage.server.gateway.tell("INTERACTION_CREATE", call)
        await stage.server.gateway.heard()
        assert stage.server.words == {}
        await stage.sleepers(1.5)
        await stage.server.word.wait()
        assert stage.server.words == {call["id"]: {"type": 5}}
    await stage.settle()
    assert stage.texts() == [FIRST]


async def test_what_is_answered_too_late_goes_to_the_chat(stage: Stage) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=900))
    call = await stage.calls("42", "checkin", name="Ann")
    await stage.tick(901)
    assert stage.texts() == [FIRST]
    assert call["id"] not in stage.server.answers


async def test_an_interaction_is_answered_after_a_restart(stage: Stage) -> None:
    stage.server.troubles.append(Trouble("hang"))
    call = await stage.calls("42", "checkin", name="Ann")
    await stage.restart()
    await stage.tick(60)
    assert stage.texts() == [FIRST]
    assert call["id"] in stage.server.answers


async def test_commands_are_registered_once_and_again_only_when_they_changed(stage: Stage) -> None:
    names = {
        each["name"]: each["name_localizations"].get("zh-CN") for each in stage.server.commands
    }
    assert (names["checkin"], names["award"], names["help"]) == ("签到", "奖励", "帮助")
    await stage.restart()
    assert stage.server.synced == 1
    stage.server.commands[0]["description"] = "something else"
    await stage.restart()
    assert stage.server.synced == 2


async def test_zones_are_offered_while_somebody_types(stage: Stage) -> None:
    data = {
        "id": "1", "name": "timezone", "type": 1,
        "options": [{"name": "zone", "type": 3, "value": "shang", "focused": True}],
    }  # fmt: skip
    asked = stage.world.interaction("42", 4, data, channel=CHANNEL)
    await stage.server.gateway.tell("INTERACTION_CREATE", asked)
    await stage.server.word.wait()
    choice = {"name": "Asia/Shanghai", "value": "Asia/Shanghai"}
    assert stage.server.words == {asked["id"]: {"type": 8, "data": {"choices": [choice]}}}


async def test_nobody_is_pinged_and_no_name_is_markup(stage: Stage) -> None:
    await stage.says("42", "/points", name="@everyone *b* <@7>")
    (sent,) = stage.world.messages(CHANNEL)
    assert sent.body["allowed_mentions"] == {"parse": [], "users": [], "replied_user": False}
    assert sent.body["content"].startswith(r"\@everyone \*b\* \<\@7\>, you have 0 points")


async def test_bots_webhooks_and_joins_are_no_members(stage: Stage) -> None:
    await stage.says("50", "/checkin", author=stage.world.user("50", "b", bot=True))
    hook = await stage.says("51", "hello", webhook_id="51")
    await stage.says(BOT, "/checkin")
    await stage.server.gateway.tell(
        "GUILD_MEMBER_ADD", {"guild_id": GUILD, "user": stage.world.user("52", "New"),
                             **stage.world.member("52")},
    )  # fmt: skip
    await stage.settle()
    assert len(stage.texts()) == 1
    assert await stage.rows("SELECT count(*) FROM members") == [(0,)]
    assert await stage.rows(f"SELECT state FROM inbox WHERE update_id = '{hook['id']}'") == [
        ("done",)
    ]


@pytest.mark.parametrize(
    ("close", "says"),
    [(4004, "discord.token"), (4014, "discord.intents"), (4013, "discord.intents")],
)
async def test_a_login_that_is_refused_ends_it_for_good(
    tmp_path: Path, close: int, says: str
) -> None:
    stage = Stage(tmp_path)
    async with stage.server:
        stage.server.gateway.closes.append(close)
        await failing(stage, Text(says), permanent=True)


async def test_an_unknown_token_is_told(tmp_path: Path) -> None:
    stage = Stage(tmp_path, token="revoked")
    async with stage.server:
        await failing(stage, Text("discord.token"), permanent=True)


async def test_a_server_in_trouble_may_be_tried_again(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    async with stage.server:
        stage.server.trouble_for = lambda method, path: Trouble(503)
        await failing(stage, Text("discord.refused", status=503), permanent=False)


async def test_an_event_that_the_library_cannot_read_ends_the_client(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    async with stage.server:
        await stage.start()
        await stage.server.gateway.tell("MESSAGE_CREATE", {"id": "no", "nothing": "else"})
        failed = await stage.ended()
        assert (failed.text, failed.permanent) == (Text("discord.unreadable"), False)
        stage.server.gateway.refuses_resume = True
        stage.connect()
        await stage.server.gateway.ready.wait()
        await stage.says("42", "/checkin", name="Ann")
        assert stage.texts() == [FIRST]
        await stage.stop()


async def test_what_was_written_while_nobody_heard_is_read_back(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    missed = [
        stage.world.message(str(n), "/checkin", channel=CHANNEL, name="N")
        for n in range(1000, 1250)
    ]
    stage.server.gateway.refuses_resume = True
    reconnected = asyncio.get_running_loop().create_task(stage.server.gateway.reconnect())
    await stage.sleepers(5)
    await reconnected
    for message in missed[-3:]:
        await stage.server.gateway.tell("MESSAGE_CREATE", message)
    await stage.says("42", "/points", name="Ann")
    assert stage.texts() == [FIRST] * 251 + [POINTS]


async def test_replayed_events_are_handled_once(stage: Stage) -> None:
    await reconnecting(stage, 5)


@pytest.mark.long
async def test_two_hundred_reconnects_handle_each_event_once(stage: Stage) -> None:
    await reconnecting(stage, 200)


async def test_a_limit_everywhere_holds_every_chat(stage: Stage) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=20, everywhere=True))
    await stage.says("42", "/checkin", name="Ann")
    await stage.says("7", "/points", name="Bo", channel="")
    asked = Counter(stage.server.calls)
    await stage.tick(19)
    assert Counter(stage.server.calls) == asked
    await stage.tick(2)
    assert stage.texts() == [FIRST]


async def test_a_limit_from_before_the_api_is_waited_out(stage: Stage) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=60, via=False))
    await stage.says("42", "/checkin", name="Ann")
    await stage.tick(59)
    assert stage.texts() == []
    await stage.tick(1)
    assert stage.texts() == [FIRST]


async def test_private_chats_that_are_opened_too_fast_are_opened_later(stage: Stage) -> None:
    troubles = [Trouble(403, code=40_003)]
    stage.server.trouble_for = lambda method, path: (
        troubles.pop() if troubles and path == "/users/@me/channels" else None
    )
    await stage.says("42", "/checkin", name="Ann")
    await stage.says("42", "/points", name="Ann", channel="")
    private = stage.world.private_channel("42")
    assert stage.texts(private) == []
    await stage.tick(1)
    assert stage.texts(private) == [POINTS]


async def test_what_waits_for_the_bucket_of_its_channel_presses_nobody(stage: Stage) -> None:
    loop = asyncio.get_running_loop()
    stage.server.pace = DiscordPace(loop.time, bucket_s=0.1)
    for _ in range(12):
        await stage.server.gateway.tell(
            "MESSAGE_CREATE", stage.world.message("42", "/points", channel=CHANNEL, name="Ann")
        )
    await stage.settle()
    assert len(stage.texts()) == 12
    assert stage.server.pace.pressed == []


async def test_a_batch_whose_confirmations_are_lost_is_said_once(tmp_path: Path) -> None:
    stage = Stage(tmp_path, paces=PACES)
    async with stage.server as server:
        await stage.start()
        draw = random.Random(4)
        server.trouble_for = lambda method, path: (
            Trouble("lost")
            if method == "POST" and path.endswith("/messages") and draw.random() < 0.5
            else None
        )
        now = to_micros(stage.clock.now())
        await stage.app.database.run([Do(put_reminders("discord", 60, now))])
        for _ in range(4):
            await stage.restart()
            await stage.tick(draw.uniform(0.1, 2))
        await stage.tick(60)
        await stage.stop()
        said = sorted(each.text for each in stage.world.shown.values())
        assert said == [f"remember, {user}" for user in range(FIRST_ASKED, FIRST_ASKED + 60)]
        assert server.mistakes == []


async def test_unknown_events_and_hostile_text_are_taken(stage: Stage) -> None:
    await stage.server.gateway.tell("SOMETHING_NEW", {"id": "1"})
    await stage.says("42", "/checkin \x00 \ud800", name="A\x00\ud800nn")
    assert stage.texts() == [FIRST]


async def failing(stage: Stage, text: Text, *, permanent: bool) -> None:
    stage.build()
    await stage.app.start()
    stage.connect()
    failed = await stage.ended()
    await stage.app.stop()
    assert (failed.text, failed.permanent) == (text, permanent)


async def reconnecting(stage: Stage, times: int) -> None:
    stage.server.gateway.replays = 3
    tasks = threads = 0
    for number in range(times):
        await stage.says(str(number), "/checkin", name=f"n{number}")
        await stage.server.gateway.reconnect()
        await stage.settle()
        if number == 1:
            tasks, threads = len(asyncio.all_tasks()), threading.active_count()
    assert stage.texts() == [FIRST] * times
    assert stage.server.gateway.resumed == times
    assert stage.server.gateway.identified == 1
    assert len(asyncio.all_tasks()) <= tasks
    assert threading.active_count() <= threads
