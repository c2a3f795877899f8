"""Roles in the config: what ``hearth check-config`` refuses, with the line and a suggestion."""

from __future__ import annotations

import pytest

from bot.app import read_config
from bot.config.problems import ConfigProblems

ROLE = '[[roles]]\nwhen = "tier:expert"\nrole = "discord:2001/7001"\n'
TELEGRAM = "[platforms.telegram]\n"


def said(text: str, locale: str = "en") -> list[str]:
    """What is said of a config with this text."""
    try:
        read_config(text)
    except ConfigProblems as problems:
        return problems.sentences(locale)
    return []


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (f"[community.main]\n{ROLE}", []),
        (f"{TELEGRAM}[platforms.discord]\n[community.main]\n{ROLE}", []),
        (f'{TELEGRAM}[community.main]\nchats = ["discord:2001"]\n{ROLE}', []),
        (
            f"{TELEGRAM}[community.main]\n{ROLE}",
            [
                '<text>:5: roles[1].role: found "discord:2001/7001", expected a platform of this'
                " config: telegram."
            ],
        ),
        (
            f"[community.main]\n{ROLE.replace('discord', 'dicsord')}",
            [
                '<text>:4: roles[1].role: found "dicsord:2001/7001", expected a platform of this'
                ' config: console, discord, telegram. Did you mean "discord:2001/7001"?'
            ],
        ),
    ],
)
def test_a_role_is_on_a_platform_of_the_config(text: str, problems: list[str]) -> None:
    assert said(text) == problems


def test_a_role_of_two_communities_is_named_once() -> None:
    text = f"{TELEGRAM}[community.one]\n[community.two]\n{ROLE}"
    assert said(text, "zh") == [
        '<text>:6: roles[1].role: 写的是 "discord:2001/7001"，应为：这份配置里的平台：telegram。'
    ]


@pytest.mark.parametrize(
    ("name", "unlocks", "problems"),
    [
        ("private_class", "", []),
        ("class", '[tiers]\ngrowing = {points = 50, unlocks = ["class"]}\n', []),
        ("class", '[[shop]]\nkey = "seat"\nprice = 5\nunlocks = ["class"]\n', []),
        (
            "privat_class",
            "",
            [
                '<text>:3: roles[1].when: found "privat_class", expected a name that stands in an'
                ' unlocks: private_class. Did you mean "private_class"?'
            ],
        ),
    ],
)
def test_a_role_hangs_on_something_that_can_be_unlocked(
    name: str, unlocks: str, problems: list[str]
) -> None:
    role = ROLE.replace("tier:expert", f"privilege:{name}")
    assert said(f"[community.main]\n{role}{unlocks}") == problems
