"""Whether a notice that has waited is still meant when its turn comes.

Who may be told, and whether there is something to say, was decided when it was put into the
outbox; quiet hours, a platform that takes nothing or a restart may lie between.
"""

from __future__ import annotations

from typing import Final

from bot.community import notices
from bot.core.clock import to_micros
from bot.core.model import CommunityId
from bot.core.outgoing import NoticeOf
from bot.core.ports import Reader
from bot.engine.machine import Machine
from bot.engine.outbox import Waiting

# What was decided a minute ago holds.
_FRESH: Final = 60_000_000


def may_be_moot(machine: Machine, message: Waiting) -> bool:
    """Whether it is a notice that was decided long enough ago to ask again."""
    now = to_micros(machine.clock.now())
    return "notice" in message.body and now - message.at > _FRESH


async def is_meant(machine: Machine, read: Reader, message: Waiting) -> bool:
    """Whether its member may still be told, and it still says what is so."""
    place = machine.world.places.get(CommunityId(str(message.body.get("community", ""))))
    if place is None:
        return False
    about = NoticeOf(*map(str, message.body["notice"]))
    return await notices.is_meant(
        read,
        machine.house,
        place.community,
        place.settings,
        about,
        (message.platform, message.chat),
        machine.clock.now(),
    )
