"""The house's own commands for one alone: as slash commands, with their buttons, and typed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers.discord_stage import Stage, a_stage
from tests.servers.discord_world import CHANNEL, Json, Shown

HINT = "I have answered you in private."
PRIVATE = {"type": 5, "data": {"flags": 64}}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as running:
        await running.says("42", "hello", name="Ann")
        yield running


def theirs(stage: Stage) -> list[Shown]:
    """What Ann alone sees in the channel."""
    found: list[Shown] = stage.world.messages(CHANNEL, reader="42")
    return found


def private(stage: Stage) -> list[str]:
    """What the bot said in Ann's private chat."""
    return stage.texts(stage.world.private_channel("42"))


def form(name: str, **values: str) -> Json:
    """A form of a command, with its options."""
    options = [{"name": each, "type": 3, "value": value} for each, value in values.items()]
    return {"name": name, "type": 1, "options": options}


async def press(stage: Stage, label: str) -> None:
    (shown,) = theirs(stage)
    token = next(each["custom_id"] for each in shown.buttons if each["label"] == label)
    await stage.presses("42", shown, token, "Ann")


async def test_a_code_is_shown_to_the_asker_alone_and_kept_nowhere(stage: Stage) -> None:
    call = await stage.calls("42", "link", form("start"), name="Ann")
    (shown,) = theirs(stage)
    code = re.search(r"[2-9A-HJ-NP-Z]{8}", shown.text)
    assert code is not None
    assert shown.text.startswith(f"Your code is {code[0]}. Send /link {code[0]} to me")
    assert stage.server.words == {call["id"]: PRIVATE}
    assert (stage.texts(), private(stage)) == ([], [])
    assert await stage.rows("SELECT state, body FROM outbox") == [("sent", "")]


async def test_a_code_is_given_and_a_link_confirmed_by_forms_of_the_same_command(
    stage: Stage,
) -> None:
    await stage.calls("42", "link", form("start", code="7KM4XQ2P"), name="Ann")
    await stage.calls("42", "link", form("confirm"), name="Ann")
    assert [each.text.partition(".")[0].partition(":")[0] for each in theirs(stage)] == [
        "That is no code that works",
        "Nothing waits for your confirmation",
    ]
    assert (stage.texts(), private(stage)) == ([], [])


async def test_a_page_about_oneself_is_shown_to_the_asker_alone(stage: Stage) -> None:
    await stage.calls("42", "me", name="Ann")
    assert [each.text.partition("\n")[0] for each in theirs(stage)] == ["This is kept of you:"]
    assert (stage.texts(), private(stage)) == ([], [])


async def test_forgetting_is_asked_and_done_in_one_message_that_nobody_else_sees(
    stage: Stage,
) -> None:
    await stage.calls("42", "forget", name="Ann")
    first = theirs(stage)[0].id
    await press(stage, "Here only")
    assert theirs(stage)[0].text.startswith("I would forget all that I know of you in Dawn.")
    await press(stage, "Confirm")
    assert [(each.id, each.text, each.buttons) for each in theirs(stage)] == [
        (first, "I have forgotten you. If you write again, you begin anew.", [])
    ]
    assert (stage.texts(), private(stage)) == ([], [])


async def test_nothing_is_forgotten_when_it_is_cancelled(stage: Stage) -> None:
    await stage.calls("42", "forget", name="Ann")
    await press(stage, "Everywhere")
    await press(stage, "Cancel")
    assert [each.text for each in theirs(stage)] == ["All right, nothing was erased."]
    assert stage.texts() == []


async def test_a_refusal_of_such_a_command_is_for_the_asker_alone(stage: Stage) -> None:
    platform = {"name": "platform", "type": 3, "value": "telegram"}
    await stage.calls("42", "unlink", platform, name="Ann")
    assert [each.text for each in theirs(stage)] == [
        "This account is linked with no other, so there is nothing to part. /link begins a link."
    ]
    assert stage.texts() == []


@pytest.mark.parametrize("typed", ["/link", "/me", "/forget", "/unlink telegram", "/link confirm"])
async def test_typed_in_the_channel_the_answer_goes_to_the_private_chat(
    stage: Stage, typed: str
) -> None:
    asked = await stage.says("42", typed, name="Ann")
    (hint,) = stage.world.messages(CHANNEL)
    assert (hint.text, hint.body["message_reference"]["message_id"]) == (HINT, asked["id"])
    assert (len(private(stage)), theirs(stage)) == (1, [])
