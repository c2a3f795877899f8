"""What waited when the process ended is answered once after the next start."""

from __future__ import annotations

from pathlib import Path

from bot.core.ports import Transaction
from bot.engine import arrivals
from tests.kit import Bot

# The inbox gives 500 at a time: the first are handled while the next are read.
WAITING = 1_200


async def test_what_waited_is_answered_once_while_the_bot_still_starts(tmp_path: Path) -> None:
    bot = Bot(tmp_path)
    await bot.start()
    updates = [bot.message("telegram:42", "/points") for _ in range(WAITING)]

    async def store(tx: Transaction) -> None:
        for number, update in enumerate(updates, 1):
            await arrivals.store(tx, update, number)

    await bot.write(store)
    await bot.stop()
    bot.platforms["telegram"].up.clear()
    await bot.start()
    bot.platforms["telegram"].up.set()
    await bot.settle()
    answer = "P42, you have 0 points; today you earned 0, in all 0."
    assert bot.texts() == [answer] * WAITING
    await bot.stop()
