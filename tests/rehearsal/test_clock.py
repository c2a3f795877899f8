"""The clock that stands still until it is moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import Clock
from bot.rehearsal.clock import VirtualClock

START = datetime(2026, 11, 22, 1, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


async def settle() -> None:
    """Whatever could run has run."""
    for _ in range(10):
        await asyncio.sleep(0)


class Diary:
    """What woke when, by both readings of the clock."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.entries: list[tuple[str, datetime, float]] = []

    def note(self, name: str) -> None:
        self.entries.append((name, self.clock.now(), self.clock.monotonic()))

    async def nap(self, name: str, *seconds: float) -> None:
        for length in seconds:
            await self.clock.sleep(length)
            self.note(name)


@asynccontextmanager
async def napping(diary: Diary, **naps: tuple[float, ...]) -> AsyncIterator[None]:
    """One task for each, begun in this order; all are ended afterwards."""
    tasks = [asyncio.create_task(diary.nap(name, *seconds)) for name, seconds in naps.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_time_stands_still_until_it_is_moved() -> None:
    clock = VirtualClock(START)
    as_core_sees_it: Clock = clock
    diary = Diary(clock)
    async with napping(diary, early=(0.5,)):
        await settle()
        assert (as_core_sees_it.now(), as_core_sees_it.monotonic()) == (START, 0.0)
        assert diary.entries == []


async def test_sleepers_wake_in_the_order_of_their_due_time_at_their_due_time() -> None:
    clock = VirtualClock(START)
    diary = Diary(clock)
    async with napping(diary, late=(30,), early=(10,), never=(60.000001,)):
        await clock.advance_to(after(60), settle)
        assert diary.entries == [("early", after(10), 10.0), ("late", after(30), 30.0)]
        assert (clock.now(), clock.monotonic()) == (after(60), 60.0)


async def test_sleepers_due_together_wake_in_the_order_in_which_they_began() -> None:
    clock = VirtualClock(START)
    diary = Diary(clock)
    async with napping(diary, first=(10,), twice=(4, 6), third=(10,)):
        await clock.advance_to(after(10), settle)
        assert [name for name, _, _ in diary.entries] == ["twice", "first", "third", "twice"]


async def test_one_who_begins_to_sleep_on_the_way_wakes_on_the_way() -> None:
    clock = VirtualClock(START)
    diary = Diary(clock)
    async with napping(diary, bell=(7,) * 5, other=(10,)):
        await clock.advance_to(after(22), settle)
        assert diary.entries == [
            ("bell", after(7), 7.0),
            ("other", after(10), 10.0),
            ("bell", after(14), 14.0),
            ("bell", after(21), 21.0),
        ]
        assert (clock.next_wake(), clock.next_wake_at()) == (28.0, after(28))


async def test_the_loop_settles_between_two_who_wake() -> None:
    clock = VirtualClock(START)
    diary = Diary(clock)

    async def noted_settle() -> None:
        await settle()
        diary.note("settled")

    async with napping(diary, first=(5,), second=(5,)):
        await clock.advance_to(after(9), noted_settle)
        assert diary.entries == [
            ("settled", after(0), 0.0),
            ("first", after(5), 5.0),
            ("settled", after(5), 5.0),
            ("second", after(5), 5.0),
            ("settled", after(5), 5.0),
        ]


async def test_a_jump_moves_the_wall_clock_only_and_wakes_nobody() -> None:
    clock = VirtualClock(START)
    diary = Diary(clock)
    async with napping(diary, nap=(60,)):
        await settle()
        clock.jump_to(after(86_400))
        await settle()
        assert (clock.now(), clock.monotonic(), clock.next_wake()) == (after(86_400), 0.0, 60.0)
        assert (diary.entries, clock.next_wake_at()) == ([], after(86_460))

        clock.jump_to(after(-3600))
        await clock.advance_to(after(-3540), settle)
        assert diary.entries == [("nap", after(-3540), 60.0)]


async def test_a_jump_while_time_passes_does_not_change_how_long_it_passes() -> None:
    clock = VirtualClock(START)

    async def jumper() -> None:
        await clock.sleep(10)
        clock.jump_to(after(1000))

    task = asyncio.create_task(jumper())
    await clock.advance_to(after(30), settle)
    await task
    assert (clock.now(), clock.monotonic()) == (after(1020), 30.0)


async def test_a_cancelled_sleeper_leaves_nothing_behind() -> None:
    clock = VirtualClock(START)
    diary = Diary(clock)
    async with napping(diary, gone=(5,), also_gone=(5,)):
        await settle()
    assert clock.next_wake() is None
    await clock.advance_to(after(10), settle)
    assert (diary.entries, clock.now()) == ([], after(10))


async def test_one_who_is_cancelled_by_the_one_before_does_not_wake() -> None:
    clock = VirtualClock(START)
    diary = Diary(clock)

    async def canceller() -> None:
        await clock.sleep(5)
        victim.cancel()
        assert clock.next_wake() is None

    first = asyncio.create_task(canceller())
    victim = asyncio.create_task(diary.nap("victim", 5))
    await clock.advance_to(after(5), settle)
    await first
    assert (diary.entries, victim.cancelled()) == ([], True)


@pytest.mark.parametrize("seconds", [0, -1, 0.0])
async def test_a_sleep_of_nothing_returns_without_a_move(seconds: float) -> None:
    clock = VirtualClock(START)
    await clock.sleep(seconds)
    assert (clock.monotonic(), clock.next_wake()) == (0.0, None)


@pytest.mark.parametrize("seconds", [float("nan"), float("inf")])
async def test_nobody_sleeps_for_ever(seconds: float) -> None:
    with pytest.raises(ValueError, match="cannot sleep"):
        await VirtualClock(START).sleep(seconds)


async def test_time_does_not_pass_backwards() -> None:
    clock = VirtualClock(START)
    with pytest.raises(ValueError, match="is before"):
        await clock.advance_to(after(-1), settle)
    await clock.advance_to(START, settle)
    assert clock.now() == START


async def test_waiting_for_a_deadline_between_two_microseconds_comes_to_an_end() -> None:
    clock = VirtualClock(START)
    deadline = 1 / 3

    async def until() -> float:
        while (left := deadline - clock.monotonic()) > 0:
            await clock.sleep(left)
        return clock.monotonic()

    task = asyncio.create_task(until())
    await clock.advance_to(after(1), settle)
    assert await task == 0.333334


@given(st.lists(st.integers(1, 20), max_size=8), st.lists(st.integers(0, 15), max_size=5))
def test_the_steps_in_which_time_moves_change_nothing(naps: list[int], steps: list[int]) -> None:
    async def wakes(*moves: int) -> list[tuple[str, datetime, float]]:
        clock = VirtualClock(START)
        diary = Diary(clock)
        async with napping(diary, **{f"n{place}": (nap,) for place, nap in enumerate(naps)}):
            for move in moves:
                await clock.advance_to(clock.now() + timedelta(seconds=move), settle)
        return diary.entries

    assert asyncio.run(wakes(*steps)) == asyncio.run(wakes(sum(steps)))
