"""The rules of badges: what a rule may say, and whether a badge is earned and stands."""

from __future__ import annotations

from cogs.badges.rules.earning import Grounds, Nature, names_to_read, reached, stands
from cogs.badges.rules.grammar import mended, parse
from cogs.badges.rules.rule import Compare, Rule

__all__ = [
    "Compare",
    "Grounds",
    "Nature",
    "Rule",
    "mended",
    "names_to_read",
    "parse",
    "reached",
    "stands",
]
