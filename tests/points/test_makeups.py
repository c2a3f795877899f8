"""What made-up days and the runs that they join earn, and what is taken back of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.core.model import Kind
from tests.kit import DAWN, a_bot

CARDS = "[checkin]\namnesty_minutes = 0\nmakeup_cards_starting = 3\n"
ENTRIES = "SELECT reason, amount, day FROM ledger_entries ORDER BY seq DESC LIMIT 1"


async def test_a_milestone_that_is_reached_again_counts_for_the_day_of_the_first_time(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=DAWN + CARDS) as bot:
        messages = []
        for _ in range(7):
            messages.append(bot.message("telegram:42", "/checkin"))
            await bot.takes(messages[-1])
            await bot.tick(days=1)
        await bot.says("telegram:42", "/checkin")
        gone = messages[4]
        await bot.takes(
            replace(
                bot.message("telegram:42", ""),
                kind=Kind.DELETE,
                message_id=gone.message_id,
                by="900",
            )
        )
        assert await bot.rows(ENTRIES) == [("milestone", -5, "2026-11-29")]
        await bot.says("telegram:42", "/makeup 1")
        assert await bot.presses("telegram:42", "confirm") == [
            "Made up 2026-11-27: streak 4 → 8, 1 card used.\n"
            "7 days in a row: +5 points, 12 in all.\n"
            "A badge for you: 🏅 Seven-day star!\nYou have reached level 1!"
        ]
        assert await bot.rows(ENTRIES) == [("milestone", 5, "2026-11-29")]
        assert await bot.problems() == []


async def test_a_day_that_is_made_up_twice_earns_twice_and_pays_back_once(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + CARDS + "makeup_earns_points = true\n") as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=2)
        await bot.says("telegram:42", "/makeup")
        await bot.presses("telegram:42", "confirm")
        late = bot.message("telegram:42", "/checkin", sent_at=bot.clock.now().replace(day=24))
        await bot.takes(late)
        await bot.takes(
            replace(
                bot.message("telegram:42", ""),
                kind=Kind.DELETE,
                message_id=late.message_id,
                by="900",
            )
        )
        await bot.says("telegram:42", "/makeup yesterday")
        assert await bot.presses("telegram:42", "confirm") == [
            "Made up 2026-11-24: streak 1 → 2, 1 card used.\n+1 point, 2 in all."
        ]
        assert await bot.rows("SELECT reason, amount FROM ledger_entries ORDER BY seq") == [
            ("checkin", 1),
            ("makeup", 1),
            ("makeup", -1),
            ("checkin", 1),
            ("checkin", -1),
            ("makeup", 1),
        ]
        assert await bot.rows("SELECT count FROM holdings") == [(2,)]
        assert await bot.problems() == []
