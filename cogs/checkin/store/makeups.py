"""Make-ups that members asked for, what became of them, and their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId, MemberId
from bot.core.ports import Reader, Row, Transaction
from cogs.checkin.rules import DayKind
from cogs.checkin.store.days import LATEST_CHANGE, MadeDay

_COLUMNS: Final = "id, account, state, at, month, cards, review, reason, platform, chat, source"
_OF_MEMBER: Final = (
    " FROM members m JOIN accounts a ON a.person = m.person"
    " JOIN makeup_requests r ON r.community = m.community AND r.account = a.id"
)
_REQUESTS: Final = "SELECT " + ", ".join(f"r.{name}" for name in _COLUMNS.split(", "))


class RequestState(StrEnum):
    """Where a make-up stands. ASKED: shown, not confirmed. RETURNED: its days count no more."""

    ASKED = "asked"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Request:
    """A make-up that was asked for, with where that was.

    ``month`` is the local month of the act, "" before it is confirmed; ``cards`` what it uses.
    """

    id: str
    account: AccountId
    days: tuple[date, ...]
    state: RequestState
    at: datetime
    cards: int
    reason: str
    platform: str
    chat: str
    source: str
    month: str = ""
    review: str = ""


async def keep_request(tx: Transaction, community: CommunityId, request: Request) -> None:
    """The make-up was asked for."""
    await tx.execute(
        f"INSERT INTO makeup_requests (community, {_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        community,
        request.id,
        request.account,
        str(request.state),
        to_micros(request.at),
        request.month,
        request.cards,
        request.review,
        request.reason,
        request.platform,
        request.chat,
        request.source,
    )
    await tx.execute_many(
        "INSERT INTO makeup_days (community, request, day, account) VALUES (?, ?, ?, ?)",
        [(community, request.id, day.isoformat(), request.account) for day in request.days],
    )


async def move_request(
    tx: Transaction,
    community: CommunityId,
    request: str,
    before: RequestState,
    after: RequestState,
    at: datetime,
) -> bool:
    """The make-up has gone from one state to the other; False when it was in a third one."""
    return bool(
        await tx.execute(
            "UPDATE makeup_requests SET state = ?, at = ?"
            " WHERE community = ? AND id = ? AND state = ?",
            str(after),
            to_micros(at),
            community,
            request,
            str(before),
        )
    )


async def confirm_request(
    tx: Transaction, community: CommunityId, request: str, month: str, review: str, cards: int
) -> None:
    """The confirmed make-up counts for the month; ``review`` is where it waits, "" for nowhere."""
    await tx.execute(
        "UPDATE makeup_requests SET month = ?, review = ?, cards = ?"
        " WHERE community = ? AND id = ?",
        month,
        review,
        cards,
        community,
        request,
    )


async def find_request(read: Reader, community: CommunityId, request: str) -> Request | None:
    """The make-up with this id, None when there is none."""
    row = await read.fetch_one(
        f"SELECT {_COLUMNS} FROM makeup_requests WHERE community = ? AND id = ?",
        community,
        request,
    )
    return None if row is None else await _with_days(read, community, row)


async def count_in_month(read: Reader, community: CommunityId, member: MemberId, month: str) -> int:
    """How many make-ups the member has used of the month's: done, or waiting for a decision."""
    row = await read.fetch_one(
        f"SELECT count(*){_OF_MEMBER} WHERE m.community = ? AND m.id = ? AND r.month = ?"
        " AND r.state IN ('waiting', 'done')",
        community,
        member,
        month,
    )
    return 0 if row is None else int(row[0] or 0)


async def pending_days(read: Reader, community: CommunityId, member: MemberId) -> frozenset[date]:
    """The days of the member that wait for a decision."""
    rows = await read.fetch_all(
        f"SELECT d.day{_OF_MEMBER}"
        " JOIN makeup_days d ON d.community = r.community AND d.request = r.id"
        " WHERE m.community = ? AND m.id = ? AND r.state = 'waiting'",
        community,
        member,
    )
    return frozenset(date.fromisoformat(str(day)) for (day,) in rows)


