"""Credits: for each local day of a member what covers it, kept of the claims of ``days``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, takewhile
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.model import PRIVATE, Account, AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction
from cogs.checkin.rules import Day, DayKind
from cogs.checkin.store.days import LATEST_CHANGE, Attempt, MadeDay, claim_of, day_from

_CREDIT: Final = (
    "SELECT k.day, k.kind, k.at, k.zone, k.account,"
    " CASE WHEN c.written_at > 0 THEN c.platform ELSE d.platform END,"
    " CASE WHEN c.written_at > 0 THEN c.chat ELSE d.chat END,"
    " CASE WHEN c.written_at > 0 THEN c.source ELSE d.source END"
    " FROM day_credits k LEFT JOIN days d ON d.community = k.community"
    f" AND d.account = k.account AND d.day = k.day AND d.kind = k.kind{LATEST_CHANGE}"
)
_INSERT: Final = (
    "INSERT INTO day_credits (community, member, day, kind, account, at, zone)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
# No local day lies further behind the date in UTC.
_FURTHEST_BEHIND: Final = timedelta(days=2)
_MOST_FROZEN: Final = 10


@dataclass(frozen=True, slots=True)
class Credit:
    """The credit of a member's local day, and where its message was."""

    day: Day
    account: AccountId
    platform: str
    chat: str
    source: str

    def source_for(self, accounts: Sequence[Account]) -> str:
        """The message as the ledger names it, without the chat where that is private.

        Private chats are named by their person, who may be one of ``accounts``.
        """
        private = any(self.chat == each.user for each in accounts)
        return f"{self.platform}/{PRIVATE if private else self.chat}/{self.source}"


async def credit(
    tx: Transaction, community: CommunityId, member: MemberId, attempt: Attempt
) -> bool:
    """The member's local day is credited to this attempt; False when something covered it."""
    return bool(
        await tx.execute(
            f"{_INSERT} ON CONFLICT (community, member, day) DO NOTHING",
            community,
            member,
            attempt.day.isoformat(),
            "real",
            attempt.account,
            to_micros(attempt.at),
            attempt.zone,
        )
    )


async def cover(
    tx: Transaction, community: CommunityId, made: Sequence[tuple[MemberId, MadeDay]]
) -> None:
    """These days of the members are covered; nothing covered them before."""
    await tx.execute_many(
        _INSERT,
        [
            (
                community,
                member,
                each.day.isoformat(),
                each.kind.value,
                each.account,
                to_micros(each.at),
                each.zone,
            )
            for member, each in made
        ],
    )


async def cover_day(
    tx: Transaction,
    community: CommunityId,
    holders: Sequence[tuple[MemberId, AccountId]],
    made: MadeDay,
) -> None:
    """The same day of each of these members is covered; nothing covered it before."""
    places = ", ".join(["(?, ?)"] * len(holders))
    await tx.execute(
        "INSERT INTO day_credits (community, member, day, kind, account, at, zone)"
        f" SELECT ?, v.column1, ?, ?, v.column2, ?, ? FROM (VALUES {places}) AS v",
        community, made.day.isoformat(), made.kind.value, to_micros(made.at), made.zone,
        *chain.from_iterable(holders),
    )  # fmt: skip


async def claim_day(
    tx: Transaction,
    community: CommunityId,
    member: MemberId,
    accounts: Sequence[AccountId],
    day: date,
) -> Day | None:
    """The member's local day is covered by what the days of their accounts give, None for none."""
    await tx.execute(
        "DELETE FROM day_credits WHERE community = ? AND member = ? AND day = ?",
        community,
        member,
        day.isoformat(),
    )
    row = await claim_of(tx, community, accounts, day)
    if row is None:
        return None
    await tx.execute(_INSERT, community, member, *row)
    return day_from(row[0], row[1], row[3], row[4])


