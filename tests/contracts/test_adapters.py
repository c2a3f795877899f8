"""What every adapter must do, whatever its platform; it runs against the room first."""

from __future__ import annotations

import pytest

from bot.rehearsal.lines import Fault
from tests.contracts.bench import MODERATOR, Act, Bench, Seen

FIRST = Seen("Checked in. Your streak begins: day 1.\n+1 point, 1 in all.")
POINTS = Seen("Ann, you have 1 point; today you earned 1, in all 1.")


def ann(text: str, update: str = "") -> Act:
    return Act("42", text, update, name="Ann")


async def test_a_command_is_answered(bench: Bench) -> None:
    await bench.send(ann("/checkin"))
    assert bench.seen() == [FIRST]


async def test_ordinary_talk_is_not_answered(bench: Bench) -> None:
    await bench.send(ann("good morning"))
    assert bench.seen() == []


async def test_a_private_question_is_answered_in_private(bench: Bench) -> None:
    await bench.send(ann("/checkin"))
    await bench.send(ann("/points"), private=True)
    assert bench.seen() == [FIRST]
    assert bench.seen(private="42") == [
        Seen("Ann, you have 1 point; today you earned 1, in all 1.")
    ]


async def test_the_same_update_twice_has_one_effect_and_one_answer(bench: Bench) -> None:
    await bench.send(ann("/checkin", update="5"))
    await bench.send(ann("/checkin", update="5"))
    await bench.send(ann("/points"))
    assert bench.seen() == [FIRST, Seen("Ann, you have 1 point; today you earned 1, in all 1.")]


async def test_the_same_update_after_a_restart_has_no_effect(bench: Bench) -> None:
    await bench.send(ann("/checkin", update="5"))
    await bench.restart()
    await bench.send(ann("/checkin", update="5"))
    assert bench.seen() == [FIRST]


async def test_a_button_changes_the_message_that_it_hangs_on(bench: Bench) -> None:
    await two_entries(bench)
    await bench.press("42", "Older")
    assert bench.seen()[-1] == Seen("2 to 2 of 2:\n2026-11-23 09:00  +1  check-in", ("Newer",))
    await bench.press("42", "Newer")
    assert bench.seen()[-1].buttons == ("Older",)
    assert len(bench.seen()) == 3


async def test_a_button_works_after_a_restart(bench: Bench) -> None:
    await two_entries(bench)
    await bench.restart()
    await bench.press("42", "Older")
    assert bench.seen()[-1].buttons == ("Newer",)


async def test_a_button_is_for_the_one_who_asked(bench: Bench) -> None:
    await two_entries(bench)
    await bench.press("7", "Older")
    assert bench.seen()[-2].buttons == ("Older",)
    assert bench.seen()[-1] == Seen(
        "That button is for Ann. To use it, please send the command yourself."
    )


async def test_an_old_button_and_a_forged_one_are_expired(bench: Bench) -> None:
    expired = Seen("That button has expired. Please send the command again.")
    await two_entries(bench)
    await bench.press_forged("42")
    assert bench.seen()[-1] == expired
    await bench.wait(86_401)
    await bench.press("42", "Older")
    assert bench.seen()[-1] == expired


async def test_a_burst_loses_nothing_and_keeps_the_order(bench: Bench) -> None:
    await bench.burst([Act(str(n), "/checkin", name=f"n{n}") for n in range(30)])
    await bench.burst([Act(str(n), "/points", name=f"n{n}") for n in range(30)])
    points = [Seen(f"n{n}, you have 1 point; today you earned 1, in all 1.") for n in range(30)]
    assert bench.seen() == [FIRST] * 30 + points


async def test_a_restart_in_the_middle_loses_and_doubles_nothing(bench: Bench) -> None:
    await bench.burst_and_restart([Act(str(n), "/checkin", f"u{n}", f"n{n}") for n in range(60)])
    assert bench.seen() == [FIRST] * 60
    await bench.send(Act("59", "/points", name="n59"))
    assert bench.seen()[-1] == Seen("n59, you have 1 point; today you earned 1, in all 1.")


async def test_a_forbidden_chat_is_given_up_and_holds_nothing(bench: Bench) -> None:
    await bench.meet(Fault.FORBIDDEN)
    await bench.send(ann("/checkin"))
    await bench.wait(3600)
    assert bench.seen() == []
    await bench.send(ann("/checkin"))
    assert len(bench.seen()) == 1


