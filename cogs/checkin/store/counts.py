"""How many checked in on each day and in each span: counted in pages, then kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.batches import cut, places
from bot.core.model import CommunityId
from bot.core.ports import Reader, Transaction, Value
from bot.core.recaps import Span

_COUNTS: Final = "k.kind IN ('real', 'makeup', 'import')"
_WITHIN: Final = (
    "EXISTS (SELECT 1 FROM day_credits k WHERE k.community = ? AND k.member = s.member"
    f" AND k.day >= ? AND k.day <= ? AND {_COUNTS})"
)
# Most have their last day in the span or before it: that needs no look at their days.
_SPAN: Final = (
    "sum(CASE WHEN s.last_counted < ? THEN 0 WHEN s.last_counted <= ? THEN 1"
    f" WHEN {_WITHIN} THEN 1 ELSE 0 END)"
)
_PAGE: Final = (
    "(SELECT member, last_counted FROM streaks WHERE community = ? AND member > ?"
    " ORDER BY member LIMIT ?) AS s"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a page of members adds: check-ins by day, members by span. ``last`` ends the page."""

    days: Mapping[str, int]
    spans: Mapping[str, int]
    last: str
    is_full: bool


async def counted_until(read: Reader, community: CommunityId) -> date | None:
    """The last day that was counted when it was over, None before the first."""
    row = await read.fetch_one("SELECT until FROM checkin_counted WHERE community = ?", community)
    return None if row is None else date.fromisoformat(str(row[0]))


async def touched(read: Reader, community: CommunityId) -> list[tuple[str, int]]:
    """The days that have changed since they were counted, each with how often."""
    rows = await read.fetch_all(
        "SELECT day, times FROM checkin_touched WHERE community = ? ORDER BY day", community
    )
    return [(str(day), int(times or 0)) for day, times in rows]


async def touch(tx: Transaction, community: CommunityId, day: date) -> bool:
    """The day is counted again, with all behind it; False where it was not counted yet."""
    return bool(
        await tx.execute(
            "INSERT INTO checkin_touched (community, day, times)"
            " SELECT ?, ?, 1 FROM checkin_counted WHERE community = ? AND until >= ?"
            " ON CONFLICT (community, day) DO UPDATE SET times = checkin_touched.times + 1",
            community,
            day.isoformat(),
            community,
            day.isoformat(),
        )
    )


async def count_page(
    read: Reader,
    community: CommunityId,
    days: Sequence[date],
    spans: Sequence[Span],
    after: str,
    limit: int,
) -> Counted:
    """What the members behind ``after`` add to these days, which follow each other, and spans."""
    one = days if len(days) == 1 else ()
    sums = [(day.isoformat(), day.isoformat(), day.isoformat()) for day in one]
    sums += [(each.name, each.first.isoformat(), each.last.isoformat()) for each in spans]
    values: list[Value] = []
    for _, first, last in sums:
        values += (first, last, community, first, last)
    row = await read.fetch_one(
        f"SELECT max(s.member), count(*), {', '.join([_SPAN] * len(sums))} FROM {_PAGE}",
        *values,
        community,
        after,
        limit,
    )
    if row is None or not row[1]:
        return Counted({}, {}, after, is_full=False)
    found = {name: int(number or 0) for (name, _, _), number in zip(sums, row[2:], strict=True)}
    by_day = {name: found.pop(name) for name, _, _ in sums[: len(one)]}
    if not one:
        by_day = await _by_day(read, community, days, after, limit)
    return Counted(by_day, found, str(row[0]), is_full=row[1] == limit)


async def _by_day(
    read: Reader, community: CommunityId, days: Sequence[date], after: str, limit: int
) -> dict[str, int]:
    first, last = days[0].isoformat(), days[-1].isoformat()
    rows = await read.fetch_all(
        # CROSS: on SQLite the members come first, not all days of the community.
        f"SELECT k.day, count(*) FROM {_PAGE} CROSS JOIN day_credits k"
        " WHERE s.last_counted >= ? AND k.community = ? AND k.member = s.member"
        f" AND k.day >= ? AND k.day <= ? AND {_COUNTS} GROUP BY k.day",
        community,
        after,
        limit,
        first,
        community,
        first,
        last,
    )
    return {str(day): int(count or 0) for day, count in rows}


async def keep(
    tx: Transaction,
    community: CommunityId,
    days: Mapping[str, int],
    spans: Mapping[str, int],
    until: date | None,
) -> None:
    """These are the numbers of these days and spans; days up to ``until`` were over."""
    for piece in cut(sorted(days.items())):
        await tx.execute(
            "INSERT INTO checkin_days (community, day, checkins)"
            f" VALUES {places('(?, ?, ?)', len(piece))}"
            " ON CONFLICT (community, day) DO UPDATE SET checkins = excluded.checkins",
            *(part for pair in piece for part in (community, *pair)),
        )
    for piece in cut(sorted(spans.items())):
        await tx.execute(
            "INSERT INTO checkin_spans (community, span, members)"
            f" VALUES {places('(?, ?, ?)', len(piece))}"
            " ON CONFLICT (community, span) DO UPDATE SET members = excluded.members",
            *(part for pair in piece for part in (community, *pair)),
        )
    if until is not None:
        await tx.execute(
            "INSERT INTO checkin_counted (community, until) VALUES (?, ?)"
            " ON CONFLICT (community) DO UPDATE SET until = excluded.until"
            " WHERE checkin_counted.until < excluded.until",
            community,
            until.isoformat(),
        )


async def untouch(tx: Transaction, community: CommunityId, seen: Sequence[tuple[str, int]]) -> None:
    """These days were counted as they were when they had changed so often."""
    await tx.execute_many(
        "DELETE FROM checkin_touched WHERE community = ? AND day = ? AND times = ?",
        [(community, day, times) for day, times in seen],
    )


async def of_days(read: Reader, community: CommunityId, first: date, last: date) -> dict[date, int]:
    """The check-ins of each of these days that has any."""
    rows = await read.fetch_all(
        "SELECT day, checkins FROM checkin_days"
        " WHERE community = ? AND day >= ? AND day <= ? AND checkins > 0 ORDER BY day",
        community,
        first.isoformat(),
        last.isoformat(),
    )
    return {date.fromisoformat(str(day)): int(count or 0) for day, count in rows}


async def members_in(read: Reader, community: CommunityId, span: str) -> int:
    """How many checked in at least once in the span."""
    row = await read.fetch_one(
        "SELECT members FROM checkin_spans WHERE community = ? AND span = ?", community, span
    )
    return 0 if row is None else int(row[0] or 0)