async def request_of(
    read: Reader,
    community: CommunityId,
    account: AccountId,
    day: date,
    *,
    returned: bool = False,
) -> Request | None:
    """The make-up by which the account's day was filled, None when none was.

    With ``returned`` also one of which no day counts any more.
    """
    row = await read.fetch_one(
        f"{_REQUESTS} FROM makeup_days d JOIN makeup_requests r"
        " ON r.community = d.community AND r.id = d.request"
        " WHERE d.community = ? AND d.account = ? AND d.day = ? AND r.state IN ('done', ?)"
        " ORDER BY r.at DESC LIMIT 1",
        community,
        account,
        day.isoformat(),
        str(RequestState.RETURNED if returned else RequestState.DONE),
    )
    return None if row is None else await _with_days(read, community, row)


async def days_made_by(read: Reader, community: CommunityId, request: str) -> int:
    """How many days of the make-up count still."""
    row = await read.fetch_one(
        "SELECT count(*) FROM makeup_days m JOIN days d ON d.community = m.community"
        f" AND d.account = m.account AND d.day = m.day AND d.kind = 'makeup'{LATEST_CHANGE}"
        " WHERE m.community = ? AND m.request = ? AND coalesce(c.holds, 1) = 1",
        community,
        request,
    )
    return 0 if row is None else int(row[0] or 0)


async def frozen_before(
    read: Reader,
    community: CommunityId,
    accounts: Sequence[AccountId],
    days: Sequence[date],
    at: datetime,
) -> list[MadeDay]:
    """The freezes of these days that came back at that instant, since the days were made up."""
    rows = await read.fetch_all(
        f"SELECT d.account, d.day, d.zone FROM days d{LATEST_CHANGE}"
        f" WHERE d.community = ? AND d.account IN ({', '.join('?' * len(accounts))})"
        f" AND d.day IN ({', '.join('?' * len(days))}) AND d.kind = 'freeze'"
        " AND c.holds = 0 AND c.reason = 'made_up' AND c.at = ? ORDER BY d.day",
        community,
        *accounts,
        *(day.isoformat() for day in days),
        to_micros(at),
    )
    return [
        MadeDay(
            AccountId(str(account)), date.fromisoformat(str(day)), DayKind.FREEZE, at, str(zone)
        )
        for account, day, zone in rows
    ]


async def requests_of(read: Reader, community: CommunityId, member: MemberId) -> list[Request]:
    """Every make-up of the member that was confirmed, in the order in which they were asked."""
    rows = await read.fetch_all(
        f"{_REQUESTS}{_OF_MEMBER} WHERE m.community = ? AND m.id = ? AND r.month <> ''"
        " ORDER BY r.month, r.at, r.id",
        community,
        member,
    )
    return [await _with_days(read, community, row) for row in rows]


async def forget_unconfirmed(
    tx: Transaction, community: CommunityId, account: AccountId, before: datetime
) -> None:
    """What the account was shown before then and has not confirmed is gone."""
    old = (
        "SELECT id FROM makeup_requests WHERE community = ? AND account = ? AND month = ''"
        " AND at < ?"
    )
    values = (community, account, to_micros(before))
    await tx.execute(
        f"DELETE FROM makeup_days WHERE community = ? AND request IN ({old})", community, *values
    )
    await tx.execute(
        "DELETE FROM makeup_requests WHERE community = ? AND account = ? AND month = '' AND at < ?",
        *values,
    )


async def _with_days(read: Reader, community: CommunityId, row: Row) -> Request:
    days = await read.fetch_all(
        "SELECT day FROM makeup_days WHERE community = ? AND request = ? ORDER BY day",
        community,
        row[0],
    )
    return _request(row, [date.fromisoformat(str(day)) for (day,) in days])


def _request(row: Row, days: Sequence[date]) -> Request:
    request, account, state, at, month, cards, review, reason, platform, chat, source = row
    return Request(
        str(request),
        AccountId(str(account)),
        tuple(days),
        RequestState(str(state)),
        from_micros(int(at or 0)),
        int(cards or 0),
        str(reason),
        str(platform),
        str(chat),
        str(source),
        str(month),
        str(review),
    )
