"""Which roles somebody is to have (``docs/features/roles.md`` §1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Ground(StrEnum):
    """What a role is given for."""

    LEVEL = "level"
    TIER = "tier"
    PRIVILEGE = "privilege"


class Role(NamedTuple):
    """A role of a platform: of a whole server, by the platform's own id."""

    platform: str
    place: str
    role: str


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Who has ``name`` (a privilege), or has come to ``number`` (a level or a tier), has the role.

    One that does not ``stay`` is there only until the next higher rule of the same ground holds.
    """

    role: Role
    ground: Ground
    number: int = 0
    name: str = ""
    stays: bool = True


@dataclass(frozen=True, slots=True)
class Has:
    """What somebody has come to; ``numbers`` are those of levels and tiers."""

    numbers: Mapping[Ground, int]
    privileges: Collection[str]


def roles_for(has: Has, rules: Sequence[RoleRule]) -> list[Role]:
    """The roles that these rules give, each once, in the order of the rules."""
    holding = [rule for rule in rules if _holds(rule, has)]
    highest = {
        ground: max((rule.number for rule in holding if rule.ground is ground), default=0)
        for ground in (Ground.LEVEL, Ground.TIER)
    }
    given = [
        rule.role for rule in holding if rule.stays or rule.number >= highest.get(rule.ground, 0)
    ]
    return list(dict.fromkeys(given))


def _holds(rule: RoleRule, has: Has) -> bool:
    if rule.ground is Ground.PRIVILEGE:
        return rule.name in has.privileges
    return has.numbers.get(rule.ground, 0) >= rule.number
