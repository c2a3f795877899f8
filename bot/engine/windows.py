"""How many messages a platform takes in a span of time, and what was used of it."""

from __future__ import annotations

from collections import deque
from typing import Final

from bot.presenter.delivery import Pace

MINUTE_S: Final = 60.0
# Chats without a recent message are forgotten when so many are known.
_MANY: Final = 4096


class Window:
    """At most ``most`` messages in any ``seconds``; 0 is any number."""

    __slots__ = ("_most", "_seconds", "_sent")

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._sent: deque[float] = deque(maxlen=most)

    def free_at(self, count: int = 1) -> float:
        """The second at which so many messages more may go, one where it takes fewer."""
        over = len(self._sent) + min(count, self._most) - self._most
        if not self._most or over <= 0:
            return 0.0
        return self._sent[over - 1] + self._seconds

    def use(self, now: float) -> None:
        """A message goes now."""
        if self._most:
            self._sent.append(now)

    def give_back(self, at: float) -> None:
        """The message that was to go at ``at`` did not."""
        if at in self._sent:
            self._sent.remove(at)

    def room(self, now: float) -> int | None:
        """How many messages may still go at once; None for any number."""
        if not self._most:
            return None
        return self._most - sum(at + self._seconds > now for at in self._sent)

    def is_quiet(self, now: float) -> bool:
        """Whether it is as if nothing had been sent."""
        return not self._sent or self._sent[-1] + self._seconds < now


class Windows:
    """All windows of one platform."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.all = Window(pace.all_a_second, 1.0)
        self._groups: dict[str, Window] = {}
        self._chats: dict[str, Window] = {}

    def of_chat(self, whole: str, *, private: bool) -> list[Window]:
        """What a message to this chat has to fit into, besides what counts for all chats."""
        found = [_window(self._chats, whole, self.pace.chat_a_second, 1.0)]
        if not private:
            found.append(self.of_group(whole))
        return found

    def of_group(self, whole: str) -> Window:
        """What a group takes in a minute, with all its topics."""
        return _window(self._groups, whole, self.pace.group_a_minute, MINUTE_S)

    def forget_quiet(self, now: float) -> None:
        """Chats in which nothing was said lately take no memory where many are known."""
        for windows in (self._groups, self._chats):
            if len(windows) > _MANY:
                for name in [name for name, each in windows.items() if each.is_quiet(now)]:
                    del windows[name]


def _window(windows: dict[str, Window], name: str, most: int, seconds: float) -> Window:
    found = windows.get(name)
    if found is None:
        found = windows[name] = Window(most, seconds)
    return found
