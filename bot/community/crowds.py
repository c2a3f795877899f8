"""Who writes, for many messages at once: one question for all who are known already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.community.memberships import place_of
from bot.community.people import Known, account_key, person_key
from bot.core.batches import padded, places
from bot.core.model import Account, AccountId, CommunityId, Incoming, MemberId, PersonId
from bot.core.ports import Reader, Row, Transaction

User = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who is known, and the places of the community where they are."""

    known: Known
    there: frozenset[str]

    def is_as(self, incoming: Incoming) -> bool:
        """Whether the message says nothing new of its writer: a member, there, with this name."""
        known, chat = self.known, incoming.chat
        return (
            bool(known.member)
            and (not incoming.name or incoming.name == known.account.name)
            and (not incoming.locale or incoming.locale == known.hint)
            and (not incoming.handle or incoming.handle.casefold() == known.handle)
            # A chat without topics or channels is its own place.
            and (chat in self.there or place_of(chat) in self.there)
        )


async def find(
    tx: Transaction, community: CommunityId, incomings: Iterable[Incoming]
) -> dict[User, Seen]:
    """Who of these writers is known; nobody else acts for them, or moves their accounts."""
    users: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for each in incomings:
        users[each.platform][each.user] = None
    keys = [account_key(platform, user) for platform, them in users.items() for user in them]
    await tx.lock(*keys)
    found: dict[User, Seen] = {}
    for platform, them in users.items():
        for piece in padded(list(them)):
            for user, seen in _seen(platform, await _rows(tx, community, platform, piece)):
                found[platform, user] = seen
    await tx.lock(*(person_key(seen.known.account.person) for seen in found.values()))
    return found


async def _rows(
    read: Reader, community: CommunityId, platform: str, users: Sequence[str]
) -> list[Row]:
    return await read.fetch_all(
        "SELECT a.id, a.person, a.user_id, a.name, m.id, p.locale, p.zone, p.hint, a.handle,"
        " s.place FROM accounts a JOIN persons p ON p.id = a.person"
        " LEFT JOIN members m ON m.community = ? AND m.person = a.person"
        " LEFT JOIN presences s ON s.community = ? AND s.account = a.id AND s.left_at = 0"
        f" WHERE a.platform = ? AND a.user_id IN ({places('?', len(users))})",
        community,
        community,
        platform,
        *users,
    )


def _seen(platform: str, rows: Sequence[Row]) -> list[tuple[str, Seen]]:
    there: dict[Row, list[str]] = {}
    for row in rows:
        places_ = there.setdefault(row[:9], [])
        if row[9] is not None:
            places_.append(str(row[9]))
    return [
        (str(row[2]), Seen(_known(platform, row), _places(*found))) for row, found in there.items()
    ]


@lru_cache(maxsize=1024)
def _places(*found: str) -> frozenset[str]:
    return frozenset(found)


# Who talks does so again and again: the same row is the same value.
@lru_cache(maxsize=4096)
def _known(platform: str, row: Row) -> Known:
    account, person, user, name, member, locale, zone, hint, handle = row
    return Known(
        Account(AccountId(str(account)), PersonId(str(person)), platform, str(user), str(name)),
        MemberId(str(member or "")),
        str(locale or ""),
        str(zone or ""),
        str(hint or ""),
        str(handle or ""),
    )