async def find_credit(
    read: Reader, community: CommunityId, member: MemberId, day: date
) -> Credit | None:
    """What covers the member's local day, None while nothing does."""
    row = await read.fetch_one(
        _CREDIT + " WHERE k.community = ? AND k.member = ? AND k.day = ?",
        community,
        member,
        day.isoformat(),
    )
    return None if row is None else _credit(row)


async def credits_since(
    read: Reader, community: CommunityId, member: MemberId, since: datetime
) -> list[datetime]:
    """When those of the member's check-ins were written that were written at ``since`` or later."""
    rows = await read.fetch_all(
        "SELECT at FROM day_credits"
        " WHERE community = ? AND member = ? AND day >= ? AND kind = 'real' AND at >= ?",
        community,
        member,
        (since - _FURTHEST_BEHIND).date().isoformat(),
        to_micros(since),
    )
    return [from_micros(int(at or 0)) for (at,) in rows]


async def days_of(read: Reader, community: CommunityId, member: MemberId) -> list[Day]:
    """The member's covered days, the earliest first."""
    rows = await read.fetch_all(
        "SELECT day, kind, at, zone FROM day_credits"
        " WHERE community = ? AND member = ? ORDER BY day",
        community,
        member,
    )
    return [day_from(*row) for row in rows]


async def last_covered_before(
    read: Reader, community: CommunityId, member: MemberId, day: date
) -> date | None:
    """The latest covered day of the member before ``day``, None without any."""
    row = await read.fetch_one(
        "SELECT day FROM day_credits WHERE community = ? AND member = ? AND day < ?"
        " ORDER BY day DESC LIMIT 1",
        community,
        member,
        day.isoformat(),
    )
    return None if row is None else date.fromisoformat(str(row[0]))


async def frozen_days_before(
    read: Reader, community: CommunityId, member: MemberId, day: date
) -> list[date]:
    """The last covered days of the member before ``day``, as far as each has used a freeze."""
    rows = await read.fetch_all(
        "SELECT day, kind FROM day_credits WHERE community = ? AND member = ? AND day < ?"
        f" ORDER BY day DESC LIMIT {_MOST_FROZEN}",
        community,
        member,
        day.isoformat(),
    )
    frozen = takewhile(lambda row: row[1] == DayKind.FREEZE, rows)
    return sorted(date.fromisoformat(str(found)) for found, _ in frozen)


async def sources_of(
    read: Reader, community: CommunityId, member: MemberId, first: date
) -> dict[date, Credit]:
    """What covers the member's days from ``first`` on, by day."""
    rows = await read.fetch_all(
        _CREDIT + " WHERE k.community = ? AND k.member = ? AND k.day >= ? ORDER BY k.day",
        community,
        member,
        first.isoformat(),
    )
    return {found.day.day: found for found in map(_credit, rows)}


async def credits_of(read: Reader, community: CommunityId, member: MemberId) -> list[Row]:
    """The member's credits as they are kept, in the shape of ``claims_of``."""
    return await read.fetch_all(
        "SELECT day, kind, account, at, zone FROM day_credits"
        " WHERE community = ? AND member = ? ORDER BY day",
        community,
        member,
    )


async def replace_credits(
    tx: Transaction, community: CommunityId, member: MemberId, claims: Sequence[Row]
) -> None:
    """The member's credits are these and no others; what is as it should be is not touched."""
    if not claims:
        await tx.execute(
            "DELETE FROM day_credits WHERE community = ? AND member = ?", community, member
        )
        return
    kept, wanted = set(await credits_of(tx, community, member)), set(claims)
    await tx.execute_many(
        "DELETE FROM day_credits WHERE community = ? AND member = ? AND day = ?",
        [(community, member, row[0]) for row in sorted(kept - wanted)],
    )
    await tx.execute_many(
        _INSERT, [(community, member, *claim) for claim in claims if claim not in kept]
    )


def _credit(row: Row) -> Credit:
    account, platform, chat, source = (str(part or "") for part in row[4:8])
    return Credit(day_from(*row[:4]), AccountId(account), platform, chat, source)
