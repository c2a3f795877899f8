"""What the books tell cogs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.events import Event
from bot.core.model import AccountId


@dataclass(frozen=True, slots=True)
class ReviewDecided(Event):
    """A moderator has decided what waited for a decision.

    ``kind`` and ``subject`` say what it is about, as whoever asked has named it; ``account`` is
    whose it is, ``by`` who decided. ``reason`` is the moderator's own words, "" for none.
    """

    review: str
    kind: str
    subject: str
    account: AccountId
    by: AccountId
    approved: bool
    reason: str
    at: datetime
