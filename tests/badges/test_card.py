"""The wall of badges: the newest first, drawn beside the first page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.badges.hall import BADGES
from tests.kit import DAWN, Bot, a_bot

MANY = "".join(
    f'[[badges]]\nkey = "b{number}"\nname = {{zh = "勋{number}", en = "B{number}"}}\n'
    'when = "streak >= 1"\n'
    for number in range(14)
)


async def wall(bot: Bot, text: str = "/badges") -> dict[str, Any] | None:
    """The card of the answer, which was drawn."""
    bot.sent.clear()
    await bot.says("telegram:42", text)
    card = bot.sent[-1].card
    assert (card is None) == (bot.sent[-1].image is None)
    if card is None:
        return None
    assert card["name"] == "badges"
    return {**card["values"], "rows": json.loads(card["values"]["rows"])}


async def test_the_newest_badge_is_the_first(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + BADGES) as bot:
        await bot.says("telegram:42", "hello")
        assert await wall(bot) is None
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=1)
        await bot.says("telegram:900", "/grant telegram:42 helper")
        assert await wall(bot) == {
            "name": "P42",
            "count": 2,
            "rows": [
                ["🏅", "热心人", "Helper", "2026-11-24"],
                ["🏅", "第一天", "First day", "2026-11-23"],
            ],
            "color": "#c2410c",
            "theme": "light",
        }


async def test_of_many_twelve_come_with_their_number(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + MANY) as bot:
        await bot.says("telegram:42", "/checkin")
        shown = await wall(bot)
        assert shown is not None
        assert (shown["count"], len(shown["rows"])) == (14, 12)


async def test_the_next_page_is_text(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN + MANY) as bot:
        await bot.says("telegram:42", "/checkin")
        assert await wall(bot) is not None
        await bot.presses("telegram:42", "More")
        await bot.presses("telegram:42", "Back")
        assert [sent.card is not None for sent in bot.sent] == [True, False, True]
