"""A community to measure: its config, its members, and the updates that they send."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from bot.core.model import Incoming

CHATS: Final = tuple(f"-100{number}" for number in range(1, 9))
# Update ids grow, as a platform's do.
_UPDATES: Final = 10_000_000
FIRST_DAY: Final = datetime(2026, 11, 2, 1, tzinfo=UTC)
CONFIG: Final = f"""
[community.main]
name = "bench"
zone = "Asia/Shanghai"
locale = "zh"
chats = [{", ".join(f'"telegram:{chat}"' for chat in CHATS)}]
"""


def check_ins(members: range, day: int) -> list[Incoming]:
    """One ``/checkin`` of each of these members on the day with this number, over eight groups."""
    at = FIRST_DAY + timedelta(days=day)
    return [
        Incoming(
            "telegram",
            str(_UPDATES * (day + 1) + member),
            CHATS[member % len(CHATS)],
            str(member),
            at,
            at,
            text="/checkin",
            name=f"member {member}",
            message_id=str(_UPDATES * (day + 1) + member),
        )
        for member in members
    ]
