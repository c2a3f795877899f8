"""A cog that no bot should have: each of its commands ends the process in its own way."""

from __future__ import annotations

import os

from bot.core.cog import command, query
from bot.core.context import Context, QueryContext
from bot.core.outgoing import Reply

STATUS = 86


@command("poison", "毒")
async def end_in_a_turn(ctx: Context) -> Reply:
    """The process is gone in the middle of a transaction."""
    os._exit(STATUS)


@query("venom", "蛇毒")
async def end_in_a_query(ctx: QueryContext) -> Reply:
    """The process is gone while a reader works."""
    os._exit(STATUS)
