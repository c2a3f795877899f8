"""What happened to members, by when it did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.batches import places
from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Transaction
from bot.core.recaps import Moment


async def add(tx: Transaction, community: CommunityId, what: str, moment: Moment) -> None:
    """It happened; the same at the same instant is one."""
    await tx.execute(
        "INSERT INTO moments (community, what, at, account, value) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        community,
        what,
        to_micros(moment.at),
        moment.account,
        moment.value,
    )


async def take_back(
    tx: Transaction,
    community: CommunityId,
    what: str,
    accounts: Sequence[AccountId],
    values: tuple[str, str],
) -> None:
    """Nothing of this kind with a value from the one to the other has happened to them."""
    await tx.execute(
        "DELETE FROM moments WHERE community = ? AND what = ?"
        f" AND account IN ({places('?', len(accounts))}) AND value >= ? AND value <= ?",
        community,
        what,
        *accounts,
        *values,
    )


async def count(
    read: Reader, community: CommunityId, what: str, since: datetime, until: datetime
) -> dict[str, int]:
    """How often each value came from ``since`` on and before ``until``."""
    rows = await read.fetch_all(
        "SELECT value, count(*) FROM moments"
        " WHERE community = ? AND what = ? AND at >= ? AND at < ? GROUP BY value ORDER BY value",
        community,
        what,
        to_micros(since),
        to_micros(until),
    )
    return {str(value): int(number or 0) for value, number in rows}


async def first(  # noqa: PLR0913  what, of which value, between when and when
    read: Reader,
    community: CommunityId,
    what: str,
    value: str,
    since: datetime,
    until: datetime,
    limit: int,
) -> list[Moment]:
    """The first with this value, from ``since`` on and before ``until``."""
    rows = await read.fetch_all(
        "SELECT account, value, at FROM moments"
        " WHERE community = ? AND what = ? AND at >= ? AND at < ? AND value = ?"
        " ORDER BY at, account LIMIT ?",
        community,
        what,
        to_micros(since),
        to_micros(until),
        value,
        limit,
    )
    return _moments(rows)


async def of_accounts(
    read: Reader,
    community: CommunityId,
    what: str,
    accounts: Sequence[AccountId],
    since: datetime,
    until: datetime,
) -> list[Moment]:
    """What of this kind happened to these accounts, from ``since`` on and before ``until``."""
    rows = await read.fetch_all(
        "SELECT account, value, at FROM moments WHERE community = ?"
        f" AND account IN ({places('?', len(accounts))}) AND what = ? AND at >= ? AND at < ?"
        " ORDER BY at, value",
        community,
        *accounts,
        what,
        to_micros(since),
        to_micros(until),
    )
    return _moments(rows)


def _moments(rows: Sequence[Sequence[object]]) -> list[Moment]:
    return [
        Moment(AccountId(str(account)), str(value), from_micros(int(str(at))))
        for account, value, at in rows
    ]
