"""Persons, their accounts, and the communities that they are members of.

Facts carry accounts; ``accounts`` says which person holds one now, ``members`` what that
person is in a community. See ``docs/features/people.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.community import memberships
from bot.core.clock import from_micros, to_micros
from bot.core.ids import Ids
from bot.core.model import Account, AccountId, CommunityId, Incoming, MemberId, PersonId
from bot.core.ports import Reader, Row, Transaction


@dataclass(frozen=True, slots=True)
class Known:
    """What the bot knows of an account's owner; ``member`` is empty outside the community.

    ``new`` says that they have become a member in this turn, ``here`` that the account was seen
    in the place of the message before and has not left it.
    """

    account: Account
    member: MemberId
    locale: str
    zone: str
    hint: str
    handle: str = ""
    new: bool = False
    here: bool = False


_KNOWN = (
    "SELECT a.id, a.person, a.platform, a.user_id, a.name, m.id, p.locale, p.zone, p.hint, a.handle"
)
_OF_ACCOUNT = (
    " FROM accounts a JOIN persons p ON p.id = a.person"
    " LEFT JOIN members m ON m.community = ? AND m.person = a.person"
)
_FIND = _KNOWN + _OF_ACCOUNT
_FIND_THERE = (
    f"{_KNOWN}, s.left_at{_OF_ACCOUNT}"
    " LEFT JOIN presences s ON s.community = ? AND s.account = a.id AND s.place = ?"
    " WHERE a.platform = ? AND a.user_id = ?"
)


def account_key(platform: str, user: str) -> str:
    """The lock of who holds an account, and whether there is one."""
    return f"account:{platform}:{user}"


def person_key(person: PersonId) -> str:
    """The lock of all that is kept for a person and their memberships.

    A turn holds its writer's from when it knows who it is; what a turn decides about somebody
    else by a read is decided behind ``tx.lock`` of theirs.
    """
    return f"person:{person}"


async def find(read: Reader, community: CommunityId, platform: str, user: str) -> Known | None:
    """Who this platform's user is, None for someone never met."""
    row = await read.fetch_one(
        _FIND + " WHERE a.platform = ? AND a.user_id = ?", community, platform, user
    )
    return None if row is None else _known(row)


async def find_account(read: Reader, community: CommunityId, account: str) -> Known | None:
    """Who holds this account of ours, None for one that does not exist."""
    row = await read.fetch_one(_FIND + " WHERE a.id = ?", community, account)
    return None if row is None else _known(row)


async def find_by_handle(
    read: Reader, community: CommunityId, platform: str, handle: str
) -> Known | None:
    """Who has this @name on the platform, as last seen, None for a name not seen."""
    row = await read.fetch_one(
        _FIND + " WHERE a.platform = ? AND a.handle = ? AND a.handle <> ''",
        community,
        platform,
        handle.casefold(),
    )
    return None if row is None else _known(row)


async def meet(
    tx: Transaction, ids: Ids, community: CommunityId, incoming: Incoming, *, joins: bool
) -> Known:
    """The writer of ``incoming`` has an account, with the name and language hint of today.

    With ``joins`` they are a member of the community as well.
    """
    # Nobody else meets or moves the account meanwhile, nor acts for the person it leads to.
    await tx.lock(account_key(incoming.platform, incoming.user))
    known = await _find_there(tx, community, incoming)
    if known is None:
        await _create(tx, ids, incoming, to_micros(incoming.at))
        known = await _find_there(tx, community, incoming)
        assert known is not None  # written a line above
    elif incoming.name and incoming.name != known.account.name:
        await tx.execute(
            "UPDATE accounts SET name = ? WHERE id = ?", incoming.name, known.account.id
        )
        known = replace(known, account=replace(known.account, name=incoming.name))
    if incoming.locale and incoming.locale != known.hint:
        await tx.execute(
            "UPDATE persons SET hint = ? WHERE id = ?", incoming.locale, known.account.person
        )
        known = replace(known, hint=incoming.locale)
    if incoming.handle and incoming.handle.casefold() != known.handle:
        known = await _take_handle(tx, known, incoming.handle.casefold())
    await tx.lock(person_key(known.account.person))
    if joins and not (known.member and known.here):
        place = memberships.place_of(incoming.chat)
        member, new = await memberships.enter(tx, ids, community, known.account, place, incoming.at)
        return replace(known, member=member, new=new, here=True)
    return known


async def choose_locale(tx: Transaction, person: PersonId, locale: str, now: datetime) -> None:
    """The person is answered in ``locale`` from now on."""
    await tx.execute(
        "UPDATE persons SET locale = ?, locale_at = ? WHERE id = ?", locale, to_micros(now), person
    )


async def choose_zone(tx: Transaction, person: PersonId, zone: str, now: datetime) -> None:
    """The person's choice of ``zone`` is recorded; from when it counts, ``day_rules`` says.

    Of two choices of one instant the later one is a microsecond younger: both are counted.
    """
    await tx.execute(
        "INSERT INTO zone_choices (person, at, zone)"
        " SELECT ?, coalesce(max(at) + 1, ?), ? FROM zone_choices WHERE person = ? AND at >= ?",
        person,
        to_micros(now),
        zone,
        person,
        to_micros(now),
    )
    await tx.execute("UPDATE persons SET zone = ? WHERE id = ?", zone, person)


async def persons_behind(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, tuple[PersonId, str]]:
    """Who these members are, each with the zone of their own choice, "" for none."""
    rows = await read.fetch_all(
        # Few have ever chosen a zone: that is looked up faster than the person.
        "SELECT m.id, m.person, (SELECT z.zone FROM zone_choices z WHERE z.person = m.person"
        " ORDER BY z.at DESC LIMIT 1) FROM members m"
        # By the ids: their community's index would read all of its members.
        f" WHERE m.community || '' = ? AND m.id IN ({', '.join('?' * len(members))}) ORDER BY m.id",
        community,
        *members,
    )
    return {MemberId(str(m)): (PersonId(str(person)), str(zone or "")) for m, person, zone in rows}


