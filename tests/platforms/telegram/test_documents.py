"""Files that the bot sends, by the adapter alone, and chats that take nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from bot.core.errors import DeliveryFailed
from bot.platforms.telegram.adapter import TelegramAdapter
from bot.presenter.delivery import Delivery, File
from bot.presenter.render import Button, Part
from bot.rehearsal.clock import VirtualClock
from tests.servers.telegram import TelegramServer, Trouble
from tests.servers.telegram_bot import START, an_adapter
from tests.servers.telegram_messages import MOST_IN_A_FILE
from tests.servers.telegram_requests import Refused, Upload
from tests.servers.telegram_world import Shown

BUTTONS: Final = (Button("k", "Older", "f" * 32),)
DATA: Final = File("hearth-export.json", '{"name": "小雨"}'.encode())


class Place:
    """A group with a topic, a private chat, and the adapter of a bot there."""

    def __init__(self, server: TelegramServer, adapter: TelegramAdapter) -> None:
        self.server = server
        self.adapter = adapter
        self.group = server.world.group(-1001, topics=(77,))
        self.private = server.world.private(42)

    async def shows(self, text: str, file: File | None = DATA, **more: Any) -> str:
        values: dict[str, Any] = {"body": {}, "chat": "42", **more}
        part = Part(text, values.pop("buttons", ()))
        return await self.adapter.deliver(Delivery("telegram", part=part, file=file, **values))

    async def fails(self, text: str, file: File | None = DATA, **more: Any) -> DeliveryFailed:
        with pytest.raises(DeliveryFailed) as failed:
            await self.shows(text, file, **more)
        return failed.value


def uploaded(file: File | None) -> Upload | None:
    """The file as the server keeps it."""
    return None if file is None else Upload(file.name, file.data)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with TelegramServer() as server, an_adapter(server, VirtualClock(START)) as adapter:
        yield Place(server, adapter)
        assert server.mistakes == []


async def test_a_file_comes_in_private_with_its_text_and_buttons(place: Place) -> None:
    sent = await place.shows("all of it", buttons=BUTTONS, body={"in_reply_to": "7"})
    assert place.private.shown == {
        int(sent): Shown(int(sent), "all of it", (("Older", "f" * 32),), file=uploaded(DATA))
    }


async def test_a_file_stands_in_its_topic_with_what_it_answers(place: Place) -> None:
    asked = place.server.world.says(42, place.group, "/file", topic=77)["message"]["message_id"]
    sent = await place.shows("here", chat="-1001/77", body={"in_reply_to": str(asked)})
    assert place.group.shown[int(sent)] == Shown(
        int(sent), "here", (), 77, asked, file=uploaded(DATA)
    )


@pytest.mark.parametrize("text", ["", "x" * 1024, "签" * 1024, "🔥" * 512])
async def test_the_text_of_a_file_may_be_none_or_as_long_as_a_caption(
    place: Place, text: str
) -> None:
    await place.shows(text)
    assert [(each.text, each.file) for each in place.private.shown.values()] == [
        (text, uploaded(DATA))
    ]


async def test_what_looks_like_a_picture_is_sent_as_the_file_that_it_is(place: Place) -> None:
    await place.shows("here", File("photo.png", b"\x89PNG"))
    _, values = place.server.calls[-1]
    assert (values["disable_content_type_detection"], place.server.calls[-1][0]) == (
        True,
        "sendDocument",
    )


@pytest.mark.parametrize("refusal", ["may not", "empty", "too large", "on the way"])
async def test_a_file_that_telegram_refuses_is_unfit_for_its_message(
    place: Place, refusal: str
) -> None:
    file = {"empty": File("a.txt", b""), "too large": File("a.txt", bytes(MOST_IN_A_FILE + 1))}
    place.private.takes_files = refusal != "may not"
    if refusal == "on the way":
        place.server.troubles.append(Trouble(413))
    failed = await place.fails("here", file.get(refusal, DATA))
    assert (failed.permanent, failed.unfit, place.private.shown) == (True, True, {})
    place.server.mistakes.clear()  # the bot itself looks at how large a file is


@pytest.mark.parametrize(
    ("trouble", "permanent", "retry_after"),
    [(Trouble(429, 9), False, 9), (Trouble(502), False, None), (Trouble("drop"), False, None),
     (Trouble(403), True, None)],
)  # fmt: skip
async def test_trouble_with_more_than_the_file_is_not_the_files(
    place: Place, trouble: Trouble, permanent: bool, retry_after: float | None
) -> None:
    place.server.troubles.append(trouble)
    failed = await place.fails("here")
    assert (failed.permanent, failed.unfit, failed.retry_after) == (permanent, False, retry_after)


@pytest.mark.parametrize("before", [None, File("a.txt", b"old")])
@pytest.mark.parametrize("after", [None, File("b.txt", b"new")])
async def test_a_message_shows_another_file_in_its_place(
    place: Place, before: File | None, after: File | None
) -> None:
    sent = await place.shows("before", before, buttons=BUTTONS)
    for _ in range(2):
        assert await place.shows("after", after, replaces=sent) == sent
        # Telegram cannot take the file off.
        shown = Shown(int(sent), "after", file=uploaded(after or before))
        assert place.private.shown == {int(sent): shown}


async def test_a_text_too_long_for_a_caption_takes_the_place_of_the_file(place: Place) -> None:
    sent = await place.shows("before")
    new = await place.shows("签" * 1025, None, replaces=sent)
    assert ([each.file for each in place.private.shown.values()], new == sent) == ([None], False)


async def test_a_file_in_place_of_what_is_gone_is_a_new_message(place: Place) -> None:
    gone = await place.shows("before")
    place.private.forget(int(gone))
    new = await place.shows("after", replaces=gone)
    assert [(str(n), each.text) for n, each in place.private.shown.items()] == [(new, "after")]


@pytest.mark.parametrize("file", [None, DATA])
@pytest.mark.parametrize(
    "how", ["never opened", "blocked", "chat not found", "PEER_ID_INVALID", "deactivated"]
)
async def test_a_private_chat_that_takes_nothing_is_closed(
    place: Place, how: str, file: File | None
) -> None:
    world = place.server.world
    world.says(7, place.group, "hello")
    chat = "7"
    match how:
        case "blocked":
            chat, place.private.blocked = "42", True
        case "chat not found":
            chat = "4242"
        case "PEER_ID_INVALID":
            place.private.refuses = Refused(400, "Bad Request: PEER_ID_INVALID")
            chat = "42"
        case "deactivated":
            place.private.refuses = Refused(403, "Forbidden: user is deactivated")
            chat = "42"
    failed = await place.fails("here", file, chat=chat)
    # With a file it is tried without one first, and then said to be closed.
    tried = failed if not failed.unfit else await place.fails("here", None, chat=chat)
    assert (tried.permanent, tried.closed, tried.unfit) == (True, True, False)
    if how == "chat not found":
        place.server.mistakes.clear()
