"""Tiers are reached at once and lost slowly: a table of cases, and what holds for every history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.levels.rules import NEWCOMER, Criteria, Standing, TierRules, decide

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DAY = timedelta(days=1)
GROWING, EXPERT = 1, 2
RULES = TierRules((Criteria(50, 7), Criteria(500, 60, 3)), 0.9, 14 * DAY)


@pytest.mark.parametrize(
    ("held", "has", "stands"),
    [
        (Standing(NEWCOMER), Criteria(49, 7), Standing(NEWCOMER)),
        (Standing(NEWCOMER), Criteria(50, 6), Standing(NEWCOMER)),
        (Standing(NEWCOMER), Criteria(50, 7), Standing(GROWING)),
        (Standing(NEWCOMER), Criteria(500, 60, 3), Standing(EXPERT)),
        (Standing(GROWING), Criteria(500, 60, 2), Standing(GROWING)),
        # Nine tenths of the line are enough to stay, and anything less is not.
        (Standing(EXPERT), Criteria(450, 54, 3), Standing(EXPERT)),
        (Standing(EXPERT), Criteria(449, 60, 3), Standing(EXPERT, NOW)),
        (Standing(EXPERT), Criteria(500, 60, 2), Standing(EXPERT, NOW)),
        (Standing(EXPERT, NOW - 13 * DAY), Criteria(449, 60, 3), Standing(EXPERT, NOW - 13 * DAY)),
        (Standing(EXPERT, NOW - 14 * DAY), Criteria(449, 60, 3), Standing(GROWING)),
        (Standing(EXPERT, NOW - 14 * DAY), Criteria(45, 7), Standing(GROWING)),
        (Standing(EXPERT, NOW - 14 * DAY), Criteria(44, 7), Standing(NEWCOMER)),
        # Whoever comes back in time has lost nothing.
        (Standing(EXPERT, NOW - 13 * DAY), Criteria(450, 54, 3), Standing(EXPERT)),
        (Standing(GROWING, NOW - 13 * DAY), Criteria(500, 60, 3), Standing(EXPERT)),
    ],
)
def test_how_a_member_stands(held: Standing, has: Criteria, stands: Standing) -> None:
    assert decide(held, has, RULES, NOW) == stands


def test_without_a_share_no_tier_is_ever_lost_and_without_grace_it_is_at_once() -> None:
    never = TierRules(RULES.lines, 0, timedelta(0))
    assert decide(Standing(EXPERT), Criteria(), never, NOW) == Standing(EXPERT)
    at_once = TierRules(RULES.lines, 0.9, timedelta(0))
    assert decide(Standing(EXPERT), Criteria(449, 60, 3), at_once, NOW) == Standing(GROWING)


numbers = st.builds(Criteria, st.integers(0, 600), st.integers(0, 70), st.integers(0, 4))


@given(st.lists(st.tuples(st.integers(0, 20), numbers), max_size=40))
def test_a_tier_is_lost_only_after_the_whole_grace_below_its_line(
    history: list[tuple[int, Criteria]],
) -> None:
    held, now = Standing(NEWCOMER), NOW
    enough_at = now
    for days, has in history:
        now += days * DAY
        before, held = held, decide(held, has, RULES, now)
        # The same again changes nothing more.
        assert decide(held, has, RULES, now).tier == held.tier
        if held.tier < before.tier:
            assert now - enough_at >= RULES.grace
        line = RULES.lines[held.tier - 1] if held.tier else Criteria()
        if all(own >= need * 0.9 for own, need in zip(has, line, strict=True)):
            enough_at = now


@given(numbers, numbers, st.integers(0, 2))
def test_having_more_never_means_a_lower_tier(one: Criteria, more: Criteria, tier: int) -> None:
    sum_of_both = Criteria(*(a + b for a, b in zip(one, more, strict=True)))
    long_below = Standing(tier, NOW - RULES.grace)
    less = decide(long_below, one, RULES, NOW).tier
    assert decide(long_below, sum_of_both, RULES, NOW).tier >= less