async def carry_choices(tx: Transaction, of: PersonId, to: PersonId, since: datetime) -> None:
    """The language and zones that ``of`` has chosen since then are chosen by ``to`` as well."""
    start = to_micros(since)
    await tx.execute(
        "UPDATE persons SET locale = p.locale, locale_at = p.locale_at"
        " FROM (SELECT locale, locale_at FROM persons WHERE id = ?) AS p"
        " WHERE id = ? AND p.locale_at > ?",
        of,
        to,
        start,
    )
    carried = await tx.execute(
        "INSERT INTO zone_choices (person, at, zone)"
        " SELECT ?, at, zone FROM zone_choices WHERE person = ? AND at > ?"
        " ON CONFLICT (person, at) DO NOTHING",
        to,
        of,
        start,
    )
    if carried:
        await tx.execute(
            "UPDATE persons SET zone = (SELECT zone FROM zone_choices WHERE person = ?"
            " ORDER BY at DESC LIMIT 1) WHERE id = ?",
            to,
            to,
        )


async def hold_account(tx: Transaction, account: AccountId, person: PersonId) -> None:
    """``person`` holds ``account`` from now on; only linking calls this."""
    await tx.execute("UPDATE accounts SET person = ? WHERE id = ?", person, account)


async def accounts_of(read: Reader, community: CommunityId, member: MemberId) -> list[Account]:
    """The accounts that the member holds now, by platform and the platform's id."""
    rows = await read.fetch_all(
        "SELECT a.id, a.person, a.platform, a.user_id, a.name FROM members m"
        " JOIN accounts a ON a.person = m.person"
        " WHERE m.community = ? AND m.id = ? ORDER BY a.platform, a.user_id",
        community,
        member,
    )
    return [_account(row) for row in rows]


async def accounts_by_age(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, list[Account]]:
    """The accounts that each of these members holds now, the one that was met first in front."""
    rows = await read.fetch_all(
        "SELECT a.id, a.person, a.platform, a.user_id, a.name, m.id FROM members m"
        " JOIN accounts a ON a.person = m.person"
        f" WHERE m.community || '' = ? AND m.id IN ({', '.join('?' * len(members))})"
        " ORDER BY a.created_at, a.platform, a.user_id",
        community,
        *members,
    )
    found: dict[MemberId, list[Account]] = {}
    for row in rows:
        found.setdefault(MemberId(str(row[5])), []).append(_account(row))
    return found


async def joined_at(read: Reader, community: CommunityId, member: MemberId) -> datetime | None:
    """When the member became one, None for nobody's id."""
    row = await read.fetch_one(
        "SELECT joined_at FROM members WHERE community = ? AND id = ?", community, member
    )
    return None if row is None else from_micros(int(row[0] or 0))


async def members_page(
    read: Reader, community: CommunityId, after: tuple[str, str], limit: int
) -> list[Known]:
    """A page of members by their first account, those behind (platform, user) ``after``.

    An account is a member's first by platform, then by the platform's id.
    """
    rows = await read.fetch_all(
        # CROSS: on SQLite the accounts come first, in the order of their index.
        f"{_KNOWN} FROM accounts a CROSS JOIN members m CROSS JOIN persons p"
        " WHERE m.community = ? AND m.person = a.person AND p.id = a.person"
        " AND (a.platform, a.user_id) > (?, ?) AND NOT EXISTS"
        " (SELECT 1 FROM accounts b WHERE b.person = a.person"
        " AND (b.platform, b.user_id) < (a.platform, a.user_id))"
        " ORDER BY a.platform, a.user_id LIMIT ?",
        community,
        *after,
        limit,
    )
    return [_known(row) for row in rows]


async def _find_there(read: Reader, community: CommunityId, incoming: Incoming) -> Known | None:
    """Who writes, and whether they were seen before where they write."""
    place = memberships.place_of(incoming.chat)
    row = await read.fetch_one(
        _FIND_THERE, community, community, place, incoming.platform, incoming.user
    )
    return None if row is None else _known(row, here=row[10] == 0)


async def _create(tx: Transaction, ids: Ids, incoming: Incoming, at: int) -> None:
    person = ids.new()
    await tx.execute(
        "INSERT INTO persons (id, locale, zone, hint, created_at) VALUES (?, '', '', ?, ?)",
        person,
        incoming.locale,
        at,
    )
    await tx.execute(
        "INSERT INTO accounts (id, person, own, platform, user_id, name, handle, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, '', ?)",
        ids.new(person),
        person,
        person,
        incoming.platform,
        incoming.user,
        incoming.name,
        at,
    )


async def _take_handle(tx: Transaction, known: Known, handle: str) -> Known:
    """The account has this @name, and no other of its platform has it any more."""
    account = known.account
    await tx.execute(
        "UPDATE accounts SET handle = '' WHERE platform = ? AND handle = ?",
        account.platform,
        handle,
    )
    await tx.execute("UPDATE accounts SET handle = ? WHERE id = ?", handle, account.id)
    return replace(known, handle=handle)


def _known(row: Row, *, here: bool = False) -> Known:
    member, locale, zone, hint, handle = (str(part or "") for part in row[5:10])
    return Known(_account(row), MemberId(member), locale, zone, hint, handle, here=here)


def _account(row: Row) -> Account:
    account, person, platform, user, name = row[:5]
    return Account(
        AccountId(str(account)), PersonId(str(person)), str(platform), str(user), str(name)
    )
