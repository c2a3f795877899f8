"""Lines that break at any moment: who runs a platform goes on with it, and nobody does beside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.core.text import Text
from bot.engine import lease
from bot.engine.sharing import LATER_S
from bot.engine.standing import HOLD_S, WAIT_S
from bot.engine.writing import Writer
from storage.errors import StorageUnavailable
from tests.engine.processes import BOTH, Process, processes

Act = Callable[..., Awaitable[Any]]
WELCOME = "Checked in. Your streak begins: day 1.\n+1 point, 1 in all."


class HeldUp:
    """The take-overs of a process are not written down until it is over."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, whose: str) -> None:
        self.over = asyncio.Event()
        write = Writer.write

        async def held(writer: Writer, act: Act, *values: Any) -> Any:
            if act is lease.follow and values[2].startswith(whose):
                await writer._machine.tasks.wait(self.over)
            return await write(writer, act, *values)

        monkeypatch.setattr(Writer, "write", held)


async def test_who_is_alone_waits_until_the_server_has_noticed_that_its_line_broke(
    tmp_path: Path,
) -> None:
    """As when the network has forgotten the line: the server still keeps what it has taken."""
    async with processes(tmp_path, BOTH) as (one,):
        await one.cut()
        left = await one.app.database.line(lambda: None)  # type: ignore[union-attr]
        for each in BOTH:
            assert await left.take(f"platform:{each}") is True
        one.reachable = True
        await one.goes_on(HOLD_S + 2)
        assert (one.has_ended, one.keys, one.connected) == (False, ["sharing.out"], [])
        await left.close()
        await one.goes_on(2)
        assert (one.keys, sorted(one.connected)) == (["sharing.out", "sharing.back"], sorted(BOTH))
        assert await one.says("telegram:42", "/checkin") == [WELCOME]


async def test_who_meets_a_successor_that_still_waits_ends_when_that_one_runs(
    tmp_path: Path,
) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        await first.cut()
        await second.goes_on(1)
        first.reachable = True
        await first.goes_on(HOLD_S + 1)
        assert (first.has_ended, first.connected) == (False, [])
        await second.goes_on(WAIT_S)
        await first.goes_on(1)
        assert (first.has_ended, sorted(second.connected)) == (True, sorted(BOTH))
        assert first.sharing.reason == Text("sharing.over", platform="discord")


async def test_a_line_that_breaks_again_while_it_is_made_good_is_opened_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with processes(tmp_path, BOTH) as (one,):
        check, breaks = one.app.check, iter((True,))

        async def breaking() -> None:
            if next(breaks, False):
                await one.cut()
                one.reachable = True
                raise StorageUnavailable("lost")
            await check()

        monkeypatch.setattr(one.app, "check", breaking)
        await one.cut()
        one.reachable = True
        await one.goes_on(HOLD_S + 2)
        assert (one.has_ended, one.keys, sorted(one.connected)) == (False, [], sorted(BOTH))
        assert await one.says("telegram:42", "/checkin") == [WELCOME]


async def test_a_line_that_breaks_as_a_platform_is_taken_over_delays_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, held = Process(tmp_path, 1, ["telegram"]), HeldUp(monkeypatch, "m1:")
    await one.start()
    await one.settle()
    await one.cut()
    await one.goes_on(1)
    held.over.set()
    await one.goes_on(1)
    one.reachable = True
    await one.goes_on(LATER_S + 1)
    assert (one.has_ended, one.told, one.connected) == (False, [], ["telegram"])
    await one.stop()


async def test_a_take_over_that_is_written_down_too_late_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its line broke meanwhile, and the one before has its own again."""
    async with processes(tmp_path, ["telegram"], ["telegram"]) as (first, second):
        held = HeldUp(monkeypatch, "m2:")
        await first.cut()
        await second.goes_on(WAIT_S + 1)
        await second.cut()
        first.reachable = True
        await first.goes_on(1)
        assert first.connected == ["telegram"]
        held.over.set()
        await second.goes_on(HOLD_S - 3)
        assert (first.connected, second.connected) == (["telegram"], [])
        await first.goes_on(HOLD_S)
        assert (first.has_ended, first.connected) == (False, ["telegram"])


async def test_who_is_known_to_have_ended_is_followed_at_once(tmp_path: Path) -> None:
    async with processes(tmp_path, BOTH, BOTH) as (first, second):
        second.gone = "m1:1:"
        await first.crash()
        await second.goes_on(1)
        assert (second.keys[2:], sorted(second.connected)) == ([], sorted(BOTH))
