"""Gives the sender what is its to send, whoever has written it down: each message once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from bot.core.ports import Database
from bot.engine import outbox
from bot.engine.entered import Entered
from bot.engine.outbox import Waiting

_PAGE: Final = 500


class Feed:
    """The outbox of a database that several processes write; ``send`` is the sender's."""

    def __init__(self, database: Database, send: Callable[[Sequence[Waiting]], None]) -> None:
        self._database = database
        self._send = send
        self._entered: defaultdict[str, Entered] = defaultdict(Entered)

    def give(self, messages: Sequence[Waiting]) -> None:
        """These committed messages are sent, unless they are on their way already."""
        self._send([each for each in messages if self._entered[each.platform].add(each.seq)])

    async def load(self, platform: str) -> None:
        """All that waits for this platform is on its way. Raises ``unavailable``."""
        seq, count = 0, _PAGE
        while count == _PAGE:
            async with self._database.read() as read:
                page = await outbox.waiting_after(read, seq, _PAGE)
            count = len(page)
            seq = page[-1].seq if page else seq
            self.give([each for each in page if each.platform == platform])

    async def look(self, platform: str) -> None:
        """What others have written for this platform is on its way. Raises ``unavailable``."""
        entered = self._entered[platform]
        async with self._database.read() as read:
            waiting = {seq async for seq in outbox.seqs_waiting(read, platform)}
            entered.settle(waiting)
            for seq in sorted(waiting):
                if seq not in entered:
                    found = await outbox.waiting_after(read, seq - 1, 1)
                    self.give([each for each in found if each.seq == seq])
