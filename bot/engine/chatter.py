"""How busy a group is: an unknown command is corrected only where it does not disturb."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from bot.core.model import Incoming

BUSY_MESSAGES = 10
_MINUTE = timedelta(minutes=1)
_CHATS = 1_000


class Chatter:
    """Remembers in memory when the latest messages of each group came."""

    def __init__(self) -> None:
        self._latest: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()

    def note(self, incoming: Incoming) -> None:
        """A message has come to this group."""
        latest = self._latest.get(incoming.lane)
        if latest is None:
            latest = self._latest[incoming.lane] = deque(maxlen=BUSY_MESSAGES)
            if len(self._latest) > _CHATS:
                self._latest.popitem(last=False)
        latest.append(incoming.at)

    def is_quiet(self, incoming: Incoming) -> bool:
        """Fewer than ten messages came to this group in the minute before."""
        latest = self._latest.get(incoming.lane)
        if latest is None or len(latest) < BUSY_MESSAGES:
            return True
        return incoming.at - latest[0] > _MINUTE
