"""Which accounts one person holds. Facts stay with the account; only the holder changes.

Whose person it is when accounts come together follows from the accounts alone: the person that
the oldest of them began with. So taking a link back needs no memory of how it was made.
See ``docs/features/people.md``, "Linking".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community import memberships, people, places
from bot.core.clock import from_micros, to_micros
from bot.core.model import Account, AccountId, PersonId
from bot.core.ports import Reader, Transaction

_ACCOUNT = "SELECT id, person, platform, user_id, name FROM accounts"


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Accounts have come together, or gone apart: what is compensated for it.

    ``operation`` names it in every entry that it makes. ``parts`` are the groups that became
    one, or that the one became; ``since`` is from when on those that went apart were one.
    """

    operation: str
    at: datetime
    parts: tuple[tuple[AccountId, ...], ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Parted:
    """One side of an unlinking; ``since`` is from when on it was one with the other."""

    accounts: tuple[Account, ...]
    since: datetime


async def hold(
    tx: Transaction, *, operation: str, account: Account, person: PersonId, now: datetime
) -> bool:
    """``person`` holds ``account``, and ``operation`` remembers who held it before.

    False when this operation has moved the account already: nothing was changed. Caches of
    the members concerned are rebuilt by their owners in the same turn.
    """
    await tx.lock(
        people.account_key(account.platform, account.user),
        people.person_key(account.person),
        people.person_key(person),
    )
    moved = await tx.execute(
        "INSERT INTO links (operation, account, person, was, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        operation,
        account.id,
        person,
        account.person,
        to_micros(now),
    )
    if moved:
        await people.hold_account(tx, account.id, person)
        await memberships.count_anew(tx, (account.person, person))
    return bool(moved)


async def unite(
    tx: Transaction, *, operation: str, one: AccountId, other: AccountId, now: datetime
) -> tuple[tuple[Account, ...], tuple[Account, ...]]:
    """One person holds all accounts that the holders of these two held; returns both groups."""
    ours, theirs = await locked(tx, one), await locked(tx, other)
    await _regroup(tx, operation, (*ours, *theirs), now)
    return ours, theirs


async def separate(
    tx: Transaction, *, operation: str, leaving: AccountId, now: datetime
) -> tuple[Parted, Parted]:
    """The account is a person of its own again; the one that leaves comes first.

    What was chosen while they were one stays chosen on both sides.
    """
    group = await locked(tx, leaving)
    alone = tuple(each for each in group if each.id == leaving)
    rest = tuple(each for each in group if each.id != leaving)
    together = group[0].person
    own = await _own_persons(tx, [each.id for each in group])
    came = await _came(tx, group, together)
    for part in (alone, rest):
        if person := await _regroup(tx, operation, part, now):
            owner = next(each.id for each in part if own[each.id] == person)
            since = came.get(owner, now)
            await people.carry_choices(tx, together, person, since)
            await places.carry_private_choice(tx, together, person, since)
    first, second = (
        Parted(part, _since(part, other, own, came, together, now))
        for part, other in ((alone, rest), (rest, alone))
    )
    return first, second


async def accounts_of(read: Reader, person: PersonId) -> tuple[Account, ...]:
    """The accounts that the person holds now, by platform and the platform's id."""
    rows = await read.fetch_all(
        f"{_ACCOUNT} WHERE person = ? ORDER BY platform, user_id LIMIT 100", person
    )
    return tuple(
        Account(AccountId(str(a)), PersonId(str(p)), str(platform), str(user), str(name))
        for a, p, platform, user, name in rows
    )


async def holder_of(read: Reader, account: AccountId) -> PersonId | None:
    """Who holds the account now, None for one that was erased."""
    row = await read.fetch_one("SELECT person FROM accounts WHERE id = ?", account)
    return None if row is None else PersonId(str(row[0]))


async def holders(read: Reader, account: Account) -> list[PersonId]:
    """Who has held the account before, the first holder first, then who holds it now."""
    rows = await read.fetch_all(
        "SELECT was FROM links WHERE account = ? ORDER BY at, operation", account.id
    )
    return [*(PersonId(str(row[0])) for row in rows), account.person]


async def persons_of(read: Reader, accounts: Sequence[AccountId]) -> list[PersonId]:
    """The persons that these accounts began with."""
    return sorted(set((await _own_persons(read, accounts)).values()))


async def locked(tx: Transaction, account: AccountId) -> tuple[Account, ...]:
    """All accounts of whoever holds this one; nobody moves them until the turn ends."""
    held: tuple[Account, ...] = ()
    while True:
        person = await holder_of(tx, account)
        assert person is not None  # whoever asks has met its holder
        found = await accounts_of(tx, person)
        if found == held:
            return found
        held = found
        keys = [people.account_key(each.platform, each.user) for each in held]
        await tx.lock(*keys, people.person_key(person))


async def forget(
    tx: Transaction, accounts: Sequence[AccountId], persons: Sequence[PersonId]
) -> None:
    """Nothing says any more that these accounts and persons were ever linked to others."""
    for column, ids in (("account", accounts), ("person", persons), ("was", persons)):
        places_ = ", ".join("?" * len(ids))
        await tx.execute(f"DELETE FROM links WHERE {column} IN ({places_})", *ids)


async def _regroup(
    tx: Transaction, operation: str, accounts: Sequence[Account], now: datetime
) -> PersonId | None:
    """These accounts are held by the person of the oldest; returns them if they held not all."""
    ids = [each.id for each in accounts]
    oldest = (await memberships.by_age(tx, ids))[0]
    person = (await _own_persons(tx, ids))[oldest]
    moved = [
        await hold(tx, operation=operation, account=each, person=person, now=now)
        for each in accounts
        if each.person != person
    ]
    return person if any(moved) else None


async def _own_persons(read: Reader, accounts: Sequence[AccountId]) -> dict[AccountId, PersonId]:
    placeholders = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        f"SELECT id, own FROM accounts WHERE id IN ({placeholders})", *accounts
    )
    return {AccountId(str(account)): PersonId(str(own)) for account, own in rows}


async def _came(
    read: Reader, accounts: Sequence[Account], person: PersonId
) -> dict[AccountId, datetime]:
    """When those of these accounts that began elsewhere came to the person."""
    placeholders = ", ".join("?" * len(accounts))
    rows = await read.fetch_all(
        f"SELECT account, max(at) FROM links WHERE account IN ({placeholders}) AND person = ?"
        " GROUP BY account",
        *(each.id for each in accounts),
        person,
    )
    return {AccountId(str(account)): from_micros(int(at or 0)) for account, at in rows}


def _since(
    part: Sequence[Account],
    other: Sequence[Account],
    own: dict[AccountId, PersonId],
    came: dict[AccountId, datetime],
    together: PersonId,
    now: datetime,
) -> datetime:
    stayed = any(own[each.id] == together for each in part)
    movers = other if stayed else part
    return min((came[each.id] for each in movers if each.id in came), default=now)
