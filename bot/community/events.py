"""What the books tell cogs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.events import Event, MemberEvent
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


@dataclass(frozen=True, slots=True)
class PrivilegeChanged(MemberEvent):
    """The member may do what ``name`` unlocks, or may not any more; ``because`` says of what."""

    name: str
    has: bool
    because: str


@dataclass(frozen=True, slots=True)
class ActionUndone(MemberEvent):
    """What a moderator's act had done to the member was taken back.

    ``action`` is its id, ``kind`` what it was, ``done_at`` when. An undo can be undone as well:
    then ``kind`` is undo.
    """

    action: str
    kind: str
    done_at: datetime


@dataclass(frozen=True, slots=True)
class AccountsLinked(MemberEvent):
    """Accounts are one person's now, and what is kept for this member was made anew."""


@dataclass(frozen=True, slots=True)
class AccountsUnlinked(MemberEvent):
    """Accounts have gone apart that were one person's from ``since`` on.

    Each side is told of, with what is kept for it made anew.
    """

    since: datetime
