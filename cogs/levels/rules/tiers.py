"""Which tier a member is of, without flapping (``docs/features/levels.md`` §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

NEWCOMER = 0


class Criteria(NamedTuple):
    """What a tier asks for, or what a member has; 0 asks for nothing."""

    points: int = 0
    active_days: int = 0
    featured: int = 0


@dataclass(frozen=True, slots=True)
class TierRules:
    """What the tiers behind the first ask for, and when one is lost.

    ``demote_below`` is the share of the line below which a member must be for ``grace``.
    """

    lines: Sequence[Criteria]
    demote_below: float
    grace: timedelta


class Standing(NamedTuple):
    """A member's tier by its place, and since when they are below its line, None for not."""

    tier: int
    below_since: datetime | None = None


def decide(held: Standing, has: Criteria, rules: TierRules, now: datetime) -> Standing:
    """How the member stands now.

    A tier is reached at once with all that it asks for. It is lost only by having less than the
    share of any of that, without a break for the whole grace; then they are of the highest tier
    of which they have the share.
    """
    reached = _highest(has, rules.lines, 1.0)
    if reached >= held.tier:
        return Standing(reached)
    kept = max(_highest(has, rules.lines[: held.tier], rules.demote_below), reached)
    if kept == held.tier:
        return Standing(held.tier)
    since = held.below_since or now
    if now - since >= rules.grace:
        return Standing(kept)
    return Standing(held.tier, since)


def _highest(has: Criteria, lines: Sequence[Criteria], share: float) -> int:
    for tier in range(len(lines), NEWCOMER, -1):
        # Rounded, since nine tenths of ten are nine.
        if all(
            own >= round(line * share, 6) for own, line in zip(has, lines[tier - 1], strict=True)
        ):
            return tier
    return NEWCOMER
