"""What a reaction says as well while a group takes no more messages: a check-in as every day."""

from __future__ import annotations

from bot.core.cog import offers
from bot.core.text import Text


@offers("brief", "checkin.done")
def checked_in(said: Text) -> str | None:
    """The reaction; how long the streak is, ``/streak`` says.

    None on the first day of one: whoever lost theirs has to hear it.
    """
    return None if said.values["streak"] == 1 else "👍"
