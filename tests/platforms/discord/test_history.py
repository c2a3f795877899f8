"""What was written while the bot did not hear is read back, once, and not for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.text import Text
from bot.platforms.discord import history
from tests.servers.discord import Trouble
from tests.servers.discord_rights import BOT_ROLE, VIEW
from tests.servers.discord_stage import LOGIN_S, Stage, a_stage
from tests.servers.discord_world import CHANNEL, GUILD, QUIET, THREAD

FIRST = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."
BOTH = (f"{GUILD}/{CHANNEL}", f"{GUILD}/{QUIET}")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path, chats=BOTH) as running:
        yield running


def missed(stage: Stage, people: Sequence[int], channel: str = CHANNEL) -> None:
    """These check in, and the gateway does not tell."""
    for each in people:
        stage.world.message(str(each), "/checkin", channel=channel, name=f"n{each}")


async def deaf(stage: Stage, hours: int = 1) -> None:
    """The bot is not running for so long."""
    await stage.stop()
    stage.clock.jump_to(stage.clock.now() + timedelta(hours=hours))


async def reconnected(stage: Stage) -> None:
    """The session was lost and there is a new one."""
    stage.server.gateway.refuses_resume = True
    async with stage.passing(LOGIN_S):
        await stage.server.gateway.reconnect()
    await stage.settle()


def asked_for_history(stage: Stage) -> Counter[str]:
    """How often the history of which channel was asked for."""
    found = [path for method, path in stage.server.calls if method == "GET"]
    return Counter(path.split("/")[2] for path in found if path.endswith("/messages"))


async def test_a_channel_in_which_nothing_was_heard_is_read_back_too(stage: Stage) -> None:
    missed(stage, [7], QUIET)
    await reconnected(stage)
    assert stage.texts(QUIET) == [FIRST]


async def test_what_was_written_while_the_bot_was_off_is_read_back(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    await deaf(stage)
    missed(stage, range(1000, 1120))
    missed(stage, [7], QUIET)
    await stage.start()
    assert (stage.texts(), stage.texts(QUIET)) == ([FIRST] * 121, [FIRST])


async def test_what_was_handled_is_not_handled_again(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    await stage.says("7", "/checkin", name="Bo", channel=QUIET)
    for _ in range(3):
        await deaf(stage)
        await stage.start()
    assert (stage.texts(), stage.texts(QUIET)) == ([FIRST], [FIRST])
    assert asked_for_history(stage) == {CHANNEL: 4, QUIET: 4}


async def test_a_bot_that_is_new_answers_nothing_of_the_past(tmp_path: Path) -> None:
    stage = Stage(tmp_path, chats=BOTH)
    missed(stage, [42])
    stage.clock.jump_to(stage.clock.now() + timedelta(minutes=1))
    async with stage.server:
        await stage.start()
        assert stage.texts() == []
        await stage.stop()


async def test_what_is_older_than_two_days_counts_no_more(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    await deaf(stage)
    missed(stage, [7])
    stage.clock.jump_to(stage.clock.now() + timedelta(hours=47))
    missed(stage, [8])
    stage.clock.jump_to(stage.clock.now() + timedelta(hours=2))
    await stage.start()
    members = await stage.rows("SELECT user_id FROM accounts ORDER BY user_id")
    assert members == [("42",), ("8",)]


async def test_more_than_can_be_read_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST", 200)
    await stage.says("42", "/checkin", name="Ann")
    await deaf(stage)
    missed(stage, range(1000, 1201))
    await stage.start()
    # What Ann wrote, and what the bot answered, are two of the two hundred.
    assert len(stage.texts()) == 1 + 198
    assert stage.told == [Text("discord.history.long", chat=BOTH[0], count=200)]


async def test_a_thread_is_read_back_under_its_channel(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann", channel=THREAD)
    await deaf(stage)
    missed(stage, [7], THREAD)
    await stage.start()
    assert stage.texts(THREAD) == [FIRST, FIRST]
    chats = await stage.rows("SELECT DISTINCT chat FROM inbox")
    assert chats == [(f"{GUILD}/{CHANNEL}/{THREAD}",)]


async def test_a_server_alone_means_the_channels_that_were_heard(tmp_path: Path) -> None:
    async with a_stage(tmp_path, chats=(GUILD,)) as stage:
        await stage.says("42", "/checkin", name="Ann", channel=QUIET)
        await deaf(stage)
        missed(stage, [7], QUIET)
        await stage.start()
        assert stage.texts(QUIET) == [FIRST, FIRST]
        assert asked_for_history(stage) == {QUIET: 1}


async def test_another_community_is_not_read(stage: Stage) -> None:
    stage.chats = BOTH[:1]
    await stage.restart()
    missed(stage, [7], QUIET)
    await reconnected(stage)
    assert stage.texts(QUIET) == []


async def test_a_history_that_may_not_be_read_is_told_and_holds_nothing(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    await deaf(stage)
    stage.world.denies(CHANNEL, BOT_ROLE, VIEW)
    missed(stage, [7], QUIET)
    await stage.start()
    assert stage.told == [Text("discord.history", chat=BOTH[0])]
    assert stage.texts(QUIET) == [FIRST]


@pytest.mark.parametrize(
    ("trouble", "wait"), [(Trouble(429, retry_after=9), 9), (Trouble(503), 1)], ids=str
)
async def test_trouble_while_reading_is_waited_out(
    stage: Stage, trouble: Trouble, wait: int
) -> None:
    await stage.says("42", "/checkin", name="Ann")
    missed(stage, [7])
    troubles = [trouble]
    reading = ("GET", f"/channels/{CHANNEL}/messages")
    stage.server.trouble_for = lambda method, path: (
        troubles.pop() if troubles and (method, path) == reading else None
    )
    await reconnected(stage)
    await stage.says("8", "/checkin", name="Cy")
    assert stage.texts() == [FIRST]
    await stage.tick(wait)
    assert stage.texts() == [FIRST] * 3


async def test_trouble_that_stays_ends_the_client_and_loses_nothing(stage: Stage) -> None:
    await stage.says("42", "/checkin", name="Ann")
    missed(stage, [7])
    stage.server.trouble_for = lambda method, path: (
        Trouble(503) if path.endswith(f"{CHANNEL}/messages") and method == "GET" else None
    )
    await reconnected(stage)
    for wait in (1, 5, 15):
        await stage.sleepers(wait)
    failed = await stage.ended()
    assert (failed.text, failed.permanent) == (Text("discord.refused", status=503), False)
    stage.server.trouble_for = lambda method, path: None
    stage.connect()
    await stage.server.gateway.ready.wait()
    await stage.settle()
    assert stage.texts() == [FIRST, FIRST]
