"""A query runs beside the turns, on the event loop itself: it can neither freeze nor end it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.core.cog import query
from bot.core.context import QueryContext
from bot.core.options import Word
from bot.core.outgoing import Reply
from tests.engine.trouble import TOO_LONG, Outside, aside
from tests.kit import SORRY, Bot, a_bot, a_cog, line


async def hang() -> None:
    while True:
        pass


async def hang_and_hide() -> None:
    while True:
        with suppress(Exception):
            await hang()


async def hang_and_wait(ctx: QueryContext) -> None:
    with suppress(BaseException):
        await hang()
    await ctx.read.fetch_one("SELECT 1")


@query("ponder")
async def ponder(ctx: QueryContext, how: Word) -> Reply:
    await ctx.read.fetch_one("SELECT 1")
    match how:
        case "hangs":
            await hang()
        case "hides":
            await hang_and_hide()
        case "waits":
            await hang_and_wait(ctx)
        case "leaves":
            raise SystemExit(3)
        case "escapes":
            raise Outside
    return Reply((line(how),))


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot whose turns and queries may compute for a tenth of a second."""
    cogs = [a_cog("pondering", ponder)]
    async with a_bot(tmp_path, cogs=cogs, durable=True, turn_seconds=0.3) as running:
        yield running


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("hangs", TOO_LONG),
        ("hides", TOO_LONG),
        ("waits", TOO_LONG),
        ("leaves", "TurnBroken: raised SystemExit"),
        ("escapes", "TurnBroken: raised Outside"),
    ],
)
async def test_a_query_that_holds_the_loop_up_is_broken_and_not_tried_again(
    bot: Bot, how: str, error: str
) -> None:
    assert await bot.says("telegram:42", f"/ponder {how}") == [SORRY]
    assert await aside(bot) == [("set_aside", 1, error)]
    assert await bot.says("telegram:42", "/ponder well") == ["well"]


async def test_others_are_answered_beside_a_query_that_hangs(bot: Bot) -> None:
    said = await bot.takes(
        bot.message("telegram:42", "/ponder hangs"),
        *(bot.message(f"telegram:{user}", "/ponder well", chat="-1002") for user in range(50, 54)),
    )
    assert sorted(said) == [SORRY, *["well"] * 4]
