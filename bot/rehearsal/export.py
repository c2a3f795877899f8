"""``hearth export --format json``: a community as one JSON text that another house can read.

The format is ``docs/features/transcript.md``. The text is written as it is read, so that a
big community needs no big memory; each member, entry and act stands on a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from bot.core.exporting import Json
from bot.engine import exported
from bot.engine.exported import Chosen
from bot.engine.machine import Machine
from bot.engine.world import Place

FORMAT: Final = "hearth-export"
VERSION: Final = 1


async def export(
    machine: Machine, *, as_of: datetime, community: str = "", member: str = ""
) -> dict[str, Json]:
    """The whole export as of this instant. Raises ExportRefused.

    ``community`` is an id; ``member`` an id of ours or ``platform:user``; empty is all.
    """
    text = export_text(machine, as_of=as_of, community=community, member=member)
    whole: dict[str, Json] = json.loads("".join([piece async for piece in text]))
    return whole


async def export_text(
    machine: Machine, *, as_of: datetime, community: str = "", member: str = ""
) -> AsyncIterator[str]:
    """The same as JSON, piece by piece; it ends with a line end. Raises ExportRefused.

    Everything is as one snapshot of the database shows it.
    """
    async with machine.database.read() as read:
        chosen = await exported.choose(machine, read, as_of, community, member)
        yield f'{{"format": "{FORMAT}", "version": {VERSION},\n "communities": ['
        before = "\n  "
        for place in chosen.places:
            yield before
            async for piece in _community(chosen, place):
                yield piece
            before = ",\n  "
        yield "]}\n"


async def _community(chosen: Chosen, place: Place) -> AsyncIterator[str]:
    yield dumps(exported.head(place.community)).removesuffix("}")
    lists = {
        "members": exported.members(chosen, place),
        "ledger": exported.ledger_entries(chosen, place),
        "audit": exported.acts(chosen, place),
        "cases": exported.nothing(),
        "faq": exported.nothing(),
        "jobs": exported.jobs(chosen, place),
    }
    for name, rows in lists.items():
        yield f',\n   "{name}": ['
        before = "\n    "
        async for row in rows:
            yield before + dumps(row)
            before = ",\n    "
        yield "]"
    yield "}"


def dumps(value: Json) -> str:
    """The value on one line, keys in the order in which they were put there."""
    return json.dumps(value, ensure_ascii=False)
