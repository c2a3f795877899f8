"""Badges in the config: what ``hearth check-config`` refuses, with the line and a suggestion."""

from __future__ import annotations

import pytest

import cogs
from bot.app import counted
from bot.config import ConfigProblems, known_sections, loads

HEAD = '[[badges]]\nkey = "a"\nname = {zh = "甲", en = "A"}\n'
OTHER = '[[badges]]\nkey = "b"\nname = {zh = "甲", en = "B"}\n'
COUNTED = "active_days, badges, lifetime, longest"


def said(text: str, locale: str = "en") -> list[str]:
    """What is said of a config with this text behind ``[community.main]``."""
    try:
        config = loads(
            f"[community.main]\n{text}", "h.toml", sections=known_sections(cogs), counted=counted
        )
    except ConfigProblems as problems:
        return problems.sentences(locale)
    return [note.sentence(locale) for note in config.notes]


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        (
            "streak = 7",
            '写的是 "streak = 7"，应为：条件，如 "streak >= 7"，可以用 and、or、not 和括号连起来。'
            '是不是想写 "streak == 7"？',
            'found "streak = 7", expected a rule such as "streak >= 7", joined by and, or, not and'
            ' parentheses. Did you mean "streak == 7"?',
        ),
        (
            "__import__('os')",
            '写的是 "__import__(\'os\')"，应为：条件，如 "streak >= 7"，可以用 and、or、not 和括号'
            "连起来。",
            'found "__import__(\'os\')", expected a rule such as "streak >= 7", joined by and, or,'
            " not and parentheses.",
        ),
        (
            "streak < 7",
            '写的是 "streak < 7"，应为：什么都没做的人不满足的条件，如 streak >= 7。',
            'found "streak < 7", expected a rule that who has done nothing does not fulfil,'
            " as streak >= 7.",
        ),
        (
            "streak >= 7 and streak < 3",
            '写的是 "streak >= 7 and streak < 3"，应为：有可能满足的条件。',
            'found "streak >= 7 and streak < 3", expected a rule that anybody can fulfil.',
        ),
    ],
)
def test_a_rule_that_says_nothing_is_refused_with_its_line(when: str, zh: str, en: str) -> None:
    text = f'{HEAD}when = "{when}"'
    assert said(text, "zh") == [f"h.toml:5: badges[1].when: {zh}"]
    assert said(text) == [f"h.toml:5: badges[1].when: {en}"]


@pytest.mark.parametrize(
    ("fact", "meant"),
    [
        ("streek", "streak"),
        ("activedays", "active_days"),
        ("reaction_received", "reactions_received"),
    ],
)
def test_a_number_that_nobody_counts_is_refused_with_the_one_that_was_meant(
    fact: str, meant: str
) -> None:
    (problem,) = said(f'{HEAD}when = "lifetime >= 5 and {fact} >= 7"')
    known = ", ".join(sorted(counted()))
    assert problem == (
        f'h.toml:5: badges[1].when: found "{fact}", expected a number that is counted: {known}.'
        f' Did you mean "{meant}"?'
    )


def test_a_number_of_each_day_is_none_for_a_badge() -> None:
    assert "earned" not in counted()
    assert {"streak", "longest", "lifetime", "level", "tier", "messages"} <= set(counted())


def test_what_a_later_release_counts_is_noted() -> None:
    text = f'{HEAD}when = "programs_completed >= 1 or answers_accepted"'
    assert said(text)[0] == (
        "nothing counts these yet, a later release will: answers_accepted, programs_completed;"
        " rules that ask for them are not met until then."
    )
    assert said(text, "zh")[0] == (
        "还没有人记这些数字，后续版本才有：answers_accepted、programs_completed；要用到它们的规则"
        "暂时不会成立。"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f'{HEAD}when = "streak >= 1"\n{HEAD}when = "streak >= 2"',
            'h.toml:7: badges[2].key: found "a", expected a key that no other badge has.',
        ),
        (
            f'{HEAD}when = "streak >= 1"\n{OTHER}when = "streak >= 2"',
            'h.toml:8: badges[2].name.zh: found "甲", expected a name that no other badge has.',
        ),
        (
            f'{HEAD}when = "streak >= 7 and level > 1000"',
            'h.toml:5: badges[1].when: found "streak >= 7 and level > 1000", expected a rule that'
            " can be met (level <= 1000, tier <= 2).",
        ),
        (
            HEAD,
            'h.toml:2: badges[1].when: found "", expected a rule such as "streak >= 7", or'
            " manual = true.",
        ),
        (
            f'{HEAD}when = "streak >= 1"\nmanual = true',
            "h.toml:6: badges[1].manual: found true, expected false, since there is a rule in"
            " when.",
        ),
        (
            f'{HEAD}when = "tier"\nfrom = "2027-02-01T00:00:00Z"\nuntil = "2027-01-01T00:00:00Z"',
            'h.toml:7: badges[1].until: found "2027-01-01T00:00:00+00:00", expected an instant'
            " after from (2027-02-01T00:00:00+00:00).",
        ),
        (
            HEAD.replace('"a"', '"freeze"') + "manual = true",
            'h.toml:3: badges[1].key: found "freeze", expected another key, since this names a'
            " card.",
        ),
        (
            f'{HEAD}when = "streak >= 1"\nunlocks = ["class", "a"]',
            'h.toml:6: badges[1].unlocks[2]: found "a", expected a badge that does not lead back'
            " (a → a).",
        ),
    ],
)
def test_badges_that_contradict_themselves_are_refused(text: str, problem: str) -> None:
    assert said(text) == [problem]


def test_badges_that_open_each_other_in_a_circle_are_refused() -> None:
    text = "".join(
        f'[[badges]]\nkey = "{key}"\nname = {{zh = "章{key}", en = "Badge {key}"}}\n'
        f'when = "streak >= 1"\nunlocks = ["{opens}"]\n'
        for key, opens in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    )
    assert said(text) == [
        'h.toml:6: badges[1].unlocks[1]: found "b", expected a badge that does not lead back'
        " (a → b → c → a).",
        'h.toml:11: badges[2].unlocks[1]: found "c", expected a badge that does not lead back'
        " (b → c → a → b).",
        'h.toml:16: badges[3].unlocks[1]: found "a", expected a badge that does not lead back'
        " (c → a → b → c).",
    ]
