"""Files that go with a message: described in the outbox, made when it is sent.

So nothing of what is in them lies in the outbox, and slow work sits in no turn. A cog makes them
with ``@offers("document", KIND)``. ``docs/features/platforms.md`` §10
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from bot.core.errors import DeliveryFailed
from bot.core.outgoing import Document
from bot.engine.machine import Machine
from bot.engine.queries import MOST_SECONDS, can_read
from bot.presenter.delivery import File
from bot.presenter.encoding import document_from_json

log = logging.getLogger(__name__)
ROOM: Final = "document"


async def document_of(machine: Machine, body: Mapping[str, Any], most: int) -> File:
    """The file that the message brings, made now; zipped where it has more than ``most`` bytes.

    Raises DeliveryFailed, ``unfit`` when there is none that can be sent.
    """
    document = document_from_json(body["document"])
    try:
        file = await machine.tasks.within(MOST_SECONDS, _made(machine, document, most))
    except Exception as error:
        if isinstance(error, machine.database.unavailable) and not await can_read(machine):
            raise DeliveryFailed("its file cannot be read now") from error
        log.exception("the file %s could not be made", document.kind)
        raise DeliveryFailed(repr(error), permanent=True, unfit=True) from error
    if len(file.data) > most:
        raise DeliveryFailed(f"its file has {len(file.data)} bytes", permanent=True, unfit=True)
    return file


async def _made(machine: Machine, document: Document, most: int) -> File:
    offer = machine.router.offers_by_key(ROOM)[document.kind]
    values, now = dict(document.values), machine.clock.now()
    async with machine.database.read() as read:
        write: Callable[[], bytes] = await machine.database.watched(
            offer.run(read, machine.house, values, now)
        )
    return await asyncio.to_thread(_written, document.name, write, most, now)


def _written(name: str, write: Callable[[], bytes], most: int, now: datetime) -> File:
    data = write()
    if len(data) <= most:
        return File(name, data)
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr(ZipInfo(name, now.timetuple()[:6]), data, ZIP_DEFLATED)
    return File(f"{name}.zip", packed.getvalue())
