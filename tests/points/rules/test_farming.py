"""What talk earns nothing: texts compared by their pairs of letters, favours, the cap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.points.rules.farming import (
    Refused,
    Talker,
    alike,
    judge_answer,
    judge_favour,
    judge_message,
    letters_of,
    pairs_of,
    within_cap,
)

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
NONE = timedelta(0)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("大家早上好", "大家早上好！！", True),
        ("大家早上好", "大 家 早 上 好 🎉", True),
        ("今天學習了三個小時，很開心", "今天学习了三个小时很开心", True),
        ("ｇｏｏｄ ｍｏｒｎｉｎｇ", "Good morning!", True),
        ("good morning everybody", "good morning everybody 2", True),
        ("大家早上好1", "大家早上好2", True),
        ("今天跑了五公里", "今天跑了十公里", False),
        ("作业第三题怎么做", "明天一起去图书馆吗", False),
        ("has anybody tried the second exercise", "see you all tomorrow morning", False),
        ("", "", False),
    ],
)
def test_two_writings_of_the_same_are_alike(one: str, other: str, *, expected: bool) -> None:
    assert alike(pairs_of(letters_of(one)), pairs_of(letters_of(other))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大家早安", None),
        ("good", None),
        ("早上好", Refused.SHORT),
        ("哈哈哈哈哈哈哈哈", Refused.SHORT),
        ("hahahahahaha", Refused.SHORT),
        ("😀😀😀😀", None),
        ("……！？", Refused.WORDLESS),
        ("", Refused.WORDLESS),
    ],
)
def test_what_says_too_little_earns_nothing(text: str, expected: Refused | None) -> None:
    judged = judge_message(letters_of(text), NOW, Talker(), cooldown=NONE, least=4)
    assert judged is expected


def test_an_answer_of_two_letters_says_something() -> None:
    assert judge_answer("谢谢", NOW, Talker()) is None
    assert judge_answer("嗯", NOW, Talker()) is Refused.SHORT


@pytest.mark.parametrize(
    ("today", "given_", "returned", "expected"),
    [
        (0, 0, 0, None),
        (9, 9, 9, None),
        (10, 10, 0, Refused.PERSON),
        (0, 10, 9, None),
        (0, 10, 10, Refused.FAVOURS),
    ],
)
def test_favours_have_an_end(
    today: int, given_: int, returned: int, expected: Refused | None
) -> None:
    assert judge_favour(today, given_, returned) is expected


@given(st.text(), st.text())
def test_likeness_has_no_direction_and_begins_at_home(one: str, other: str) -> None:
    first, second = pairs_of(letters_of(one)), pairs_of(letters_of(other))
    assert alike(first, second) == alike(second, first)
    assert alike(first, first) == bool(first)


@given(st.integers(1, 100), st.integers(0, 200), st.integers(0, 100))
def test_no_entry_passes_the_cap(points: int, earned: int, cap: int) -> None:
    paid = within_cap(points, earned, cap)
    assert 0 <= paid <= points
    assert not cap or paid == 0 or earned + paid <= cap
