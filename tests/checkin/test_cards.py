"""Cards of check-in: which check-ins have one, what is on it, and that it is drawn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kit import DAWN, Bot, a_bot

ALWAYS = f'{DAWN}[cards]\ncheckin = "always"\n'
LOOK = {"color": "#c2410c", "theme": "light"}


def cards(bot: Bot) -> list[tuple[str, dict[str, Any]]]:
    """The cards of what was said, without their look, and that each was drawn."""
    found = []
    for sent in bot.sent:
        card = sent.card
        assert (card is None) == (sent.image is None)
        if card is not None:
            values = {
                name: json.loads(value) if str(value).startswith("[") else value
                for name, value in card["values"].items()
            }
            assert {name: values.pop(name) for name in LOOK} == LOOK
            found.append((card["name"], values))
    return found


async def test_a_check_in_shows_streak_days_and_points(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ALWAYS) as bot:
        for _ in range(3):
            await bot.says("telegram:42", "/checkin")
            await bot.tick(days=1)
        await bot.tick(days=1)
        bot.sent.clear()
        await bot.says("telegram:42", "/checkin")
    day = {
        "name": "P42",
        "day": "2026-11-27",
        "streak": 1,
        "total": 4,
        "days": [*["nothing"] * 9, "real", "real", "real", "missed", "real"],
        "points": 1,
        "balance": 4,
    }
    assert cards(bot) == [("checkin", day)]


async def test_a_milestone_that_pays_is_in_the_points_of_the_card(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        for _ in range(8):
            await bot.says("telegram:42", "/checkin")
            await bot.tick(days=1)
    ((name, values),) = cards(bot)
    assert (name, values["streak"], values["points"], values["balance"]) == ("checkin", 7, 6, 12)


@pytest.mark.parametrize(
    ("settings", "streaks"),
    [
        ('checkin = "always"', [1, 2, 3, 4, 5, 6, 7, 8]),
        ("", [7]),
        ('checkin = "never"', []),
        ("enabled = false", []),
        ('enabled = false\ncheckin = "always"', []),
    ],
)
async def test_the_community_chooses_which_check_ins_have_a_card(
    tmp_path: Path, settings: str, streaks: list[int]
) -> None:
    async with a_bot(tmp_path, config=f"{DAWN}[cards]\n{settings}\n") as bot:
        for _ in range(8):
            await bot.says("telegram:42", "/checkin")
            await bot.tick(days=1)
    assert [values["streak"] for _, values in cards(bot)] == streaks


async def test_a_second_check_in_of_the_day_has_no_card(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=ALWAYS) as bot:
        await bot.says("telegram:42", "/checkin")
        bot.sent.clear()
        await bot.says("telegram:42", "/checkin")
    assert cards(bot) == []


async def test_without_points_the_card_speaks_of_none(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=f"{ALWAYS}[points]\nbasic = 0\n") as bot:
        await bot.says("telegram:42", "/checkin")
    ((_, values),) = cards(bot)
    assert "points" not in values and "balance" not in values


async def test_a_month_is_drawn_beside_its_text(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.says("telegram:42", "/checkin")
        await bot.tick(days=2)
        bot.sent.clear()
        await bot.says("telegram:42", "/calendar")
    month = {
        "name": "P42",
        "year": "2026",
        "month": 11,
        "offset": 6,
        "marks": [*["nothing"] * 22, "real", "missed", "today", *["nothing"] * 5],
        "legend": ["real", "missed", "today"],
        "days": 1,
        "current": 0,
    }
    assert cards(bot) == [("calendar", month)]


async def test_a_community_has_its_own_colour(tmp_path: Path) -> None:
    config = f'{DAWN}[community.main.cards]\ncolor = "#1C3FAA"\ntheme = "dark"\n'
    async with a_bot(tmp_path, config=config) as bot:
        await bot.says("telegram:42", "hello")
        await bot.says("telegram:42", "/calendar")
    card = bot.sent[-1].card
    assert card is not None
    values = card["values"]
    assert (values["color"], values["theme"]) == ("#1c3faa", "dark")
