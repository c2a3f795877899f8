"""What is for the asker alone and was asked for in a group: who hears what, on every platform.

``/tell`` of the cog in ``tests/contracts/cogs`` answers its words to the asker alone.
"""

from __future__ import annotations

from typing import Final

import pytest

from bot.rehearsal.lines import Fault
from tests.contracts.bench import Act, Bench, Seen

HINT: Final = Seen("I have answered you in private.")
MINE: Final = Seen("the secret")
CLOSED: Final = {
    "telegram": "I may not write to you in private: open a chat with me, press Start (or Unblock),"
    " and send it to me there.",
    "discord": "I may not write to you in private: use the slash command, whose answer you alone"
    " see, or allow direct messages in this server’s privacy settings and send it again.",
    "console": "I may not write to you in private: write to me there first, then send it again.",
}


def ann(text: str, update: str = "") -> Act:
    return Act("42", text, update, name="Ann")


def closed(bench: Bench) -> Seen:
    """What the group hears when the private chat takes nothing."""
    return Seen(CLOSED[bench.platform])


async def test_the_answer_comes_in_private_and_the_group_hears_only_that(bench: Bench) -> None:
    bench.open_private("42")
    await bench.send(ann("/tell the secret"))
    assert (bench.seen(), bench.seen(private="42")) == ([HINT], [MINE])


async def test_a_refusal_comes_in_private_too(bench: Bench) -> None:
    bench.open_private("42")
    await bench.send(ann("/tell +42"))
    assert (bench.seen(), bench.seen(private="42")) == ([HINT], [Seen("+42")])


async def test_in_a_private_chat_there_is_no_group_to_tell(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(ann("/tell the secret"), private=True)
    assert (bench.seen(), bench.seen(private="42")) == ([], [MINE])


async def test_who_has_no_open_private_chat_hears_in_the_group_what_to_do(bench: Bench) -> None:
    bench.close_private("42")
    await bench.send(ann("/tell the secret"))
    assert bench.seen() == [closed(bench)]
    await bench.restart()
    await bench.wait(3600)
    assert (bench.seen(), bench.seen(private="42")) == ([closed(bench)], [])
    bench.open_private("42")
    await bench.send(ann("/tell the secret"))
    assert (bench.seen(), bench.seen(private="42")) == ([closed(bench), HINT], [MINE])


async def test_a_file_is_not_shown_to_a_group_either(bench: Bench) -> None:
    bench.close_private("42")
    await bench.send(ann("/export"))
    assert (bench.seen(), bench.seen(private="42")) == ([closed(bench)], [])


async def test_who_has_closed_an_open_chat_hears_the_same(bench: Bench) -> None:
    await bench.send(ann("hello"))
    await bench.send(ann("/tell the secret"), private=True)
    bench.close_private("42")
    await bench.send(ann("/tell the secret"))
    assert (bench.seen(), bench.seen(private="42")) == ([closed(bench)], [MINE])


async def test_the_same_update_again_is_told_once(bench: Bench) -> None:
    bench.close_private("42")
    await bench.send(ann("/tell the secret", update="5"))
    await bench.send(ann("/tell the secret", update="5"))
    assert bench.seen() == [closed(bench)]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT])
async def test_the_group_hears_of_it_when_it_is_there(bench: Bench, fault: Fault) -> None:
    bench.open_private("42")
    await bench.meet(fault)
    await bench.send(ann("/tell the secret"))
    assert (bench.seen(), bench.seen(private="42")) == ([], [])
    await bench.restart()
    await bench.wait(120)
    assert (bench.seen(), bench.seen(private="42")) == ([HINT], [MINE])
