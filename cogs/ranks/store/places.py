"""Who is on which board with what, in order, and how many have which value.

The counts follow the places by triggers of the database. A rank is a sum over at most 256 of
them at each of four levels, whatever the size of the community.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from bot.core.batches import cut, places
from bot.core.clock import to_micros
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader, Transaction
from bot.core.ports import Row as Values
from cogs.ranks.rules import Row

_LEVELS: Final = (1, 2, 3)
_BITS: Final = 8
_ROW: Final = "SELECT member, value FROM rank_places WHERE community = ? AND board = ?"
_COUNT: Final = "SELECT members FROM rank_counts WHERE community = ? AND board = ? AND level = ?"
_ABOVE: Final = " UNION ALL ".join(
    [f"{_COUNT} AND bucket > ? AND bucket <= ?"] * len(_LEVELS) + [f"{_COUNT} AND bucket > ?"]
)


class Place(NamedTuple):
    """What a member has on a board, and from when on that is to be counted anew, 0 for never."""

    value: int
    until: int


Key = tuple[MemberId, str]


async def of_members(
    read: Reader, community: CommunityId, members: Sequence[MemberId]
) -> dict[Key, Place]:
    """On which boards these members are, as (member, board)."""
    rows = await read.fetch_all(
        "SELECT member, board, value, until FROM rank_places"
        f" WHERE community = ? AND member IN ({places('?', len(members))})",
        community,
        *members,
    )
    return {
        (MemberId(str(member)), str(board)): Place(int(value or 0), int(until or 0))
        for member, board, value, until in rows
    }


async def keep(tx: Transaction, community: CommunityId, found: Mapping[Key, Place]) -> None:
    """These members are on these boards with this."""
    for piece in cut(sorted(found.items())):
        values = [part for key, place in piece for part in (community, *key, *place)]
        await tx.execute(
            "INSERT INTO rank_places (community, member, board, value, until)"
            f" VALUES {places('(?, ?, ?, ?, ?)', len(piece))}"
            " ON CONFLICT (community, member, board) DO UPDATE"
            " SET value = excluded.value, until = excluded.until",
            *values,
        )


async def drop(tx: Transaction, community: CommunityId, keys: Sequence[Key]) -> None:
    """These members are no more on these boards."""
    for piece in cut(sorted(keys)):
        await tx.execute(
            "DELETE FROM rank_places WHERE community = ? AND (member, board) IN"
            f" (VALUES {places('(?, ?)', len(piece))})",
            community,
            *(part for key in piece for part in key),
        )


async def due(
    read: Reader, community: CommunityId, now: datetime, after: str, limit: int
) -> list[MemberId]:
    """Members who are to be counted anew since their time has come, those behind ``after``."""
    rows = await read.fetch_all(
        "SELECT DISTINCT member FROM rank_places WHERE community = ? AND until > 0 AND until <= ?"
        " AND member > ? ORDER BY member LIMIT ?",
        community,
        to_micros(now),
        after,
        limit,
    )
    return [MemberId(str(member)) for (member,) in rows]


async def best(read: Reader, community: CommunityId, board: str, limit: int) -> list[Row]:
    """The first of the board."""
    return _rows(
        await read.fetch_all(
            f"{_ROW} ORDER BY value DESC, member DESC LIMIT ?", community, board, limit
        )
    )


async def with_values(
    read: Reader, community: CommunityId, board: str, values: Sequence[int], limit: int
) -> list[Row]:
    """Those on the board who have one of these values, the highest first."""
    if not values:
        return []
    rows = await read.fetch_all(
        f"{_ROW} AND value IN ({places('?', len(values))})"
        " ORDER BY value DESC, member DESC LIMIT ?",
        community,
        board,
        *values,
        limit,
    )
    return _rows(rows)


async def around(
    read: Reader, community: CommunityId, board: str, own: Row, limit: int
) -> list[Row]:
    """``own`` with so many above and below it, the highest first."""
    key = (community, board, own.value, own.member, limit)
    above = await read.fetch_all(
        f"{_ROW} AND (value, member) > (?, ?) ORDER BY value, member LIMIT ?", *key
    )
    below = await read.fetch_all(
        f"{_ROW} AND (value, member) < (?, ?) ORDER BY value DESC, member DESC LIMIT ?", *key
    )
    return [*reversed(_rows(above)), own, *_rows(below)]


async def find(read: Reader, community: CommunityId, board: str, member: MemberId) -> Row | None:
    """The member's own row, None for who is not on the board."""
    row = await read.fetch_one(f"{_ROW} AND member = ?", community, board, member)
    return None if row is None else Row(member, int(row[1] or 0))


