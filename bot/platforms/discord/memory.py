"""What the adapter remembers from one connection to the next."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

# So many of the newest are kept of each.
_MOST: Final = 20_000


@dataclass(slots=True)
class Memory:
    """``seen`` is the last message of each chat, ``roles`` what was told of whom there.

    ``silent_until`` is the monotonic second before which Discord takes nothing.
    """

    seen: dict[str, int] = field(default_factory=dict)
    roles: dict[tuple[str, str], str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    private_channels: dict[str, int] = field(default_factory=dict)
    silent_until: float = 0.0
    _defers: dict[str, asyncio.Event] = field(default_factory=dict)

    def note_message(self, chat: str, number: str, author: str) -> None:
        """The message is known to have come."""
        self.seen[chat] = max(self.seen.get(chat, 0), int(number))
        _keep(self.authors, number, author)

    def is_new_role(self, chat: str, user: str, role: str) -> bool:
        """Whether this was not told yet; now it counts as told."""
        if self.roles.get((chat, user)) == role:
            return False
        _keep(self.roles, (chat, user), role)
        return True

    def will_defer(self, number: str) -> asyncio.Event:
        """To be set when the interaction was deferred, or cannot be."""
        event = asyncio.Event()
        _keep(self._defers, number, event)
        return event

    async def deferred(self, number: str) -> None:
        """Returns when the interaction takes an answer, as far as this process knows."""
        event = self._defers.get(number)
        if event is not None:
            await event.wait()


def _keep(held: dict[K, V], key: K, value: V) -> None:
    held.pop(key, None)
    held[key] = value
    while len(held) > _MOST:
        del held[next(iter(held))]
