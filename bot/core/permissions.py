"""Who may do what: one pure function that denies unless a rule allows."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.model import CommunityId, Rank, Sender


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone is in one community, as the turn found it."""

    community: CommunityId | None
    rank: Rank
    is_member: bool
    sender: Sender


@dataclass(frozen=True, slots=True)
class Need:
    """What an action asks for: a rank, and whether one must be a member of the community."""

    rank: Rank = Rank.MEMBER
    member: bool = True


def authorize(who: Standing, need: Need, community: CommunityId | None) -> str | None:
    """None when ``who`` may act in ``community``, else the key of the sentence that refuses.

    Rights of one community say nothing in another; only a person acts, whatever the rank.
    """
    if who.sender is Sender.CHANNEL:
        return "not.a.person.channel"
    if who.sender is Sender.ANONYMOUS:
        return "not.a.person.anonymous"
    if who.sender is not Sender.PERSON:
        return "not.a.person"
    if need.member or need.rank > Rank.MEMBER:
        if community is None or who.community != community:
            return "not.a.member"
        if need.member and not who.is_member:
            return "not.a.member"
    if who.rank < need.rank:
        return "not.allowed.moderator" if need.rank is Rank.MODERATOR else "not.allowed.admin"
    return None
