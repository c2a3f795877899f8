"""The language of badges' rules: what it reads, what it refuses, and what it guesses was meant."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.badges.rules import mended, parse
from cogs.badges.rules.rule import COMPARES, Compare, Condition, Joined, Not

STREAK = Compare("streak", ">=", 7)
RICH = Compare("lifetime", ">=", 100)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("streak >= 7", STREAK),
        ("streak>=7", STREAK),
        ("  Streak  >=  007 ", STREAK),
        ("ｓｔｒｅａｋ　＞＝　７", STREAK),
        ("streak ≥ 7", STREAK),
        ("7 <= streak", STREAK),
        ("(((streak >= 7)))", STREAK),
        ("streak > 6", Compare("streak", ">", 6)),
        ("6 < streak", Compare("streak", ">", 6)),
        ("streak ≠ 0", Compare("streak", "!=", 0)),
        ("streak == 7", Compare("streak", "==", 7)),
        ("answers_accepted", Compare("answers_accepted", ">=", 1)),
        ("streak >= 7 and lifetime >= 100", Joined((STREAK, RICH))),
        ("streak >= 7 AND lifetime >= 100", Joined((STREAK, RICH))),
        ("streak >= 7 or lifetime >= 100", Joined((STREAK, RICH), either=True)),
        ("not streak >= 7", Not(STREAK)),
        ("not (streak >= 7 and tier)", Not(Joined((STREAK, Compare("tier", ">=", 1))))),
        (
            "streak >= 7 or lifetime >= 100 and tier",
            Joined((STREAK, Joined((RICH, Compare("tier", ">=", 1)))), either=True),
        ),
        ("3 <= streak < 7", Joined((Compare("streak", ">=", 3), Compare("streak", "<", 7)))),
    ],
)
def test_a_rule_is_read_as_people_mean_it(text: str, condition: Condition) -> None:
    rule = parse(text)
    assert (rule.text, rule.condition) == (text, condition)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "7",
        "streak >= ",
        ">= 7",
        "streak >= 7 and",
        "streak >= 7 lifetime >= 1",
        "(streak >= 7",
        "streak >= 7)",
        "()",
        "streak = 7",
        "streak => 7",
        "streak >= -7",
        "streak >= 7.5",
        "streak >= 1_000",
        "streak >= 1,000",
        "streak >= 0x10",
        "streak >= 1e3",
        "streak >= 7j",
        "streak >= ²",
        "streak >= ٣",
        "streak >= 99999999999",
        "streak >= 1000000001",
        "streak >= " + "9" * 480,
        "streak >= active_days",
        "3 < 7",
        "3 < 7 < streak",
        "streak in (1)",
        "streak is 7",
        "streak if tier else lifetime",
        "lambda: streak",
        "await streak",
        "streak + 1 >= 7",
        "-streak >= 7",
        "streak.longest >= 7",
        "streak[0] >= 7",
        "streak() >= 7",
        "__import__('os').system('true')",
        "().__class__.__bases__[0].__subclasses__()",
        "[x for x in (1, 2)]",
        "{streak}",
        "f'{streak}'",
        "'streak' >= 7",
        "streak := 7",
        "streak >= 7; import os",
        "streak >= 7 # and more",
        "streak >= 7\nlifetime >= 1",
        "streak >= 7\\",
        "streak\x00 >= 7",
        "streak >= 7\u202e",
        "连签 >= 7",
        "√streak >= 7",
        "not",
        "and",
        "(" * 400,
        "(" * 240 + "streak" + ")" * 240,
        "not " * 124,
        "not " * 30 + "streak",
        "(" * 30 + "streak" + ")" * 30,
        "(streak) >= 7",
        " and ".join(["streak"] * 21),
        "streak >= 7" + " " * 500,
    ],
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("streak = 7", "streak == 7"),
        ("streak => 7", "streak >= 7"),
        ("streak =< 7", "streak <= 7"),
        ("streak >= 7 && lifetime >= 1", "streak >= 7 and lifetime >= 1"),
        ("streak >= 7 & lifetime >= 1", "streak >= 7 and lifetime >= 1"),
        ("streak >= 7 || lifetime >= 1", "streak >= 7 or lifetime >= 1"),
        ("!(streak >= 7)", "not (streak >= 7)"),
        ("lifetime >= 1,000", "lifetime >= 1000"),
        ("lifetime >= 1_000", "lifetime >= 1000"),
        ("streak >= 7, tier", "streak >= 7 and tier"),
        ("longest.streak >= 7", "longest_streak >= 7"),
        ("streak >= seven", ""),
        ("!" * 500, ""),
        ("", ""),
    ],
)
def test_habits_of_other_languages_are_understood(text: str, meant: str) -> None:
    assert mended(text) == meant


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("streak >= 7", [("streak", 7)]),
        ("streak > 6 and tier", [("streak", 7), ("tier", 1)]),
        ("streak >= 7 or tier", []),
        ("streak >= 7 and lifetime < 5", []),
        ("not streak >= 7", []),
        ("streak == 7", []),
    ],
)
def test_a_rule_has_goals_where_all_of_it_is_to_be_reached(
    text: str, goals: list[tuple[str, int]]
) -> None:
    assert list(parse(text).goals) == goals


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("streak >= 7", True),
        ("streak >= 7 and streak < 7", False),
        ("streak > 6 and streak < 8", True),
        ("streak > 7 and streak < 8", False),
        ("streak < 0", False),
        ("streak >= 7 and not streak >= 3", False),
        ("(streak >= 7 or tier) and streak < 3", True),
        ("streak != 5 and streak == 5", False),
        (" and ".join(f"f{number} >= {number + 5}" for number in range(12)), True),
    ],
)
def test_a_rule_that_nobody_can_fulfil_is_known(text: str, can: bool) -> None:
    assert parse(text).can_hold() is can


_FACTS = st.sampled_from(("streak", "longest", "lifetime"))
_NUMBERS = st.integers(0, 9)
_COMPARES = st.builds(Compare, _FACTS, st.sampled_from(sorted(COMPARES)), _NUMBERS)
_CONDITIONS = st.recursive(
    _COMPARES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(Joined, st.lists(inner, min_size=2, max_size=3).map(tuple), st.booleans()),
    ),
    max_leaves=6,
)


@given(_CONDITIONS, st.dictionaries(_FACTS, _NUMBERS))
def test_what_is_written_out_is_read_as_the_same(
    condition: Condition, numbers: Mapping[str, int]
) -> None:
    rule = parse(_written(condition))
    assert rule.holds(numbers) == condition.holds(numbers)
    assert set(rule.facts) == {each.fact for each in condition.compares()}
    if condition.holds(numbers):
        assert rule.can_hold()


@given(st.text(max_size=200))
def test_no_text_does_anything_but_be_read_or_refused(text: str) -> None:
    try:
        rule = parse(text)
    except ValueError:
        assert mended(text) == "" or parse(mended(text)).facts
    else:
        assert rule.facts


def _written(condition: Condition) -> str:
    match condition:
        case Compare(fact, sign, number):
            return f"{fact} {sign} {number}"
        case Not(part):
            return f"not ({_written(part)})"
        case Joined(parts, either):
            return (" or " if either else " and ").join(f"({_written(part)})" for part in parts)
