"""Who may do what on the simulated Discord, and what was done to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

KICK, BAN, ADMINISTRATOR, ADD_REACTIONS = 1 << 1, 1 << 2, 1 << 3, 1 << 6
VIEW, SEND, MANAGE_MESSAGES, ATTACH, HISTORY = 1 << 10, 1 << 11, 1 << 13, 1 << 15, 1 << 16
MANAGE_ROLES, IN_THREADS, MODERATE = 1 << 28, 1 << 38, 1 << 40
EVERYONE: Final = VIEW | SEND | HISTORY
ALL: Final = (
    EVERYONE | KICK | BAN | ADD_REACTIONS | MANAGE_MESSAGES | ATTACH | MANAGE_ROLES | IN_THREADS
    | MODERATE
)  # fmt: skip
BOT_ROLE: Final = "2200"
ROLE: Final = "5001"
"""One that the bot may give."""
ADMIN_ROLE, HIGH_ROLE = "2300", "2400"
"""One that administers, below the bot's; and one above the bot's."""
_POSITIONS: Final = {ROLE: 1, ADMIN_ROLE: 2, BOT_ROLE: 3, HIGH_ROLE: 4}


@dataclass(slots=True)
class Person:
    """What the server has of somebody; ``muted_until`` is as it was asked for."""

    inside: bool = True
    banned: bool = False
    muted_until: str | None = None
    roles: list[str] = field(default_factory=list)


class Rights:
    """The roles of each server, and what the bot's own lets it do."""

    def __init__(self) -> None:
        self.bot_may = ALL
        self.overwrites: dict[str, list[Json]] = {}
        self.people: dict[str, Person] = {}
        self.reasons: list[str] = []
        """What stands in the audit log."""

    def person(self, number: str) -> Person:
        """Somebody; who has written was let in."""
        return self.people.setdefault(number, Person())

    def denies(self, channel: str, role: str, right: int) -> None:
        """The role may not do this in the channel."""
        denied = {"id": role, "type": 0, "allow": "0", "deny": str(right)}
        self.overwrites.setdefault(channel, []).append(denied)

    def shows(self, channel: str) -> bool:
        """Whether the bot sees the channel."""
        return not any(int(each["deny"]) & VIEW for each in self.overwrites.get(channel, ()))

    def stands_above(self, number: str) -> bool:
        """Whether the bot's role is above all roles of this person."""
        roles = self.person(number).roles
        return all(_POSITIONS[role] < _POSITIONS[BOT_ROLE] for role in roles)

    def may_give(self, role: str) -> bool:
        """Whether the role is below the bot's."""
        return _POSITIONS[role] < _POSITIONS[BOT_ROLE]

    def knows_role(self, role: str) -> bool:
        """Whether there is such a role."""
        return role in _POSITIONS

    def roles(self, guild: str, moderator: str) -> list[Json]:
        """The roles of a server, as the REST API answers them."""
        may = {guild: EVERYONE, moderator: MANAGE_MESSAGES, BOT_ROLE: self.bot_may,
               ADMIN_ROLE: ADMINISTRATOR}  # fmt: skip
        numbers = [guild, moderator, *_POSITIONS]
        return [
            {
                "id": number, "name": "@everyone" if number == guild else "r", "color": 0,
                "colors": {"primary_color": 0}, "hoist": False, "managed": False,
                "mentionable": False, "flags": 0, "permissions": str(may.get(number, 0)),
                "position": 0 if number == guild else _POSITIONS.get(number, 1),
            }
            for number in numbers
        ]  # fmt: skip
