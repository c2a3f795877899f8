"""``hearth verify`` and ``hearth export`` in a second process, beside a bot that is at work."""

from __future__ import annotations

import asyncio
import json
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from bot.engine.verifying import Verdict, verify
from tests.faults.programs import environment, hearth
from tests.kit import DAWN, Bot, a_bot

CONFIG: Final = '[hearth]\nlocale = "en"\n' + DAWN
LIMIT_S: Final = 120
A_BREATH_S: Final = 0.02


async def beside(bot: Bot, *arguments: str) -> tuple[int, str, str]:
    """How the second process ended and what it said; members check in as long as it runs."""
    process = await asyncio.create_subprocess_exec(
        *hearth(*arguments),
        cwd=bot.path.parent,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    ended = asyncio.ensure_future(process.communicate())
    for number in count(1):
        crowd = (f"telegram:{number}{place}" for place in range(3))
        await bot.takes(*(bot.message(who, "/checkin") for who in crowd))
        # As many as the machine can would be a database that the other never comes to the end of.
        await asyncio.wait([ended], timeout=A_BREATH_S)
        if ended.done():
            break
    out, err = await asyncio.wait_for(ended, LIMIT_S)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the bot and its config are."""
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


async def test_a_busy_bot_is_verified(folder: Path) -> None:
    async with a_bot(folder, durable=True) as bot:
        await bot.says("telegram:1", "/checkin")
        status, out, err = await beside(bot, "verify")
        assert (status, err) == (0, "")
        assert out.startswith("All is as it should be: members: ")
        verdict = Verdict()
        assert [each async for each in verify(bot.machine, verdict)] == []
        assert verdict.members == await bot.count("members")


async def test_a_busy_bot_is_exported_as_it_was_at_one_moment(folder: Path) -> None:
    async with a_bot(folder, durable=True) as bot:
        await bot.says("telegram:1", "/checkin")
        status, out, err = await beside(bot, "export")
        assert (status, err) == (0, "")
        (community,) = json.loads(out)["communities"]
        sums = dict.fromkeys((each["id"] for each in community["members"]), 0)
        for entry in community["ledger"]:
            sums[entry["member"]] += entry["amount"]
        assert {each["id"]: each["balance"] for each in community["members"]} == sums
        assert await bot.says("telegram:1", "/points") == [
            "P1, you have 1 point; today you earned 1, in all 1."
        ]


async def test_what_writes_is_refused_beside_a_bot(folder: Path) -> None:
    async with a_bot(folder, durable=True) as bot:
        for arguments in (("verify", "--rebuild"), ("migrate",)):
            status, out, err = await beside(bot, *arguments)
            assert (status, out) == (2, "")
            assert err.startswith("The database hearth.db is in use by another process (pid ")


async def test_a_planted_fault_is_found_beside_a_bot(folder: Path) -> None:
    async with a_bot(folder, durable=True) as bot:
        await bot.says("telegram:1", "/checkin")
        await bot.write(lambda tx: tx.execute("UPDATE balances SET balance = 7"))
        status, _, err = await beside(bot, "verify")
        assert status == 1
        assert err.endswith(" is 7, the entries add up to 1.\n")
