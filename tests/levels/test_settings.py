"""Tiers and levels in the config: what ``hearth check-config`` refuses, also in other sections."""

from __future__ import annotations

import pytest

from bot.app import read_config
from bot.config.problems import ConfigProblems

MAIN = "[community.main]\n"
ROLE = '[[roles]]\nrole = "discord:2001/7001"\n'


def said(text: str, locale: str = "en") -> list[str]:
    """What is said of a config with this text behind ``[community.main]``."""
    try:
        read_config(MAIN + text)
    except ConfigProblems as problems:
        return problems.sentences(locale)
    return []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "[tiers]\ngrowing = {points = 60}\nexpert = {points = 50, active_days = 9}\n",
            "<text>:4: tiers.expert.points: found 50, expected at least 60, since growing asks"
            " for 60.",
        ),
        (
            "[tiers]\ngrowing = {points = 1000}\n",
            "<text>:2: tiers.expert.points: found 500, expected at least 1000, since growing asks"
            " for 1000.",
        ),
        (
            "[tiers]\ngrowing = {points = 60, active_days = 3}\nexpert = {points = 60}\n",
            "<text>:4: tiers.expert: found a table, expected more than growing asks for.",
        ),
        (
            "[tiers]\nexpert = {}\n",
            "<text>:3: tiers.expert: found a table, expected more than growing asks for.",
        ),
        (
            "[community.main.tiers]\ngrowing = {points = 501, active_days = 7}\n",
            "<text>:2: community.main.tiers.expert.points: found 500, expected at least 501, since"
            " growing asks for 501.",
        ),
        (
            f'{ROLE}when = "level:9999"\n',
            '<text>:4: roles[1].when: found "level:9999", expected a condition up to level:1000.'
            ' Did you mean "level:1000"?',
        ),
        (
            f'[levels]\ntotals = [10, 30, 60]\n{ROLE}when = "level:4"\n',
            '<text>:6: roles[1].when: found "level:4", expected a condition up to level:3.'
            ' Did you mean "level:3"?',
        ),
        (
            f'[community.main.levels]\ntotals = [10, 30]\n{ROLE}when = "level:2"\n'
            f'[[community.main.roles]]\nrole = "discord:2001/7002"\nwhen = "level:3"\n',
            '<text>:9: community.main.roles[1].when: found "level:3", expected a condition up to'
            ' level:2. Did you mean "level:2"?',
        ),
        (
            f'[levels]\npreset = [10, 30, 60]\n{ROLE}when = "level:4"\n',
            '<text>:6: roles[1].when: found "level:4", expected a condition up to level:3.'
            ' Did you mean "level:3"?',
        ),
        (
            '[levels]\npreset = "mee5"\n',
            '<text>:3: levels.preset: found "mee5", expected "hearth", "mee6" or "lurkr", or where'
            ' levels begin, such as [10, 30, 60]. Did you mean "mee6"?',
        ),
        (
            "[levels]\npreset = []\n",
            '<text>:3: levels.preset: found a list of 0 items, expected "hearth", "mee6" or'
            ' "lurkr", or where levels begin, such as [10, 30, 60].',
        ),
        (
            "[levels]\npreset = [10, 30]\ntotals = [10, 30, 60]\n",
            "<text>:3: levels.preset: found a list of 2 items, expected a name, since totals is"
            " there.",
        ),
    ],
)
def test_what_cannot_be_reached_is_refused_with_its_line(text: str, problem: str) -> None:
    assert said(text) == [problem]


@pytest.mark.parametrize(
    "text",
    [
        "[tiers]\ngrowing = {points = 50, active_days = 7}\nexpert = {points = 500}\n",
        "[tiers]\ngrowing = {points = 50}\nexpert = {points = 50, active_days = 1}\n",
        f'[levels]\ntotals = [10, 30, 60]\n{ROLE}when = "level:3"\n',
        f'[levels]\npreset = [10, 30, 60]\n{ROLE}when = "level:3"\n',
        f'{ROLE}when = "level:1000"\n',
    ],
)
def test_what_can_be_reached_is_fine(text: str) -> None:
    assert said(text) == []


def test_it_is_said_in_chinese() -> None:
    assert said("[tiers]\nexpert = {points = 5}\n", "zh") == [
        "<text>:3: tiers.expert.points: 写的是 5，应为：至少 50，因为成长要 50。"
    ]
    assert said(f'{ROLE}when = "level:1001"\n', "zh") == [
        '<text>:4: roles[1].when: 写的是 "level:1001"，应为：最高到 level:1000 的条件。'
        '是不是想写 "level:1000"？'
    ]
