"""Files that the bot sends: in a private chat, to one alone in a channel, in place of another."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import DeliveryFailed
from bot.presenter.delivery import Delivery, File, Image
from bot.presenter.render import Button, Part
from tests.servers.discord import Trouble
from tests.servers.discord_stage import Stage, a_stage
from tests.servers.discord_world import CHANNEL, GUILD, Attached, Shown

CHAT = f"{GUILD}/{CHANNEL}"
DATA = File("hearth-export.json", '{"name": "小雨"}'.encode())
HERE = (
    "Here is all that is kept of you (hearth-export.json). It is readable text in JSON; keep it to"
    " yourself."
)
WITHOUT = (
    "I could not send you the file hearth-export.json here. Please ask me for it on another"
    " platform, or ask a moderator for help."
)
HOW = (
    "I may not write to you in private: use the slash command, whose answer you alone see, or"
    " allow direct messages in this server’s privacy settings and send it again."
)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as running:
        yield running


def message(text: str, file: File | None = DATA, **more: Any) -> Delivery:
    part = Part(text, more.pop("buttons", ()))
    chat = more.pop("chat", "42")
    return Delivery("discord", chat, part, more.pop("body", {}), file=file, **more)


def private(stage: Stage) -> list[Shown]:
    """What stands in Ann's private chat."""
    found: list[Shown] = stage.world.messages(stage.world.private_channel("42"))
    return found


def theirs(stage: Stage) -> list[Shown]:
    """What Ann alone sees in the channel."""
    found: list[Shown] = stage.world.messages(CHANNEL, reader="42")
    return found


def exported(shown: Shown) -> list[Any]:
    """The accounts in the file that hangs on the message."""
    assert shown.file is not None
    assert (shown.text, shown.file.name, shown.file.kind) == (
        HERE,
        "hearth-export.json",
        "application/json",
    )
    accounts: list[Any] = json.loads(shown.file.data)["person"]["accounts"]
    return accounts


ANN = [{"platform": "discord", "id": "42", "name": "Ann"}]


async def test_a_file_comes_in_private_with_its_text_and_buttons(stage: Stage) -> None:
    button = Button("k", "Older", "token")
    sent = await stage.adapter.deliver(message(r"\*all\*", buttons=(button,), key="1.0"))
    (shown,) = private(stage)
    assert (shown.id, shown.text, shown.file) == (
        sent,
        "*all*",
        Attached("hearth-export.json", "application/json", DATA.data),
    )
    assert [each["label"] for each in shown.buttons] == ["Older"]
    assert shown.body["attachments"] == [{"id": 0, "filename": "hearth-export.json"}]
    assert await stage.adapter.deliver(message("again", key="1.0")) == sent


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "text/csv"),
        ("a.txt", "text/plain"),
        ("a.json.zip", "application/zip"),
        ("a.other", "application/octet-stream"),
    ],
)
async def test_discord_is_told_what_a_file_is(stage: Stage, name: str, kind: str) -> None:
    await stage.adapter.deliver(message("", File(name, b"x")))
    assert [each.file for each in private(stage)] == [Attached(name, kind, b"x")]


@pytest.mark.parametrize(
    "refusal", [(413, 40_005), (400, 50_046), (403, 50_013), (413, 0)], ids=str
)
async def test_a_file_that_is_refused_is_unfit_for_its_message(
    stage: Stage, refusal: tuple[int, int]
) -> None:
    stage.server.files_refused = refusal
    with pytest.raises(DeliveryFailed) as raised:
        await stage.adapter.deliver(message("here"))
    assert (raised.value.permanent, raised.value.unfit, private(stage)) == (True, True, [])


async def test_a_file_that_is_too_large_is_unfit(stage: Stage) -> None:
    with pytest.raises(DeliveryFailed) as raised:
        await stage.adapter.deliver(message("here", File("a.txt", b"x" * 10_000_001)))
    assert raised.value.unfit


async def test_a_file_that_meets_a_limit_waits(stage: Stage) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=7))
    with pytest.raises(DeliveryFailed) as raised:
        await stage.adapter.deliver(message("here"))
    assert (raised.value.retry_after, raised.value.unfit) == (7, False)


@pytest.mark.parametrize("code", [50_007, 50_278])
async def test_a_private_chat_that_takes_nothing_is_closed(stage: Stage, code: int) -> None:
    stage.server.troubles.append(Trouble(403, code=code))
    with pytest.raises(DeliveryFailed) as raised:
        await stage.adapter.deliver(message("here", None))
    assert (raised.value.permanent, raised.value.closed) == (True, True)


async def test_a_message_gets_a_file_another_one_a_picture_and_none(stage: Stage) -> None:
    number = await stage.adapter.deliver(message("one", None))
    picture = Image("picture.png", b"\x89PNG and more")
    for file, image in ((DATA, None), (File("b.txt", b"b"), None), (None, picture), (None, None)):
        said = message("two", file, image=image, replaces=number)
        assert await stage.adapter.deliver(said) == number
        (shown,) = private(stage)
        assert (shown.file and shown.file.data) == (file and file.data)
        assert shown.picture == (image.data if image else b"")
    assert [each.text for each in private(stage)] == ["two"]


async def test_a_slash_command_is_answered_with_a_file_that_the_asker_alone_sees(
    stage: Stage,
) -> None:
    await stage.calls("42", "export", name="Ann")
    (shown,) = theirs(stage)
    assert exported(shown) == ANN
    assert (stage.texts(), private(stage)) == ([], [])


async def test_a_refused_file_is_a_sentence_in_the_same_place(stage: Stage) -> None:
    stage.server.files_refused = (403, 50_013)
    await stage.calls("42", "export", name="Ann")
    assert [(each.text, each.file) for each in theirs(stage)] == [(WITHOUT, None)]
    assert (stage.texts(), private(stage)) == ([], [])


async def test_a_file_that_comes_too_late_goes_to_the_private_chat(stage: Stage) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=900))
    await stage.calls("42", "export", name="Ann")
    await stage.tick(901)
    (shown,) = private(stage)
    assert exported(shown) == ANN
    assert (stage.texts(), theirs(stage)) == ([], [])


async def test_one_that_comes_too_late_for_a_closed_chat_is_told_in_the_channel(
    stage: Stage,
) -> None:
    stage.world.closed.add(stage.world.private_channel("42"))
    stage.server.troubles.append(Trouble(429, retry_after=900))
    await stage.calls("42", "export", name="Ann")
    await stage.tick(901)
    assert (stage.texts(), private(stage), theirs(stage)) == ([HOW], [], [])
    await stage.restart()
    assert stage.texts() == [HOW]
