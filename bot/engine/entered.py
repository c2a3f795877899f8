"""Which messages have gone into the sender's lanes: none goes in a second time."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

# So many that do not wait any more are remembered: a look at the database may be older than they.
LATELY: Final = 10_000


class Entered:
    """The messages that wait, and the latest that did, by their places in the outbox."""

    def __init__(self) -> None:
        self._waiting: set[int] = set()
        self._lately: dict[int, None] = {}

    def add(self, seq: int) -> bool:
        """The message is in its lane; False when it was already."""
        if seq in self:
            return False
        self._waiting.add(seq)
        return True

    def settle(self, waiting: Set[int]) -> None:
        """These waited a moment ago; of the others only the latest are remembered."""
        again = [seq for seq in self._lately if seq in waiting]
        for seq in again:
            del self._lately[seq]
        self._lately |= dict.fromkeys(sorted(self._waiting - waiting))
        self._waiting = (self._waiting & waiting) | set(again)
        while len(self._lately) > LATELY:
            del self._lately[next(iter(self._lately))]

    def __contains__(self, seq: int) -> bool:
        return seq in self._waiting or seq in self._lately
