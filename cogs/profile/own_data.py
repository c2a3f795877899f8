"""The door ``/export``: the person's own data as a file, in private.

``docs/features/people.md``, "Export and erasure".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from bot.core.cog import command, offers
from bot.core.context import Context, House
from bot.core.exporting import Json
from bot.core.model import AccountId
from bot.core.outgoing import Document, Reply
from bot.core.ports import Reader
from bot.core.text import Text

KIND: Final = "export"
FILE: Final = "hearth-export.json"


@command("export", "导出", member=False, private=True, cooldown_s=60)
async def export(ctx: Context) -> Reply:
    """All that is kept of the person, as a file that is made when it is sent."""
    file = Document(FILE, KIND, (("account", ctx.account.id),))
    return Reply((Text("export.here", file=FILE),), private=True, document=file)


@offers("document", KIND)
async def make_export(
    read: Reader, house: House, values: Mapping[str, str], now: datetime
) -> Callable[[], bytes]:
    """What writes the file: readable text in UTF-8, ending with a line end."""
    return partial(_written, await house.export_of(read, AccountId(values["account"]), now))


def _written(whole: Mapping[str, Json]) -> bytes:
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
