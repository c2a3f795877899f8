"""What waited when the process was killed is answered once after the next start."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.core.cog import query
from bot.core.context import QueryContext
from bot.core.outgoing import Reply
from tests.kit import Bot, a_cog, line

PEOPLE = 30


async def test_what_waited_is_answered_once_after_a_crash(tmp_path: Path) -> None:
    gate = asyncio.Event()

    @query("wait")
    async def wait(ctx: QueryContext) -> Reply:
        """Reads until it is let go on."""
        await gate.wait()
        return Reply((line("waited"),))

    bot = Bot(tmp_path, cogs=[a_cog("waiting", wait)], durable=True)
    await bot.start()
    bot.hands_over(bot.message("telegram:1", "/wait"))
    await bot.meanwhile()
    for person in range(PEOPLE):
        bot.hands_over(bot.message(f"telegram:{person}", "/points"))
    await bot.meanwhile()
    await bot.crash()
    gate.set()
    await bot.start()
    await bot.settle()
    assert bot.texts() == [
        "waited",
        *(f"P{person}: 0 points, 0 today, 0 ever earned." for person in range(PEOPLE)),
    ]
    await bot.stop()
