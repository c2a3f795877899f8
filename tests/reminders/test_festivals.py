"""Festivals: the groups are greeted on the days of the community's choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import DAWN, a_bot
from tests.reminders.members import configured

OURS = "Today is our birthday. We wish you all the best."
OWN = (
    '["christmas", "new_years_eve", "spring_festival",'
    ' {name = {zh = "社区生日", en = "our birthday"}, date = "12-01"}]'
)


async def test_the_first_chat_of_each_platform_is_greeted_on_the_days_that_were_chosen(
    tmp_path: Path,
) -> None:
    async with a_bot(tmp_path, config=configured(festivals=OWN)) as bot:
        before = len(bot.sent)
        await bot.tick(days=90)
        assert [
            (sent.platform, sent.chat, f"{sent.at:%m-%d %H:%M}", sent.text)
            for sent in bot.sent[before:]
            if sent.platform == "telegram"
        ] == [
            (
                "telegram",
                "-1001",
                "12-01 01:00",
                "Today is our birthday. We wish you all the best.",
            ),
            ("telegram", "-1001", "12-25 01:00", "🎄 Merry Christmas!"),
            (
                "telegram",
                "-1001",
                "02-05 01:00",
                "🧨 It’s New Year’s Eve of the lunar calendar: a good evening with those you love.",
            ),
            (
                "telegram",
                "-1001",
                "02-06 01:00",
                "🧧 Happy Spring Festival! May the new year be kind to you.",
            ),
        ]
        assert len(bot.sent) - before == 8


async def test_a_greeting_comes_late_on_the_same_day_and_never_behind_it(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=configured(festivals='["christmas", "new_year"]')) as bot:
        await bot.stop()
        bot.clock.jump_to(bot.clock.now().replace(month=12, day=25, hour=10))
        await bot.start()
        assert (await bot.tick(seconds=1)).count("🎄 Merry Christmas!") == 2
        await bot.stop()
        bot.clock.jump_to(bot.clock.now().replace(year=2027, month=1, day=2))
        await bot.start()
        assert "🎆 Happy New Year!" not in await bot.tick(hours=1)


async def test_without_festivals_nobody_is_greeted_and_no_row_is_kept(tmp_path: Path) -> None:
    async with a_bot(tmp_path, config=DAWN) as bot:
        assert await bot.tick(days=60) == []
        assert await bot.rows("SELECT count(*) FROM occurrences WHERE job = 'festival'") == [(0,)]


@pytest.mark.parametrize("quiet", ['["22:00", "08:00"]', "[]"])
async def test_behind_midnight_nobody_is_greeted_where_days_begin_at_four(
    tmp_path: Path, quiet: str
) -> None:
    config = configured(festivals='["christmas"]', quiet_hours=quiet)
    async with a_bot(tmp_path, config=config + '\n[checkin]\nday_start = "04:00"\n') as bot:
        await bot.stop()
        # The bot is off from the day before on; in Shanghai it is two in the morning behind it.
        bot.clock.jump_to(bot.clock.now().replace(month=12, day=25, hour=18))
        await bot.start()
        assert "🎄 Merry Christmas!" not in await bot.tick(hours=12)
