"""What roles tell other cogs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.events import MemberEvent


@dataclass(frozen=True, slots=True)
class RoleRefused(MemberEvent):
    """The platform has refused a role for the member's account, for the first time.

    ``role`` is named as in the config, ``error`` is what the platform said. The role is asked for
    again each day, and that is not told any more.
    """

    role: str
    error: str
