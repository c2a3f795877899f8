"""A chat goes on under another name, as a Telegram group that became a supergroup."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from bot.community import places, privileges
from bot.core.ports import Transaction
from bot.engine import buttons, outbox
from bot.engine.world import World

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Move:
    """A work: binding, roles, buttons and all that waits to be sent follow the chat, together."""

    world: World
    platform: str
    old: str
    new: str
    now: datetime

    async def run(self, tx: Transaction) -> None:
        platform, old, new = self.platform, self.old, self.new
        if old == new:
            return
        if await places.move_chat(tx, platform, old, new, self.now):
            await privileges.move_chat(tx, platform, old, new)
            await buttons.move_chat(tx, platform, old, new)
            await outbox.move_chat(tx, platform, old, new)
            log.info("chat %s:%s goes on as %s", platform, old, new)
        self.world.moves[platform, old] = new

    def recover(self, error: Exception) -> None:
        return None
