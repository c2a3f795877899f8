"""What the bot wants to say, before it has a language."""

from __future__ import annotations

from bot.core.outgoing import DAY_S, Button, Purpose, Reply, Say
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
