"""The pace at which a platform takes messages."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import to_micros
from bot.core.errors import DeliveryFailed
from bot.engine.limits import Limiter
from bot.engine.tasks import Tasks
from bot.presenter.delivery import Pace
from bot.rehearsal.clock import VirtualClock
from tests.engine.postman import Post, postman, states
from tests.kit import a_bot

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
            await self.limiter.turn("telegram", chat, private=private)
            self.went.append((chat, self.clock.monotonic()))

    async def later(self, seconds: float, chat: str, *, urgent: bool) -> None:
        """A message that is there after so many seconds."""
        await self.tasks.pause(seconds)
        private = not chat.startswith("-")
        await self.limiter.turn("telegram", chat, private=private, urgent=urgent)
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
    await sending.limiter.turn("console", "room", private=False)


async def test_an_act_counts_for_the_platform_and_not_for_its_chat() -> None:
    sending = Sending(TELEGRAM)
    await sending.limiter.turn("telegram", "-1001", private=False, speaks=False)
    sending.send("-1001", 2)
    assert await sending.after(10) == [0, 1]
    sending = Sending(Pace(all_a_second=1))
    await sending.limiter.turn("telegram", "-1001", private=False, speaks=False)
    sending.send("-1002")
    assert await sending.after(10) == [1]


async def test_the_bot_keeps_the_pace_of_its_platform(tmp_path: Path) -> None:
    post, paces = Post(), {"telegram": TELEGRAM}
    async with a_bot(tmp_path, cogs=[postman(post)], paces=paces) as bot:
        for number in range(22):
            post.put(f"notice {number}", "-1001/7")
        await bot.says("telegram:42", "/post")
        await bot.whispers("telegram:42", "/help")
        await bot.tick(minutes=2)
        group = [at for at, chat, _ in bot.platforms["telegram"].tries if chat == "-1001/7"]
        assert group == [*range(20), 60, 61]
        assert [at for at, chat, _ in bot.platforms["telegram"].tries if chat == "42"] == [0]


async def test_what_waits_for_the_pace_can_be_cancelled_and_be_late(tmp_path: Path) -> None:
    post, paces = Post(), {"telegram": Pace(group_a_minute=1)}
    async with a_bot(tmp_path, cogs=[postman(post)], paces=paces) as bot:
        post.put("now")
        post.put("cancelled", cancel_key="k")
        assert await bot.says("telegram:42", "/post") == ["now"]
        await bot.tick(seconds=30)
        await bot.says("telegram:42", "/cancel k")
        post.says.clear()
        post.put("late", not_after=to_micros(bot.clock.now() + timedelta(seconds=20)))
        post.put("then")
        await bot.says("telegram:42", "/post")
        assert await bot.tick(minutes=5) == ["then"]
        assert [state for state, _, _ in await states(bot)] == ["sent", "cancelled", "late", "sent"]


async def test_a_platform_that_asks_to_be_left_alone_is_in_all_its_topics(tmp_path: Path) -> None:
    async with a_bot(tmp_path, paces={"telegram": TELEGRAM}) as bot:
        bot.platforms["telegram"].faults.append(DeliveryFailed("slow down", retry_after=30))
        await bot.says("telegram:42", "/points", chat="-1001/1")
        assert await bot.says("telegram:42", "/points", chat="-1001/2") == []
        await bot.tick(seconds=40)
        assert sorted(at for at, _, _ in bot.platforms["telegram"].tries) == [0, 30, 31]


async def test_the_first_message_to_a_private_chat_that_is_to_be_opened_counts_as_two() -> None:
    sending = Sending(Pace(all_a_second=4, opening=1))
    for chat in range(4):
        sending.send(str(chat), private=True)
    assert await sending.after(10) == [0, 0, 1, 1]
    sending.send("0", 3, private=True)
    sending.send("4", private=True)
    assert await sending.after(20) == [0, 0, 1, 1, 10, 10, 10, 11]


async def test_room_that_is_given_back_is_anothers_at_once() -> None:
    sending = Sending(Pace(all_a_second=2, group_a_minute=1, opening=1))
    first = await sending.limiter.turn("telegram", "-1001", private=False)
    assert sending.limiter.room("telegram", "-1001/7") == 0
    sending.send("-1001")
    sending.limiter.give_back(first)
    assert await sending.after(1) == [0]
    sending = Sending(Pace(all_a_second=2, opening=1))
    opened = await sending.limiter.turn("telegram", "42", private=True)
    sending.limiter.give_back(opened)
    sending.send("42", 2, private=True)
    assert await sending.after(5) == [0, 1]


async def test_what_is_given_back_where_there_is_no_pace_is_nobodys() -> None:
    sending = Sending(Pace())
    sending.limiter.give_back(await sending.limiter.turn("console", "room", private=False))
    sending.limiter.give_back(await sending.limiter.turn("telegram", "-1001", private=False))
    sending.limiter.hurry("console", "room")
    assert sending.limiter.room("console", "room") is None
    assert sending.limiter.room("telegram", "-1001") is None
    assert sending.limiter.wait_for_room("console", "room") == 0


async def test_the_room_of_a_group_comes_back_with_time() -> None:
    sending = Sending(Pace(group_a_minute=3))
    sending.send("-1001", 2)
    await sending.after(30)
    assert sending.limiter.room("telegram", "-1001") == 1
    await sending.limiter.turn("telegram", "-1001", private=False)
    assert sending.limiter.room("telegram", "-1001/5") == 0
    assert sending.limiter.wait_for_room("telegram", "-1001/5") == 30
    await sending.after(31)
    assert sending.limiter.room("telegram", "-1001") == 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9), st.sampled_from(("7", "8", "-1", "-1/5", "-2")), st.booleans()
        ),
        max_size=60,
    )
)
def test_whoever_waits_goes_in_the_end_and_no_limit_is_passed(
    sends: list[tuple[int, str, bool]],
) -> None:
    pace = Pace(all_a_second=3, group_a_minute=4, chat_a_second=1, opening=1)
    asyncio.run(_all_go(pace, sorted(sends)))


async def _all_go(pace: Pace, sends: list[tuple[int, str, bool]]) -> None:
    sending = Sending(pace)
    for at, chat, urgent in sends:
        sending.tasks.spawn(sending.later(at, chat, urgent=urgent))
    await sending.after(60 * 20)
    went = sending.went
    assert sorted(chat for chat, _ in went) == sorted(chat for _, chat, _ in sends)
    every = [at for _, at in went]
    assert most_within(every, 1) <= 3
    for whole in ("7", "8", "-1", "-2"):
        there = [at for chat, at in went if chat.partition("/")[0] == whole]
        assert most_within(there, 1) <= 1
        assert whole[0] != "-" or most_within(there, 60) <= 4


def most_within(at: list[float], seconds: float) -> int:
    """The most that went in any such span."""
    return max((sum(first <= each < first + seconds for each in at) for first in at), default=0)
