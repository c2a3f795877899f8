"""What members have unlocked: for several reasons at once, and told only when that changes."""

from __future__ import annotations

from pathlib import Path

from bot.community import privileges
from bot.community.events import PrivilegeChanged
from bot.core.cog import command, listen
from bot.core.context import Context
from bot.core.options import Word
from bot.core.outgoing import Reply
from tests.kit import Bot, a_bot, a_cog, line

HEARD: list[str] = []


@command("unlock", "解锁")
async def unlock(ctx: Context, name: Word, because: Word) -> Reply:
    given = await privileges.give(ctx, ctx.member, ctx.account.id, name, because)
    return Reply((line("given" if given else "had"),))


@command("lock", "锁上")
async def lock(ctx: Context, name: Word, because: Word) -> Reply:
    taken = await privileges.take(ctx, ctx.member, name, because)
    return Reply((line("taken" if taken else "had not"),))


@command("settle", "定下")
async def settle(ctx: Context, names: Word) -> Reply:
    await privileges.settle(ctx, ctx.member, ctx.account.id, names.split(","), "tier")
    has = await privileges.privileges_of(ctx.tx, ctx.community.id, ctx.member)
    return Reply((line(" ".join(has)),))


@listen(PrivilegeChanged)
async def hear(ctx: Context, event: PrivilegeChanged) -> None:
    HEARD.append(f"{'+' if event.has else '-'}{event.name} {event.because}")


async def says(bot: Bot, text: str) -> str:
    """The one answer, and what was told meanwhile."""
    HEARD.clear()
    (said,) = await bot.says("telegram:42", text)
    return ", ".join([said, *HEARD])


async def test_a_privilege_is_had_until_its_last_reason_is_gone(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[a_cog("keys", unlock, lock, settle, hear)]) as bot:
        assert await says(bot, "/unlock class tier") == "given, +class tier"
        assert await says(bot, "/unlock class tier") == "had"
        assert await says(bot, "/unlock class badge:star") == "given"
        assert await says(bot, "/lock class tier") == "taken"
        assert await says(bot, "/lock class tier") == "had not"
        assert await says(bot, "/lock class badge:star") == "taken, -class badge:star"


async def test_what_one_reason_gives_is_settled_without_touching_others(tmp_path: Path) -> None:
    async with a_bot(tmp_path, cogs=[a_cog("keys", unlock, lock, settle, hear)]) as bot:
        await says(bot, "/unlock a badge:star")
        assert await says(bot, "/settle a,b") == "a b, +b tier"
        assert await says(bot, "/settle c") == "a c, -b tier, +c tier"
