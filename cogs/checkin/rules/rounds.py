"""Lengths of a streak that are worth a picture."""

from __future__ import annotations

from typing import Final

_FIRST: Final = (7, 30)
_EVERY: Final = (100, 365)


def is_round(length: int) -> bool:
    """Whether a streak of so many days is 7, 30, or whole hundreds or years of 365 days."""
    return length in _FIRST or (length > 0 and any(length % each == 0 for each in _EVERY))
