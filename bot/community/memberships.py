"""Who is a member of which community, by which of their accounts, and whether they are there.

What an account did by itself is a fact of it: when it first wrote in a community, and as which
member. ``members`` is made of these facts: of several accounts of a person the one that wrote
first names the member. So linking and unlinking make ``members`` anew, and nothing is lost.
See ``docs/features/people.md``, "Accounts and members".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.core.batches import places
from bot.core.clock import from_micros, to_micros
from bot.core.ids import Ids
from bot.core.model import Account, AccountId, CommunityId, MemberId, PersonId
from bot.core.ports import Reader, Transaction
from bot.core.schedule import day_bounds, local_day

_LATER_THAN_ALL: Final = 2**62


@dataclass(frozen=True, slots=True)
class Membership:
    """An account has written in the community; ``member`` is who it is there by itself."""

    community: CommunityId
    account: AccountId
    member: MemberId


def place_of(chat: str) -> str:
    """What somebody joins and leaves as a whole: the group of a topic, the guild of a channel."""
    return chat.partition("/")[0]


async def enter(
    tx: Transaction, ids: Ids, community: CommunityId, account: Account, place: str, now: datetime
) -> tuple[MemberId, bool]:
    """The account has written here; returns which member it is, and whether that is a new one.

    Its locks are held.
    """
    found = await tx.fetch_one(
        "SELECT s.id, m.id FROM accounts a"
        " LEFT JOIN memberships s ON s.community = ? AND s.account = a.id"
        " LEFT JOIN members m ON m.community = ? AND m.person = a.person WHERE a.id = ?",
        community,
        community,
        account.id,
    )
    own, member = ("", "") if found is None else (str(part or "") for part in found)
    if not own:
        own = ids.new(account.id)
        await tx.execute(
            "INSERT INTO memberships (community, account, id, at) VALUES (?, ?, ?, ?)",
            community,
            account.id,
            own,
            to_micros(now),
        )
    if not member:
        await tx.execute(
            "INSERT INTO members (community, person, id, joined_at) VALUES (?, ?, ?, ?)",
            community,
            account.person,
            own,
            to_micros(now),
        )
    await be_there(tx, community, account.id, place)
    return MemberId(member or own), not member


async def be_there(tx: Transaction, community: CommunityId, account: AccountId, place: str) -> None:
    """The account is in this place of the community."""
    await _note_presence(tx, community, account, place, 0)


async def leave(
    tx: Transaction, community: CommunityId, account: AccountId, place: str, now: datetime
) -> None:
    """The account has left this place of the community."""
    await _note_presence(tx, community, account, place, to_micros(now))


async def gone_since(read: Reader, community: CommunityId, person: PersonId) -> datetime | None:
    """When the last account of the person left the last place where it was seen here.

    None while one of them is there, and for whoever was seen nowhere.
    """
    row = await read.fetch_one(
        "SELECT min(p.left_at), max(p.left_at) FROM accounts a"
        " JOIN presences p ON p.community = ? AND p.account = a.id WHERE a.person = ?",
        community,
        person,
    )
    return from_micros(int(row[1] or 0)) if row is not None and row[0] else None


async def there_since(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, datetime]:
    """Since when those of these members who have not left are members."""
    rows = await read.fetch_all(
        "SELECT m.id, m.joined_at FROM members m JOIN accounts a ON a.person = m.person"
        " LEFT JOIN presences p ON p.community = ? AND p.account = a.id"
        # By the ids: their community's index would read all of its members.
        f" WHERE m.community || '' = ? AND m.id IN ({places('?', len(members))})"
        " GROUP BY m.id, m.joined_at HAVING coalesce(min(p.left_at), 0) = 0",
        community,
        community,
        *members,
    )
    return {MemberId(str(member)): from_micros(int(at or 0)) for member, at in rows}


async def joined_within(
    read: Reader,
    community: CommunityId,
    zone: str,
    spans: Sequence[tuple[date, date]],
    after: str,
    limit: int,
) -> dict[MemberId, date]:
    """A page of members, by id behind ``after``, who joined in one of these spans of local days.

    Each span is from its first day to before its last one in the zone; with the day of each.
    """
    if not spans:
        return {}
    bounds = [to_micros(day_bounds(day, zone)[0]) for span in spans for day in span]
    rows = await read.fetch_all(
        "SELECT id, joined_at FROM members WHERE community = ? AND id > ?"
        f" AND ({' OR '.join(['(joined_at >= ? AND joined_at < ?)'] * len(spans))})"
        " ORDER BY id LIMIT ?",
        community,
        after,
        *bounds,
        limit,
    )
    return {MemberId(str(m)): local_day(from_micros(int(at or 0)), zone) for m, at in rows}


async def gone_before(
    read: Reader, community: CommunityId, before: datetime, after: str, limit: int
) -> list[tuple[PersonId, MemberId]]:
    """A page of members who were gone at ``before`` and stayed away, by person behind ``after``."""
    rows = await read.fetch_all(
        "SELECT m.person, m.id FROM members m WHERE m.community = ? AND m.person > ?"
        " AND m.person IN (SELECT a.person FROM presences p JOIN accounts a ON a.id = p.account"
        " WHERE p.community = ? AND p.left_at > 0 AND p.left_at <= ?)"
        " AND NOT EXISTS (SELECT 1 FROM accounts a"
        " JOIN presences p ON p.community = ? AND p.account = a.id"
        " WHERE a.person = m.person AND (p.left_at = 0 OR p.left_at > ?))"
        " ORDER BY m.person LIMIT ?",
        community,
        after,
        community,
        to_micros(before),
        community,
        to_micros(before),
        limit,
    )
    return [(PersonId(str(person)), MemberId(str(member))) for person, member in rows]


async def communities_of(read: Reader, person: PersonId) -> list[CommunityId]:
    """The communities that the person is a member of, in the order of their names."""
    rows = await read.fetch_all(
        "SELECT community FROM members WHERE person = ? ORDER BY community", person
    )
    return [CommunityId(str(row[0])) for row in rows]


async def elsewhere(
    read: Reader, others: Sequence[CommunityId], persons: Sequence[PersonId]
) -> set[PersonId]:
    """Who of these is a member of one of the communities ``others`` and has not left it."""
    if not others or not persons:
        return set()
    rows = await read.fetch_all(
        "SELECT m.person FROM members m JOIN accounts a ON a.person = m.person"
        " LEFT JOIN presences p ON p.community = m.community AND p.account = a.id"
        f" WHERE m.community IN ({places('?', len(others))})"
        f" AND m.person IN ({places('?', len(persons))})"
        " GROUP BY m.person, m.community HAVING coalesce(min(p.left_at), 0) = 0",
        *others,
        *persons,
    )
    return {PersonId(str(row[0])) for row in rows}


async def members_after(
    read: Reader, community: CommunityId, after: str, limit: int
) -> Sequence[tuple[MemberId, PersonId]]:
    """A page of the community's members by id, those behind ``after``, with who they are now.

    Also those who are no member at present, since an older account stands for them.
    """
    rows = await read.fetch_all(
        "SELECT s.id, a.person FROM memberships s JOIN accounts a ON a.id = s.account"
        # In the order of the ids: the community's index would be read whole for each page.
        " WHERE s.community || '' = ? AND s.id > ? ORDER BY s.id LIMIT ?",
        community,
        after,
        limit,
    )
    return [(MemberId(str(member)), PersonId(str(person))) for member, person in rows]


async def zones_after(
    read: Reader, community: CommunityId, after: str, limit: int
) -> list[tuple[MemberId, str]]:
    """A page of who is a member now, by id behind ``after``: the zones they chose, "" for none."""
    rows = await read.fetch_all(
        "SELECT m.id, p.zone FROM members m JOIN persons p ON p.id = m.person"
        # In the order of the ids: the community's index would be read whole for each page.
        " WHERE m.community || '' = ? AND m.id > ? ORDER BY m.id LIMIT ?",
        community,
        after,
        limit,
    )
    return [(MemberId(str(member)), str(zone)) for member, zone in rows]


async def of_accounts(read: Reader, accounts: Sequence[AccountId]) -> list[Membership]:
    """Where these accounts have written, and which members they are there by themselves."""
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT community, account, id FROM memberships"
        f" WHERE account IN ({places}) ORDER BY community, at, id",
        *accounts,
    )
    return [
        Membership(CommunityId(str(community)), AccountId(str(account)), MemberId(str(member)))
        for community, account, member in rows
    ]


async def by_age(read: Reader, accounts: Sequence[AccountId]) -> list[AccountId]:
    """These accounts, the one that is a member for the longest time first.

    Those that have never written in a community come last, by when they were met.
    """
    places = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        "SELECT a.id FROM accounts a LEFT JOIN memberships s ON s.account = a.id"
        f" WHERE a.id IN ({places}) GROUP BY a.id, a.created_at"
        f" ORDER BY coalesce(min(s.at), {_LATER_THAN_ALL}), a.created_at, a.id",
        *accounts,
    )
    return [AccountId(str(account)) for (account,) in rows]


async def count_anew(tx: Transaction, persons: Sequence[PersonId]) -> None:
    """Which members these persons are is what the accounts that they hold now give."""
    places = ", ".join("?" * len(persons))
    await tx.execute(f"DELETE FROM members WHERE person IN ({places})", *persons)
    await tx.execute(
        "INSERT INTO members (community, person, id, joined_at)"
        " SELECT community, person, id, at FROM (SELECT s.community, a.person, s.id, s.at,"
        " row_number() OVER (PARTITION BY s.community, a.person ORDER BY s.at, s.id) AS place"
        " FROM accounts a JOIN memberships s ON s.account = a.id"
        f" WHERE a.person IN ({places})) AS oldest WHERE place = 1",
        *persons,
    )


async def _note_presence(
    tx: Transaction, community: CommunityId, account: AccountId, place: str, left_at: int
) -> None:
    await tx.execute(
        "INSERT INTO presences (community, account, place, left_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (community, account, place) DO UPDATE SET left_at = excluded.left_at",
        community,
        account,
        place,
        left_at,
    )
