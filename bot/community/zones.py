"""Which zones people have chosen: what the book of people has written down (`people.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.clock import from_micros, to_micros
from bot.core.model import PersonId
from bot.core.ports import Reader


async def choices_of(read: Reader, person: PersonId) -> list[tuple[datetime, str]]:
    """When the person chose which zone, the earliest first."""
    rows = await read.fetch_all(
        "SELECT at, zone FROM zone_choices WHERE person = ? ORDER BY at", person
    )
    return [(from_micros(int(at or 0)), str(zone)) for at, zone in rows]


async def chosen(read: Reader) -> list[str]:
    """The zones that anybody has ever chosen, by name."""
    rows = await read.fetch_all(
        # From one to the next by the index: DISTINCT would read every choice.
        "WITH RECURSIVE found (zone) AS (SELECT min(zone) FROM zone_choices UNION ALL"
        " SELECT (SELECT min(c.zone) FROM zone_choices c WHERE c.zone > found.zone) FROM found"
        " WHERE found.zone IS NOT NULL)"
        " SELECT zone FROM found WHERE zone IS NOT NULL ORDER BY zone LIMIT 1000"
    )
    return [str(zone) for (zone,) in rows]


async def left_since(
    read: Reader, persons: Sequence[PersonId], since: datetime
) -> dict[PersonId, set[str]]:
    """Which zones those of these persons have left who chose another since; "" the community's."""
    rows = await read.fetch_all(
        "SELECT z.person, (SELECT b.zone FROM zone_choices b WHERE b.person = z.person"
        " AND b.at < z.at ORDER BY b.at DESC LIMIT 1) FROM zone_choices z"
        f" WHERE z.person IN ({', '.join('?' * len(persons))}) AND z.at >= ?",
        *persons,
        to_micros(since),
    )
    left: dict[PersonId, set[str]] = {}
    for person, zone in rows:
        left.setdefault(PersonId(str(person)), set()).add(str(zone or ""))
    return left
