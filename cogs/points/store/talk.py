"""What talk has earned, what it was refused, and how members have talked lately."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.core.batches import cut, padded, places
from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Transaction
from cogs.points.rules.farming import Print, Talker


@dataclass(frozen=True, slots=True)
class Earning:
    """What something done by ``giver`` to or with the message ``source`` has earned ``account``.

    ``answered`` is the message that an answer was to.
    """

    source: str
    kind: str
    giver: AccountId
    account: AccountId
    receiver: AccountId
    entry: str
    at: datetime
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that earned nothing, so often on a local day."""

    account: AccountId
    day: str
    kind: str
    reason: str
    at: datetime
    times: int = 1


async def keep_earning(tx: Transaction, community: CommunityId, earning: Earning) -> bool:
    """It is known what has earned this; False when it had earned before."""
    return bool(
        await tx.execute(
            "INSERT INTO earnings"
            " (community, source, kind, giver, account, receiver, entry, at, answered)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            community,
            earning.source,
            earning.kind,
            earning.giver,
            earning.account,
            earning.receiver,
            earning.entry,
            to_micros(earning.at),
            earning.answered,
        )
    )


async def find_earning(
    read: Reader, community: CommunityId, source: str, kind: str, giver: AccountId
) -> tuple[AccountId, str] | None:
    """The account that this has paid and the entry, None when it has earned nothing."""
    row = await read.fetch_one(
        "SELECT account, entry FROM earnings"
        " WHERE community = ? AND source = ? AND kind = ? AND giver = ?",
        community,
        source,
        kind,
        giver,
    )
    return None if row is None else (AccountId(str(row[0])), str(row[1]))


async def has_earned(
    read: Reader,
    community: CommunityId,
    member: MemberId,
    kind: str,
    after: datetime,
    before: datetime,
) -> bool:
    """Whether the member was paid for something of the kind between these instants."""
    row = await read.fetch_one(
        "SELECT 1 FROM members m JOIN accounts a ON a.person = m.person"
        " JOIN earnings e ON e.community = m.community AND e.account = a.id"
        " WHERE m.community = ? AND m.id = ? AND e.kind = ? AND e.at > ? AND e.at < ? LIMIT 1",
        community,
        member,
        kind,
        to_micros(after),
        to_micros(before),
    )
    return row is not None


async def earnings_of(
    read: Reader, community: CommunityId, source: str
) -> list[tuple[AccountId, str]]:
    """All that the message has earned, as (account, entry); also its writer by answers to it."""
    own = await read.fetch_all(
        "SELECT account, entry FROM earnings WHERE community = ? AND source = ?"
        " ORDER BY kind, giver",
        community,
        source,
    )
    answers = await read.fetch_all(
        "SELECT account, entry FROM earnings WHERE community = ? AND answered = ?"
        " AND answered <> '' AND account = receiver ORDER BY source",
        community,
        source,
    )
    return [(AccountId(str(account)), str(entry)) for account, entry in (*own, *answers)]


async def favours(
    read: Reader, community: CommunityId, giver: AccountId, receiver: AccountId, since: datetime
) -> list[datetime]:
    """When reactions and answers of ``giver`` have earned for ``receiver``, the latest first."""
    rows = await read.fetch_all(
        "SELECT at FROM earnings WHERE community = ? AND receiver = ? AND giver = ? AND at > ?"
        " AND kind <> 'message' ORDER BY at DESC LIMIT 100",
        community,
        receiver,
        giver,
        to_micros(since),
    )
    return [from_micros(int(row[0] or 0)) for row in rows]


async def note_refusals(
    tx: Transaction, community: CommunityId, refusals: Sequence[Refusal]
) -> None:
    """These earned nothing."""
    rows = [
        (community, each.account, each.day, each.kind, each.reason, each.times, to_micros(each.at))
        for each in refusals
    ]
    for piece in cut(rows):
        await tx.execute(_note(len(piece)), *[value for row in piece for value in row])


async def latest_refusals(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId], limit: int
) -> list[Refusal]:
    """What these accounts were not paid for, the latest first."""
    rows = await read.fetch_all(
        "SELECT account, day, kind, reason, at, times FROM refusals WHERE community = ?"
        f" AND account IN ({places('?', len(accounts))}) ORDER BY at DESC, kind, reason LIMIT ?",
        community,
        *accounts,
        limit,
    )
    return [
        Refusal(
            AccountId(str(account)),
            str(day),
            str(kind),
            str(reason),
            from_micros(int(at or 0)),
            int(times or 0),
        )
        for account, day, kind, reason, at, times in rows
    ]


async def forget_refusals(tx: Transaction, community: CommunityId, before: str) -> None:
    """What was refused on days before this one is forgotten."""
    await tx.execute("DELETE FROM refusals WHERE community = ? AND day < ?", community, before)


async def talkers(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[MemberId, Talker]:
    """How these members have talked lately, with all accounts that they hold."""
    found: dict[MemberId, Talker] = {}
    for piece in padded(members):
        rows = await read.fetch_all(
            "SELECT m.id, t.lately FROM members m JOIN accounts a ON a.person = m.person"
            " JOIN talkers t ON t.community = m.community AND t.account = a.id"
            f" WHERE m.community || '' = ? AND m.id IN ({places('?', len(piece))})"
            " ORDER BY m.id, a.id",
            community,
            *piece,
        )
        for member, lately in rows:
            known = MemberId(str(member))
            found[known] = _together(found.get(known), _talker(str(lately)))
    return found


async def keep_talkers(
    tx: Transaction, community: CommunityId, lately: Mapping[AccountId, Talker]
) -> None:
    """These accounts have talked so."""
    rows = [(community, account, _written(talker)) for account, talker in lately.items()]
    for piece in cut(rows):
        await tx.execute(_keep(len(piece)), *[value for row in piece for value in row])


@cache
def _note(count: int) -> str:
    return (
        "INSERT INTO refusals (community, account, day, kind, reason, times, at) VALUES "
        f"{places('(?, ?, ?, ?, ?, ?, ?)', count)}"
        " ON CONFLICT (community, account, day, kind, reason)"
        " DO UPDATE SET times = refusals.times + excluded.times, at = excluded.at"
    )


@cache
def _keep(count: int) -> str:
    return (
        f"INSERT INTO talkers (community, account, lately) VALUES {places('(?, ?, ?)', count)}"
        " ON CONFLICT (community, account) DO UPDATE SET lately = excluded.lately"
    )


def _written(talker: Talker) -> str:
    paid = None if talker.paid_at is None else to_micros(talker.paid_at)
    prints = [[to_micros(each.at), *each.pairs] for each in talker.prints]
    return json.dumps([paid, [to_micros(each) for each in talker.written], prints])


def _talker(lately: str) -> Talker:
    paid, written, prints = json.loads(lately)
    return Talker(
        tuple(Print(from_micros(at), tuple(pairs)) for at, *pairs in prints),
        tuple(map(from_micros, written)),
        None if paid is None else from_micros(paid),
    )


def _together(one: Talker | None, other: Talker) -> Talker:
    if one is None:
        return other
    paid = [each.paid_at for each in (one, other) if each.paid_at is not None]
    # What one account has kept of the other is the same once more, and not more of it.
    prints = (Counter(one.prints) | Counter(other.prints)).elements()
    written = (Counter(one.written) | Counter(other.written)).elements()
    return Talker(
        tuple(sorted(prints, key=lambda each: each.at)),
        tuple(sorted(written)),
        max(paid, default=None),
    )
