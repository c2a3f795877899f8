"""Seals the ledger behind the commits, where several transactions write it at the same time.

Places in the ledger are given before a commit, so a lower one may come to light behind a higher
one. What is sealed lies below all that is still under way. ``docs/features/points.md``, "Seals".
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final, Protocol

from bot.community import seals
from bot.core.ports import Transaction
from bot.engine.machine import Machine

log = logging.getLogger(__name__)

_LEDGER: Final = "ledger_entries"
_LOOK_AGAIN_S: Final = 0.05
_TROUBLE_S: Final = 5.0


class Commits(Protocol):
    """What an engine tells whose transactions do not commit one after the other."""

    @property
    def committed(self) -> asyncio.Event:
        """Set after each commit; who waits for it clears it."""
        ...

    async def writers_of(self, table: str) -> frozenset[str]:
        """The transactions under way that have written to the table or are about to."""
        ...


class Sealing:
    """One loop on the machine's clock. Of several processes' loops one seals at a time."""

    def __init__(self, machine: Machine, commits: Commits) -> None:
        self._machine = machine
        self._commits = commits
        self._sealer = seals.Sealer()
        self._sealed = 0
        self._target = 0
        self._before: frozenset[str] = frozenset()

    def start(self) -> None:
        """The loop runs until the machine's tasks are closed."""
        self._machine.tasks.spawn(self._loop())

    async def seal_settled(self) -> bool:
        """What nothing can come to light before is sealed; False when something may still.

        Raises the storage's ``unavailable``.
        """
        if not self._target:
            async with self._machine.database.read() as read:
                newest = await seals.newest_place(read)
            if newest <= self._sealed:
                return True
            # Looked at behind the ledger: who holds a lower place now was there before.
            self._target, self._before = newest, await self._commits.writers_of(_LEDGER)
        elif self._before:
            self._before &= await self._commits.writers_of(_LEDGER)
        if self._before:
            return False
        (outcome,) = await self._machine.database.run([SealTo(self._sealer, self._target)])
        if outcome.error is not None:
            self._sealer.read_again()
            raise outcome.error
        self._sealed, self._target = self._target, 0
        return True

    async def _loop(self) -> None:
        machine, committed = self._machine, self._commits.committed
        committed.set()  # what an earlier run has left
        while True:
            await machine.tasks.wait(committed)
            committed.clear()
            try:
                is_settled = await self.seal_settled()
            except machine.database.unavailable as error:
                log.warning("sealing waits, the database keeps nothing now: %s", error)
                await machine.tasks.pause(_TROUBLE_S)
                committed.set()
                continue
            if not is_settled:
                await machine.tasks.pause(_LOOK_AGAIN_S)
                committed.set()


class SealTo:
    """Every entry up to a place has its seal; once more when another process was first."""

    def __init__(self, sealer: seals.Sealer, last: int) -> None:
        self._sealer = sealer
        self._last = last
        self._may_repeat = True
        self._has_run = False

    async def run(self, tx: Transaction) -> None:
        if self._has_run:  # what the last run remembered is not what was kept
            self._sealer.read_again()
        self._has_run = True
        await self._sealer.seal_to(tx, self._last)

    def recover(self, error: Exception) -> SealTo | None:
        repeats, self._may_repeat = self._may_repeat, False
        return self if repeats else None
