"""What is for the asker alone stays theirs: in the channel, in parts, behind buttons, and late."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import cogs
from bot.platforms.discord.answers import AnswerTo
from tests.servers.discord import Trouble
from tests.servers.discord_stage import Stage, a_stage
from tests.servers.discord_world import CHANNEL, Json, Shown

LINE = "0 " + "w" * 40
PRIVATE, OPEN = {"type": 5, "data": {"flags": 64}}, {"type": 5}


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, str(Path(__file__).parent / "cogs")])
    async with a_stage(tmp_path) as running:
        await running.says("42", "/checkin", name="Ann")
        running.world.delete(running.world.messages(CHANNEL)[0].id)
        yield running


async def whisper(stage: Stage, lines: int = 1, channel: str = CHANNEL) -> Json:
    words = {"name": "words", "type": 3, "value": str(lines)}
    return await stage.calls("42", "whisper", words, name="Ann", channel=channel)


def theirs(stage: Stage) -> list[Shown]:
    """What Ann alone sees in the channel."""
    found: list[Shown] = stage.world.messages(CHANNEL, reader="42")
    return found


async def press(stage: Stage, label: str) -> None:
    (shown,) = theirs(stage)
    token = next(each["custom_id"] for each in shown.buttons if each["label"] == label)
    await stage.presses("42", shown, token, "Ann")


async def test_a_private_command_is_thought_about_and_answered_in_private(stage: Stage) -> None:
    call = await whisper(stage)
    assert stage.server.words == {call["id"]: PRIVATE}
    assert [each.text for each in theirs(stage)] == [LINE]
    assert stage.texts() == []


async def test_another_command_is_answered_for_all(stage: Stage) -> None:
    call = await stage.calls("42", "points", name="Ann")
    assert stage.server.words == {call["id"]: OPEN}
    assert (len(stage.texts()), theirs(stage)) == (1, [])


async def test_every_part_of_a_long_answer_is_private(stage: Stage) -> None:
    await whisper(stage, 60)
    parts = theirs(stage)
    whole = "\n".join(f"{n} {'w' * 40}" for n in range(60))
    assert ("\n".join(each.text for each in parts), len(parts)) == (whole, 2)
    assert [len(each.buttons) for each in parts] == [0, 2]
    assert stage.texts() == []


async def test_a_private_message_is_changed_through_the_press(stage: Stage) -> None:
    await whisper(stage)
    await press(stage, "Turn")
    assert [each.text for each in theirs(stage)] == ["turned"]
    assert stage.texts() == []


async def test_a_press_on_a_private_message_is_answered_in_private(stage: Stage) -> None:
    await whisper(stage)
    await press(stage, "Again")
    assert [each.text for each in theirs(stage)] == [LINE, "turned"]
    assert stage.texts() == []


async def test_what_is_answered_too_late_goes_to_the_private_chat(stage: Stage) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=900))
    await whisper(stage)
    await stage.tick(901)
    assert stage.texts(stage.world.private_channel("42")) == [LINE]
    assert (stage.texts(), theirs(stage)) == ([], [])


async def test_in_a_private_chat_there_is_nobody_to_hide_from(stage: Stage) -> None:
    call = await whisper(stage, channel="")
    assert stage.server.words == {call["id"]: OPEN}
    assert stage.texts(stage.world.private_channel("42")) == [LINE]


@pytest.mark.parametrize("text", ["", "7", "x///token", "7/private/42/"])
def test_what_names_no_interaction_is_none(text: str) -> None:
    assert AnswerTo.read(text) is None


@pytest.mark.parametrize(
    "answer_to",
    [
        AnswerTo.command("7", "a/token", "42", private=False),
        AnswerTo.command("7", "token", "42", private=True),
        AnswerTo.press("7", "token", "42"),
    ],
)
def test_what_was_written_is_read(answer_to: AnswerTo) -> None:
    assert AnswerTo.read(answer_to.written) == answer_to
