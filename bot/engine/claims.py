"""Which platforms a process runs: each by a lock of its line and by a row that says so.

The row is written anew with each line, whoever is named there: of two that held the lock one
after the other and write late, one finds that it is not as it has seen it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.engine import lease
from bot.engine.machine import Machine
from bot.engine.standing import Standing
from bot.engine.writing import Writer, Writing


class Claims:
    """The claims of the process ``me``, ``machine:process:id``.

    ``has_ended`` says of such a name whether its process is known to act no more.
    """

    def __init__(
        self, machine: Machine, standing: Standing, me: str, has_ended: Callable[[str], bool]
    ) -> None:
        self._machine = machine
        self._standing = standing
        self._me = me
        self._has_ended = has_ended
        self._writer = Writer(machine)
        self._written: dict[str, str] = {}
        self._count = 0
        self.ours: set[str] = set()
        """The platforms that are run by this process as far as it knows."""

    async def holder_of(self, platform: str) -> str:
        """Who runs the platform or has ended out of order; "" when nobody. Raises unavailable."""
        async with self._machine.database.read() as read:
            return await lease.holder_of(read, lease.of_platform(platform))

    async def take(self, platform: str) -> bool:
        """Whether the platform's lock is this line's. Raises ``unavailable``."""
        return await self._standing.take(lease.of_platform(platform))

    def may_act(self, platform: str, before: str) -> bool:
        """Whether the one before acts on the platform, whose lock is ours, no more for certain."""
        # A row of our own whose line broke before it was acted on is no other process.
        return not before or before == self._written.get(platform) or self._has_ended(before)

    async def follow(self, platform: str, before: str) -> bool:
        """It is written that we run behind ``before``; False when that is not who ran last."""
        name = self._next()
        now = self._machine.clock.now()
        lock = lease.of_platform(platform)
        if not await self._writer.write(lease.follow, lock, before, name, now):
            return False
        self._written[platform] = name
        return True

    async def regain(self, platform: str) -> bool | None:
        """Whether what is ours is so on a new line as well, and was nobody's meanwhile.

        None while the server cannot tell yet: the lock is kept by a line that it believes alive,
        our last one or that of somebody who waits to follow us. Raises ``unavailable``.
        """
        before = self._written[platform]
        if not await self.take(platform):
            return None if await self.holder_of(platform) == before else False
        name, now = self._next(), self._machine.clock.now()
        write = partial(
            lease.follow, name=lease.of_platform(platform), before=before, holder=name, now=now
        )
        (outcome,) = await self._machine.database.run([Writing(write)])
        if outcome.value:
            self._written[platform] = name
        return outcome.value

    async def release(self) -> None:
        """It is written that what is ours has ended in order. Raises ``unavailable``."""
        for platform in sorted(self.ours):
            given_up = partial(
                lease.release, name=lease.of_platform(platform), holder=self._written[platform]
            )
            await self._machine.database.run([Writing(given_up)])

    def _next(self) -> str:
        self._count += 1
        return f"{self._me}.{self._count}"
