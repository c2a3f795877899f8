"""The tables of badges: what became of them, who is looked at again, what was gone through."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction
from cogs.badges.rules import Grounds


@dataclass(frozen=True, slots=True)
class Award:
    """How the badge of an account stands since ``at``; ``number`` counts what became of it."""

    account: AccountId
    badge: str
    number: int
    at: datetime
    is_given: bool
    grounds: Grounds
    act: str = ""


@dataclass(frozen=True, slots=True)
class GoneThrough:
    """A badge was given by this edition of its rule; ``given`` to so many since then."""

    edition: str
    given: int


_LAST = (
    "SELECT b.account, b.badge, b.number, b.at, b.is_given, b.grounds, b.act"
    # CROSS: on SQLite the member comes first, not all badges of the community.
    " FROM members m CROSS JOIN accounts a CROSS JOIN badge_awards b"
    " WHERE m.community = ? AND m.id = ? AND a.person = m.person"
    " AND b.community = m.community AND b.account = a.id"
    " AND NOT EXISTS (SELECT 1 FROM badge_awards l WHERE l.community = b.community"
    " AND l.account = b.account AND l.badge = b.badge AND l.number > b.number)"
)


async def awards_of(read: Reader, community: CommunityId, member: MemberId) -> list[Award]:
    """How each badge of each of the member's accounts stands, also those taken back."""
    rows = await read.fetch_all(f"{_LAST} ORDER BY b.badge, b.account", community, member)
    return [_award(row) for row in rows]


async def held_by(read: Reader, community: CommunityId, member: MemberId) -> set[str]:
    """The keys of the badges that any of the member's accounts has."""
    awards = await awards_of(read, community, member)
    return {each.badge for each in awards if each.is_given}


async def add(tx: Transaction, community: CommunityId, award: Award) -> bool:
    """The badge of the account stands so; False when another turn has moved it before."""
    written = await tx.execute(
        "INSERT INTO badge_awards (community, account, badge, number, at, is_given, grounds, act)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        community,
        award.account,
        award.badge,
        award.number,
        to_micros(award.at),
        int(award.is_given),
        _written(award.grounds),
        award.act,
    )
    return bool(written)


async def look_again(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """The member is looked at when the day ends."""
    await tx.execute(
        "INSERT INTO badge_looks (community, member) VALUES (?, ?) ON CONFLICT DO NOTHING",
        community,
        member,
    )


async def was_looked_at(tx: Transaction, community: CommunityId, member: MemberId) -> None:
    """The member need not be looked at any more."""
    await tx.execute(
        "DELETE FROM badge_looks WHERE community = ? AND member = ?", community, member
    )


async def to_be_looked_at(
    read: Reader, community: CommunityId, after: str, limit: int
) -> list[MemberId]:
    """A page of members who are to be looked at, those behind ``after``."""
    rows = await read.fetch_all(
        "SELECT member FROM badge_looks WHERE community = ? AND member > ? ORDER BY member LIMIT ?",
        community,
        after,
        limit,
    )
    return [MemberId(str(member)) for (member,) in rows]


async def gone_through(read: Reader, community: CommunityId) -> dict[str, GoneThrough]:
    """By which edition each badge was given to all, by key."""
    rows = await read.fetch_all(
        "SELECT badge, edition, given FROM badge_rules WHERE community = ? ORDER BY badge",
        community,
    )
    return {str(key): GoneThrough(str(edition), int(given or 0)) for key, edition, given in rows}


async def count_from_nothing(tx: Transaction, community: CommunityId) -> None:
    """Nothing was given yet since all are gone through."""
    await tx.execute("UPDATE badge_rules SET given = 0 WHERE community = ?", community)


async def count_given(tx: Transaction, community: CommunityId, badge: str) -> None:
    """One more member got the badge while all were gone through."""
    await tx.execute(
        "INSERT INTO badge_rules (community, badge, edition, given) VALUES (?, ?, '', 1)"
        " ON CONFLICT (community, badge) DO UPDATE SET given = badge_rules.given + 1",
        community,
        badge,
    )


async def note_gone_through(
    tx: Transaction, community: CommunityId, editions: Sequence[tuple[str, str]]
) -> None:
    """All members were gone through by these editions, as (badge, edition); no other is known."""
    await tx.execute("DELETE FROM badge_rules WHERE community = ?", community)
    await tx.execute_many(
        "INSERT INTO badge_rules (community, badge, edition, given) VALUES (?, ?, ?, 0)",
        [(community, badge, edition) for badge, edition in editions],
    )


def _award(row: Row) -> Award:
    account, badge, number, at, is_given, grounds, act = row
    return Award(
        AccountId(str(account)),
        str(badge),
        int(number or 0),
        from_micros(int(at or 0)),
        bool(is_given),
        _grounds(str(grounds)),
        str(act),
    )


def _written(grounds: Grounds) -> str:
    kept = {"rule": grounds.rule, "numbers": dict(grounds.numbers), "opened": grounds.opened}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _grounds(text: str) -> Grounds:
    kept = json.loads(text)
    return Grounds(kept["rule"], kept["numbers"], kept["opened"])
