"""What the preview of an unlinking foretells of numbers that follow from days and points."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import DAWN, a_bot
from tests.profile.test_link import links
from tests.profile.test_unlink import BESIDES, CONFIG, checks_in


@pytest.mark.parametrize(
    ("locale", "besides", "theirs", "mine"),
    [
        (
            "en",
            BESIDES,
            "Taken back from P7, as what it was for is gone: 🏅 Three.",
            "What this badge was for is gone, so it is taken back: 🏅 Three.",
        ),
        (
            "zh",
            "确认后还会有这些变化：",
            "依据没有了，收回 P7 的勋章：🏅 三天。",
            "得到它的依据没有了，收回勋章：🏅 三天。",
        ),
    ],
)
async def test_a_preview_names_the_badges_that_go(
    tmp_path: Path, locale: str, besides: str, theirs: str, mine: str
) -> None:
    badge = '[[badges]]\nkey = "three"\nname = {zh = "三天", en = "Three"}\nwhen = "streak >= 3"\n'
    async with a_bot(tmp_path, config=CONFIG + badge) as bot:
        await bot.says("telegram:42", "hello")
        await checks_in(bot, "telegram:42")
        await checks_in(bot, "discord:7")
        await checks_in(bot, "telegram:42")
        await links(bot)
        await bot.says("telegram:42", f"/language {locale}")
        (preview,) = await bot.whispers("telegram:42", "/unlink discord")
        assert preview.split("\n")[-3:] == [besides, theirs, mine]
        said = await bot.presses("telegram:42", "confirm", chat="42", private=True)
        assert said[0].split("\n")[1:3] == [theirs, mine]


async def test_the_page_shows_the_tier_and_badges_that_hold_after_it(tmp_path: Path) -> None:
    config = (
        f'{DAWN}[tiers]\ngrowing = {{points = 50}}\n[[badges]]\nkey = "rich"\n'
        'name = {zh = "富", en = "Rich"}\nwhen = "lifetime >= 60"\n'
    )
    async with a_bot(tmp_path, config=config) as bot:
        for who in ("telegram:42", "discord:7"):
            await bot.says(who, "hello")
            await bot.says("telegram:900", f"/award {who} 30 x")
        linked = await links(bot)
        assert linked[0].split("\n")[-5:] == [
            "Dawn:",
            "1 badge: 🏅 Rich",
            "Check-ins: streak 0, longest 0, 0 days in all",
            "Level 3, Growing.",
            "Points: 60, 60 in all, 2 entries",
        ]
        (preview,) = await bot.whispers("telegram:42", "/unlink discord")
        apart = [
            "Dawn:",
            "Check-ins: streak 0, longest 0, 0 days in all",
            "Level 2, Newcomer.",
            "Points: 30, 30 in all, 1 entry",
        ]
        both = ["— P7 (Discord)", *apart, "— P42 (Telegram)", *apart]
        assert preview.split("\n")[1:] == [
            *both,
            BESIDES,
            "Taken back from P7, as what it was for is gone: 🏅 Rich.",
            "What this badge was for is gone, so it is taken back: 🏅 Rich.",
        ]
        done = await bot.presses("telegram:42", "confirm", chat="42", private=True)
        assert done[0].split("\n")[-len(both) :] == both
