"""Text of a platform as it may be stored."""

from __future__ import annotations

from bot.core.folding import clean as storable

__all__ = ["storable"]
