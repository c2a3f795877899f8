"""What the bot wants to say, before it has a language."""

from __future__ import annotations

import pytest

from bot.core.outgoing import DAY_S, Button, Listed, Purpose, Reply, Say
from bot.core.text import Text


def test_a_reply_of_one_sentence() -> None:
    assert Reply.of("checkin.done", streak=3) == Reply((Text("checkin.done", streak=3),))


def test_a_value_may_be_called_like_a_parameter() -> None:
    assert Reply.of("checkin.done", key=1).texts[0].values == {"key": 1}


def test_a_button_works_for_a_day_as_often_as_it_is_pressed() -> None:
    button = Button("ok", Text("history.older"), "history.page")
    assert (button.lifetime_s, button.once, button.args, button.command) == (DAY_S, False, (), "")


def test_a_message_that_nobody_asked_for_is_a_notice_without_limits() -> None:
    said = Say("telegram", "-1001", (Text("history.empty"),))
    assert (said.purpose, said.to, said.mentions, said.cancel_key, said.dedupe_key) == (
        Purpose.NOTICE,
        "",
        (),
        "",
        "",
    )
    assert (said.not_before, said.not_after) == (0, 0)


def test_sentences_are_equal_by_key_and_values() -> None:
    assert Text("a", n=1) == Text("a", n=1)
    assert Text("a", n=1) != Text("a", n=2)
    assert Text("a") != Text("b")
    assert Text("a") != "a"
    assert len({Text("a", n=1), Text("a", n=1), Text("a", n=2)}) == 2
    assert repr(Text("a", n=1, of=Text("b"))) == "Text('a', n=1, of=Text('b'))"


@pytest.mark.parametrize(
    ("kept", "others", "said"),
    [
        ([0, 1, 2], 0, ["head", "0", "1", "more 1", "foot"]),
        ([0, 1, 2], 4, ["head", "0", "1", "more 5", "foot"]),
        ([0, 2], 0, ["head", "0", "2", "foot"]),
        ([2], 4, ["head", "2", "more 4", "foot"]),
        ([], 4, ["rest 4", "foot"]),
        ([], 0, []),
    ],
)
def test_a_message_of_names_names_the_first_and_counts_the_others(
    kept: list[int], others: int, said: list[str]
) -> None:
    listed = Listed(
        head=Text("head"),
        lines=(Text("0"), Text("1"), Text("2")),
        foot=Text("foot"),
        most=2,
        others=others,
        more="more",
        rest="rest",
    )
    shown = [" ".join(map(str, (each.key, *each.values.values()))) for each in listed.texts(kept)]
    assert shown == said
