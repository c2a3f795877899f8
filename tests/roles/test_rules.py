"""Which roles follow from what somebody has come to, and how they are written in the config."""

from __future__ import annotations

import pytest

from bot.core.setting_mistakes import Misread
from bot.core.settings import build
from cogs.roles.rules import Ground, Has, Role, RoleRule, roles_for
from cogs.roles.settings import RoleSettings

ONE, TEN, EXPERT, CLASS = (Role("discord", "2001", name) for name in ("1", "10", "e", "c"))
RULES = [
    RoleRule(ONE, Ground.LEVEL, 1, stays=False),
    RoleRule(TEN, Ground.LEVEL, 10, stays=False),
    RoleRule(EXPERT, Ground.TIER, 2),
    RoleRule(CLASS, Ground.PRIVILEGE, name="class"),
    RoleRule(EXPERT, Ground.PRIVILEGE, name="faq"),
]


@pytest.mark.parametrize(
    ("level", "tier", "privileges", "roles"),
    [
        (0, 0, (), []),
        (1, 1, (), [ONE]),
        (9, 2, (), [ONE, EXPERT]),
        (10, 2, ("faq",), [TEN, EXPERT]),
        (11, 0, ("faq", "class"), [TEN, CLASS, EXPERT]),
    ],
)
def test_roles_follow_from_what_is_had(
    level: int, tier: int, privileges: tuple[str, ...], roles: list[Role]
) -> None:
    has = Has({Ground.LEVEL: level, Ground.TIER: tier}, privileges)
    assert roles_for(has, RULES) == roles


def test_a_higher_level_takes_the_place_only_of_roles_that_do_not_stay() -> None:
    rules = [RoleRule(ONE, Ground.LEVEL, 1), RoleRule(TEN, Ground.LEVEL, 10, stays=False)]
    assert roles_for(Has({Ground.LEVEL: 10}, ()), rules) == [ONE, TEN]


@pytest.mark.parametrize(
    ("when", "rule"),
    [
        ("tier:expert", RoleRule(ONE, Ground.TIER, 2)),
        ("level:25", RoleRule(ONE, Ground.LEVEL, 25)),
        ("privilege:class", RoleRule(ONE, Ground.PRIVILEGE, name="class")),
    ],
)
def test_a_rule_is_what_the_config_says(when: str, rule: RoleRule) -> None:
    assert build(RoleSettings, {"when": when, "role": "discord:2001/1"}).rule == rule


@pytest.mark.parametrize(
    ("when", "role"),
    [
        ("tier:newcomer", "discord:2001/1"),
        ("level:0", "discord:2001/1"),
        ("level", "discord:2001/1"),
        ("badge:", "discord:2001/1"),
        ("privilege:Big", "discord:2001/1"),
        ("level:1", "discord:1"),
        ("level:1", "telegram:-1001/🎓"),
        ("level:1", "telegram:-1001/a title with blanks"),
        ("level:1", "telegram:-1001/seventeen_letters"),
        ("level:1", "discord:2001/1/2"),
    ],
)
def test_what_is_no_rule_is_refused(when: str, role: str) -> None:
    with pytest.raises(Misread):
        build(RoleSettings, {"when": when, "role": role})
