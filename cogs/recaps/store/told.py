"""Recaps as they were told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from bot.core.clock import to_micros
from bot.core.model import CommunityId
from bot.core.ports import Reader, Transaction
from bot.core.recaps import Span


async def keep(
    tx: Transaction,
    community: CommunityId,
    span: Span,
    figures: Mapping[str, int],
    at: datetime,
) -> bool:
    """The recap of the span was told with these numbers; False when it was told before."""
    return bool(
        await tx.execute(
            "INSERT INTO recaps (community, span, first_day, last_day, at, figures)"
            " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (community, span) DO NOTHING",
            community,
            span.name,
            span.first.isoformat(),
            span.last.isoformat(),
            to_micros(at),
            json.dumps(dict(figures), sort_keys=True),
        )
    )


async def figures_of(read: Reader, community: CommunityId, span: str) -> dict[str, int]:
    """The numbers that the recap of the span told, none where it was not told."""
    row = await read.fetch_one(
        "SELECT figures FROM recaps WHERE community = ? AND span = ?", community, span
    )
    found: dict[str, int] = {} if row is None else json.loads(str(row[0]))
    return found
