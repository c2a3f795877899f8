"""What is earned: pure functions of plain values (``docs/features/points.md`` §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol


class Window(Protocol):
    """A time in which what is earned counts ``factor`` times; ``until`` is outside of it."""

    @property
    def starts(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...
    @property
    def factor(self) -> float: ...


def boosted(points: int, at: datetime, windows: Iterable[Window], weight: float = 1) -> int:
    """The points for something that happened at ``at``: of several windows the largest counts.

    ``weight`` multiplies them as well. Whole points; half a point is rounded up.
    """
    factor = max((each.factor for each in windows if each.starts <= at < each.until), default=1)
    return _times(points, factor, weight)


def weighted(points: int, weight: float) -> int:
    """The points where nothing boosts them; half a point is rounded up."""
    return _times(points, 1, weight)


def _times(points: int, factor: float, weight: float) -> int:
    if factor == weight == 1:
        return points
    exact = Decimal(points) * Decimal(str(factor)) * Decimal(str(weight))
    return int(exact.to_integral_value(ROUND_HALF_UP))


def milestones_due(
    milestones: Mapping[int, int], before: int, length: int
) -> list[tuple[int, int]]:
    """The milestones that a run reaches as it grows, as (days, points), the lowest first."""
    return sorted(
        (days, points) for days, points in milestones.items() if before < days <= length and points
    )


def takes_back(amount: int, balance: int, policy: str) -> int:
    """What reversing an entry of ``amount`` moves, given the member's balance.

    ``partial`` takes at most what is left; ``debt`` takes all of it, also below zero.
    """
    if amount > 0 and policy == "partial":
        return -min(amount, max(balance, 0))
    return -amount
