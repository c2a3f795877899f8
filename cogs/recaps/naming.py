"""Who may be named in a chat, and how (``docs/features/recaps.md`` §4)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from bot.community import memberships, notice_choices, people
from bot.community.notice_choices import OFF, Kind
from bot.core.batches import padded
from bot.core.context import House
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader
from bot.core.recaps import NAMELESS

LONGEST: Final = 24
_JOINERS: Final = "\u200d\ufe0f"


async def names_of(
    read: Reader, house: House, community: CommunityId, members: Sequence[MemberId]
) -> Mapping[MemberId, str]:
    """The names of those of these members who are there and may be named.

    Not of whom a cog says to leave out, nor of who switched recaps off by ``/notify``.
    """
    found: dict[MemberId, str] = {}
    for piece in padded(list(members)):
        asked = list(dict.fromkeys(piece))
        there = set(await memberships.there_since(read, community, asked))
        for offer in house.offers(NAMELESS):
            there -= await offer.run(read, community, asked)
        chosen = await notice_choices.of_members(read, community, asked)
        there -= {member for member, each in chosen.items() if each.get(Kind.RECAP) == OFF}
        shown = [member for member in asked if member in there]
        if shown:
            held = await people.accounts_by_age(read, community, shown)
            found |= {member: short(held[member][0].shown) for member in shown if member in held}
    return found


async def holders_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> Mapping[AccountId, MemberId]:
    """Who holds these accounts now; those of nobody are left out."""
    found: dict[AccountId, MemberId] = {}
    for account in accounts:
        known = await people.find_account(read, community, account)
        if known is not None and known.member:
            found[account] = known.member
    return found


def short(name: str) -> str:
    """The name on one line, of at most 24 characters; what shapes a letter stays with it."""
    name = " ".join(name.split())
    if len(name) <= LONGEST:
        return name
    end = LONGEST - 1
    while end > 1 and (unicodedata.combining(name[end]) or name[end] in _JOINERS):
        end -= 1
    return name[:end].rstrip() + "…"
