"""When a badge is earned, and what is left of it when numbers become less."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cogs.badges.rules import Grounds, Nature, names_to_read, parse, reached, stands

NATURES = {
    "streak": Nature("longest"),
    "level": Nature(follows=("lifetime",)),
}
Numbers = Mapping[str, int]


@pytest.mark.parametrize(
    ("rule", "numbers", "now_only", "found"),
    [
        ("streak >= 7", {"streak": 6, "longest": 6}, False, None),
        ("streak >= 7", {"streak": 7, "longest": 7}, False, {"streak": 7}),
        ("streak >= 7", {"streak": 1, "longest": 30}, False, {"streak": 30}),
        ("streak >= 7", {"streak": 1, "longest": 30}, True, None),
        ("streak == 7", {"streak": 7, "longest": 30}, True, {"streak": 7}),
        (
            "streak < 3 and tier",
            {"streak": 1, "longest": 9, "tier": 1},
            False,
            {"streak": 1, "tier": 1},
        ),
        ("level >= 3", {"level": 3, "lifetime": 60}, False, {"level": 3, "lifetime": 60}),
        ("messages >= 1", {}, False, None),
    ],
)
def test_a_badge_is_earned_by_what_is_or_ever_was(
    rule: str, numbers: Numbers, now_only: bool, found: Numbers | None
) -> None:
    assert reached(parse(rule), numbers, NATURES, now_only=now_only) == found


@pytest.mark.parametrize(
    ("rule", "before", "now", "left"),
    [
        # A day was taken back, and with it the longest run.
        ("streak >= 7", {"streak": 7}, {"streak": 0, "longest": 6}, False),
        # The streak ended by itself.
        ("streak >= 7", {"streak": 7}, {"streak": 1, "longest": 7}, True),
        # Points were taken back, but not below the line.
        ("lifetime >= 100", {"lifetime": 120}, {"lifetime": 100}, True),
        ("lifetime >= 100", {"lifetime": 120}, {"lifetime": 99}, False),
        ("lifetime >= 100", {"lifetime": 120}, {}, False),
        # The curve of levels is another one.
        ("level >= 3", {"level": 3, "lifetime": 60}, {"level": 1, "lifetime": 60}, True),
        ("level >= 3", {"level": 3, "lifetime": 60}, {"level": 1, "lifetime": 10}, False),
        ("level >= 3", {"level": 3, "lifetime": 60}, {"level": 4, "lifetime": 59}, True),
        # To have more than was allowed takes nothing away.
        ("streak < 3 and tier", {"streak": 1, "tier": 1}, {"streak": 9, "tier": 1}, True),
        ("messages == 5", {"messages": 5}, {"messages": 9}, True),
        ("messages == 5", {"messages": 5}, {"messages": 4}, False),
        ("tier or lifetime >= 5", {"tier": 1, "lifetime": 9}, {"lifetime": 9}, True),
    ],
)
def test_a_badge_stands_on_what_it_was_given_for(
    rule: str, before: Numbers, now: Numbers, left: bool
) -> None:
    assert stands(Grounds(rule, before), now, NATURES, set()) is left


def test_a_badge_given_by_hand_stands_whatever_the_numbers_are() -> None:
    assert stands(Grounds(), {}, NATURES, set())


@pytest.mark.parametrize(("held", "left"), [({"first"}, True), ({"other"}, False)])
def test_a_badge_that_another_one_opened_falls_with_it(held: set[str], left: bool) -> None:
    grounds = Grounds("tier", {"tier": 1}, opened="first")
    assert stands(grounds, {"tier": 1}, NATURES, held) is left


def test_what_has_to_be_read_names_peaks_and_what_is_followed() -> None:
    names = names_to_read(("streak", "level", "messages"), NATURES)
    assert sorted(names) == ["level", "lifetime", "longest", "messages", "streak"]
