"""What need not be said while a group takes no more messages: the usual points."""

from __future__ import annotations

from bot.core.cog import offers
from bot.core.text import Text


@offers("brief", "points.earned")
def earned(_: Text) -> str:
    """No reaction of its own; how many there are now, ``/points`` says."""
    return ""
