"""Tallies: named numbers of members, kept in one place and read by anyone.

Whoever declares a tally writes it through its context; badges, tiers, ranks, reminders and
recaps read it here and know nothing of the cog (``docs/architecture.md``, "Tallies").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from bot.core.batches import cut, places
from bot.core.model import CommunityId, MemberId
from bot.core.ports import Reader, Transaction
from bot.core.text import Text

Key = tuple[str, str, str]

_FEW: Final = 32
_SUM: Final = "sum(CASE WHEN period >= ? AND period <= ? THEN value ELSE 0 END)"


async def write(
    tx: Transaction, community: CommunityId, sets: Mapping[Key, int], adds: Mapping[Key, int]
) -> None:
    """Every (member, name, period) of ``sets`` has its value, those of ``adds`` have grown by it.

    A tally is either set or added to in one call, not both; its name is a cog's own word.
    """
    if not sets and not adds:
        return
    added = tuple(sorted({key[1] for key in adds}))
    rows = [*sets.items(), *adds.items()]
    # Few rows are one statement; many are cut, so that few statements are prepared.
    for piece in cut(rows) if len(rows) > _FEW else (rows,):
        values = [part for key, number in piece for part in (community, *key, number)]
        await tx.execute(_upsert(len(piece), added), *values)


async def value_of(
    read: Reader, community: CommunityId, member: MemberId, name: str, period: str = ""
) -> int:
    """The tally's number; 0 when nobody has counted yet."""
    row = await read.fetch_one(
        "SELECT value FROM tallies WHERE community = ? AND member = ? AND name = ? AND period = ?",
        community,
        member,
        name,
        period,
    )
    return 0 if row is None else int(row[0] or 0)


async def several(
    read: Reader, community: CommunityId, member: MemberId, names: Sequence[str]
) -> dict[str, int]:
    """The member's tallies of these names that are kept for ever; those not counted are absent."""
    rows = await read.fetch_all(
        "SELECT name, value FROM tallies"
        f" WHERE community = ? AND member = ? AND name IN ({places('?', len(names))})"
        " AND period = ''",
        community,
        member,
        *names,
    )
    return {str(name): int(value or 0) for name, value in rows}


async def sums_of_days(
    read: Reader,
    community: CommunityId,
    members: Sequence[MemberId],
    name: str,
    spans: Sequence[tuple[date, date]],
) -> dict[MemberId, list[int]]:
    """What this tally of each day adds up to in each span of days, the first and the last included.

    Who was never counted in one of them is absent.
    """
    if not spans:
        return {}
    days = [day.isoformat() for span in spans for day in span]
    rows = await read.fetch_all(
        f"SELECT member, {', '.join([_SUM] * len(spans))} FROM tallies"
        f" WHERE community = ? AND member IN ({places('?', len(members))}) AND name = ?"
        " AND period >= ? AND period <= ? GROUP BY member",
        *days,
        community,
        *members,
        name,
        min(days),
        max(days),
    )
    return {MemberId(str(row[0])): [int(each or 0) for each in row[1:]] for row in rows}


async def of_members(
    read: Reader, community: CommunityId, members: Sequence[MemberId], names: Sequence[str]
) -> dict[MemberId, dict[str, int]]:
    """As ``several`` for many members; those of whom nothing was counted are absent."""
    found: dict[MemberId, dict[str, int]] = {}
    rows = await read.fetch_all(
        "SELECT member, name, value FROM tallies"
        f" WHERE community = ? AND member IN ({places('?', len(members))})"
        f" AND name IN ({places('?', len(names))}) AND period = ''",
        community,
        *members,
        *names,
    )
    for member, name, value in rows:
        found.setdefault(MemberId(str(member)), {})[str(name)] = int(value or 0)
    return found


async def values_of(read: Reader, community: CommunityId, member: MemberId) -> dict[Key, int]:
    """Every tally of the member, for verification and export."""
    rows = await read.fetch_all(
        "SELECT member, name, period, value FROM tallies WHERE community = ? AND member = ?"
        " ORDER BY name, period",
        community,
        member,
    )
    return {(str(m), str(name), str(period)): int(value or 0) for m, name, period, value in rows}


async def differing(
    read: Reader,
    community: CommunityId,
    member: MemberId,
    names: tuple[str, ...],
    wanted: Mapping[Key, int],
) -> list[Text]:
    """A sentence for each of the member's tallies of these names that is not as ``wanted``.

    What is kept and not wanted should be 0, and what is wanted and not kept is 0.
    """
    kept = await values_of(read, community, member)
    keys = [*wanted, *(key for key in kept if key[1] in names and key not in wanted)]
    return [
        Text(
            "verify.tally",
            member=member,
            name=f"{key[1]} {key[2]}".strip(),
            have=kept.get(key, 0),
            want=wanted.get(key, 0),
        )
        for key in keys
        if kept.get(key, 0) != wanted.get(key, 0)
    ]


async def clear(
    tx: Transaction, community: CommunityId, member: MemberId, names: tuple[str, ...]
) -> None:
    """The member's tallies of these names are gone; their owner's rebuild writes them anew."""
    for name in names:
        await tx.execute(
            "DELETE FROM tallies WHERE community = ? AND member = ? AND name = ?",
            community,
            member,
            name,
        )


@cache
def _upsert(rows: int, added: tuple[str, ...]) -> str:
    """One statement for all: tallies with a name of ``added`` grow, the others are set."""
    listed = places("(?, ?, ?, ?, ?)", rows)
    names = ", ".join(f"'{name}'" for name in added)
    grows = f"tallies.name IN ({names})" if added else "FALSE"
    return (
        f"INSERT INTO tallies (community, member, name, period, value) VALUES {listed}"
        " ON CONFLICT (community, member, name, period) DO UPDATE"
        f" SET value = CASE WHEN {grows} THEN tallies.value ELSE 0 END + excluded.value"
    )
