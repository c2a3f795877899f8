"""Who may do what in a group of the simulated room, with all its channels, as the bot made it.

``docs/features/transcript.md`` §2
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.core.model import Incoming, Kind
from bot.core.outgoing import Act, Doing
from bot.core.text import Text

# What somebody does who is in the group.
_INSIDE: Final = (Kind.MESSAGE, Kind.EDIT, Kind.REACTION, Kind.BUTTON, Kind.JOIN)
# What a mute keeps from being written.
_WRITTEN: Final = (Kind.MESSAGE, Kind.EDIT)
# What is done to a message that is still there.
_TO_A_MESSAGE: Final = (Kind.EDIT, Kind.DELETE, Kind.REACTION)


@dataclass(slots=True)
class Group:
    """The state of one group. Instants are microseconds UTC, 0 is for ever.

    ``lacking`` is what the bot may not do here; ``removed`` are the messages that it has deleted,
    by chat and id.
    """

    muted: dict[str, int] = field(default_factory=dict)
    banned: dict[str, int] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lacking: set[Doing] = field(default_factory=set)
    removed: set[tuple[str, str]] = field(default_factory=set)

    def lets(self, incoming: Incoming) -> bool:
        """Whether this can happen here: not what the bot has kept someone from."""
        if incoming.private:
            return True
        at = to_micros(incoming.at)
        user, kind = incoming.user, incoming.kind
        if kind in _WRITTEN and _holds(self.muted.get(user), at):
            return False
        if kind in _INSIDE and _holds(self.banned.get(user), at):
            return False
        gone = (incoming.chat, incoming.message_id) in self.removed
        return not (gone and kind in _TO_A_MESSAGE)

    def happened(self, incoming: Incoming) -> None:
        """Who does something here is here, who has left is not."""
        if incoming.kind is Kind.LEAVE:
            self.outside.add(incoming.user)
        elif incoming.kind in _INSIDE:
            self.outside.discard(incoming.user)

    def allow(self, act: Act) -> None:
        """Raises DeliveryFailed where the bot may not do this."""
        if act.doing in self.lacking:
            raise DeliveryFailed("no right", permanent=True, lacks=Text("room.right"))

    def do(self, act: Act) -> None:
        """The bot has done this."""
        user, held = act.user, self.roles.get(act.user, ())
        match act.doing:
            case Doing.DELETE:
                self.removed.add((act.chat, act.message))
            case Doing.MUTE:
                self.muted[user] = act.until
            case Doing.UNMUTE:
                self.muted.pop(user, None)
            case Doing.KICK:
                self.outside.add(user)
            case Doing.BAN:
                self.outside.add(user)
                self.banned[user] = act.until
            case Doing.UNBAN:
                self.banned.pop(user, None)
            case Doing.GIVE_ROLE:
                self.roles[user] = held if act.role in held else (*held, act.role)
            case Doing.TAKE_ROLE:
                self.roles[user] = tuple(role for role in held if role != act.role)
            case Doing.REACT:
                pass


def _holds(until: int | None, at: int) -> bool:
    return until is not None and (until == 0 or until > at)
