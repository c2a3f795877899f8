"""The pace at which a platform takes messages."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from bot.engine.limits import Limiter
from bot.engine.tasks import Tasks
from bot.presenter.delivery import Pace
from bot.rehearsal.clock import VirtualClock

START = datetime(2026, 11, 23, tzinfo=UTC)
TELEGRAM = Pace(all_a_second=30, group_a_minute=20, chat_a_second=1)


class Sending:
    """Sends that wait for their turn; ``went`` is when each went, in seconds, by chat."""

    def __init__(self, pace: Pace) -> None:
        self.clock = VirtualClock(START)
        self.tasks = Tasks(self.clock)
        self.limiter = Limiter(self.clock, self.tasks, {"telegram": pace})
        self.went: list[tuple[str, float]] = []

    def send(self, chat: str, times: int = 1, *, private: bool = False) -> None:
        self.tasks.spawn(self._send(chat, times, private))

    async def _send(self, chat: str, times: int, private: bool) -> None:
        for _ in range(times):
            await self.limiter.let_go("telegram", chat, private=private)
            self.went.append((chat, self.clock.monotonic()))

    async def after(self, seconds: float) -> list[float]:
        """When messages went until now, once so much time has passed."""
        await self.clock.advance_to(self.clock.now() + timedelta(seconds=seconds), self._settle)
        await self.tasks.close()
        return [at for _, at in self.went]

    async def _settle(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)
            await self.tasks.idle()


async def test_a_chat_gets_one_message_a_second() -> None:
    sending = Sending(TELEGRAM)
    sending.send("42", 5, private=True)
    assert await sending.after(10) == [0, 1, 2, 3, 4]


async def test_a_group_gets_twenty_messages_in_any_minute() -> None:
    sending = Sending(TELEGRAM)
    sending.send("-1001", 45)
    went = await sending.after(200)
    assert went == [*range(20), *range(60, 80), *range(120, 125)]


async def test_the_topics_of_a_group_share_its_pace() -> None:
    sending = Sending(TELEGRAM)
    for topic in range(30):
        sending.send(f"-1001/{topic}")
    assert sorted(await sending.after(100)) == [*range(20), *range(60, 70)]


async def test_all_chats_together_get_thirty_a_second() -> None:
    sending = Sending(TELEGRAM)
    for chat in range(100):
        sending.send(str(chat), private=True)
    assert await sending.after(60) == [0.0] * 30 + [1.0] * 30 + [2.0] * 30 + [3.0] * 10


async def test_a_chat_that_is_to_be_left_alone_holds_no_other() -> None:
    sending = Sending(TELEGRAM)
    sending.limiter.hold("telegram", "-1001/5", 30)
    sending.send("-1001/6")
    sending.send("-1002")
    await sending.after(60)
    assert sending.went == [("-1002", 0), ("-1001/6", 30)]


async def test_two_refused_chats_mean_the_whole_bot() -> None:
    sending = Sending(TELEGRAM)
    sending.limiter.hold("telegram", "-1001", 30)
    sending.limiter.hold("telegram", "-1002", 20)
    sending.send("-1003")
    assert await sending.after(60) == [20]


async def test_a_platform_without_a_pace_takes_any_number() -> None:
    sending = Sending(Pace())
    sending.send("-1001", 100)
    assert await sending.after(1) == [0] * 100
    await sending.limiter.let_go("console", "room", private=False)
