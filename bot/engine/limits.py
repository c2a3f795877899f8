"""Keeps to the pace at which a platform takes messages: ``docs/features/platforms.md`` §5.

Who waits stands in one of two lines, and one task of a platform lets them go: it costs the same
for each message, however many wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

from bot.core.clock import Clock
from bot.engine.tasks import Bell, Tasks
from bot.engine.windows import Windows
from bot.presenter.delivery import Pace

# Of so many that go while both lines wait, one is of those that can wait.
_ONE_IN: Final = 5


@dataclass(slots=True, eq=False)
class Slot:
    """Room for one message in the pace of its platform, ``at`` the second in which it may go.

    ``urgent`` is one that somebody waits for. What is only done, and not said (``speaks`` is
    false), counts for the platform as a whole. ``spent`` is set by whoever uses it.
    """

    platform: str
    chat: str
    private: bool = False
    speaks: bool = True
    urgent: bool = True
    at: float | None = None
    spent: bool = False
    count: int = 1
    bell: Bell = field(default_factory=Bell)

    @property
    def whole(self) -> str:
        """The chat with all its topics."""
        return self.chat.partition("/")[0]


class _Platform:
    """One platform's windows, who waits for them, and what it asked to be left alone with."""

    def __init__(self, pace: Pace) -> None:
        self.windows = Windows(pace)
        self.held_until = 0.0
        self.holds: dict[str, float] = {}
        self.bell = Bell()
        self.looks_at: float | None = None
        """When whoever waits is looked after again; None while nobody is."""
        self.slow: dict[str, Slot] = {}
        self._urgent: deque[Slot] = deque()
        self._patient: deque[Slot] = deque()
        self._later: list[tuple[float, int, Slot]] = []
        self._count = self._passed_by = 0
        self._opened: set[str] = set()

    def stand(self, slot: Slot) -> None:
        """The slot waits in its line."""
        (self._urgent if slot.urgent else self._patient).append(slot)

    def let_go(self, now: float) -> float | None:
        """Who may go has gone. Returns when the next one may; None when nobody waits."""
        while self._later and self._later[0][0] <= now:
            self.stand(heappop(self._later)[2])
        while (line := self._next_line()) is not None:
            slot = line[0]
            if slot.at is not None:  # it stood in both lines
                line.popleft()
                continue
            slot.count = self._count_of(slot)
            free_at = max(self.held_until, self.windows.all.free_at(slot.count))
            if free_at > now:
                return min(free_at, self._later[0][0]) if self._later else free_at
            line.popleft()
            due = self._chat_free_at(slot)
            if due > now:
                self._count += 1
                heappush(self._later, (due, self._count, slot))
                continue
            self._passed_by = self._passed_by + 1 if line is self._urgent else 0
            self._use(slot, now)
        return self._later[0][0] if self._later else None

    def give_back(self, slot: Slot) -> None:
        """Nothing was sent in the slot."""
        assert slot.at is not None, "it was let go"
        for _ in range(slot.count):
            self.windows.all.give_back(slot.at)
        if slot.speaks:
            for window in self.windows.of_chat(slot.whole, private=slot.private):
                window.give_back(slot.at)
        if slot.count > 1:
            self._opened.discard(slot.chat)

    def _next_line(self) -> deque[Slot] | None:
        if self._urgent and (not self._patient or self._passed_by < _ONE_IN - 1):
            return self._urgent
        return self._patient or None

    def _count_of(self, slot: Slot) -> int:
        opens = slot.private and slot.speaks and slot.chat not in self._opened
        return 1 + (self.windows.pace.opening if opens else 0)

    def _chat_free_at(self, slot: Slot) -> float:
        held = self.holds.get(slot.whole, 0.0)
        if not slot.speaks:
            return held
        windows = self.windows.of_chat(slot.whole, private=slot.private)
        return max(held, *(window.free_at() for window in windows))

    def _use(self, slot: Slot, now: float) -> None:
        slot.at = now
        for _ in range(slot.count):
            self.windows.all.use(now)
        if slot.speaks:
            for window in self.windows.of_chat(slot.whole, private=slot.private):
                window.use(now)
        if slot.count > 1:
            self._opened.add(slot.chat)
        if self.slow.get(slot.chat) is slot:
            del self.slow[slot.chat]
        slot.bell.ring()


class Limiter:
    """When a message may go, on the bot's own clock."""

    def __init__(self, clock: Clock, tasks: Tasks, paces: Mapping[str, Pace]) -> None:
        self._clock = clock
        self._tasks = tasks
        self._platforms = {name: _Platform(pace) for name, pace in paces.items()}

    async def turn(
        self, platform: str, chat: str, *, private: bool, speaks: bool = True, urgent: bool = True
    ) -> Slot:
        """A message may be sent now, and counts as sent until its slot is given back."""
        slot = Slot(platform, chat, private, speaks, urgent)
        known = self._platforms.get(platform)
        if known is None:
            return slot
        known.stand(slot)
        self._look_after(known)
        if slot.at is None:
            if not urgent:
                known.slow[chat] = slot
            await slot.bell.wait(self._tasks, None)
        known.windows.forget_quiet(self._clock.monotonic())
        return slot

    def give_back(self, slot: Slot) -> None:
        """Nothing was sent in the slot: another may go in its place."""
        known = self._platforms.get(slot.platform)
        if known is not None:
            known.give_back(slot)
            self._look_after(known)

    def hurry(self, platform: str, chat: str) -> None:
        """Behind what waits for this chat is something that somebody waits for."""
        known = self._platforms.get(platform)
        slot = None if known is None else known.slow.pop(chat, None)
        if known is not None and slot is not None:
            slot.urgent = True
            known.stand(slot)
            self._look_after(known)

    def room(self, platform: str, chat: str) -> int | None:
        """How many messages the group takes before it has to wait; None for any number."""
        known = self._platforms.get(platform)
        if known is None:
            return None
        return known.windows.of_group(chat.partition("/")[0]).room(self._clock.monotonic())

    def wait_for_room(self, platform: str, chat: str) -> float:
        """Seconds until the group takes a message again; 0 where it takes one now."""
        known = self._platforms.get(platform)
        if known is None:
            return 0.0
        free_at = known.windows.of_group(chat.partition("/")[0]).free_at()
        return max(free_at - self._clock.monotonic(), 0.0)

    def hold(self, platform: str, chat: str, seconds: float) -> None:
        """Nothing goes to this chat, with all its topics, for so long.

        When the platform refuses two chats at once it means the bot, and all of it waits.
        """
        known = self._platforms.get(platform)
        if known is None:
            return
        now = self._clock.monotonic()
        whole = chat.partition("/")[0]
        known.holds = {name: until for name, until in known.holds.items() if until > now}
        if any(name != whole for name in known.holds):
            known.held_until = max(known.held_until, now + seconds)
        known.holds[whole] = max(known.holds.get(whole, 0.0), now + seconds)

    def _look_after(self, known: _Platform) -> None:
        """Who may go goes; for the others somebody looks at the right instant."""
        due = known.let_go(self._clock.monotonic())
        if due is None:
            return
        if known.looks_at is None:
            known.looks_at = due
            self._tasks.spawn(self._look(known))
        elif due < known.looks_at:
            known.bell.ring()

    async def _look(self, known: _Platform) -> None:
        while (due := known.let_go(self._clock.monotonic())) is not None:
            known.looks_at = due
            await known.bell.wait(self._tasks, max(due - self._clock.monotonic(), 0.0))
        known.looks_at = None
