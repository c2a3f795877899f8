"""Where each level begins (``docs/features/levels.md`` §1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

HIGHEST: Final = 1000
"""No level of a curve that has no end of its own is higher."""


@dataclass(frozen=True, slots=True)
class Curve:
    """``begins(n)`` is how much in all begins level ``n``, for 1 to ``highest``; it only rises."""

    begins: Callable[[int], int]
    highest: int = HIGHEST


def hearth(level: int) -> int:
    """Levels begin at 10, 30, 60, 100 and so on."""
    return 5 * level * (level + 1)


def mee6(level: int) -> int:
    """The sum of 5n² + 50n + 100 over all levels before: 100, 255, 475 and so on."""
    return 5 * level * (2 * level * level + 27 * level + 91) // 6


def lurkr(level: int) -> int:
    """Levels begin at 100, 150, 300, 550 and so on."""
    return 50 * level * level - 100 * level + 150


PRESETS: Final[Mapping[str, Curve]] = {
    "hearth": Curve(hearth),
    "mee6": Curve(mee6),
    "lurkr": Curve(lurkr),
}


def table(totals: Sequence[int]) -> Curve:
    """The curve of these beginnings of levels 1, 2 and so on."""
    return Curve(lambda level: totals[level - 1], len(totals))


def polynomial(coefficients: Sequence[float]) -> Curve:
    """The curve c0 + c1·n + c2·n² + …, rounded to whole points."""

    def begins(level: int) -> int:
        total = 0.0
        for each in reversed(coefficients):
            total = total * level + each
        return round(total)

    return Curve(begins)


def rises(curve: Curve) -> bool:
    """Whether level 1 takes something, and each other one more than the one before."""
    before = 0
    for level in range(1, curve.highest + 1):
        begins = curve.begins(level)
        if begins <= before:
            return False
        before = begins
    return True


def level_of(points: int, curve: Curve) -> int:
    """The highest level that has begun with so many points in all; 0 below the first."""
    reached, beyond = 0, curve.highest + 1
    while beyond - reached > 1:
        middle = (reached + beyond) // 2
        if curve.begins(middle) <= points:
            reached = middle
        else:
            beyond = middle
    return reached
