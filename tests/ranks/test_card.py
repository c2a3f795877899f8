"""The card of a board: the rows that its text has, in the colours of the community."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.kit import DAWN, Bot, a_bot


async def board(bot: Bot, who: str, text: str = "/rank") -> dict[str, Any] | None:
    """The card of the answer, which was drawn."""
    bot.sent.clear()
    await bot.says(who, text)
    (sent,) = bot.sent
    card = sent.card
    assert (card is None) == (sent.image is None)
    if card is None:
        return None
    assert card["name"] == "rank"
    lists = {name: json.loads(card["values"][name]) for name in ("rows", "titled")}
    return {**card["values"], **lists}


async def crowd(bot: Bot, members: int) -> None:
    """Members telegram:50, 51 and so on have points, the first the most."""
    for number in range(members):
        await bot.says(f"telegram:{50 + number}", "hello")
        await bot.says("telegram:900", f"/award telegram:{50 + number} {100 - number} x")


async def test_the_card_has_the_rows_of_the_text(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await crowd(bot, 17)
        assert await board(bot, "telegram:65") == {
            "title": "rank.title.points",
            "titled": {},
            "members": 17,
            "what": "points",
            "rows": [
                *([n, f"P{49 + n}", 101 - n, 0, 0] for n in range(1, 11)),
                [13, "P62", 88, 0, 1],
                [14, "P63", 87, 0, 0],
                [15, "P64", 86, 0, 0],
                [16, "P65", 85, 1, 0],
                [17, "P66", 84, 0, 0],
            ],
            "color": "#c2410c",
            "theme": "light",
        }


async def test_the_nameless_stay_so_in_pictures(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await crowd(bot, 2)
        await bot.says("telegram:50", "/rank anonymous")
        shown = await board(bot, "telegram:51")
        assert shown is not None
        assert shown["rows"] == [[1, "", 100, 0, 0], [2, "P51", 99, 1, 0]]


async def test_a_board_of_streaks_says_so(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:50", "/checkin")
        shown = await board(bot, "telegram:50", "/rank streak")
        assert shown is not None
        assert (shown["title"], shown["what"], shown["rows"]) == (
            "rank.title.streak",
            "streak",
            [[1, "P50", 1, 1, 0]],
        )


async def test_the_board_of_a_week_has_its_days(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:50", "/checkin")
        shown = await board(bot, "telegram:50", "/rank week")
        assert shown is not None
        assert shown["titled"] == {"first": "2026-11-23", "last": "2026-11-29"}


async def test_an_empty_board_has_no_card_and_neither_has_one_without_cards(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:50", "hello")
        assert await board(bot, "telegram:50") is None
    off = tmp_path / "off"
    off.mkdir()
    async with a_bot(off, config=f"{DAWN}[cards]\nenabled = false\n") as bot:
        await crowd(bot, 1)
        assert await board(bot, "telegram:50") is None
