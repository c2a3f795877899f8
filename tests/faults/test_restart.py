"""What waited when the process was killed is answered once after the next start."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.core.cog import query
from bot.core.context import QueryContext
from bot.core.outgoing import Reply
from bot.engine import arrivals
from storage.readers import READERS
from tests.kit import Bot, a_cog, line


async def test_what_waited_is_answered_once_however_slowly_the_bot_starts(tmp_path: Path) -> None:
    gate, begun = asyncio.Event(), asyncio.Semaphore(0)

    @query("wait")
    async def wait(ctx: QueryContext) -> Reply:
        """Reads until it is let go on."""
        begun.release()
        await gate.wait()
        return Reply((line("waited"),))

    bot = Bot(tmp_path, cogs=[a_cog("waiting", wait)], durable=True)
    await bot.start()
    for person in range(READERS):  # they keep every reader busy
        await bot.says(f"telegram:{person}", "hello")
        waiting = bot.message(f"telegram:{person}", "/wait", private=True)
        await bot.write(lambda tx, one=waiting: arrivals.store(tx, one, int(one.update_id)))
    asked = bot.message("telegram:42", "/points")
    await bot.write(lambda tx: arrivals.store(tx, asked, int(asked.update_id)))
    await bot.crash()
    bot.platforms["telegram"].up.clear()
    starting = asyncio.get_running_loop().create_task(bot.start())
    for _ in range(READERS):
        await begun.acquire()
    await bot.meanwhile()
    gate.set()
    await starting
    bot.platforms["telegram"].up.set()
    await bot.settle()
    assert sorted(bot.texts()) == [
        "P42, you have 0 points; today you earned 0, in all 0.",
        *["waited"] * READERS,
    ]
    await bot.stop()
