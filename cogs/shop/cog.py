"""The door ``/inventory``: the cards that a member holds."""

from __future__ import annotations

from bot.community import holdings
from bot.core.cog import command
from bot.core.context import Context
from bot.core.outgoing import Reply
from bot.core.text import Text


@command("inventory", "背包")
async def show_inventory(ctx: Context) -> Reply:
    """Every item that the member holds, with how many of it."""
    held = await holdings.counts_of(ctx.tx, ctx.community.id, ctx.member)
    name = ctx.account.name or ctx.account.user
    if not held:
        return Reply.of("inventory.empty", name=name)
    lines = [
        Text("inventory.line", item=Text(f"item.{item}"), count=count, use=Text(f"item.use.{item}"))
        for item, count in held.items()
    ]
    return Reply((Text("inventory.head", name=name), *lines))
