"""Keeps to the pace at which a platform takes messages: ``docs/features/platforms.md`` §5."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Final

from bot.core.clock import Clock
from bot.engine.tasks import Tasks
from bot.presenter.delivery import Pace

MINUTE_S: Final = 60.0
NO_PACE: Final = Pace()
# Chats without a recent message are forgotten when so many are known.
_MANY: Final = 4096


class _Window:
    """At most ``most`` messages in any ``seconds``; 0 is any number."""

    __slots__ = ("_most", "_seconds", "_sent")

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._sent: deque[float] = deque(maxlen=most)

    def free_at(self) -> float:
        if not self._most or len(self._sent) < self._most:
            return 0.0
        return self._sent[0] + self._seconds

    def use(self, now: float) -> None:
        if self._most:
            self._sent.append(now)

    def is_quiet(self, now: float) -> bool:
        return not self._sent or self._sent[-1] + self._seconds < now


class _Platform:
    """The windows of one platform, and what it asked to be left alone with."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.all = _Window(pace.all_a_second, 1.0)
        self.held_until = 0.0
        self.holds: dict[str, float] = {}
        self.groups: dict[str, _Window] = {}
        self.chats: dict[str, _Window] = {}

    def windows(self, whole: str, *, private: bool, speaks: bool) -> list[_Window]:
        """All that a message to this chat has to fit into."""
        found = [self.all]
        if speaks:
            found.append(_window(self.chats, whole, self.pace.chat_a_second, 1.0))
        if speaks and not private:
            found.append(_window(self.groups, whole, self.pace.group_a_minute, MINUTE_S))
        return found


class Limiter:
    """When a message may go, on the bot's own clock."""

    def __init__(self, clock: Clock, tasks: Tasks, paces: Mapping[str, Pace]) -> None:
        self._clock = clock
        self._tasks = tasks
        self._platforms = {name: _Platform(pace) for name, pace in paces.items()}

    async def wait(self, platform: str, chat: str, *, private: bool, speaks: bool = True) -> None:
        """The message may be sent now.

        What is only done, and not said (``speaks`` is false), counts for the platform as a whole.
        """
        known = self._platforms.get(platform)
        if known is None:
            return
        whole = chat.partition("/")[0]
        windows = known.windows(whole, private=private, speaks=speaks)
        while True:
            now = self._clock.monotonic()
            free_at = max(
                known.held_until,
                known.holds.get(whole, 0.0),
                *(window.free_at() for window in windows),
            )
            if free_at <= now:
                return
            await self._tasks.pause(free_at - now)

    async def let_go(self, platform: str, chat: str, *, private: bool, speaks: bool = True) -> None:
        """As ``wait``, and the message counts as sent."""
        await self.wait(platform, chat, private=private, speaks=speaks)
        known = self._platforms.get(platform)
        if known is None:
            return
        now = self._clock.monotonic()
        for window in known.windows(chat.partition("/")[0], private=private, speaks=speaks):
            window.use(now)
        self._forget_quiet(known, now)

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

    def _forget_quiet(self, known: _Platform, now: float) -> None:
        for windows in (known.groups, known.chats):
            if len(windows) > _MANY:
                for name in [name for name, each in windows.items() if each.is_quiet(now)]:
                    del windows[name]


def _window(windows: dict[str, _Window], name: str, most: int, seconds: float) -> _Window:
    found = windows.get(name)
    if found is None:
        found = windows[name] = _Window(most, seconds)
    return found
