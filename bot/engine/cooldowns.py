"""Cooldowns: at most five answers of a command to one account in the command's time."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from bot.core.cog import CommandSpec
from bot.core.errors import NotNow
from bot.core.model import Incoming

ANSWERS = 5
HINT_EVERY = timedelta(minutes=10)
_KEPT = 10_000


class Cooldowns:
    """Remembers the latest uses in memory; a restart forgives."""

    def __init__(self) -> None:
        self._uses: OrderedDict[tuple[str, ...], deque[tuple[datetime, str]]] = OrderedDict()

    def use(self, command: CommandSpec, incoming: Incoming, account: str) -> None:
        """The use counts. Raises NotNow with the seconds to wait when it is one too many.

        The same update counts once, however often its turn runs.
        """
        if not command.cooldown_s:
            return
        uses = self._latest((account, command.name))
        if any(update == incoming.update_id for _, update in uses):
            return
        if len(uses) == ANSWERS:
            free_at = uses[0][0] + timedelta(seconds=command.cooldown_s)
            if free_at > incoming.at:
                wait = math.ceil((free_at - incoming.at).total_seconds())
                raise NotNow("command.cooldown", seconds=wait)
        uses.append((incoming.at, incoming.update_id))

    def hint(self, incoming: Incoming, about: str) -> bool:
        """Whether this chat may be told of ``about`` (again): once in ten minutes is enough."""
        told = self._latest((incoming.platform, incoming.chat, about))
        if told and told[-1][1] != incoming.update_id and incoming.at - told[-1][0] < HINT_EVERY:
            return False
        told.append((incoming.at, incoming.update_id))
        return True

    def _latest(self, key: tuple[str, ...]) -> deque[tuple[datetime, str]]:
        uses = self._uses.setdefault(key, deque(maxlen=ANSWERS))
        self._uses.move_to_end(key)
        if len(self._uses) > _KEPT:
            self._uses.popitem(last=False)
        return uses
