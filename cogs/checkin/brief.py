"""What a reaction says as well while a group takes no more messages: a check-in as every day."""

from __future__ import annotations

from bot.core.cog import offers


@offers("brief", "checkin.done")
def checked_in() -> str:
    """The reaction; how long the streak is, ``/streak`` says."""
    return "👍"
