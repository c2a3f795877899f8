"""The rules of levels and tiers, as pure functions (``docs/features/levels.md``)."""

from __future__ import annotations

from cogs.levels.rules.curve import PRESETS, Curve, level_of, polynomial, table
from cogs.levels.rules.tiers import NEWCOMER, Criteria, Standing, TierRules, decide

__all__ = [
    "NEWCOMER",
    "PRESETS",
    "Criteria",
    "Curve",
    "Standing",
    "TierRules",
    "decide",
    "level_of",
    "polynomial",
    "table",
]
