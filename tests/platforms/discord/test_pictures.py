"""Pictures on the wire, and what is downloaded of people's files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.errors import DeliveryFailed
from bot.platforms.discord.files import MOST_BYTES
from bot.platforms.discord.translate import Scene, translate
from bot.presenter.delivery import Delivery, Image
from bot.presenter.render import Button, Part
from tests.servers.discord import Trouble
from tests.servers.discord_stage import Stage, a_stage
from tests.servers.discord_world import BOT, CHANNEL, GUILD, Json, Shown

CHAT = f"{GUILD}/{CHANNEL}"
PICTURE = Image("picture.png", b"\x89PNG and more")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path) as running:
        yield running


def message(text: str, image: Image | None = PICTURE, **more: Any) -> Delivery:
    part = Part(text, more.pop("buttons", ()))
    return Delivery("discord", CHAT, part, more.pop("body", {}), image=image, **more)


def newest(stage: Stage) -> Shown:
    found: Shown = stage.world.messages(CHANNEL)[-1]
    return found


def alt(shown: Shown) -> str:
    (attachment,) = shown.body["attachments"]
    assert (attachment["id"], attachment["filename"]) == (0, "picture.png")
    return str(attachment.get("description", ""))


async def test_a_picture_is_uploaded_with_its_text_and_described_by_it(stage: Stage) -> None:
    button = Button("k", "Older", "token")
    sent = await stage.adapter.deliver(message(r"2026\-11: \*Ann\*", buttons=(button,), key="1.0"))
    shown = newest(stage)
    assert (shown.id, shown.text, shown.picture) == (sent, "2026-11: *Ann*", PICTURE.data)
    assert alt(shown) == "2026-11: *Ann*"
    assert [each["label"] for each in shown.buttons] == ["Older"]
    assert await stage.adapter.deliver(message("again", key="1.0")) == sent


@pytest.mark.parametrize(
    ("text", "said"),
    [("", ""), ("two\nlines", "two lines"), ("word " * 100, "word " * 39 + "word…")],
)
async def test_the_first_words_describe_a_picture(stage: Stage, text: str, said: str) -> None:
    await stage.adapter.deliver(message(text))
    assert alt(newest(stage)) == said


@pytest.mark.parametrize(
    "refusal", [(413, 40_005), (400, 50_046), (403, 50_013), (413, 0)], ids=str
)
async def test_a_picture_that_is_refused_is_left_out(
    stage: Stage, refusal: tuple[int, int]
) -> None:
    stage.server.pictures_refused = refusal
    await stage.adapter.deliver(message("the text"))
    await stage.adapter.deliver(message(""))
    shown = stage.world.messages(CHANNEL)
    assert [(each.text, each.picture) for each in shown] == [("the text", b""), ("…", b"")]


async def test_a_picture_that_is_too_large_is_left_out(stage: Stage) -> None:
    await stage.adapter.deliver(message("the text", Image("picture.png", b"x" * 10_000_001)))
    assert (newest(stage).text, newest(stage).picture) == ("the text", b"")


async def test_a_chat_that_is_closed_stays_closed(stage: Stage) -> None:
    stage.server.troubles.extend([Trouble(403, code=50_001)] * 2)
    with pytest.raises(DeliveryFailed) as raised:
        await stage.adapter.deliver(message("the text"))
    assert (raised.value.permanent, raised.value.closed) == (True, True)


async def test_a_picture_that_meets_a_limit_waits_with_its_text(stage: Stage) -> None:
    stage.server.troubles.append(Trouble(429, retry_after=7))
    with pytest.raises(DeliveryFailed) as raised:
        await stage.adapter.deliver(message("the text"))
    assert (raised.value.retry_after, stage.world.messages(CHANNEL)) == (7, [])


async def test_a_message_gets_a_picture_another_one_and_none(stage: Stage) -> None:
    number = await stage.adapter.deliver(message("one", None))
    for image in (PICTURE, Image("picture.png", b"other"), None):
        said = message("two", image, replaces=number)
        assert await stage.adapter.deliver(said) == number
        assert newest(stage).picture == (image.data if image else b"")
    assert [each.text for each in stage.world.messages(CHANNEL)] == ["two"]


async def test_an_edit_of_somebody_elses_message_is_a_new_one(stage: Stage) -> None:
    asked = await stage.says("42", "hello")
    sent = await stage.adapter.deliver(message("words", replaces=asked["id"]))
    assert (newest(stage).id, sent == asked["id"]) == (sent, False)


async def test_a_slash_command_is_answered_with_a_picture(stage: Stage) -> None:
    # Its words come first, so that the test has an answer to put a picture in the place of.
    call = await stage.calls("42", "checkin", name="Ann")
    update = stage.world.interactions[call["id"]]
    answer_to = f"{call['id']}///{update['token']}"
    sent = await stage.adapter.deliver(message("the card", body={"answer_to": answer_to}))
    assert (stage.server.answers[call["id"]], newest(stage).picture) == (sent, PICTURE.data)
    assert alt(newest(stage)) == "the card"


def attached(stage: Stage, name: str, data: bytes, size: int | None = None) -> Json:
    number = str(900 + len(stage.server.files))
    stage.server.files[name] = data
    url = f"{stage.server.file_base}/{name}?ex=1%2B&hm=2"
    kind = "image/png" if name.endswith("png") else "text/plain"
    return {"id": number, "filename": name, "size": len(data) if size is None else size,
            "url": url, "proxy_url": url, "content_type": kind}  # fmt: skip


def file_of(stage: Stage, *files: Json) -> str:
    """By what the file of a message is fetched, as its update says it."""
    update = stage.world.message("42", "look", channel=CHANNEL, attachments=list(files))
    scene = Scene(BOT, stage.clock.now(), lambda *_: CHAT, str, str)
    (incoming,) = translate("MESSAGE_CREATE", update, scene)
    return incoming.file


async def test_the_first_picture_of_a_message_is_downloaded(stage: Stage) -> None:
    files = [attached(stage, "a.txt", b"first"), attached(stage, "b.png", b"second")]
    assert await stage.adapter.fetch(file_of(stage, *files)) == b"second"
    assert await stage.adapter.fetch(file_of(stage, files[0])) == b"first"


@pytest.mark.parametrize(
    ("data", "size"), [(b"x", MOST_BYTES + 1), (b"x" * (MOST_BYTES + 1), 1)], ids=["said", "found"]
)
async def test_a_file_that_is_too_large_is_not_read_to_its_end(
    stage: Stage, data: bytes, size: int
) -> None:
    failed = await no_file(stage, file_of(stage, attached(stage, "a.png", data, size)))
    assert (str(failed), failed.permanent) == (f"a file of more than {MOST_BYTES} bytes", True)


async def test_a_file_that_is_gone_or_was_none_is_given_up(stage: Stage) -> None:
    file = file_of(stage, attached(stage, "a.png", b"x"))
    message = file.rpartition(":")[0]
    del stage.server.files["a.png"]
    assert [
        (str(failed), failed.permanent)
        for failed in [
            await no_file(stage, file),
            await no_file(stage, f"{message}:1"),
            await no_file(stage, f"{CHAT}:999:1"),
            await no_file(stage, "somewhere"),
        ]
    ] == [
        ("Discord answered 404 for a file", True),
        ("the file is gone", True),
        ("Discord answered 404 (10008)", True),
        ("no file of Discord: somewhere", True),
    ]


async def no_file(stage: Stage, reference: str) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as raised:
        await stage.adapter.fetch(reference)
    return raised.value