async def test_a_rate_limit_is_waited_out_for_as_long_as_it_says(bench: Bench) -> None:
    await bench.meet(Fault.RATE_LIMITED, retry_after=30)
    await bench.send(ann("/checkin"))
    await bench.wait(29)
    assert bench.seen() == []
    await bench.wait(1)
    assert bench.seen() == [FIRST]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TIMEOUT])
async def test_what_may_pass_is_tried_again_in_order(bench: Bench, fault: Fault) -> None:
    await bench.meet(fault, times=3)
    await bench.send(ann("/checkin"))
    await bench.send(ann("/points"))
    assert bench.seen() == []
    await bench.wait(120)
    assert bench.seen() == [FIRST, Seen("Ann, you have 1 point; today you earned 1, in all 1.")]


async def test_an_answer_that_waits_is_sent_after_a_restart(bench: Bench) -> None:
    await bench.meet(Fault.TIMEOUT)
    await bench.send(ann("/checkin"))
    await bench.restart()
    await bench.wait(60)
    assert bench.seen() == [FIRST]


async def test_a_lost_confirmation_repeats_the_answer_and_not_the_effect(bench: Bench) -> None:
    await bench.meet(Fault.ANSWER_LOST)
    await bench.send(ann("/checkin"))
    await bench.wait(60)
    assert bench.seen() == [FIRST] * (2 if bench.repeats_what_was_lost else 1)
    await bench.send(ann("/points"))
    assert bench.seen()[-1] == Seen("Ann, you have 1 point; today you earned 1, in all 1.")


async def test_a_long_answer_comes_in_parts_that_fit(bench: Bench) -> None:
    await bench.send(ann("/checkin"))
    count = bench.text_limit // 200 + 2
    for number in range(count):
        await bench.send(Act(MODERATOR, f"/award @42 1 {number:04}{'火' * 190}", name="Mo"))
        await bench.wait(10)
    before = len(bench.seen())
    # One page holds at most fifty entries; a platform of longer messages shows them in one.
    await bench.send(ann(f"/history {min(count, 50)}"))
    parts = bench.seen()[before:]
    assert len(parts) == (1 if count > 50 else 2)
    assert all(len(part.text.encode("utf-16-le")) // 2 <= bench.text_limit for part in parts)
    whole = "\n".join(part.text for part in parts)
    shown = min(count, 50)
    assert [f"{number:04}火" in whole for number in range(count - shown, count)] == [True] * shown
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("*bold* _it_ `code` ~~no~~", "*bold* _it_ `code` ~~no~~"),
        ("<b>Ann</b> &amp; [x](http://y)", "<b>Ann</b> &amp; [x](http://y)"),
        ("@everyone <@42> <@&7>", "@everyone <@42> <@&7>"),
        ("line\nbreak", "line break"),
        ("{ $name } %s \\n", "{ $name } %s \\n"),
    ],
)
async def test_a_name_is_shown_as_it_is_and_never_as_markup(
    bench: Bench, name: str, shown: str
) -> None:
    await bench.send(Act("42", "/points", name=name))
    assert bench.seen() == [Seen(f"{shown}, you have 0 points; today you earned 0, in all 0.")]


async def test_a_name_cannot_turn_the_direction_of_the_rest(bench: Bench) -> None:
    await bench.send(Act("42", "/points", name="\u202eevil\u2066"))
    (seen,) = bench.seen()
    assert seen.text.endswith(", you have 0 points; today you earned 0, in all 0.")
    opened = sum(seen.text.count(sign) for sign in "\u202a\u202b\u202d\u202e")
    assert opened == seen.text.count("\u202c")
    assert sum(map(seen.text.count, "\u2066\u2067\u2068")) == seen.text.count("\u2069")


async def test_hostile_text_is_taken_like_any_other(bench: Bench) -> None:
    for text in ("/checkin \x00\ud800", "x" * 10_000, "/" * 300, "\u202e/checkin"):
        await bench.send(Act("42", text, name="Ann"))
    await bench.send(ann("/points"))
    assert bench.seen()[-1] == Seen("Ann, you have 1 point; today you earned 1, in all 1.")


async def two_entries(bench: Bench) -> None:
    """Ann has two entries, and the page that shows the newer one has a button."""
    await bench.send(ann("/checkin"))
    await bench.wait(86_400)
    await bench.send(ann("/checkin"))
    await bench.send(ann("/history 1"))
    assert bench.seen()[-1] == Seen("1 to 1 of 2:\n2026-11-24 09:00  +1  check-in", ("Older",))
