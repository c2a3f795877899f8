"""A message goes into its lane once, however old the look is by which it is found again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.entered import LATELY, Entered


def test_what_has_entered_does_not_enter_again() -> None:
    known = Entered()
    assert [known.add(1), known.add(2), known.add(1)] == [True, True, False]
    known.settle({2})
    assert [known.add(1), known.add(2), known.add(3)] == [False, False, True]


def test_only_the_latest_that_wait_no_more_are_remembered() -> None:
    known = Entered()
    for seq in range(LATELY + 5):
        known.add(seq)
    known.settle({0})
    assert [seq for seq in range(LATELY + 5) if seq not in known] == [1, 2, 3, 4]
    assert 0 in known


@given(st.lists(st.tuples(st.integers(0, 30), st.sets(st.integers(0, 30))), max_size=40))
def test_what_still_waits_is_never_forgotten(steps: list[tuple[int, set[int]]]) -> None:
    """Whatever was looked at meanwhile, and however few are remembered besides."""
    known, inside = Entered(), set[int]()
    for seq, over in steps:
        known.add(seq)
        inside = (inside | {seq}) - over
        known.settle(inside)
        assert all(each in known for each in inside)


def test_a_look_that_is_older_than_a_message_does_not_forget_it() -> None:
    known = Entered()
    known.add(1)
    known.settle(set())
    known.settle({1})
    for seq in range(2, LATELY + 10):
        known.add(seq)
    known.settle({1})
    assert 1 in known
