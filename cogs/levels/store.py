"""The tables of tiers: what became of the tier of an account, and how members stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction, Value
from cogs.levels.rules import Standing


@dataclass(frozen=True, slots=True)
class Step:
    """How the account's tier stood from ``at`` on."""

    account: AccountId
    at: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of how a member stands, besides the tallies.

    ``edition`` names the rules by which it was counted, "" when it is to be counted anew.
    """

    below_since: datetime | None
    edition: str


async def find_kept(read: Reader, community: CommunityId, member: MemberId) -> Kept | None:
    """What is kept of the member; None for who never had a level or a tier."""
    row = await read.fetch_one(
        "SELECT below_since, edition FROM standings WHERE community = ? AND member = ?",
        community,
        member,
    )
    return None if row is None else Kept(_instant(row[0]), str(row[1]))


async def keep(tx: Transaction, community: CommunityId, member: MemberId, kept: Kept) -> None:
    """This is kept of the member."""
    await tx.execute(
        "INSERT INTO standings (community, member, below_since, edition) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, member) DO UPDATE"
        " SET below_since = excluded.below_since, edition = excluded.edition",
        community,
        member,
        _micros(kept.below_since),
        kept.edition,
    )


async def forget(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """Nothing is kept of the member."""
    await tx.execute("DELETE FROM standings WHERE community = ? AND member = ?", community, member)


async def steps_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> list[Step]:
    """All that became of the tiers of these accounts, of each in its order."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT account, at, tier, below_since FROM tier_steps"
        f" WHERE community = ? AND account IN ({places}) ORDER BY account, number",
        community,
        *accounts,
    )
    return [
        Step(
            AccountId(str(account)),
            from_micros(int(at or 0)),
            Standing(int(tier or 0), _instant(below)),
        )
        for account, at, tier, below in rows
    ]


async def add_step(tx: Transaction, community: CommunityId, step: Step) -> None:
    """The account's tier stands so from now on."""
    await tx.execute(
        "INSERT INTO tier_steps (community, account, number, at, tier, below_since)"
        " SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM tier_steps"
        " WHERE community = ? AND account = ?",
        community,
        step.account,
        to_micros(step.at),
        step.standing.tier,
        _micros(step.standing.below_since),
        community,
        step.account,
    )


async def below_since(
    read: Reader, community: CommunityId, until: datetime, after: str, limit: int
) -> list[str]:
    """Members who are below their tier's line since ``until`` or longer, those behind ``after``."""
    rows = await read.fetch_all(
        "SELECT member FROM standings WHERE community = ? AND below_since > 0"
        " AND below_since <= ? AND member > ? ORDER BY member LIMIT ?",
        community,
        to_micros(until),
        after,
        limit,
    )
    return [str(member) for (member,) in rows]


async def of_other_rules(
    read: Reader, community: CommunityId, edition: str, after: tuple[str, str], limit: int
) -> list[tuple[str, str]]:
    """Members counted by other rules than ``edition``, as (edition, member), behind ``after``."""
    found: list[tuple[str, str]] = []
    # Two ranges of the index, so that those of the edition are not read.
    for sign in ("<", ">"):
        rows = await read.fetch_all(
            f"SELECT edition, member FROM standings WHERE community = ? AND edition {sign} ?"
            " AND (edition, member) > (?, ?) ORDER BY edition, member LIMIT ?",
            community,
            edition,
            *after,
            limit - len(found),
        )
        found += [(str(kept), str(member)) for kept, member in rows]
    return found


def _instant(micros: Value) -> datetime | None:
    return from_micros(int(micros)) if micros else None


def _micros(instant: datetime | None) -> int:
    return 0 if instant is None else to_micros(instant)
