"""Whether a notice that has waited is still meant when its turn comes.

Who may be told, and whether there is something to say, was decided when it was put into the
outbox; quiet hours, a platform that takes nothing or a restart may lie between.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.community import notices
from bot.community.notices import How, Kind
from bot.core.clock import to_micros
from bot.core.model import CommunityId
from bot.core.ports import Reader
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting
from bot.presenter.encoding import listed_from_json, text_to_json

# What was decided a minute ago holds.
_FRESH: Final = 60_000_000


def may_be_moot(machine: Machine, message: Waiting) -> bool:
    """Whether it is a notice that was decided long enough ago to ask again."""
    now = to_micros(machine.clock.now())
    return "notice" in message.body and now - message.at > _FRESH


async def meant(machine: Machine, read: Reader, message: Waiting) -> Mapping[str, Any] | None:
    """Its body as it is to go out: of a list those whom it still concerns; None for nobody."""
    body = message.body
    place = machine.world.places.get(CommunityId(str(body.get("community", ""))))
    if place is None:
        return None
    kind, users, still, *_ = body["notice"]
    listed = listed_from_json(body["listed"]) if "listed" in body else None
    only = How.GROUP_MENTION if listed is None else How.DIGEST
    if message.chat in users:
        only = How.PRIVATE
    kept = []
    for number, user in enumerate(users):
        whom, why = (message.platform, str(user)), (Kind(kind), str(still))
        house, community, now = machine.house, place.community, machine.clock.now()
        if await notices.is_meant(read, house, community, place.settings, whom, why, only, now):
            kept.append(number)
    if message.parts_sent or len(kept) == len(users):
        return body
    texts = () if listed is None else listed.texts(kept)
    return {**body, "texts": [text_to_json(text) for text in texts]} if texts else None
