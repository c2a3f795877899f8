"""Pictures that the bot shows and pictures that people send, by the adapter alone."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from PIL import Image as Pillow

from bot.core.errors import DeliveryFailed
from bot.platforms.telegram import files, send
from bot.platforms.telegram.adapter import TelegramAdapter
from bot.presenter.delivery import Delivery, Image
from bot.presenter.render import Button, Part
from bot.rehearsal.clock import VirtualClock
from tests.servers.telegram import TOKEN, TelegramServer, Trouble
from tests.servers.telegram_bot import START, an_adapter
from tests.servers.telegram_world import Shown

BUTTONS: Final = (Button("k", "Older", "f" * 32),)


def picture(width: int = 8, height: int = 8, shade: int = 1, form: str = "PNG") -> Image:
    drawn = io.BytesIO()
    Pillow.new("L", (width, height), shade).save(drawn, form)
    return Image("picture.png" if form == "PNG" else "picture.jpg", drawn.getvalue())


SMALL: Final = picture()


class Place:
    """A group with a topic, and the adapter of a bot there."""

    def __init__(self, server: TelegramServer, adapter: TelegramAdapter) -> None:
        self.server = server
        self.adapter = adapter
        self.group = server.world.group(-1001, topics=(77,))

    async def shows(self, text: str, image: Image | None = None, **more: Any) -> str:
        values: dict[str, Any] = {"body": {}, "chat": "-1001/77", **more}
        part = Part(text, values.pop("buttons", ()))
        return await self.adapter.deliver(Delivery("telegram", part=part, image=image, **values))

    @property
    def shown(self) -> list[tuple[str, bytes]]:
        return [(each.text, each.picture) for each in self.group.shown.values()]

    def asked(self) -> list[str]:
        names = [name for name, _ in self.server.calls]
        self.server.calls.clear()
        return names


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with TelegramServer() as server, an_adapter(server, VirtualClock(START)) as adapter:
        place = Place(server, adapter)
        place.asked()
        yield place
        assert server.mistakes == []


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
async def test_a_picture_stands_in_its_topic_with_text_buttons_and_what_it_answers(
    place: Place, form: str
) -> None:
    asked = place.server.world.says(42, place.group, "/card", topic=77)["message"]["message_id"]
    image = picture(form=form)
    sent = await place.shows("7 days", image, buttons=BUTTONS, body={"in_reply_to": str(asked)})
    assert place.group.shown[int(sent)] == Shown(
        int(sent), "7 days", (("Older", "f" * 32),), 77, asked, image.data
    )


async def test_a_picture_needs_no_text(place: Place) -> None:
    await place.shows("", SMALL)
    assert place.shown == [("", SMALL.data)]


@pytest.mark.parametrize("text", ["x" * 1024, "🔥" * 512, "签" * 1024])
async def test_the_longest_caption_goes_under_the_picture(place: Place, text: str) -> None:
    await place.shows(text, SMALL)
    assert place.shown == [(text, SMALL.data)]


@pytest.mark.parametrize(
    ("image", "asked"),
    [
        (picture(9_000, 2_000), ["sendPhoto", "sendMessage"]),
        (picture(210, 10), ["sendPhoto", "sendMessage"]),
        (Image("picture.png", b"\x89PNG\r\n\x1a\n"), ["sendPhoto", "sendMessage"]),
        (Image("picture.png", bytes(send.MOST_BYTES + 1)), ["sendMessage"]),
    ],
)
async def test_a_picture_that_telegram_does_not_take_is_its_text_alone(
    place: Place, image: Image, asked: list[str]
) -> None:
    await place.shows("7 days", image, buttons=BUTTONS)
    assert (place.shown, place.asked()) == ([("7 days", b"")], asked)
    assert [shown.labels for shown in place.group.shown.values()] == [("Older",)]


async def test_a_picture_that_is_too_large_on_the_way_is_its_text_alone(place: Place) -> None:
    place.server.troubles.append(Trouble(413))
    await place.shows("7 days", SMALL)
    assert place.shown == [("7 days", b"")]


@pytest.mark.parametrize(
    ("trouble", "permanent", "retry_after"),
    [(Trouble(429, 9), False, 9), (Trouble(502), False, None), (Trouble("drop"), False, None),
     (Trouble(403), True, None)],
)  # fmt: skip
async def test_trouble_with_more_than_the_picture_is_no_reason_to_leave_it_out(
    place: Place, trouble: Trouble, permanent: bool, retry_after: float | None
) -> None:
    place.server.troubles.append(trouble)
    with pytest.raises(DeliveryFailed) as failed:
        await place.shows("7 days", SMALL)
    assert (failed.value.permanent, failed.value.retry_after) == (permanent, retry_after)
    assert (place.shown, place.asked()) == ([], ["sendPhoto"])


async def test_a_picture_follows_a_group_that_has_moved(place: Place) -> None:
    place.group.moved_to = -1002
    with pytest.raises(DeliveryFailed) as failed:
        await place.shows("7 days", SMALL)
    assert failed.value.moved_to == "-1002"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (None, None, b""),
        (None, SMALL, SMALL.data),
        (SMALL, picture(shade=9), picture(shade=9).data),
        (SMALL, SMALL, SMALL.data),
        # Telegram cannot take the picture off.
        (SMALL, None, SMALL.data),
        (SMALL, picture(210, 10), SMALL.data),
        (None, picture(210, 10), b""),
    ],
)
async def test_a_message_shows_something_else_in_its_place(
    place: Place, before: Image | None, after: Image | None, shown: bytes
) -> None:
    sent = await place.shows("before", before, buttons=BUTTONS)
    for _ in range(2):
        assert await place.shows("after", after, replaces=sent) == sent
        assert place.group.shown == {int(sent): Shown(int(sent), "after", (), 77, None, shown)}


async def test_a_text_too_long_for_a_caption_takes_the_place_of_the_picture(place: Place) -> None:
    sent = await place.shows("before", SMALL)
    long = "签" * 1025
    new = await place.shows(long, replaces=sent)
    assert (place.shown, new == sent) == ([(long, b"")], False)


async def test_the_new_message_is_not_said_twice_when_the_old_one_stays(place: Place) -> None:
    sent = await place.shows("before", SMALL)
    place.server.trouble_for = lambda method, values: (
        Trouble(502) if method == "deleteMessage" else None
    )
    await place.shows("签" * 1025, replaces=sent)
    assert place.shown == [("before", SMALL.data), ("签" * 1025, b"")]


async def test_the_place_is_kept_until_the_new_message_stands(place: Place) -> None:
    sent = await place.shows("before", SMALL)
    place.server.trouble_for = lambda method, values: (
        Trouble(502) if method == "sendMessage" else None
    )
    with pytest.raises(DeliveryFailed):
        await place.shows("签" * 1025, replaces=sent)
    assert place.shown == [("before", SMALL.data)]


@pytest.mark.parametrize("image", [None, SMALL])
@pytest.mark.parametrize("gone", ["deleted", "a person's"])
async def test_in_place_of_what_cannot_be_edited_there_is_a_new_message(
    place: Place, image: Image | None, gone: str
) -> None:
    if gone == "deleted":
        message = await place.shows("before")
        place.group.forget(int(message))
    else:
        update = place.server.world.says(42, place.group, "hello")
        message = str(update["message"]["message_id"])
    new = await place.shows("after", image, replaces=message)
    assert (place.shown, new == message) == (
        [("after", b"" if image is None else image.data)],
        False,
    )


async def sent_by_ann(place: Place, content: bytes, *, says_size: bool = True) -> str:
    place.server.world.sends_photo(42, place.group, content, says_size=says_size)
    (name,) = place.server.world.files
    return name


@pytest.mark.parametrize("says_size", [True, False])
@pytest.mark.parametrize("content", [SMALL.data, b"", bytes(files.MOST_BYTES)])
async def test_what_people_send_is_fetched(place: Place, content: bytes, says_size: bool) -> None:
    file = await sent_by_ann(place, content, says_size=says_size)
    assert await place.adapter.fetch(file) == content


@pytest.mark.parametrize("says_size", [True, False])
async def test_no_more_is_fetched_than_telegram_gives_to_bots(
    place: Place, says_size: bool
) -> None:
    file = await sent_by_ann(place, bytes(files.MOST_BYTES + 1), says_size=says_size)
    failed = await not_fetched(place, file)
    assert failed.permanent
    assert "too" in str(failed)


async def test_a_size_that_is_too_large_is_not_read_at_all(place: Place) -> None:
    file = await sent_by_ann(place, SMALL.data)
    place.server.world.files[file].size = files.MOST_BYTES + 1
    failed = await not_fetched(place, file)
    assert (str(failed), failed.permanent, place.server.fetched) == (
        "the file is too large: 20000001 bytes or more",
        True,
        0,
    )


async def test_a_file_that_nobody_knows_is_given_up(place: Place) -> None:
    failed = await not_fetched(place, "no-such-file")
    assert failed.permanent


async def test_a_file_that_is_not_there_now_may_be_there_later_and_no_token_is_told(
    place: Place,
) -> None:
    file = await sent_by_ann(place, SMALL.data)
    place.server.world.files[file].content = None
    failed = await not_fetched(place, file)
    assert (str(failed), failed.permanent) == ("Telegram answered 404 for a file", False)
    place.server.breaks_off = True
    failed = await not_fetched(place, file)
    assert (failed.permanent, TOKEN in repr(failed)) == (False, False)


async def test_a_path_on_some_disk_is_no_file_of_telegrams(place: Place) -> None:
    file = await sent_by_ann(place, SMALL.data)
    place.server.world.files[file].path = __file__
    failed = await not_fetched(place, file)
    assert (str(failed), failed.permanent) == ("the Bot API gives no address of the file", True)


async def not_fetched(place: Place, file: str) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as failed:
        await place.adapter.fetch(file)
    return failed.value
