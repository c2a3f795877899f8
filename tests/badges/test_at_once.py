"""A badge that two events earn at the same instant is one badge, said in one line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.badges.hall import Ear, keys_of
from tests.kit import DAWN, Bot, a_bot

EITHER = """
[[badges]]
key = "either"
name = {zh = "其一", en = "Either"}
when = "active_days >= 2 or lifetime >= 50"
[[badges]]
key = "both"
name = {zh = "兼得", en = "Both"}
when = "active_days >= 2 and lifetime >= 60"
unlocks = ["class"]
"""
ROUNDS = 5


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def bot(tmp_path: Path, ear: Ear) -> AsyncIterator[Bot]:
    """A bot that knows a few members, each with a day and 40 points."""
    async with a_bot(tmp_path, config=DAWN + EITHER, cogs=[ear.cog]) as running:
        for number in range(ROUNDS):
            await running.says(f"telegram:{number}", "/checkin")
            await running.says("telegram:900", f"/award telegram:{number} 39 good")
        await running.tick(days=1)
        ear.since()
        yield running


async def test_two_awards_that_cross_a_line_at_once_give_one_badge(bot: Bot, ear: Ear) -> None:
    for number in range(ROUNDS):
        said = await bot.takes(
            *(
                bot.message("telegram:900", f"/award telegram:{number} 15 good", chat=chat)
                for chat in ("-1001", "-1002")
            )
        )
        assert "\n".join(said).count("🏅 Either") == 1
        assert ear.since() == ["either"]
        assert await keys_of(bot, f"telegram:{number}") == ["either"]
    assert await bot.problems() == []


async def test_two_different_numbers_that_earn_a_badge_at_once_give_it_once(
    bot: Bot, ear: Ear
) -> None:
    for number in range(ROUNDS):
        said = await bot.takes(
            bot.message(f"telegram:{number}", "/checkin", chat="-1001"),
            bot.message("telegram:900", f"/award telegram:{number} 19 good", chat="-1002"),
        )
        whole = "\n".join(said)
        assert (whole.count("🏅 Either"), whole.count("🏅 Both")) == (1, 1)
        assert sorted(ear.since()) == ["+class", "both", "either"]
        assert await keys_of(bot, f"telegram:{number}") == ["both", "either"]
    assert await bot.problems() == []


async def test_the_same_update_again_gives_no_second_badge(bot: Bot, ear: Ear) -> None:
    checkin = bot.message("telegram:0", "/checkin")
    await bot.takes(checkin, checkin)
    await bot.takes(checkin)
    assert ear.since() == ["either"]
    assert await bot.count("badge_awards") == 1
