"""Which notices count among those of a member's day: what was sent, and what still waits.

``docs/features/reminders.md`` §2
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.community import notice_days
from bot.core.model import AccountId, CommunityId
from bot.core.ports import Transaction

COUNTED: Final = "counted"
"""Under this name a body keeps the account and its local day."""


async def take_back(tx: Transaction, body: Mapping[str, Any]) -> None:
    """The message will not be sent: it is none of the day's any more, if it was one."""
    if COUNTED in body:
        account, day = body[COUNTED]
        community = CommunityId(str(body["community"]))
        await notice_days.take_back(tx, community, AccountId(str(account)), str(day))


async def again(tx: Transaction, body: Mapping[str, Any]) -> None:
    """The message was sent although it had been cancelled: it is one of the day's after all."""
    if COUNTED in body:
        account, day = body[COUNTED]
        community = CommunityId(str(body["community"]))
        await notice_days.give_back(tx, community, AccountId(str(account)), str(day))
