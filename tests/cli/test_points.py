"""``hearth points diff`` and ``hearth points apply``, beside a bot and by themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.cli.started import start
from tests.cli.test_beside import CONFIG, beside
from tests.engines import ENGINES
from tests.kit import DAWN, a_bot
from tests.points.test_talk import balance

pytestmark = pytest.mark.parametrize(
    "engine", [each for each in ENGINES if each == "sqlite"], indirect=True
)
DOUBLED: Final = CONFIG + "[points]\nbasic = 2\n"
SINCE: Final = ("--since", "2026-11-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the bot is, and a config that was edited since it was started."""
    (tmp_path / "config.toml").write_text(DOUBLED, encoding="utf-8")
    return tmp_path


async def test_the_difference_is_shown_beside_a_bot_and_what_writes_is_refused(
    folder: Path,
) -> None:
    async with a_bot(folder, durable=True) as bot:
        await bot.says("telegram:7", "/checkin", name="Rain")
        status, out, err = await beside(bot, "points", "diff", *SINCE)
        assert (status, err) == (0, "")
        lines = out.splitlines()
        assert lines[:2] == [
            "The rules of the config are others than those in force (version 1, since"
            " 2026-11-23 09:00):",
            "  basic: 1 → 2",
        ]
        assert "telegram:7 (Rain): +1, balance 1 → 2" in lines
        status, out, err = await beside(bot, "points", "apply", *SINCE)
        assert (status, err, out.splitlines()[-1]) == (
            0,
            "",
            "Nothing was changed. With --yes it is done.",
        )
        status, out, err = await beside(bot, "points", "apply", *SINCE, "--yes")
        assert (status, out) == (2, "")
        assert err.startswith("The database hearth.db is in use by another process (pid ")
        assert await balance(bot, "telegram:7") == 1


async def test_what_was_applied_while_the_bot_was_off_is_there_when_it_is_back(
    folder: Path,
) -> None:
    async with a_bot(folder, durable=True) as bot:
        await bot.says("telegram:7", "/checkin", name="Rain")
        await bot.stop()
        status, out, err = await run(folder, "points", "apply", *SINCE, "--yes")
        assert (status, err) == (0, "")
        assert out.splitlines()[-1].startswith("Scored anew for 1 member. Id ")
        status, out, err = await run(folder, "points", "apply", *SINCE, "--yes")
        assert out.splitlines()[1] == (
            "By the rules of the config, since 2026-11-01: nobody would gain or lose anything."
        )
        bot.config = DAWN + "[points]\nbasic = 2\n"
        await bot.start()
        assert await balance(bot, "telegram:7") == 2
        assert await bot.count("rule_versions") == 2
        assert await bot.problems() == []


async def test_a_day_or_a_community_that_is_none_is_refused(folder: Path) -> None:
    async with a_bot(folder, durable=True) as bot:
        await bot.stop()
        status, out, err = await run(folder, "points", "diff", "--since", "soon")
        assert (status, out, err) == (2, "", "“soon” is no day. Write it as 2026-11-01.\n")
        status, out, err = await run(folder, "points", "diff", *SINCE, "--community", "dusk")
        assert (status, out) == (2, "")
        assert err.startswith("There is no community “dusk”")
        await bot.start()


async def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """How the process ended, and what it said."""
    started = await start(folder, *arguments)
    status, out = await started.ends()
    return status, out, "".join(f"{line}\n" for line in started.lines)
