"""Handlers that go wrong in every way, for the tests of the inbox."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.core.cog import Cog, command, listen, query
from bot.core.context import Context, QueryContext
from bot.core.errors import Refusal
from bot.core.events import MemberEvent
from bot.core.options import Word
from bot.core.outgoing import Reply, Say
from bot.core.ports import Row
from tests.kit import Bot, a_cog, line

NOT_AWAITED = "TurnBroken: awaited something that is not its transaction"
TOO_LONG = "TurnBroken: ran longer than 0.3 s"
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def _deeper(depth: int) -> int:
    return _deeper(depth + 1) + 1


class Outside(BaseException):
    """Not even an Exception."""


async def _raise(ctx: Context) -> None:
    raise KeyError("lost")


async def _hang(ctx: Context) -> None:
    while True:
        pass


async def _hang_and_hide(ctx: Context) -> None:
    while True:
        with suppress(Exception):
            await _hang(ctx)


async def _query_for_ever(ctx: Context) -> None:
    await ctx.tx.fetch_one(ENDLESS)


async def _recurse(ctx: Context) -> None:
    _deeper(0)


async def _wait(ctx: Context) -> None:
    await asyncio.sleep(0)


async def _leave(ctx: Context) -> None:
    raise SystemExit(3)


async def _escape(ctx: Context) -> None:
    raise Outside


async def _break(ctx: Context) -> None:
    await ctx.tx.execute("UPDATE nowhere SET x = 1")


async def _swallow(ctx: Context) -> None:
    with suppress(sqlite3.IntegrityError):
        await ctx.tx.execute("INSERT INTO persons (id) VALUES ('a')")


async def _commit(ctx: Context) -> None:
    await ctx.tx.execute("COMMIT")


POISONS: dict[str, tuple[Callable[[Context], Awaitable[None]], str]] = {
    "raises": (_raise, "KeyError: 'lost'"),
    "hangs": (_hang, TOO_LONG),
    "hides": (_hang_and_hide, TOO_LONG),
    "queries": (_query_for_ever, TOO_LONG),
    "recurses": (_recurse, "RecursionError: maximum recursion depth exceeded"),
    "waits": (_wait, NOT_AWAITED),
    "leaves": (_leave, "TurnBroken: raised SystemExit"),
    "escapes": (_escape, "TurnBroken: raised Outside"),
    "breaks": (_break, "OperationalError: no such table: nowhere"),
    "swallows": (_swallow, "IntegrityError: NOT NULL constraint failed: persons.locale"),
    "commits": (_commit, "DatabaseError: not authorized"),
}


@command("poison")
async def poison(ctx: Context, how: Word) -> Reply:
    """Writes something, then goes wrong."""
    await ctx.tx.execute("UPDATE persons SET locale = 'xx'")
    await POISONS[how][0](ctx)
    return Reply((line("all is well"),))


@query("ponder")
async def ponder(ctx: QueryContext, how: Word) -> Reply:
    """Only reads, and goes wrong."""
    match how:
        case "raises":
            raise KeyError("lost")
        case "recurses":
            _deeper(0)
        case "writes":
            await ctx.read.fetch_all("UPDATE persons SET locale = 'xx' RETURNING id")
        case "refuses":
            raise Refusal("not.a.member")
    return Reply((line(how),))


@dataclass(frozen=True, slots=True)
class Fell(MemberEvent):
    """Somebody fell."""


def trouble(opened: asyncio.Event) -> Cog:
    """Poison, and a query that waits until ``opened`` is set."""

    @query("wait")
    async def wait(ctx: QueryContext) -> Reply:
        await opened.wait()
        return Reply((line("waited"),))

    @command("recall")
    async def recall(ctx: Context) -> Reply:
        ctx.say(Say("telegram", "-1002", (line("reminded"),), cancel_key="k"))
        return Reply((line("remember"),))

    falls = iter((True, False))

    @command("fall")
    async def fall(ctx: Context) -> Reply:
        ctx.tell(Fell(ctx.community.id, ctx.member, ctx.account.id, ctx.now))
        return Reply((line("fell"),))

    @listen(Fell)
    async def rise(ctx: Context, event: Fell) -> None:
        if next(falls):
            raise ValueError("not yet")

    @command("hoard")
    async def hoard(ctx: Context) -> Reply:
        await ctx.tx.execute("UPDATE persons SET hint = ?", "x" * 1_000_000)
        return Reply((line("hoarded"),))

    return a_cog("trouble", poison, ponder, wait, recall, fall, rise, hoard)


async def aside(bot: Bot) -> list[Row]:
    """State, tries and error of what was not handled."""
    return await bot.rows("SELECT state, tries, error FROM inbox WHERE state <> 'done'")
