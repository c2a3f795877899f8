"""A rule over named numbers: comparisons that are joined (``docs/features/badges.md`` §2)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

COMPARES: Final[Mapping[str, Callable[[int, int], bool]]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
# Beyond so many cases nobody looks whether a rule can hold at all.
_MOST_CASES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Compare:
    """The number called ``fact`` stands so to ``number``; what nobody has counted is 0."""

    fact: str
    sign: str
    number: int

    def holds(self, numbers: Mapping[str, int]) -> bool:
        """Whether it is so."""
        return COMPARES[self.sign](numbers.get(self.fact, 0), self.number)

    def compares(self) -> Iterator[Compare]:
        """Itself."""
        yield self


@dataclass(frozen=True, slots=True)
class Not:
    """``part`` does not hold."""

    part: Condition

    def holds(self, numbers: Mapping[str, int]) -> bool:
        """Whether it is so."""
        return not self.part.holds(numbers)

    def compares(self) -> Iterator[Compare]:
        """All comparisons in it."""
        yield from self.part.compares()


@dataclass(frozen=True, slots=True)
class Joined:
    """All of ``parts`` hold, or with ``either`` any of them."""

    parts: tuple[Condition, ...]
    either: bool = False

    def holds(self, numbers: Mapping[str, int]) -> bool:
        """Whether it is so."""
        found = (part.holds(numbers) for part in self.parts)
        return any(found) if self.either else all(found)

    def compares(self) -> Iterator[Compare]:
        """All comparisons in it."""
        for part in self.parts:
            yield from part.compares()


Condition = Compare | Not | Joined


@dataclass(frozen=True, slots=True)
class Rule:
    """What a badge is earned for; ``text`` is as the operator wrote it."""

    text: str
    condition: Condition

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the numbers that it speaks of, in order."""
        return tuple(sorted({each.fact for each in self.condition.compares()}))

    @property
    def goals(self) -> Sequence[tuple[str, int]]:
        """What has to be reached, where all that it asks for is so much of each number."""
        parts = [self.condition]
        if isinstance(self.condition, Joined) and not self.condition.either:
            parts = list(self.condition.parts)
        goals = [
            (part.fact, part.number + (part.sign == ">"))
            for part in parts
            if isinstance(part, Compare) and part.sign in (">=", ">")
        ]
        return goals if len(goals) == len(parts) else []

    def holds(self, numbers: Mapping[str, int]) -> bool:
        """Whether these numbers fulfil it."""
        return self.condition.holds(numbers)

    def can_hold(self, highest: Mapping[str, int] | None = None) -> bool:
        """Whether any numbers fulfil it; True as well where that is too much to find out.

        ``highest`` says of some numbers how high they can become.
        """
        cases: dict[str, set[int]] = {}
        for each in self.condition.compares():
            most = (highest or {}).get(each.fact, each.number + 1)
            near = (each.number - 1, each.number, each.number + 1)
            possible = {min(number, most) for number in near if number >= 0}
            cases.setdefault(each.fact, {0}).update(possible)
        if prod(map(len, cases.values())) > _MOST_CASES:
            return True
        names = list(cases)
        return any(
            self.condition.holds(dict(zip(names, numbers, strict=True)))
            for numbers in product(*cases.values())
        )
