"""How members want to be on boards; of linked accounts the choice that tells least holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.batches import places
from bot.core.clock import to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction
from cogs.ranks.rules import Shown

_ORDER = list(Shown)


async def choose(
    tx: Transaction,
    community: CommunityId,
    accounts: Sequence[AccountId],
    shown: Shown,
    now: datetime,
) -> None:
    """These accounts want to be shown so."""
    if shown is Shown.OPEN:
        await tx.execute(
            "DELETE FROM rank_choices WHERE community = ?"
            f" AND account IN ({places('?', len(accounts))})",
            community,
            *accounts,
        )
        return
    await tx.execute_many(
        "INSERT INTO rank_choices (community, account, shown, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, account) DO UPDATE SET shown = excluded.shown, at = excluded.at",
        [(community, account, shown, to_micros(now)) for account in accounts],
    )


async def of_members(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, Shown]:
    """How those of these members want to be shown who have chosen."""
    rows = await read.fetch_all(
        "SELECT m.id, c.shown FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN rank_choices c ON c.community = m.community AND c.account = a.id"
        # By the ids: their community's index would read all of its members.
        f" WHERE m.community || '' = ? AND m.id IN ({places('?', len(members))})",
        community,
        *members,
    )
    found: dict[MemberId, Shown] = {}
    for member, shown in rows:
        key, choice = MemberId(str(member)), Shown(str(shown))
        found[key] = max(found.get(key, Shown.OPEN), choice, key=_ORDER.index)
    return found
