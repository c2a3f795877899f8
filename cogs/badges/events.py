"""What badges tell other cogs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.events import MemberEvent


@dataclass(frozen=True, slots=True)
class BadgeEarned(MemberEvent):
    """The member has the badge with this key; ``by_hand``: a moderator gave it."""

    badge: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class BadgeTakenBack(MemberEvent):
    """The member has the badge no more: what it was given for was taken back."""

    badge: str