async def count_above(read: Reader, community: CommunityId, board: str, value: int) -> int:
    """How many on the board have more than this."""
    key = (community, board)
    asked: list[str | int] = []
    for level in (0, *_LEVELS):
        bucket = value >> (_BITS * level)
        asked += [*key, level, bucket]
        if level < len(_LEVELS):
            asked.append(bucket | ((1 << _BITS) - 1))
    row = await read.fetch_one(f"SELECT coalesce(sum(members), 0) FROM ({_ABOVE}) AS c", *asked)
    return 0 if row is None else int(row[0] or 0)


async def count_with(
    read: Reader, community: CommunityId, board: str, values: Sequence[int]
) -> dict[int, int]:
    """How many on the board have each of these values."""
    rows = await read.fetch_all(
        "SELECT bucket, members FROM rank_counts WHERE community = ? AND board = ? AND level = 0"
        f" AND bucket IN ({places('?', len(values))})",
        community,
        board,
        *values,
    )
    return {int(bucket or 0): int(members or 0) for bucket, members in rows}


async def count_all(read: Reader, community: CommunityId, board: str) -> int:
    """How many are on the board."""
    row = await read.fetch_one(
        "SELECT coalesce(sum(members), 0) FROM rank_counts"
        " WHERE community = ? AND board = ? AND level = 3",
        community,
        board,
    )
    return 0 if row is None else int(row[0] or 0)


async def recount(tx: Transaction, community: CommunityId, board: str, value: int) -> None:
    """The counts that this value is in are what there is, from the places upwards."""
    await tx.execute(
        "UPDATE rank_counts SET members = (SELECT count(*) FROM rank_places p"
        " WHERE p.community = ? AND p.board = ? AND p.value = ?)"
        " WHERE community = ? AND board = ? AND level = 0 AND bucket = ?",
        *(community, board, value) * 2,
    )
    for level in _LEVELS:
        bucket = value >> (_BITS * level)
        first = bucket << _BITS
        await tx.execute(
            "UPDATE rank_counts SET members = (SELECT coalesce(sum(c.members), 0)"
            " FROM rank_counts c WHERE c.community = ? AND c.board = ? AND c.level = ?"
            " AND c.bucket >= ? AND c.bucket < ?)"
            " WHERE community = ? AND board = ? AND level = ? AND bucket = ?",
            *(community, board, level - 1, first, first + (1 << _BITS)),
            *(community, board, level, bucket),
        )


async def counts_differ(
    read: Reader, community: CommunityId, member: MemberId, board: str, value: int
) -> bool:
    """Whether another number is kept than there are with this value.

    Only the first member with a value counts, so that all together read every place once.
    """
    key = (community, board, value)
    first = await read.fetch_one(
        "SELECT min(member) FROM rank_places WHERE community = ? AND board = ? AND value = ?", *key
    )
    if first is None or first[0] != member:
        return False
    row = await read.fetch_one(
        "SELECT count(*) FROM rank_places WHERE community = ? AND board = ? AND value = ?", *key
    )
    counted = await count_with(read, community, board, (value,))
    return row is not None and counted.get(value, 0) != row[0]


def _rows(rows: Sequence[Values]) -> list[Row]:
    return [Row(str(member), int(value or 0)) for member, value in rows]
