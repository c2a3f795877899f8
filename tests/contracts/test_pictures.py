"""What every adapter must do with a picture, and with a message that shows something else now."""

from __future__ import annotations

from typing import Final

import pytest

from bot.platforms.capabilities import capabilities_of
from bot.presenter.graphemes import utf16_length
from bot.rehearsal.lines import Fault
from tests.contracts.bench import Act, Bench, Seen
from tests.contracts.cogs.deeds.cog import LINES, png

SQUARE: Final = png(128)


def ann(text: str) -> Act:
    return Act("42", text, name="Ann")


def square(bench: Bench) -> bytes:
    """What the platform shows of the picture."""
    return SQUARE if capabilities_of(bench.platform).pictures else b""


async def test_a_picture_comes_with_its_text(bench: Bench) -> None:
    await bench.send(ann("/do picture hello"))
    assert bench.seen() == [Seen("hello", picture=square(bench))]


async def test_a_picture_that_cannot_be_drawn_is_its_text_alone(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.send(ann("/do broken hello"))
    assert bench.seen() == [Seen("hello")]
    shows = capabilities_of(bench.platform).pictures
    logged = [each.message for each in caplog.records if each.levelname == "ERROR"]
    assert logged == ["the picture deeds.square could not be drawn"] * shows


async def test_a_picture_that_the_platform_refuses_is_its_text_alone(bench: Bench) -> None:
    bench.refuse_pictures()
    await bench.send(ann("/do picture hello"))
    await bench.send(ann("/do picture again"))
    assert bench.seen() == [Seen("hello"), Seen("again")]


async def test_a_text_that_does_not_fit_under_a_picture_goes_on_below_it(bench: Bench) -> None:
    words = "w" * 40
    await bench.send(ann(f"/do long {words}"))
    seen = bench.seen()
    limits = capabilities_of(bench.platform)
    assert [each.picture for each in seen] == [square(bench)] + [b""] * (len(seen) - 1)
    whole = "\n".join(f"line {n} {words}" for n in range(LINES))
    assert "\n".join(each.text for each in seen) == whole
    first = limits.caption_limit if limits.pictures else limits.text_limit
    assert utf16_length(seen[0].text) <= first
    assert all(utf16_length(each.text) <= bench.text_limit for each in seen[1:])


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT, Fault.ANSWER_LOST])
async def test_a_picture_is_tried_again_like_any_message(bench: Bench, fault: Fault) -> None:
    await bench.meet(fault)
    await bench.send(ann("/do picture hello"))
    await bench.wait(120)
    twice = fault is Fault.ANSWER_LOST and bench.repeats_what_was_lost
    assert bench.seen() == [Seen("hello", picture=square(bench))] * (1 + twice)


async def test_a_picture_that_waits_is_sent_after_a_restart(bench: Bench) -> None:
    await bench.meet(Fault.TIMEOUT)
    await bench.send(ann("/do picture hello"))
    await bench.restart()
    await bench.wait(120)
    assert bench.seen() == [Seen("hello", picture=square(bench))]


async def test_a_message_shows_something_else_in_its_place(bench: Bench) -> None:
    await bench.send(ann("/do between 999999"))
    first, last = bench.seen()
    await bench.send(ann(f"/do edit {first.id} otherwise"))
    assert bench.seen() == [Seen("otherwise"), last]
    assert bench.seen()[0].id == first.id


async def test_the_same_edit_again_changes_nothing(bench: Bench) -> None:
    await bench.send(ann("/do picture words"))
    await bench.send(ann("/do between 999999"))
    message = bench.seen()[-1].id
    await bench.send(ann(f"/do edit {message} otherwise"))
    await bench.send(ann(f"/do edit {message} otherwise"))
    assert [each.text for each in bench.seen()] == ["words", "before", "otherwise"]


async def test_in_place_of_a_message_that_is_gone_there_is_a_new_one(bench: Bench) -> None:
    await bench.send(ann("/do between 999999"))
    first, last = bench.seen()
    bench.delete(first.id)
    await bench.send(ann(f"/do edit {first.id} otherwise"))
    assert bench.seen() == [last, Seen("otherwise")]


async def test_an_edit_of_what_is_no_message_is_a_new_message(bench: Bench) -> None:
    await bench.send(ann("/do edit 999999 otherwise"))
    assert bench.seen() == [Seen("otherwise")]
