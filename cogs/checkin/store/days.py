"""Days are facts of accounts; which of them counts for a member is a claim made of them.

A local day of a member has one claim. Of several days the kind decides: a check-in goes before
an import, then make-up, leave, outage, freeze. A day whose latest change says that it does not
hold claims nothing (``docs/features/checkin.md`` §3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.core.batches import places
from bot.core.clock import from_micros, to_micros
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Reader, Row, Transaction, Value
from cogs.checkin.rules import Day, DayKind

_ROW: Final = (
    "community, account, day, kind, at, received_at, credited, flagged,"
    " zone, platform, chat, source"
)
# A day with the latest of its changes; ``d`` and ``c`` in what follows.
LATEST_CHANGE: Final = (
    " LEFT JOIN day_changes c ON c.community = d.community AND c.account = d.account"
    " AND c.day = d.day AND c.kind = d.kind AND c.number = (SELECT max(e.number)"
    " FROM day_changes e WHERE e.community = d.community AND e.account = d.account"
    " AND e.day = d.day AND e.kind = d.kind)"
)
# A check-in that was taken back and written once more is as it came then.
CREDITED: Final = "CASE c.reason WHEN 'again' THEN 1 WHEN 'attempt' THEN 0 ELSE d.credited END"
RECEIVED: Final = "CASE WHEN c.written_at > 0 THEN c.at ELSE d.received_at END"
PLATFORM: Final = "CASE WHEN c.written_at > 0 THEN c.platform ELSE d.platform END"
CHAT: Final = "CASE WHEN c.written_at > 0 THEN c.chat ELSE d.chat END"
SOURCE: Final = "CASE WHEN c.written_at > 0 THEN c.source ELSE d.source END"
AT: Final = "CASE WHEN c.written_at > 0 THEN c.written_at ELSE d.at END AS at"
ZONE: Final = "CASE WHEN c.written_at > 0 THEN c.zone ELSE d.zone END AS zone"
# A check-in that had no credit when it came goes behind an import, which had one.
_RANK: Final = (
    f"CASE d.kind WHEN 'real' THEN 2 - 2 * ({CREDITED}) WHEN 'import' THEN 1 WHEN 'makeup' THEN 3"
    " WHEN 'leave' THEN 4 WHEN 'outage' THEN 5 ELSE 6 END"
)
_CLAIMS: Final = (
    "SELECT day, kind, account, at, zone FROM (SELECT d.day, d.kind, d.account,"
    f" {AT}, {ZONE}, row_number() OVER (PARTITION BY d.day"
    f" ORDER BY {_RANK}, {CREDITED} DESC, {RECEIVED}, coalesce(c.number, 0), d.account) AS place"
    f" FROM days d{LATEST_CHANGE} WHERE coalesce(c.holds, 1) = 1"
)


# Ten years of days are read at once: the call of the enumeration would be a third of that.
_KINDS: Final = {kind.value: kind for kind in DayKind}
# Days that one statement makes: it has ten values for each.
_A_STATEMENT: Final = 200


@dataclass(frozen=True, slots=True)
class Attempt:
    """A check-in as it was written: a fact of its account, credited or not."""

    account: AccountId
    day: date
    at: datetime
    received_at: datetime
    flagged: bool
    zone: str
    platform: str
    chat: str
    source: str


@dataclass(frozen=True, slots=True)
class MadeDay:
    """A day that a rule covers; ``at`` is when it was due, ``source`` the message that asked."""

    account: AccountId
    day: date
    kind: DayKind
    at: datetime
    zone: str
    platform: str = ""
    chat: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class DayChange:
    """A day stopped to count, or counts again.

    ``written`` is the message by which it counts now, where that is another one than the day's.
    """

    account: AccountId
    day: date
    kind: DayKind
    at: datetime
    holds: bool
    reason: str
    written: Attempt | MadeDay | None = None


async def keep_attempt(
    tx: Transaction, community: CommunityId, attempt: Attempt, *, credited: bool
) -> bool:
    """The attempt is a fact of its account; False for a second one of the account on that day."""
    return bool(
        await tx.execute(
            f"INSERT INTO days ({_ROW}) VALUES (?, ?, ?, 'real', ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (community, account, day, kind) DO NOTHING",
            community,
            attempt.account,
            attempt.day.isoformat(),
            to_micros(attempt.at),
            to_micros(attempt.received_at),
            int(credited),
            int(attempt.flagged),
            attempt.zone,
            attempt.platform,
            attempt.chat,
            attempt.source,
        )
    )


async def make_days(
    tx: Transaction, community: CommunityId, made: Sequence[MadeDay]
) -> dict[MadeDay, int]:
    """These days are facts of their accounts; the persons' locks are held.

    Returns how often those were made before that were: a day that was taken back holds again by a
    change.
    """
    fresh: set[tuple[str, str, str]] = set()
    for start in range(0, len(made), _A_STATEMENT):
        fresh |= await _insert_new(tx, community, made[start : start + _A_STATEMENT])
    numbers: dict[MadeDay, int] = {}
    if len(fresh) == len(made):
        return numbers
    for each in made:
        if _key(each) not in fresh:
            change = DayChange(each.account, each.day, each.kind, each.at, True, "made", each)
            numbers[each] = await change_day(tx, community, change)
    return numbers


async def make_day(
    tx: Transaction, community: CommunityId, accounts: Sequence[AccountId], made: MadeDay
) -> None:
    """The same day is a fact of each of these accounts; the persons' locks are held.

    As with ``make_days`` one that was taken back holds again by a change. ``made`` says what is
    common to them.
    """
    day, kind, at = made.day.isoformat(), made.kind.value, to_micros(made.at)
    fresh = await tx.execute(
        f"INSERT INTO days ({_ROW})"
        " SELECT ?, v.column1, ?, ?, ?, ?, 1, 0, ?, '', '', ''"
        # WHERE: else SQLite takes ON for the condition of a join.
        f" FROM (VALUES {places('(?)', len(accounts))}) AS v WHERE 1 = 1"
        " ON CONFLICT (community, account, day, kind) DO NOTHING",
        community, day, kind, at, at, made.zone, *accounts,
    )  # fmt: skip
    if fresh == len(accounts):
        return
    # A day that was a fact before and covers nothing was taken back: only such have changes.
    taken_back = await tx.fetch_all(
        "SELECT DISTINCT account FROM day_changes WHERE community = ? AND day = ? AND kind = ?"
        f" AND account IN ({places('?', len(accounts))}) ORDER BY account",
        community, day, kind, *accounts,
    )  # fmt: skip
    for (account,) in taken_back:
        again = replace(made, account=AccountId(str(account)))
        change = DayChange(again.account, made.day, made.kind, made.at, True, "made", again)
        await change_day(tx, community, change)


async def change_day(tx: Transaction, community: CommunityId, change: DayChange) -> int:
    """The day holds, or does not, from this change on; returns the number of the change."""
    written = change.written
    row = await tx.fetch_one(
        "INSERT INTO day_changes (community, account, day, kind, number, at, holds, reason,"
        " written_at, zone, platform, chat, source)"
        " SELECT ?, ?, ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ? FROM day_changes"
        " WHERE community = ? AND account = ? AND day = ? AND kind = ? RETURNING number",
        community,
        *_key(change),
        to_micros(change.at),
        int(change.holds),
        change.reason,
        to_micros(written.at) if written else 0,
        written.zone if written else "",
        written.platform if written else "",
        written.chat if written else "",
        written.source if written else "",
        community,
        *_key(change),
    )
    assert row is not None  # RETURNING of an insert
    return int(row[0] or 0)


async def claims_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId]
) -> list[Row]:
    """The credits that the days of these accounts give, each local day once, the earliest first.

    Of two check-ins the one that was credited when it came keeps the credit, else the one
    received first. Rows are (day, kind, account, at, zone).
    """
    return await read.fetch_all(
        f"{_CLAIMS} AND d.community = ? AND d.account IN ({places('?', len(accounts))})) AS claims"
        " WHERE place = 1 ORDER BY day",
        community,
        *accounts,
    )


async def claim_of(
    read: Reader, community: CommunityId, accounts: Sequence[AccountId], day: date
) -> Row | None:
    """The credit that the days of these accounts give for one local day, None for none."""
    return await read.fetch_one(
        f"{_CLAIMS} AND d.community = ? AND d.account IN ({places('?', len(accounts))})"
        " AND d.day = ?) AS claims WHERE place = 1",
        community,
        *accounts,
        day.isoformat(),
    )


async def _insert_new(
    tx: Transaction, community: CommunityId, made: Sequence[MadeDay]
) -> set[tuple[str, str, str]]:
    """Those of these days are facts that were none; returns them by account, day and kind."""
    values: list[Value] = []
    for each in made:
        at = to_micros(each.at)
        values += (
            community, each.account, each.day.isoformat(), each.kind.value, at, at, each.zone,
            each.platform, each.chat, each.source,
        )  # fmt: skip
    rows = await tx.fetch_all(
        f"INSERT INTO days ({_ROW})"
        f" VALUES {places('(?, ?, ?, ?, ?, ?, 1, 0, ?, ?, ?, ?)', len(made))}"
        " ON CONFLICT (community, account, day, kind) DO NOTHING RETURNING account, day, kind",
        *values,
    )
    return {(str(account), str(day), str(kind)) for account, day, kind in rows}


def _key(each: MadeDay | DayChange) -> tuple[str, str, str]:
    return (each.account, each.day.isoformat(), str(each.kind))


def day_from(day: Value, kind: Value, at: Value, zone: Value) -> Day:
    """The day that these columns say."""
    return Day(
        date.fromisoformat(str(day)), _KINDS[str(kind)], from_micros(int(at or 0)), str(zone)
    )
