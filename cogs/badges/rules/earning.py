"""Whether a badge is earned, and whether it still stands when facts were taken back.

A badge rests on the numbers for which it was given. Numbers that become less by themselves (a
streak that ends) take nothing away: ``docs/features/badges.md`` §4.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cogs.badges.rules.grammar import parse
from cogs.badges.rules.rule import Rule


class Nature(NamedTuple):
    """Of a number that becomes less by itself.

    ``peak`` is the number that says how high it ever was, ``follows`` are those it is made of.
    """

    peak: str = ""
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a badge was given for: the rule of that time and the numbers that fulfilled it.

    Without a rule a moderator gave it. ``opened`` is the badge that had opened it, "" for none.
    """

    rule: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    opened: str = ""


def names_to_read(facts: Collection[str], natures: Mapping[str, Nature]) -> set[str]:
    """These numbers, and those that say whether they became less by themselves."""
    names = set(facts)
    for fact in facts:
        peak, follows = natures.get(fact, Nature())
        names.update(follows, filter(None, (peak,)))
    return names


def reached(
    rule: Rule, numbers: Mapping[str, int], natures: Mapping[str, Nature], *, now_only: bool
) -> Mapping[str, int] | None:
    """The numbers that fulfil the rule and what they rest on, None when it is not fulfilled.

    Unless ``now_only`` it is enough that a number was ever so high.
    """
    now = {fact: numbers.get(fact, 0) for fact in rule.facts}
    ever = {fact: _highest(fact, numbers, natures) for fact in rule.facts}
    found = now if rule.holds(now) else None
    if found is None and not now_only and rule.holds(ever):
        found = ever
    if found is None:
        return None
    follows = {name for fact in rule.facts for name in natures.get(fact, Nature()).follows}
    return {name: numbers.get(name, 0) for name in follows} | found


def stands(
    grounds: Grounds,
    numbers: Mapping[str, int],
    natures: Mapping[str, Nature],
    held: Collection[str],
) -> bool:
    """Whether what the badge was given for is still there, ``held`` being the member's badges."""
    if grounds.opened and grounds.opened not in held:
        return False
    if not grounds.rule:
        return True
    rule = parse(grounds.rule)
    left = {fact: _left(fact, grounds.numbers, numbers, natures) for fact in rule.facts}
    return rule.holds(left)


def _highest(fact: str, numbers: Mapping[str, int], natures: Mapping[str, Nature]) -> int:
    peak = natures.get(fact, Nature()).peak
    return max(numbers.get(fact, 0), numbers.get(peak, 0) if peak else 0)


def _left(
    fact: str,
    before: Mapping[str, int],
    numbers: Mapping[str, int],
    natures: Mapping[str, Nature],
) -> int:
    """How much of the number is left: never more than there was."""
    had = before.get(fact, 0)
    follows = natures.get(fact, Nature()).follows
    if follows and all(numbers.get(name, 0) >= before.get(name, 0) for name in follows):
        return had
    return min(had, _highest(fact, numbers, natures))
