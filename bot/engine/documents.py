"""Files that go with a message: described in the outbox, made when it is sent.

So nothing of what is in them lies in the outbox, and slow work sits in no turn. A cog makes them
with ``@offers("document", KIND)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.core.outgoing import Document
from bot.engine.machine import Machine
from bot.presenter.delivery import File
from bot.presenter.encoding import document_from_json

ROOM: Final = "document"


async def document_of(machine: Machine, body: Mapping[str, Any]) -> File | None:
    """The file that the message brings, made now; None for one that brings none."""
    if "document" not in body:
        return None
    document: Document = document_from_json(body["document"])
    offer = machine.router.offers_by_key(ROOM)[document.kind]
    async with machine.database.read() as read:
        data = await offer.run(read, machine.house, dict(document.values), machine.clock.now())
    return File(document.name, data)
