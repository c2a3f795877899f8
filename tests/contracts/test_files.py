"""What every adapter must do with a file that comes with a message."""

from __future__ import annotations

import json
from typing import Final

import pytest

from bot.platforms.capabilities import capabilities_of
from bot.presenter.graphemes import utf16_length
from bot.rehearsal.lines import Fault
from tests.contracts.bench import Act, Bench, Seen
from tests.contracts.cogs.deeds.cog import LINES

FILE: Final = ("deeds.txt", b"hello")
HINT: Final = Seen("I have answered you in private.")
HERE: Final = (
    "Here is all that is kept of you (hearth-export.json). It is readable text in JSON; keep it to"
    " yourself."
)


def ann(text: str) -> Act:
    return Act("42", text, name="Ann")


def without(name: str) -> Seen:
    """What is said in place of a file."""
    return Seen(
        f"I could not send you the file {name} here. Please ask me for it on another platform, or"
        " ask a moderator for help."
    )


def assert_it_is_anns(bench: Bench) -> None:
    """Ann alone has got one file, of all that is kept of her."""
    (seen,) = bench.seen(private="42")
    assert seen.file is not None
    name, content = seen.file
    assert (seen.text, name) == (HERE, "hearth-export.json")
    assert json.loads(content)["person"]["accounts"] == [
        {"platform": bench.platform, "id": "42", "name": "Ann"}
    ]


async def test_a_file_comes_with_its_text(bench: Bench) -> None:
    await bench.send(ann("/do file hello"))
    assert bench.seen() == [Seen("hello", file=FILE)]


async def test_a_file_comes_in_private(bench: Bench) -> None:
    await bench.send(ann("/checkin"))
    before = bench.seen()
    await bench.send(ann("/export"), private=True)
    assert_it_is_anns(bench)
    assert bench.seen() == before


async def test_a_file_that_is_asked_for_in_the_group_comes_in_private(bench: Bench) -> None:
    bench.open_private("42")
    await bench.send(ann("/export"))
    assert_it_is_anns(bench)
    assert bench.seen() == [HINT]


async def test_a_file_that_the_platform_refuses_is_a_sentence(bench: Bench) -> None:
    bench.open_private("42")
    bench.refuse_files()
    await bench.send(ann("/do file hello"))
    await bench.send(ann("/export"))
    assert bench.seen() == [without("deeds.txt"), HINT]
    assert bench.seen(private="42") == [without("hearth-export.json")]


async def test_a_file_that_cannot_be_made_is_a_sentence(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.send(ann("/do unwritten hello"))
    assert bench.seen() == [without("a.txt")]
    logged = [each.message for each in caplog.records if each.levelname == "ERROR"]
    assert logged == ["the file deeds.file could not be made"]


async def test_a_text_that_does_not_fit_under_a_file_goes_on_below_it(bench: Bench) -> None:
    words = "w" * 40
    await bench.send(ann(f"/do filled {words}"))
    seen = bench.seen()
    limits = capabilities_of(bench.platform)
    file = ("deeds.txt", words.encode())
    assert [each.file for each in seen] == [file] + [None] * (len(seen) - 1)
    whole = "\n".join(f"line {n} {words}" for n in range(LINES))
    assert "\n".join(each.text for each in seen) == whole
    assert utf16_length(seen[0].text) <= limits.caption_limit
    assert all(utf16_length(each.text) <= bench.text_limit for each in seen[1:])


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT, Fault.ANSWER_LOST])
async def test_a_file_is_tried_again_like_any_message(bench: Bench, fault: Fault) -> None:
    await bench.meet(fault)
    await bench.send(ann("/do file hello"))
    await bench.wait(120)
    twice = fault is Fault.ANSWER_LOST and bench.repeats_what_was_lost
    assert bench.seen() == [Seen("hello", file=FILE)] * (1 + twice)


async def test_a_file_that_waits_is_sent_after_a_restart(bench: Bench) -> None:
    await bench.meet(Fault.TIMEOUT)
    await bench.send(ann("/do file hello"))
    await bench.restart()
    await bench.wait(120)
    assert bench.seen() == [Seen("hello", file=FILE)]
