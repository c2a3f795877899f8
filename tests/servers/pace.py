"""How fast the simulated platforms let a bot speak: whoever is faster gets a 429, and is noted.

Telegram: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
Discord: https://discord.com/developers/docs/topics/rate-limits
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from typing import Final

# What a float of seconds may be wrong by.
_NEARLY: Final = 1e-6


class Window:
    """At most ``most`` in any ``seconds``."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._at: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until there is room; 0 for now."""
        while self._at and self._at[0] + self.seconds <= now + _NEARLY:
            self._at.popleft()
        return 0.0 if len(self._at) < self.most else self._at[0] + self.seconds - now

    def use(self, now: float) -> None:
        """One more."""
        self._at.append(now)

    def left(self, now: float) -> int:
        """How many more there may be now."""
        self.wait(now)
        return self.most - len(self._at)


class TelegramPace:
    """30 requests a second in all, a message a second in a chat, 20 a minute in a group.

    ``pressed`` are the requests that came too early.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self.pressed: list[tuple[str, str, float]] = []
        self._now = now
        self._all = Window(30, 1.0)
        self._chats: defaultdict[str, Window] = defaultdict(lambda: Window(1, 1.0))
        self._groups: defaultdict[str, Window] = defaultdict(lambda: Window(20, 60.0))

    def wait(self, method: str, chat: str) -> int:
        """After how many seconds to try again; 0 for a request that is in time."""
        now = self._now()
        windows = [self._all]
        if method.startswith(("send", "editMessage")):
            windows.append(self._chats[chat])
            if chat.startswith("-"):
                windows.append(self._groups[chat])
        if wait := max(window.wait(now) for window in windows):
            self.pressed.append((method, chat, now))
            return int(wait) + 1
        for window in windows:
            window.use(now)
        return 0


class DiscordPace:
    """50 requests a second in all; five messages in five seconds in a channel, as a bucket.

    What answers an interaction does not count. ``pressed`` are the requests that came too early;
    ``bucket_s`` is how long the five of a channel last.
    """

    def __init__(self, now: Callable[[], float], bucket_s: float = 5.0) -> None:
        self.pressed: list[tuple[str, str, float]] = []
        self._now = now
        self._all = Window(50, 1.0)
        self._buckets: defaultdict[str, Window] = defaultdict(lambda: Window(5, bucket_s))

    def wait(self, method: str, path: str) -> tuple[float, bool]:
        """After how many seconds to try again, 0 for now; and whether that is so everywhere."""
        now = self._now()
        if path.startswith(("/interactions/", "/webhooks/")):
            return 0.0, False
        everywhere, bucket = self._all.wait(now), self._bucket(method, path)
        wait = everywhere or (bucket.wait(now) if bucket is not None else 0.0)
        if wait:
            self.pressed.append((method, path, now))
            return wait, bool(everywhere)
        self._all.use(now)
        if bucket is not None:
            bucket.use(now)
        return 0.0, False

    def headers(self, method: str, path: str) -> Mapping[str, str]:
        """What the answer says of its bucket."""
        bucket = self._bucket(method, path)
        if bucket is None:
            return {}
        return {
            "X-RateLimit-Limit": str(bucket.most),
            "X-RateLimit-Remaining": str(bucket.left(self._now())),
            "X-RateLimit-Reset": str(self._now() + bucket.seconds),
            "X-RateLimit-Reset-After": str(bucket.seconds),
            "X-RateLimit-Bucket": "messages",
        }

    def _bucket(self, method: str, path: str) -> Window | None:
        is_message = method == "POST" and path.endswith("/messages")
        return self._buckets[path] if is_message else None
