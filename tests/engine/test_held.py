"""A held adapter speaks and acts when it is certain that nobody else does."""

from __future__ import annotations

import asyncio

from bot.core.outgoing import Act, Doing
from bot.engine.held import Held
from bot.presenter.delivery import Deed, Delivery
from bot.presenter.render import Part
from bot.rehearsal.clock import VirtualClock
from tests.kit import START
from tests.recorder import Platform


async def test_what_is_said_and_done_waits_until_that_is_right() -> None:
    platform, sure = Platform("telegram", VirtualClock(START)), asyncio.Event()

    async def assured() -> None:
        await sure.wait()

    held = Held(platform, assured)
    act = Act(Doing.DELETE, "telegram", "-1001", message="5")
    waiting = [
        asyncio.ensure_future(held.deliver(Delivery("telegram", "-1001", Part("hello"), {}))),
        asyncio.ensure_future(held.perform(Deed(act))),
    ]
    await asyncio.sleep(0)
    assert (platform.sent, platform.done) == ([], [])
    sure.set()
    await asyncio.gather(*waiting)
    assert ([each.text for each in platform.sent], [each for _, each, _ in platform.done]) == (
        ["hello"],
        [act],
    )
    assert (held.limits, held.up) == (platform.limits, platform.up)
