"""Entries of the ledger that are worth something else from now on.

An entry is never rewritten: what it was worth is reversed, and stands again with another amount
by an entry that reverses that. So whatever takes the entry back later takes back what it is worth
then. ``docs/features/points.md`` §7
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.community import ledger
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Transaction

_OURS: Final = "rescore:"


@dataclass(frozen=True, slots=True)
class Revaluing:
    """An act by which entries are worth something else; ``rules`` are those that say so."""

    act: str
    at: datetime
    rules: str


def is_ours(entry: str) -> bool:
    """Whether this is an entry that a revaluing has made, and nothing else was done to it since."""
    return entry.startswith(_OURS)


def was_made_by(entry: str, act: str) -> bool:
    """Whether this is an entry that this act has made."""
    return entry.startswith(f"{_OURS}{act}:")


async def revalue(
    tx: Transaction,
    community: CommunityId,
    member: MemberId,
    entry: str,
    worth: int,
    by: Revaluing,
) -> int:
    """The entry with this id is worth so many points, 0 for nothing; returns what was moved.

    Where something else than a revaluing has taken it back it stays so, and nothing is moved.
    """
    found = await ledger.tip_of(tx, community, entry)
    if found is None:
        return 0
    tip, stands = found
    had = tip.amount if stands else 0
    if worth == had or not (stands or is_ours(tip.id)):
        return 0
    last = replace(tip, at=by.at, rules=by.rules)
    if stands:
        last = replace(last, id=f"{_OURS}{by.act}:back:{entry}", amount=-had, reverses=tip.id)
        await ledger.pay(tx, community, member, last)
    if worth:
        last = replace(last, id=f"{_OURS}{by.act}:{entry}", amount=worth, reverses=last.id)
        await ledger.pay(tx, community, member, last)
    return worth - had
